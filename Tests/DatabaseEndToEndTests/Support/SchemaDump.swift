// SchemaDump: a database's schema as text, to compare.

import Foundation
import SharedStateSupport

enum SchemaDump {
  /// pg_dump's text of the schema, without owners and rights, and the migrations that are recorded as applied.
  static func text(_ database: DatabaseAddress) throws -> [String] {
    let dump = try Command(
      Command.postgres("pg_dump"),
      ["-s", "--no-owner", "--no-privileges", "-h", database.host, "-p", database.port, "-U", "postgres"]
        + [database.database]
    ).checked()
    // Newer ones wrap the dump in a key of its own each time.
    let lines = dump.output.filter { !$0.hasPrefix("\\restrict") && !$0.hasPrefix("\\unrestrict") }
    let session = try SQLSession(database.asSuperuser)
    defer { session.end() }
    return lines + (try session.run("SELECT version, description FROM schema_migrations ORDER BY version"))
  }
}

/// The files under migrations/.
enum MigrationFiles {
  static let all: [String] = {
    let folder = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("migrations").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".sql") }.sorted().map { "\(folder)/\($0)" }
  }()

  /// Applies files by psql, `options` in front of the file.
  static func apply(_ files: [String], to database: DatabaseAddress, _ options: [String]) throws {
    for file in files {
      _ = try Command(
        Command.postgres("psql"),
        ["-h", database.host, "-p", database.port] + options + ["-f", file]
      ).checked()
    }
  }
}
