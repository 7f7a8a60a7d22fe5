// ContentFacts: the schema and the soundness of a state file, read without changing or making anything.

import Models
import Platform
import SQLite
import SQLiteState
import State

/// The record of migrations in a file.
enum FileSchemaFacts: Sendable, Equatable {
  case fits(SchemaStatus)
  case mismatch(SchemaMismatch)
  /// The file is no database, or another program's.
  case foreign
  case failed(SQLiteError)
  /// No answer within the time limit.
  case unanswered
}

/// The result of a search for damage.
enum IntegrityFacts: Sendable, Equatable {
  /// No damage.
  case sound
  /// The faults, a line each.
  case damaged([String])
  case failed(SQLiteError)
  /// The search was not at its end within so many seconds.
  case unfinished(Double)
}

extension FileSchemaFacts {
  /// - Parameter limit: in seconds.
  init(of paths: StatePaths, within limit: Double) {
    self = TimeLimit.run(limit) { Self.look(paths) } ?? .unanswered
  }

  private static func look(_ paths: StatePaths) -> FileSchemaFacts {
    do {
      return .fits(try SQLiteConnection.look(paths) { try SQLiteMigrator.status($0, paths.file) })
    } catch let mismatch as SchemaMismatch {
      return .mismatch(mismatch)
    } catch let error as SQLiteError {
      return error.code.primary == .notADatabase ? .foreign : .failed(error)
    } catch {
      // The migrator refuses other programs' databases, and nothing else.
      return .foreign
    }
  }
}

extension IntegrityFacts {
  /// - Parameter limit: in seconds.
  init(of paths: StatePaths, within limit: Double) {
    self = TimeLimit.run(limit) { Self.look(paths) } ?? .unfinished(limit)
  }

  private static func look(_ paths: StatePaths) -> IntegrityFacts {
    do {
      let faults = try SQLiteConnection.look(paths) { try $0.findDamageQuickly() }
      return faults.isEmpty ? .sound : .damaged(faults)
    } catch {
      return .failed(error as? SQLiteError ?? SQLiteError(.error, "\(error)"))
    }
  }
}

extension SQLiteConnection {
  /// Lends a connection that writes nothing.
  ///
  /// To read beside a log takes the log's index, which SQLite makes where it is missing: so a file without a log is read
  /// by itself, and once more where a server has begun a log meanwhile.
  fileprivate static func look<Result>(
    _ paths: StatePaths, _ body: (SQLiteConnection) throws -> Result
  ) throws -> Result {
    if try !hasLog(paths) {
      let result = Swift.Result { try body(open(paths, .immutable)) }
      if try !hasLog(paths) { return try result.get() }
    }
    return try body(open(paths, .readOnly))
  }

  private static func hasLog(_ paths: StatePaths) throws -> Bool {
    guard let log = try FileFacts.of(paths.log) else { return false }
    return try log.size > 0 || FileFacts.of(paths.index) != nil
  }

  private static func open(_ paths: StatePaths, _ mode: Mode) throws -> SQLiteConnection {
    try SQLiteConnection(path: paths.file, mode: mode, settings: SQLiteSettings(busyTimeout: .seconds(1)))
  }
}
