// FileSchemaCheck: a state file of ours, with a schema that fits this binary.

import SQLite

extension FileSchemaFacts {
  /// False where a search for damage would say nothing more.
  var isReadable: Bool {
    switch self {
    case .fits, .mismatch: true
    case .foreign, .failed, .unanswered: false
    }
  }
}

enum FileSchemaCheck {
  private static let name = MigrationCheck.name

  static func finding(_ schema: FileSchemaFacts, path: String, isReadOnly: Bool = false) -> Finding {
    switch schema {
    case .fits(let status) where status.pending.isEmpty:
      return .ok(name, "all are applied, up to \(status.applied.count)")
    case .fits(let status) where isReadOnly:
      return Finding(
        name, .error, status.pendingFound, cause: "A read-only server (MCP_READ_ONLY=true) applies none.",
        fix: "Keep a backup (respec-server backup), then run respec-server migrate without that variable.")
    case .fits(let status):
      return Finding(
        name, .note, status.pendingFound, cause: "The server applies them when it opens the file.",
        fix: "Keep a backup (respec-server backup), then start the server or run respec-server migrate.")
    case .mismatch(let mismatch): return .mismatch(mismatch)
    case .foreign:
      return Finding(
        name, .error, "\(path) is not a state file of respec-server",
        cause: "It is another program's, or its beginning was written over.",
        fix: "Correct STATE_FILE; if it was the state file, restore a backup: docs/file.md, \"Restore\".")
    case .failed(let error): return failed(error)
    case .unanswered:
      return Finding(
        name, .warning, "the file did not answer in time", cause: "The disk is slow or busy.",
        fix: "Run respec-server doctor again; if it stays, look into the system's log (dmesg).")
    }
  }

  private static func failed(_ error: SQLiteError) -> Finding {
    switch error.code.primary {
    case .busy, .locked:
      return Finding(
        name, .warning, "the file is locked (\(error.message))",
        cause: "Another program has it for itself, such as the sqlite3 shell with PRAGMA locking_mode.",
        fix: "End that program: lsof on the file names it.")
    case .corrupt: return IntegrityCheck.damage("the schema cannot be read (\(error.message))")
    default:
      let code = error.systemError == 0 ? "" : ", errno \(error.systemError)"
      return Finding(
        name, .error, "the file cannot be read (\(error.message)\(code))",
        cause: "This user may not read it, or the disk is broken.",
        fix: "Give the server's user the right to read and write it; otherwise look into the system's log (dmesg).")
    }
  }
}
