// PostgresStateManager, specs: creation, updates with versions, lists, search.

import Models
import Postgres
import State

extension PostgresStateManager {
  /// Inserts the spec with a new id, drawn again when the id is taken.
  public func createSpec(_ draft: SpecDraft, once call: IdempotentCall?) async throws(Failure) -> Written<SpecReceipt> {
    let now = try await now()
    return try await write(once: call, to: { _ in draft.projectName }) { [self] connection, _ in
      if let earlier = draft.earlierName,
        try phase(of: earlier, in: draft.projectName, on: connection) == draft.phaseName
      {
        throw Failure.specExists(earlier, of: draft.phaseName, asked: draft)
      }
      while true {
        let spec = Spec(draft, id: sources.makeSpecID(), createdAt: now)
        let results = try connection.pipeline([
          .beginning(draft.projectName, at: now),
          PostgresCommand(SpecSQL.create, try ArchivedSpec(spec: spec, changedFields: []).values),
        ])
        if !results[1].isEmpty { return SpecReceipt(spec) }
        if let phase = try phase(of: spec.specName, in: spec.projectName, on: connection) {
          throw Failure.specExists(spec.specName, of: phase, asked: draft)
        }
        try connection.admit(draft.projectName)
      }
    }
  }

  private func phase(
    of spec: SpecName, in project: Name, on connection: isolated PostgresConnection
  ) throws -> Name? {
    try connection.execute(SpecSQL.phase(.text(project.value), .text(spec.value))).readFirst { try $0.next() }
  }

  /// Reads the current version, and by its id the replaced ones.
  public func spec(_ reference: SpecReference, versions: [VersionNumber?]) async throws(Failure) -> [Spec] {
    try await read(of: reference.project) { [self] connection in
      let current = try current(reference, on: connection)
      return try versions.map { version in
        guard let version, version.value != current.version else { return current }
        guard let spec = try replaced(version, of: current, on: connection) else {
          throw Failure.noSuchVersion(version, of: current)
        }
        return spec
      }
    }
  }

  /// A replaced version of a spec; nil where there is none of that number.
  private func replaced(
    _ version: VersionNumber, of spec: Spec, on connection: isolated PostgresConnection
  ) throws -> Spec? {
    let command = SpecSQL.getVersion(.text(spec.id.value), .int(version.value))
    return try connection.execute(command).readFirst { try Spec(&$0) }
  }

  private func current(_ reference: SpecReference, on connection: isolated PostgresConnection) throws -> Spec {
    switch reference {
    case .named(let project, let name):
      let rows = try connection.execute(SpecSQL.get(.text(project.value), .text(name.value)))
      guard let spec = try rows.readFirst({ try Spec(&$0) }) else {
        throw try noSuchSpec(name, in: project, on: connection)
      }
      return spec
    case .linked(let id):
      let spec = try connection.execute(SpecSQL.getLinked(.text(id.value))).readFirst { row in
        if try row.isNull { throw Failure.notLinked(id) }
        return try Spec(&row)
      }
      guard let spec else { throw Failure.noSuchLoop(id) }
      return spec
    }
  }

