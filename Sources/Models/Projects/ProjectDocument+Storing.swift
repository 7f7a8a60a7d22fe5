// ProjectDocument+Storing: the rules by which storing changes a roadmap or plan.

import JSON

extension DocumentChanges {
  /// The first version of a project's document.
  ///
  /// - Throws: `invalid_input` naming the fields that a first version needs, or for more sections than a document may
  ///   have.
  public func first(of project: Name, at time: Timestamp) throws(Failure) -> DocumentVersion<Kind> {
    let nothing = DocumentContent<Kind>(
      title: nil, fields: Kind.Fields(), additionalSections: AdditionalSections(), status: Kind.Status.allCases.first!)
    let content = try nothing.applying(self)
    let document = ProjectDocument(
      projectName: project, content: content, version: 1, createdAt: time, updatedAt: time)
    return DocumentVersion(document: document, changedFields: content.changedFields(since: nil))
  }
}

extension ProjectDocument {
  /// This document with `changes` applied, one version on when anything changed; docs/contract.md, "Roadmaps and plans".
  ///
  /// - Parameters:
  ///   - restored: the content to restore, in place of the other changes; nil for none.
  ///   - expected: the version that the caller believes to be the current one; nil for any. It does not matter where the
  ///     changes are there already: then nothing of another caller's is overwritten.
  ///   - time: the time of the storing, when it changes anything.
  /// - Throws: `conflict` when the version is not the expected one; then `invalid_input` where nothing would be left, or
  ///   for more sections than a document may have.
  public func applying(
    _ changes: DocumentChanges<Kind>, restoring restored: DocumentContent<Kind>? = nil,
    expecting expected: VersionNumber?, at time: Timestamp
  ) throws(Failure) -> DocumentVersion<Kind> {
    let outcome = Result { () throws(Failure) in
      if let restored { return restored }
      return try content.applying(changes)
    }
    if case .success(content) = outcome { return DocumentVersion(document: self, changedFields: []) }
    if let expected, expected.value != version { throw versionConflict(expected) }
    let new = try outcome.get()
    let document = ProjectDocument(
      projectName: projectName, content: new, version: version + 1, createdAt: createdAt, updatedAt: time)
    return DocumentVersion(document: document, changedFields: new.changedFields(since: content))
  }

  private func versionConflict(_ expected: VersionNumber) -> Failure {
    Failure(
      .conflict,
      "The \(Kind.noun) is at version \(version), not \(expected.value): read it again and repeat the change.",
      details: [
        Violation(
          path: "expected_version", problem: "not the current version", allowed: "\(version)", got: "\(expected.value)")
      ])
  }
}

extension DocumentContent {
  /// This content with `changes` in place.
  fileprivate func applying(_ changes: DocumentChanges<Kind>) throws(Failure) -> DocumentContent {
    let new = DocumentContent(
      title: changes.title ?? title,
      fields: fields.applying(changes.fields.normalized, clearing: changes.clearedFields?.values ?? []),
      additionalSections: additionalSections.merging(
        (changes.additionalSections ?? AdditionalSections()).normalized,
        removing: changes.removedSections?.values ?? []),
      status: changes.status ?? status)
    try new.checkFields()
    try new.checkCount()
    return new
  }

  /// The names of the parts that differ from those of `old`, in the order of docs/contract.md, "Tables"; all that there
  /// are where nothing was stored before.
  fileprivate func changedFields(since old: DocumentContent?) -> [String] {
    let before = old?.fields ?? Kind.Fields()
    let changedTexts = Kind.Fields.all.filter { fields[keyPath: $0.path] != before[keyPath: $0.path] }
    let sections = old?.additionalSections ?? AdditionalSections()
    return (title == old?.title ? [] : [Kind.titleName].compactMap { $0 }) + changedTexts.map(\.name)
      + (additionalSections == sections ? [] : ["additional_sections"])
      + (status == old?.status ? [] : [Kind.statusName])
  }

  private func checkFields() throws(Failure) {
    let missing = Kind.Fields.all.filter { fields[keyPath: $0.path] == nil }
    if Kind.Fields.areRequired, !missing.isEmpty {
      throw Failure(
        .invalidInput, "The first \(Kind.noun) of a project needs all of its fields; nothing was stored.",
        details: missing.map {
          Violation(path: $0.name, problem: "missing", allowed: Text.allowed, got: "nothing")
        })
    }
    guard missing.count == Kind.Fields.all.count, additionalSections.names.isEmpty else { return }
    throw Failure(
      .invalidInput, "A \(Kind.noun) needs one field or additional section at least; nothing was stored.",
      details: [
        Violation(
          path: Kind.Fields.all[0].name, problem: "no field and no section would be set",
          allowed: "a text for this or another field, or additional_sections", got: "nothing")
      ])
  }

  private func checkCount() throws(Failure) {
    let (count, maximum) = (additionalSections.names.count, AdditionalSections.maximumCount)
    guard count > maximum else { return }
    throw Failure(
      .invalidInput, "The \(Kind.noun) would have more than \(maximum) additional sections: put some together.",
      details: [
        Violation(
          path: "additional_sections", problem: "too many",
          allowed: "at most \(maximum) with those that the \(Kind.noun) has", got: "\(count) together")
      ])
  }
}
