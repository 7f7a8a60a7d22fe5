// StatePaths: the state file and the files that stand beside it.

import Platform

/// The path of the state file behind all links, and of the files that belong to it: SQLite's log and our locks stand
/// beside the file itself, whatever link leads to it, so that every process finds the same ones.
struct StatePaths: Sendable, Equatable {
  let file: String

  /// SQLite's write-ahead log: changes that have been committed and are not in the file yet.
  var log: String { file + "-wal" }
  /// SQLite's index of the log, in memory that processes share.
  var index: String { file + "-shm" }
  /// Held around everything that changes the file.
  var lock: String { file + ".lock" }
  /// Held while waiting for `lock`, by the one who is next.
  var queue: String { file + ".queue" }
  var folder: String { String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)]) }

  /// - Parameter path: its folder exists; the file need not.
  init(resolving path: String) throws(SystemCallError) {
    do {
      file = try FileSystem.canonicalPath(path)
    } catch {
      guard error.cause == .missing else { throw error }
      // The file that is made is the one that a link leads to.
      if let target = FileSystem.linkTarget(path) {
        self = try StatePaths(resolving: target)
        return
      }
      let (folder, name) = Self.split(path)
      file = try FileSystem.canonicalPath(folder) + "/" + name
    }
  }

  /// The folder of a path, and its last name.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = slash == path.startIndex ? "/" : String(path[..<slash])
    return (folder, String(path[path.index(after: slash)...]))
  }
}
