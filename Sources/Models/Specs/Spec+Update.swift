// Spec+Update: the rules by which an update changes a spec, on versions, frozen fields and names.

import JSON

extension Spec {
  /// This spec with `changes` applied, one iteration and version on when anything changed; docs/contract.md, "Frozen
  /// fields, versions".
  ///
  /// - Parameters:
  ///   - expected: the version that the caller believes to be the current one; nil for any. It does not matter where the
  ///     changes are there already: then nothing of another caller's is overwritten.
  ///   - time: the time of the update, when it changes anything.
  /// - Throws: in this order `conflict` when the version is not the expected one; `frozen_field` naming every frozen
  ///   field that would change; `invalid_input` for a phase name that stands for another spec, edits that do not fit, or
  ///   more sections than a spec may have.
  public func applying(
    _ changes: SpecChanges, expecting expected: VersionNumber?, at time: Timestamp
  ) throws(Failure) -> SpecUpdate {
    let outcome = Result { () throws(Failure) in try changed(by: changes.normalized) }
    if case .success(self) = outcome { return SpecUpdate(spec: self, changedFields: []) }
    if let expected, expected.value != version { throw versionConflict(expected) }
    var spec = try outcome.get()
    spec.iteration += 1
    spec.version += 1
    spec.updatedAt = time
    return SpecUpdate(spec: spec, changedFields: spec.changedFields(since: self))
  }

  /// This spec with `changes` in place, still at its version.
  private func changed(by changes: SpecChanges) throws(Failure) -> Spec {
    var editing = SpecEditing(self)
    for (index, edit) in (changes.edits?.values ?? []).enumerated() { editing.make(edit, at: index) }
    try check(frozen: changes.violations(against: self) + editing.frozenViolations)
    if changes.restoredSections == nil { try check(changes.phaseName) }
    try check(edits: editing.violations)
    var spec = editing.spec
    spec.phaseName = changes.phaseName ?? phaseName
    spec.flexible = spec.flexible.applying(changes.flexible, clearing: changes.clearedFields?.values ?? [])
    spec.additionalSections =
      changes.restoredSections
      ?? spec.additionalSections.merging(
        changes.additionalSections ?? AdditionalSections(), removing: changes.removedSections?.values ?? [])
    try checkCount(of: spec.additionalSections)
    spec.specStatus = changes.specStatus ?? specStatus
    return spec
  }

  /// The names of the fields that differ from those of `old`, in the order of docs/contract.md, "Tables".
  private func changedFields(since old: Spec) -> [String] {
    let changedTexts = FlexibleFields.all.filter { flexible[keyPath: $0.path] != old.flexible[keyPath: $0.path] }
    return (phaseName == old.phaseName ? [] : ["phase_name"]) + changedTexts.map(\.name)
      + (additionalSections == old.additionalSections ? [] : ["additional_sections"])
      + (specStatus == old.specStatus ? [] : ["spec_status"])
  }

  private func check(frozen violations: [Violation]) throws(Failure) {
    guard !violations.isEmpty else { return }
    throw Failure(
      .frozenField, "These fields were fixed when the spec was created and cannot change: leave them out.",
      details: violations)
  }

  private func check(edits violations: [Violation]) throws(Failure) {
    guard !violations.isEmpty else { return }
    let subject = violations.count == 1 ? "An edit does" : "\(violations.count) edits do"
    throw Failure(
      .invalidInput, "\(subject) not fit the spec; nothing was changed. Read it with get_spec and correct the edits.",
      details: violations)
  }

  private func check(_ phaseName: Name?) throws(Failure) {
    guard let phaseName, SpecName(phase: phaseName) != specName else { return }
    // A spec that version 0.1.0 named stays with the phase's other spellings of its time.
    if SpecName(phase: self.phaseName) != specName, specName.mayStand(for: phaseName) { return }
    throw Failure(
      .invalidInput, "phase_name may change only to one that stands for the same spec.",
      details: [
        Violation(
          path: "phase_name", problem: "names another spec", allowed: "a name that normalises to \(specName)",
          got: JSONValue.string(phaseName.value).abbreviated)
      ])
  }

  private func checkCount(of sections: AdditionalSections) throws(Failure) {
    let (count, maximum) = (sections.sections.count, AdditionalSections.maximumCount)
    guard count > maximum else { return }
    throw Failure(
      .invalidInput, "The spec would have more than \(maximum) additional sections: put some together.",
      details: [
        Violation(
          path: "additional_sections", problem: "too many", allowed: "at most \(maximum) with those that the spec has",
          got: "\(count) together")
      ])
  }

  private func versionConflict(_ expected: VersionNumber) -> Failure {
    Failure(
      .conflict, "The spec is at version \(version), not \(expected.value): read it again and repeat the change.",
      details: [
        Violation(
          path: "expected_version", problem: "not the current version", allowed: "\(version)", got: "\(expected.value)")
      ])
  }
}
