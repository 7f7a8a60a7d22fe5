// PostgresStateManager, documents: the steps by which roadmaps and plans are stored and read.

import Models
import Postgres
import State

extension PostgresStateManager {
  /// Inserts the document, or locks it, applies the changes here and keeps the replaced version.
  func store<Kind>(
    _ changes: DocumentChanges<Kind>, in table: DocumentTable<Kind>, of project: Name,
    expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<DocumentReceipt<Kind>> {
    let now = try await now()
    return try await write(once: call, to: { _ in project }) { connection, scope in
      let lock = table.lock(.text(project.value))
      var locked = try scope.begin(lock, on: connection)[0]
      while true {
        if let current = try locked.readFirst({ try DocumentVersion<Kind>(&$0) })?.document {
          let restored = try changes.restoredContent(of: current) { number in
            try table.version(number, of: current, asked: "restore_version", on: connection)
          }
          let stored = try current.applying(changes, restoring: restored, expecting: version, at: now)
          _ = try table.replace(with: stored, in: scope, on: connection)
          return DocumentReceipt(stored)
        }
        guard version == nil, changes.restoredVersion == nil else {
          throw try table.noDocument(of: project, on: connection)
        }
        let first = try changes.first(of: project, at: now)
        let results = try connection.pipeline([
          .beginning(project, at: now), PostgresCommand(table.insert, try first.values),
        ])
        if !results[1].isEmpty {
          _ = try scope.end(on: connection)
          return DocumentReceipt(first)
        }
        try connection.admit(project)
        // Somebody else may have stored the first one since.
        locked = try connection.execute(lock)
      }
    }
  }

  /// Reads the current version, or a replaced one beside it.
  func document<Kind>(
    _ table: DocumentTable<Kind>, of project: Name, version: VersionNumber?
  ) async throws(Failure) -> ProjectDocument<Kind> {
    try await read(of: project) { connection in
      let rows = try connection.execute(table.get(.text(project.value)))
      guard let current = try rows.readFirst({ try DocumentVersion<Kind>(&$0) })?.document else {
        throw try table.noDocument(of: project, on: connection)
      }
      guard let version, version.value != current.version else { return current }
      return try table.version(version, of: current, asked: "version", on: connection)
    }
  }
}

extension DocumentTable {
  /// Keeps the current version and puts `new` in its place, unless that changes nothing; ends the transaction.
  fileprivate func replace(
    with new: DocumentVersion<Kind>, in scope: WriteScope, on connection: isolated PostgresConnection
  ) throws -> [PostgresResult] {
    if new.changedFields.isEmpty { return try scope.end(on: connection) }
    let project = PostgresValue.text(new.document.projectName.value)
    let values = try DocumentVersion<Kind>.versionColumns.values(of: new)
    return try scope.end(keepVersion(project), PostgresCommand(update, [project] + values), on: connection)
  }

  /// A replaced version.
  ///
  /// - Parameter argument: the argument that asked for it.
  fileprivate func version(
    _ version: VersionNumber, of current: ProjectDocument<Kind>, asked argument: String,
    on connection: isolated PostgresConnection
  ) throws -> ProjectDocument<Kind> {
    let rows = try connection.execute(getVersion(.text(current.projectName.value), .int(version.value)))
    guard let old = try rows.readFirst({ try DocumentVersion<Kind>(&$0) }) else {
      throw Failure.noSuchVersion(version, of: current, asked: argument)
    }
    return old.document
  }

  /// The failure that offers the closest projects.
  func noDocument(of project: Name, on connection: isolated PostgresConnection) throws -> Failure {
    let names = try connection.execute(names()).texts()
    return .noDocument(Kind.self, of: project, closest: ClosestNames.find(to: project.value, among: names))
  }
}
