// Spec+Update: the rules by which an update changes a spec, on versions, frozen fields and names.

import JSON

extension Spec {
  /// This spec with `changes` applied, one iteration and version on when anything changed; docs/contract.md, "Frozen
  /// fields, versions".
  ///
  /// - Parameters:
  ///   - expected: the version that the caller believes to be the current one; nil for any.
  ///   - time: the time of the update, when it changes anything.
  /// - Throws: in this order `conflict` when the version is not the expected one; `frozen_field` naming every frozen
  ///   field that would change; `invalid_input` for a phase name that stands for another spec, or more sections than a
  ///   spec may have.
  public func applying(
    _ changes: SpecChanges, expecting expected: VersionNumber?, at time: Timestamp
  ) throws(Failure) -> SpecUpdate {
    let changes = changes.normalized
    if let expected, expected.value != version { throw versionConflict(expected) }
    let frozenViolations = changes.violations(against: self)
    guard frozenViolations.isEmpty else {
      throw Failure(
        .frozenField, "These fields were fixed when the spec was created and cannot change: leave them out.",
        details: frozenViolations)
    }
    try checkPhaseName(changes.phaseName)

    var spec = self
    var changed: [String] = []
    if let phaseName = changes.phaseName, phaseName != spec.phaseName {
      spec.phaseName = phaseName
      changed.append("phase_name")
    }
    let (flexible, changedFlexible) = spec.flexible.applying(changes.flexible)
    spec.flexible = flexible
    changed += changedFlexible
    let sections = spec.additionalSections.merging(changes.additionalSections ?? AdditionalSections())
    try checkCount(of: sections)
    if sections != spec.additionalSections {
      spec.additionalSections = sections
      changed.append("additional_sections")
    }
    if let status = changes.specStatus, status != spec.specStatus {
      spec.specStatus = status
      changed.append("spec_status")
    }
    if !changed.isEmpty {
      spec.iteration += 1
      spec.version += 1
      spec.updatedAt = time
    }
    return SpecUpdate(spec: spec, changedFields: changed)
  }

  private func checkPhaseName(_ phaseName: Name?) throws(Failure) {
    guard let phaseName, SpecName(phase: phaseName) != specName else { return }
    throw Failure(
      .invalidInput, "phase_name may change only to one that stands for the same spec.",
      details: [
        Violation(
          path: "phase_name", problem: "names another spec", allowed: "a name that normalises to \(specName)",
          got: JSONValue.string(phaseName.value).abbreviated)
      ])
  }

  private func checkCount(of sections: AdditionalSections) throws(Failure) {
    let (count, maximum) = (sections.texts.count, AdditionalSections.maximumCount)
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
