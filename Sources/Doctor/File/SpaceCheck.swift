// SpaceCheck: room for what is still to be written.

enum SpaceCheck {
  private static let name = "space"
  /// Below so many bytes calls fail soon: the log alone takes 4 MB before it is written into the file.
  private static let minimum = 5_000_000
  /// Below so many bytes it is time to make room: a log can grow to 64 MB.
  private static let comfortable = 100_000_000

  static func finding(_ place: PlaceFacts) -> Finding {
    let found = "\(place.freeBytes.asBytes) are free for this user in \(place.folder.path)"
    guard place.freeBytes < comfortable else { return .ok(name, found) }
    let isFull = place.freeBytes < minimum
    return Finding(
      name, isFull ? .error : .warning, found,
      cause: isFull
        ? "Calls that write fail; what was answered is kept." : "The disk, or this user's share of it, is nearly full.",
      fix: "Make room on it, or move the file: docs/file.md, \"Moving\".")
  }
}
