// StatePaths: the state file and the files that stand beside it.

import Platform

/// The path of the state file behind all links, and of the files that belong to it: SQLite's log and our locks stand
/// beside the file itself, whatever link leads to it, so that every process finds the same ones.
package struct StatePaths: Sendable, Equatable {
  /// The file itself.
  package let file: String

  /// SQLite's write-ahead log: changes that have been committed and are not in the file yet.
  package var log: String { file + "-wal" }
  /// SQLite's index of the log, in memory that processes share.
  package var index: String { file + "-shm" }
  /// Held around everything that changes the file.
  package var lock: String { file + ".lock" }
  /// Held while waiting for `lock`, by the one who is next.
  package var queue: String { file + ".queue" }
  /// The folder that they are in.
  package var folder: String { Self.split(file).folder }

  /// The paths behind the links of a path.
  ///
  /// - Parameter path: its folder exists; the file need not.
  package init(resolving path: String) throws(SystemCallError) {
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
  package static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let folder = slash == path.startIndex ? "/" : String(path[..<slash])
    return (folder, String(path[path.index(after: slash)...]))
  }
}
