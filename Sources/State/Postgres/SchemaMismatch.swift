// SchemaMismatch: why a database's schema is not one that this binary may touch.

import Models

/// What the database records, where that does not fit.
enum SchemaMismatch: Error, Equatable {
  /// It has migrations up to `version`, beyond the `known` ones.
  case newer(version: Int, known: Int)
  /// It lacks a migration before one that it has.
  case gap(lacks: Int, has: Int)
  /// It records another description for a version.
  case renamed(version: Int, recorded: String, expected: String)

  /// - Parameter recorded: ordered by version.
  init?(_ recorded: [(version: Int, description: String)]) {
    if let newest = recorded.last, newest.version > Migration.all.count {
      self = .newer(version: newest.version, known: Migration.all.count)
      return
    }
    for (record, migration) in zip(recorded, Migration.all) {
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

  // The parts of a sentence.

  var found: String {
    switch self {
    case .newer(let version, let known):
      "The database is at migration \(version), newer than this binary, which knows \(known)"
    case .gap(let lacks, let has): "The database lacks migration \(lacks) but has \(has)"
    case .renamed(let version, let recorded, let expected):
      "The database records migration \(version) as \"\(recorded)\", this binary as \"\(expected)\""
    }
  }

  var cause: String {
    switch self {
    case .newer: "a newer respec-server has migrated it"
    case .gap: "a file was left out, or its record was deleted"
    case .renamed: "the tables are another program's"
    }
  }

  var fix: String {
    switch self {
    case .newer: "use a newer respec-server"
    case .gap: "apply the missing file under migrations by hand, in order, or restore a backup"
    case .renamed: "use a database of its own"
    }
  }

  var failure: Failure { Failure(.unavailable, "\(found) (\(cause)): \(fix).") }
}
