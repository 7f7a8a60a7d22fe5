// DurabilityCheck: the settings by which an answered write survives a crash of the database.

import Postgres

/// The settings that decide whether a commit survives a crash.
struct DurabilityFacts: Sendable, Equatable {
  var fsync: Bool
  var fullPageWrites: Bool
  /// `off`, `local`, `on`, `remote_write` or `remote_apply`.
  var synchronousCommit: String

  init(fsync: Bool, fullPageWrites: Bool, synchronousCommit: String) {
    (self.fsync, self.fullPageWrites, self.synchronousCommit) = (fsync, fullPageWrites, synchronousCommit)
  }

  init(from connection: isolated PostgresConnection) throws {
    var row = PostgresRowReader(try connection.execute(Self.statement)[0])
    self.init(fsync: try row.next(), fullPageWrites: try row.next(), synchronousCommit: try row.next())
  }

  private static let statement = PostgresStatement(
    """
    SELECT current_setting('fsync')::bool, current_setting('full_page_writes')::bool,
      current_setting('synchronous_commit')
    """, onlyReads: true)
}

enum DurabilityCheck {
  private static let name = "durability"

  static func findings(_ facts: DurabilityFacts) -> [Finding] {
    var findings: [Finding] = []
    if !facts.fsync {
      findings.append(
        warning(
          "fsync=off", "A crash of the machine can lose answered calls and damage the whole database.",
          "ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf()."))
    }
    if !facts.fullPageWrites {
      findings.append(
        warning(
          "full_page_writes=off", "A crash of the machine in the middle of a write can damage pages for good.",
          "ALTER SYSTEM SET full_page_writes = on; SELECT pg_reload_conf()."))
    }
    if facts.synchronousCommit == "off" {
      findings.append(
        warning(
          "synchronous_commit=off", "A crash of the server can lose the calls that it answered in the last moments.",
          "Set synchronous_commit = on again where it was switched off: ALTER SYSTEM, ALTER DATABASE or ALTER ROLE."))
    }
    guard findings.isEmpty else { return findings }
    return [
      .ok(name, "what is answered is on disk (fsync=on, synchronous_commit=\(facts.synchronousCommit))")
    ]
  }

  private static func warning(_ found: String, _ cause: String, _ fix: String) -> Finding {
    Finding(name, .warning, found, cause: cause, fix: fix)
  }
}
