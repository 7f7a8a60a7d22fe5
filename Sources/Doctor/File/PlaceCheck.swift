// PlaceCheck: where the state file is, and whether there is one.

import Platform

enum PlaceCheck {
  private static let name = "path"

  static func finding(_ place: PlaceFacts, isReadOnly: Bool = false) -> Finding {
    guard let file = place.file else { return isReadOnly ? nothingToRead(place) : missing(place) }
    guard file.isFile else {
      return Finding(
        name, .error, "\(place.path) is a folder or a device, not a file",
        cause: "STATE_FILE names something else than a file.", fix: "Correct STATE_FILE.")
    }
    let target = place.paths.flatMap { $0.file == place.path ? nil : ", which is \($0.file)" } ?? ""
    return .ok(name, "the state is in \(place.path)\(target) (\(file.size.asBytes))")
  }

  private static func missing(_ place: PlaceFacts) -> Finding {
    let folder = place.paths == nil ? ", nor is its folder" : ""
    return Finding(
      name, .note, "\(place.path) is not there yet\(folder)",
      cause: "No server has kept anything there: it is made with the first call.",
      fix: "Nothing needs to be done. Where state should be there already, correct STATE_FILE or put a backup in place."
    )
  }

  private static func nothingToRead(_ place: PlaceFacts) -> Finding {
    Finding(
      name, .error, "\(place.path) is not there yet", cause: "A read-only server (MCP_READ_ONLY=true) makes no file.",
      fix: "Correct STATE_FILE, or begin a file with a server that may write.")
  }

  static func unreachable(_ path: String, _ error: SystemCallError) -> Finding {
    let cause =
      error.cause == .noRight
      ? "This user may not enter a folder on the way to it."
      : "A part of the path is no folder, or a link leads nowhere."
    return Finding(
      name, .error, "\(path) cannot be reached (\(error))", cause: cause,
      fix: "Correct STATE_FILE, or give the server's user the right to enter the folders above it.")
  }

  /// - Parameter limit: in seconds.
  static func unanswered(_ path: String, limit: Double) -> Finding {
    Finding(
      name, .error, "the disk under \(path) has not answered within \(Int(limit)) seconds",
      cause: "It is broken, or a network file system whose server is away.",
      fix: "Look into the system's log (dmesg), or put the file on another disk: STATE_FILE.")
  }
}

extension Int {
  /// A size in words, such as `1.2 MB`.
  var asBytes: String {
    for (unit, size) in [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)] where self >= size {
      return "\(self / size).\(self % size * 10 / size) \(unit)"
    }
    return "\(self) bytes"
  }
}
