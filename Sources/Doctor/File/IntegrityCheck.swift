// IntegrityCheck: damage of a state file.

import SQLite

enum IntegrityCheck {
  private static let name = "integrity"

  static func finding(_ integrity: IntegrityFacts) -> Finding {
    switch integrity {
    case .sound: return .ok(name, "a quick check has found no damage")
    case .damaged(let faults):
      let more = faults.count > 3 ? " (and \(faults.count - 3) more)" : ""
      return damage("the file is damaged: \(faults.prefix(3).joined(separator: "; "))\(more)")
    case .failed(let error): return damage("the check broke off (\(error.message))")
    case .unfinished(let limit):
      return Finding(
        name, .note, "no damage in what \(Int(limit)) seconds of checking have reached",
        cause: "The file is large, or the disk slow.",
        fix: "To check all of it: respec-server backup COPY, then sqlite3 COPY 'PRAGMA integrity_check'.")
    }
  }

  /// The file cannot be relied on.
  static func damage(_ found: String) -> Finding {
    Finding(
      name, .error, found, cause: "The disk or the memory has failed, or a program wrote into the file past its locks.",
      fix: "Stop every server, keep a copy of the file with the one that ends in -wal, and restore a backup: "
        + "docs/file.md, \"Restore\".")
  }
}
