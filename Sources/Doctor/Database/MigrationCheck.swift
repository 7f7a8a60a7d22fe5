// MigrationCheck: the schema's migrations, compared with this binary's.

import State

enum MigrationCheck {
  static let name = "migrations"

  /// - Parameter migrates: true when the server applies missing migrations at its start.
  static func finding(_ schema: SchemaFacts, migrates: Bool) -> Finding {
    switch schema {
    case .fits(let status): return finding(status, migrates: migrates)
    case .mismatch(let mismatch): return .mismatch(mismatch)
    case .unreadable(let message):
      return Finding(
        name, .error, message, cause: "The role may not read which migrations the database has.",
        fix: RightsCheck.grantFix)
    }
  }

  private static func finding(_ status: SchemaStatus, migrates: Bool) -> Finding {
    guard !status.pending.isEmpty else { return .ok(name, "all \(status.applied.count) are applied") }
    let found = status.pendingFound
    if migrates {
      return Finding(
        name, .note, found, cause: "The server applies them at its next start (DATABASE_AUTO_MIGRATE=true).",
        fix: "Start the server, or run respec-server migrate.")
    }
    return Finding(
      name, .error, found,
      cause: "The server waits for them and does not apply them (DATABASE_AUTO_MIGRATE=false, or MCP_READ_ONLY=true).",
      fix: "Run respec-server migrate as the database's owner.")
  }
}

extension SchemaStatus {
  /// The count of those that are applied, and the names of the others.
  var pendingFound: String {
    let names = pending.map { "\($0.version) (\($0.description))" }.joined(separator: ", ")
    return "\(applied.count) applied, pending: \(names)"
  }
}

extension Finding {
  /// A schema that this binary must not touch.
  static func mismatch(_ mismatch: SchemaMismatch) -> Finding {
    Finding(
      MigrationCheck.name, .error, mismatch.found, cause: "\(mismatch.cause.capitalised).",
      fix: "\(mismatch.fix.capitalised).")
  }
}
