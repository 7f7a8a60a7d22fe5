// LibraryCheck: the version of SQLite.

enum LibraryCheck {
  private static let name = "sqlite"

  /// - Parameter version: such as 3.40.1.
  static func finding(_ version: String) -> Finding {
    #if os(Linux)
      let found = "SQLite \(version), part of the program"
    #else
      let found = "SQLite \(version) of the system"
    #endif
    guard hasResetBug(version.split(separator: ".").compactMap { Int($0) }) else { return .ok(name, found) }
    return Finding(
      name, .note, found,
      cause:
        "Until 3.51.3 SQLite could damage a file when two programs wrote at the same moment (its \"WAL-reset bug\"). "
        + "respec-servers take turns by a lock, so that it cannot happen between them; the sqlite3 shell does not know "
        + "that lock.",
      fix: "Nothing needs to be done, as long as other programs only read the file while servers run.")
  }

  /// Source: sqlite.org/wal.html, "The WAL-Reset Bug": from 3.7.0, fixed in 3.51.3, 3.50.7 and 3.44.6.
  private static func hasResetBug(_ version: [Int]) -> Bool {
    if !version.lexicographicallyPrecedes([3, 51, 3]) || version.lexicographicallyPrecedes([3, 7, 0]) { return false }
    let repaired = [[3, 50, 7], [3, 44, 6]]
    return !repaired.contains { $0.prefix(2) == version.prefix(2) && !version.lexicographicallyPrecedes($0) }
  }
}
