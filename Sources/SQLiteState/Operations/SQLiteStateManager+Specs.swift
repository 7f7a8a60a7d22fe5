// SQLiteStateManager, specs: creation, updates with versions, lists, search.

import Models
import SQLite
import State

extension SQLiteStateManager {
  /// Inserts the spec with a new id, drawn again when the id is taken.
  public func createSpec(_ draft: SpecDraft, once call: IdempotentCall?) async throws(Failure) -> Written<SpecReceipt> {
    try await write(once: call) { [sources] file in
      if let phase = try file.first(SpecSQL.phase(draft.projectName, draft.specName), Name.read) {
        throw Failure.specExists(draft.specName, of: phase, asked: draft)
      }
      if let earlier = draft.earlierName,
        let phase = try file.first(SpecSQL.phase(draft.projectName, earlier), Name.read),
        phase == draft.phaseName
      {
        throw Failure.specExists(earlier, of: phase, asked: draft)
      }
      let now = sources.now()
      try file.begin(draft.projectName, at: now)
      while true {
        let spec = Spec(draft, id: sources.makeSpecID(), createdAt: now)
        if try file.run(SpecSQL.insert(ArchivedSpec(spec: spec, changedFields: []))) == 1 { return SpecReceipt(spec) }
      }
    }
  }

  /// Reads the current version, and by its id the replaced ones.
  public func spec(_ reference: SpecReference, versions: [VersionNumber?]) async throws(Failure) -> [Spec] {
    try await read { file in
      let current = try file.spec(reference)
      return try versions.map { version in
        guard let version, version.value != current.version else { return current }
        guard let old = try file.replaced(version, of: current) else {
          throw Failure.noSuchVersion(version, of: current)
        }
        return old
      }
    }
  }

  /// Keeps the replaced version and changes the spec, unless the changes change nothing.
  public func updateSpec(
    _ reference: SpecReference, _ changes: SpecChanges, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<SpecReceipt> {
    try await write(once: call) { [sources] file in
      let current = try file.spec(reference)
      let changes = try changes.resolved(for: current) { number in
        guard let old = try file.replaced(number, of: current) else {
          throw Failure.noSuchVersion(number, of: current, asked: "restore_version")
        }
        return old
      }
      let update = try current.applying(changes, expecting: version, at: sources.now())
      if !update.changedFields.isEmpty {
        try file.run(SpecSQL.keepVersion(update.spec.id))
        try file.run(SpecSQL.update(ArchivedSpec(spec: update.spec, changedFields: update.changedFields)))
      }
      return SpecReceipt(update)
    }
  }

  /// Lists by name in one statement, or compares all of the project's names with the query.
  public func specs(
    of project: Name, status: SpecStatus?, query: SearchQuery?, after cursor: Cursor<SpecKey>?, limit: Limit
  ) async throws(Failure) -> Page<SpecSummary, SpecKey> {
    try cursor?.check(for: query)
    // With a query every name is compared: a page of a list without an end.
    let command =
      query == nil
      ? Self.list(project, status, after: cursor?.key?.name.value ?? "", atMost: limit.value + 1)
      : Self.list(project, status, after: "", atMost: .max)
    let specs = try await read { file in
      try file.require(project)
      return try file.all(command, SpecSummary.columns.read)
    }
    if let query { return SpecSearch(query).page(of: specs, after: cursor?.key, limit: limit) }
    return Page(specs, limit: limit) { SpecKey(rank: nil, name: $0.specName) }
  }

  private static func list(
    _ project: Name, _ status: SpecStatus?, after last: String, atMost count: Int
  ) -> SQLiteCommand {
    status.map { SpecSQL.listByStatus(project, last, count, $0) } ?? SpecSQL.list(project, last, count)
  }

  /// Reads one page of the replaced versions and the current one.
  public func specVersions(
    of project: Name, spec: SpecName, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<SpecVersion, DescendingKey> {
    try await read { file in
      guard
        let current = try file.first(
          SpecSQL.currentVersion(project, spec),
          { row in
            (id: try SpecID.read(&row), version: try SpecVersion.columns.read(&row))
          })
      else { throw try file.noSuchSpec(spec, in: project) }
      let before = cursor?.key?.number ?? .max
      let newest = current.version.version < before ? [current.version] : []
      let older = try file.all(SpecSQL.versions(current.id, before, limit.value + 1), SpecVersion.columns.read)
      return Page(newest + older, limit: limit) { DescendingKey($0.version) }
    }
  }

  /// Deletes the spec's row; versions and links follow by ON DELETE CASCADE.
  public func deleteSpec(
    _ spec: SpecName, of project: Name, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Deletion> {
    try await write(once: call) { [sources] file in
      guard try file.run(SpecSQL.delete(project, spec)) == 1 else { throw try file.noSuchSpec(spec, in: project) }
      try file.run(ProjectRecordSQL.touch(project, sources.now()))
      return Deletion()
    }
  }
}
