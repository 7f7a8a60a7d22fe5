// PlaceFacts: the state file as the system shows it from outside, with the files beside it and the disk under it.

import Platform
import SQLiteState

/// A file beside or of the state, with its rights.
struct OwnedFile: Sendable, Equatable {
  let path: String
  let rights: FileRights
}

/// Everything about the place of a state file that needs no look into it.
struct PlaceFacts: Sendable {
  /// As it was asked for.
  var path: String
  /// The file behind all links, and those beside it; nil where their folder is missing.
  var paths: StatePaths?
  /// Nil where there is no file.
  var file: FileFacts?
  /// In bytes; 0 also where there is no log.
  var logSize: Int
  /// The nearest folder that is there: the file's own, or the one in which that is to be made.
  var folder: OwnedFile
  /// The state file, its log, the log's index and the locks, as far as they are there.
  var files: [OwnedFile]
  var fileSystem: FileSystemKind
  var freeBytes: Int
}

extension PlaceFacts {
  /// - Parameter path: absolute.
  init(path: String) throws(SystemCallError) {
    self.path = path
    let own = StatePaths.split(path).folder
    let nearest = try Self.nearestFolder(own)
    let paths = nearest.path == own ? try StatePaths(resolving: path) : nil
    // A link may lead to a folder elsewhere.
    folder = try paths.map { paths throws(SystemCallError) in try Self.nearestFolder(paths.folder) } ?? nearest
    self.paths = paths
    file = try paths.flatMap { paths throws(SystemCallError) in try FileFacts.of(paths.file) }
    logSize = try paths.flatMap { paths throws(SystemCallError) in try FileFacts.of(paths.log)?.size } ?? 0
    files = []
    for path in paths.map({ [$0.file, $0.log, $0.index, $0.lock, $0.queue] }) ?? [] {
      if let rights = try FileRights.of(path) { files.append(OwnedFile(path: path, rights: rights)) }
    }
    fileSystem = try FileSystemKind.of(folder.path)
    freeBytes = try FileSystem.freeBytes(folder.path)
  }

  /// The folder itself, or the nearest above it that is there.
  private static func nearestFolder(_ path: String) throws(SystemCallError) -> OwnedFile {
    var path = path
    while true {
      if let rights = try FileRights.of(path) { return OwnedFile(path: path, rights: rights) }
      path = FileSystem.parent(of: path) ?? "/"
    }
  }
}
