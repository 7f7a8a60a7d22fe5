// FileRightsCheck: the state file is the server's to write, and nobody else's to read.

import Platform

enum FileRightsCheck {
  private static let name = "rights"

  /// - Parameters:
  ///   - user: the number of the user as whom the server runs.
  ///   - isReadOnly: true for a server that only reads.
  static func findings(_ place: PlaceFacts, user: UInt32, isReadOnly: Bool = false) -> [Finding] {
    let problems = (isReadOnly ? unreadable(place) : unusable(place)) + foreign(place, user: user) + open(place)
    let may = isReadOnly ? "read" : "write"
    return problems.isEmpty ? [.ok(name, "this user may \(may) it, and nobody else may read it")] : problems
  }

  private static func unreadable(_ place: PlaceFacts) -> [Finding] {
    let files = place.files.filter { !$0.rights.mayRead }.map(\.path)
    guard !files.isEmpty else { return [] }
    return [
      Finding(
        name, .error, "this user may not read \(files.joined(separator: ", "))",
        cause: "They belong to another user, or are closed to their owner.",
        fix: "Run the server as their owner (ls -l names it).")
    ]
  }

  private static func unusable(_ place: PlaceFacts) -> [Finding] {
    let files = place.files.filter { !$0.rights.mayRead || !$0.rights.mayWrite }.map(\.path)
    let isFolderClosed = !place.folder.rights.mayWrite
    guard isFolderClosed || !files.isEmpty else { return [] }
    let paths = (isFolderClosed ? [place.folder.path] : []) + files
    return [
      Finding(
        name, .error, "this user may not read and write \(paths.joined(separator: ", "))",
        cause: isFolderClosed
          ? "The folder takes no files from this user, or is on a file system that is mounted read-only."
          : "They belong to another user, or are closed to their owner.",
        fix: "Run the server as their owner (ls -l names it), or as the system's administrator: "
          + "chown -R USER \(place.folder.path).")
    ]
  }

  private static func foreign(_ place: PlaceFacts, user: UInt32) -> [Finding] {
    guard let file = place.files.first(where: { $0.path == place.paths?.file }), file.rights.owner != user else {
      return []
    }
    return [
      Finding(
        name, .warning, "\(file.path) belongs to user \(file.rights.owner), this process to user \(user)",
        cause: "The locks and the log that one of them makes may be closed to the other.",
        fix: "Run servers and commands on this file as one user.")
    ]
  }

  private static func open(_ place: PlaceFacts) -> [Finding] {
    let files = place.files.filter { $0.rights.permissions & 0o066 != 0 }
    let all = files.reduce(0) { $0 | $1.rights.permissions }
    let readers = files.isEmpty ? [] : [warning("\(names(all, group: 0o060, others: 0o006)) may read", files, "600")]
    // A folder that is not there yet is made for its owner alone.
    guard place.paths != nil, place.folder.rights.permissions & 0o077 != 0 else { return readers }
    let bits = place.folder.rights.permissions
    if bits & 0o022 != 0 {
      return readers + [
        warning("\(names(bits, group: 0o020, others: 0o002)) may replace files in", [place.folder], "700")
      ]
    }
    return readers + [
      Finding(
        name, .note, "\(names(bits, group: 0o050, others: 0o005)) may enter \(place.folder.path)",
        cause: "They see that there is a state file, not what is in it.",
        fix: "Where the folder is for the state alone: chmod 700 \(place.folder.path).")
    ]
  }

  private static func warning(_ found: String, _ files: [OwnedFile], _ mode: String) -> Finding {
    let paths = files.map(\.path)
    return Finding(
      name, .warning, "\(found) \(paths.joined(separator: ", "))",
      cause:
        "The rights are wider than those with which the server makes its files: everything in the state is open to "
        + "them.",
      fix: "chmod \(mode) \(paths.joined(separator: " ")).")
  }

  private static func names(_ permissions: UInt32, group: UInt32, others: UInt32) -> String {
    let names = [(group, "the group"), (others, "every user")].filter { permissions & $0.0 != 0 }.map(\.1)
    return names.joined(separator: " and ")
  }
}
