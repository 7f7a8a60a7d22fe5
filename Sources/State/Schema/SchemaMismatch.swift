// SchemaMismatch: reasons for which this binary must not touch a store's schema.

import Models

/// A record of migrations that does not fit this binary's.
package enum SchemaMismatch: Error, Equatable {
  /// It is that of respec-ai, the Python system whose tables have the names of ours, up to its migration `version`.
  case respecAI(version: Int)
  /// It has migrations up to `version`, beyond the last one that this binary knows.
  case newer(version: Int, known: Int)
  /// It lacks a migration before one that it has.
  case gap(lacks: Int, has: Int)
  /// It records another description for a version.
  case renamed(version: Int, recorded: String, expected: String)

  /// The first mismatch; nil where the record fits.
  ///
  /// - Parameters:
  ///   - recorded: the store's record, ordered by version.
  ///   - known: this binary's migrations, in order.
  package init?(_ recorded: [(version: Int, description: String)], known: [Migration]) {
    if let newest = recorded.last, recorded.contains(where: Self.isFirstOfRespecAI) {
      self = .respecAI(version: newest.version)
      return
    }
    if let newest = recorded.last, newest.version > known.count {
      self = .newer(version: newest.version, known: known.count)
      return
    }
    for (record, migration) in zip(recorded, known) {
      if record.version != migration.version {
        self = .gap(lacks: migration.version, has: record.version)
        return
      }
      if record.description != migration.description {
        self = .renamed(version: record.version, recorded: record.description, expected: migration.description)
        return
      }
    }
    return nil
  }

  /// Each version of respec-ai has recorded its first migration so.
  private static func isFirstOfRespecAI(_ record: (version: Int, description: String)) -> Bool {
    let description = "Initial schema - all core tables"
    return record.version == 1 && record.description == description
  }

  // The parts of a sentence.

  /// The finding.
  package var found: String {
    switch self {
    case .respecAI(let version): "The database is respec-ai's, at its migration \(version)"
    case .newer(let version, let known):
      "The database is at migration \(version), newer than this binary, which knows \(known)"
    case .gap(let lacks, let has): "The database lacks migration \(lacks) but has \(has)"
    case .renamed(let version, let recorded, let expected):
      "The database records migration \(version) as \"\(recorded)\", this binary as \"\(expected)\""
    }
  }

  /// The likely cause.
  package var cause: String {
    switch self {
    case .respecAI: "its tables have the names of ours and other columns"
    case .newer: "a newer respec-server has migrated it"
    case .gap: "a file was left out, or its record was deleted"
    case .renamed: "the tables are another program's"
    }
  }

  /// The remedy.
  package var fix: String {
    switch self {
    case .respecAI:
      "use a database of its own, and bring the documents there with respec-server import --from respec-ai"
    case .newer: "use a newer respec-server"
    case .gap: "apply the missing file under migrations by hand, in order, or restore a backup"
    case .renamed: "use a database of its own"
    }
  }

  /// The refusal, `unavailable`, which tells all three.
  ///
  /// - Parameter store: the subject of its sentence; nil for the database.
  package func failure(of store: String? = nil) -> Failure {
    let sentence = store.map { $0 + found.dropFirst("The database".count) } ?? found
    return Failure(.unavailable, "\(sentence) (\(cause)): \(fix).")
  }
}
