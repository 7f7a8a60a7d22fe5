// The PostgreSQL manager's specs: creation, updates with versions, lists, search.

import Models
import Postgres
import State

extension PostgresStateManager {
  public func createSpec(_ draft: SpecDraft, once call: IdempotentCall?) async throws(Failure) -> Spec {
    let now = sources.now()
    return try await write(once: call) { [sources] connection, _ in
      while true {
        let spec = Spec(draft, id: sources.makeSpecID(), createdAt: now)
        let values = spec.frozenParameters + (try spec.versionParameters(changedFields: []))
        if try !connection.execute(SpecSQL.create, values).isEmpty { return spec }
        let name = SpecSQL.get(.text(spec.projectName.value), .text(spec.specName.value))
        if try !connection.execute(name).isEmpty { throw Failure.specExists(spec.specName, in: spec.projectName) }
      }
    }
  }

  public func spec(_ reference: SpecReference, versions: [VersionNumber?]) async throws(Failure) -> [Spec] {
    try await read { [self] connection in
      let current = try current(reference, on: connection)
      return try versions.map { version in
        guard let version, version.value != current.version else { return current }
        let replaced = SpecSQL.getVersion(.text(current.id.value), .int(version.value))
        guard let row = try connection.execute(replaced).first else {
          throw Failure.noSuchVersion(version, of: current)
        }
        return try Spec(row: row)
      }
    }
  }

  private func current(_ reference: SpecReference, on connection: isolated PostgresConnection) throws -> Spec {
    switch reference {
    case .named(let project, let name):
      let rows = try connection.execute(SpecSQL.get(.text(project.value), .text(name.value)))
      guard let row = rows.first else { throw try noSuchSpec(name, in: project, on: connection) }
      return try Spec(row: row)
    case .linked(let id):
      guard let row = try connection.execute(SpecSQL.getLinked(.text(id.value))).first else {
        throw Failure.noSuchLoop(id)
      }
      if try row.isNull(0) { throw Failure.notLinked(id) }
      return try Spec(row: row)
    }
  }

  public func updateSpec(
    _ reference: SpecReference, _ changes: SpecChanges, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> SpecUpdate {
    let now = sources.now()
    return try await write(once: call) { [self] connection, scope in
      let (project, name) = try names(of: reference, on: connection)
      let locked = try scope.begin(SpecSQL.lock(.text(project.value), .text(name.value)), on: connection)
      guard let row = locked[0].first else { throw try noSuchSpec(name, in: project, on: connection) }
      let update = try Spec(row: row).applying(changes, expecting: version, at: now)
      if update.changedFields.isEmpty {
        _ = try scope.end(on: connection)
        return update
      }
      let values = try update.spec.versionParameters(changedFields: update.changedFields)
      let id = PostgresValue.text(update.spec.id.value)
      _ = try scope.end(
        SpecSQL.keepVersion(id), PostgresCommand(SpecSQL.update, [id] + values), on: connection)
      return update
    }
  }

  /// What a reference means; a link is followed before the spec is locked.
  private func names(
    of reference: SpecReference, on connection: isolated PostgresConnection
  ) throws -> (project: Name, spec: SpecName) {
    switch reference {
    case .named(let project, let name): return (project, name)
    case .linked(let id):
      guard let row = try connection.execute(SpecSQL.linkedNames(.text(id.value))).first else {
        throw Failure.noSuchLoop(id)
      }
      if try row.isNull(0) { throw Failure.notLinked(id) }
      return (try row.value(Name.self, 0), try row.value(SpecName.self, 1))
    }
  }

  public func specs(
    of project: Name, status: SpecStatus?, query: SearchQuery?, after cursor: Cursor<SpecKey>?, limit: Limit
  ) async throws(Failure) -> Page<SpecSummary, SpecKey> {
    try cursor?.check(for: query)
    let last = cursor?.key
    let filter: [PostgresValue] = [.text(project.value), PostgresValue(status?.rawValue)]
    return try await read { [self] connection in
      if let query {
        if hasTrigrams { return try search(filter, query, after: last, limit: limit, on: connection) }
        let all = try connection.execute(SpecSQL.all, filter).map { try SpecSummary(row: $0) }
        return SpecSearch(query).page(of: all, after: last, limit: limit)
      }
      let rows = try connection.execute(
        SpecSQL.list, filter + [.text(last?.name.value ?? ""), .int(limit.value + 1)])
      return Page(try rows.map { try SpecSummary(row: $0) }, limit: limit) {
        SpecKey(similarity: nil, name: $0.specName)
      }
    }
  }

  private func search(
    _ filter: [PostgresValue], _ query: SearchQuery, after last: SpecKey?, limit: Limit,
    on connection: isolated PostgresConnection
  ) throws -> Page<SpecSummary, SpecKey> {
    let place: [PostgresValue] = [.int(last?.similarity ?? 1_001), .text(last?.name.value ?? "")]
    let rows = try connection.execute(
      SpecSQL.search, filter + [.text(query.value)] + place + [.int(limit.value + 1)])
    let found = try rows.map { row in
      let thousandths = try row.int(6)
      let summary = try SpecSummary(row: row, similarity: Double(thousandths) / 1000)
      return (SpecKey(similarity: thousandths, name: summary.specName), summary)
    }
    return Page(keyed: found, limit: limit)
  }

  public func specVersions(
    of project: Name, spec: SpecName, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<SpecVersion, DescendingKey> {
    try await read { [self] connection in
      let rows = try connection.execute(
        SpecSQL.versions(
          .text(project.value), .text(spec.value), .int(cursor?.key?.number ?? .max),
          .int(limit.value + 1)))
      guard !rows.isEmpty else { throw try noSuchSpec(spec, in: project, on: connection) }
      let versions = try rows.filter { try !$0.isNull(0) }.map { row in
        SpecVersion(
          version: try row.int(0), iteration: try row.int(1), changedFields: try row.texts(2),
          createdAt: try row.timestamp(3))
      }
      return Page(versions, limit: limit) { DescendingKey($0.version) }
    }
  }

  public func deleteSpec(
    _ spec: SpecName, of project: Name, once call: IdempotentCall?
  ) async throws(Failure) -> Deletion {
    try await write(once: call) { [self] connection, _ in
      let deleted = try connection.execute(SpecSQL.delete(.text(project.value), .text(spec.value)))
      guard deleted.affectedRows == 1 else { throw try noSuchSpec(spec, in: project, on: connection) }
      return Deletion()
    }
  }

  /// The failure that offers the closest names.
  ///
  /// - Parameter isFixed: true where no other project will do, so that none is offered.
  func noSuchSpec(
    _ spec: SpecName, in project: Name, isFixed: Bool = false, on connection: isolated PostgresConnection
  ) throws -> Failure {
    let closest = try closestNames(to: spec, in: project, on: connection)
    guard closest.isEmpty && !isFixed else { return .noSuchSpec(spec, in: project, closest: closest) }
    let others = try connection.execute(SpecSQL.projectsBeside(.text(project.value))).map { try $0.text(0) }
    return .noSuchSpec(spec, in: project, closest: [], projects: ClosestNames.find(to: project.value, among: others))
  }

  private func closestNames(
    to spec: SpecName, in project: Name, on connection: isolated PostgresConnection
  ) throws -> [String] {
    if hasTrigrams {
      return try connection.execute(SpecSQL.closest(.text(project.value), .text(spec.value))).map { try $0.text(0) }
    }
    let names = try connection.execute(SpecSQL.names(.text(project.value))).map { try $0.text(0) }
    return ClosestNames.find(to: spec.value, among: names)
  }
}