  /// Locks the spec, applies the changes here, and keeps the replaced version.
  public func updateSpec(
    _ reference: SpecReference, _ changes: SpecChanges, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<SpecReceipt> {
    let now = try await now()
    return try await write(once: call, to: { _ in reference.project }) { [self] connection, scope in
      let (project, name) = try names(of: reference, on: connection)
      let locked = try scope.begin(SpecSQL.lock(.text(project.value), .text(name.value)), on: connection)
      guard let current = try locked[0].readFirst({ try Spec(&$0) }) else {
        throw try noSuchSpec(name, in: project, on: connection)
      }
      let changes = try changes.resolved(for: current) { number in
        guard let old = try replaced(number, of: current, on: connection) else {
          throw Failure.noSuchVersion(number, of: current, asked: "restore_version")
        }
        return old
      }
      let update = try current.applying(changes, expecting: version, at: now)
      if update.changedFields.isEmpty {
        _ = try scope.end(on: connection)
        return SpecReceipt(update)
      }
      let replacing = ArchivedSpec(spec: update.spec, changedFields: update.changedFields)
      let values = try ArchivedSpec.versionColumns.values(of: replacing)
      let id = PostgresValue.text(update.spec.id.value)
      _ = try scope.end(
        SpecSQL.keepVersion(id), PostgresCommand(SpecSQL.update, [id] + values), on: connection)
      return SpecReceipt(update)
    }
  }

  /// The project and spec that a reference stands for; a link is followed before the spec is locked.
  private func names(
    of reference: SpecReference, on connection: isolated PostgresConnection
  ) throws -> (project: Name, spec: SpecName) {
    switch reference {
    case .named(let project, let name): return (project, name)
    case .linked(let id):
      let names = try connection.execute(SpecSQL.linkedNames(.text(id.value))).readFirst { row -> (Name, SpecName) in
        if try row.isNull { throw Failure.notLinked(id) }
        return (try row.next(), try row.next())
      }
      guard let names else { throw Failure.noSuchLoop(id) }
      return names
    }
  }

  /// Lists by name in one statement, or compares all of the project's names with the query.
  public func specs(
    of project: Name, status: SpecStatus?, query: SearchQuery?, after cursor: Cursor<SpecKey>?, limit: Limit
  ) async throws(Failure) -> Page<SpecSummary, SpecKey> {
    try cursor?.check(for: query)
    let (name, status) = (PostgresValue.text(project.value), PostgresValue(status?.rawValue))
    let command =
      query == nil
      ? SpecSQL.list(name, status, .text(cursor?.key?.name.value ?? ""), .int(limit.value + 1))
      : SpecSQL.all(name, status)
    let specs = try await read(of: project) { [self] connection in
      let rows = try connection.execute(command)
      if rows.isEmpty { try require(project, on: connection) }
      return try rows.read { try SpecSummary(&$0) }
    }
    if let query { return SpecSearch(query).page(of: specs, after: cursor?.key, limit: limit) }
    return Page(specs, limit: limit) { SpecKey(rank: nil, name: $0.specName) }
  }

  /// Reads one page of the replaced versions and the current one.
  public func specVersions(
    of project: Name, spec: SpecName, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<SpecVersion, DescendingKey> {
    try await read(of: project) { [self] connection in
      let rows = try connection.execute(
        SpecSQL.versions(
          .text(project.value), .text(spec.value), .int(cursor?.key?.number ?? .max),
          .int(limit.value + 1)))
      guard !rows.isEmpty else { throw try noSuchSpec(spec, in: project, on: connection) }
      let versions = try rows.read { row -> SpecVersion? in
        if try row.isNull { return nil }
        return SpecVersion(
          version: try row.next(), iteration: try row.next(), changedFields: try row.next(),
          createdAt: try row.next())
      }
      return Page(versions.compactMap { $0 }, limit: limit) { DescendingKey($0.version) }
    }
  }

  /// Deletes the spec's row; versions and links follow by ON DELETE CASCADE.
  public func deleteSpec(
    _ spec: SpecName, of project: Name, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Deletion> {
    let now = try await now()
    return try await write(once: call, to: { _ in project }) { [self] connection, _ in
      let deleted = try connection.execute(
        SpecSQL.delete(.text(project.value), .text(spec.value), .text(now.value)))
      guard deleted.count == 1 else { throw try noSuchSpec(spec, in: project, on: connection) }
      return Deletion()
    }
  }

  /// The failure that offers the closest names.
  ///
  /// - Parameter isFixed: true where no other project will do, so that none is offered.
  func noSuchSpec(
    _ spec: SpecName, in project: Name, isFixed: Bool = false, on connection: isolated PostgresConnection
  ) throws -> Failure {
    let names = try connection.execute(SpecSQL.names(.text(project.value))).texts()
    let closest = ClosestNames.find(to: spec.value, among: names)
    guard closest.isEmpty && !isFixed else { return .noSuchSpec(spec, in: project, closest: closest) }
    let others = try connection.execute(SpecSQL.projectsBeside(.text(project.value))).texts()
    return .noSuchSpec(spec, in: project, closest: [], projects: ClosestNames.find(to: project.value, among: others))
  }
}

extension SpecReference {
  /// The project; nil where a loop's id stands for the spec.
  fileprivate var project: Name? {
    switch self {
    case .named(let project, _): project
    case .linked: nil
    }
  }
}
