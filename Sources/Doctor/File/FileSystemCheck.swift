// FileSystemCheck: a file system on which the locks of one machine's processes can be relied on.

enum FileSystemCheck {
  private static let name = "filesystem"

  static func finding(_ place: PlaceFacts) -> Finding {
    let found = "\(place.folder.path) is on \(place.fileSystem.name)"
    guard place.fileSystem.isShared else { return .ok(name, "\(found), a file system of this machine") }
    return Finding(
      name, .error, "\(found), which machines share",
      cause: "SQLite's log and the locks cannot be relied on there; the server refuses the file.",
      fix: "Put the file on a local disk (STATE_FILE), or use a database (STATE_MANAGER=database).")
  }
}
