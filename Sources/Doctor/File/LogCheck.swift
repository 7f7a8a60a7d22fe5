// LogCheck: the log of changes beside the state file, which is written into the file again and again.

import SQLiteState

enum LogCheck {
  private static let name = "log"
  /// In bytes: twice the length at which servers wait for readers to let go of it, at SQLite's 4,096 bytes a page.
  static let limit = 2 * CheckpointPlan.limit * 4_096

  static func findings(_ place: PlaceFacts) -> [Finding] {
    if (place.file?.size ?? 0) == 0, place.logSize > 0 { return [alone(place)] }
    guard place.file?.isFile == true else { return [] }
    let found = "the log holds \(place.logSize.asBytes)"
    guard place.logSize > limit else { return [.ok(name, found)] }
    return [
      Finding(
        name, .warning, "\(found), much more than it should",
        cause:
          "Something has been reading the file for long, such as the sqlite3 shell with an open transaction, so that "
          + "the log cannot be begun anew.",
        fix: "End what reads it (lsof \(place.paths?.log ?? place.path) names it); the next calls shorten the log.")
    ]
  }

  private static func alone(_ place: PlaceFacts) -> Finding {
    Finding(
      name, .error, "the file is missing or empty, but its log holds \(place.logSize.asBytes)",
      cause: "The file was moved or removed without its log, which holds changes that belong to it.",
      fix: "Put the file back beside it; to begin a new one, move \(place.paths?.log ?? "the log") away.")
  }
}
