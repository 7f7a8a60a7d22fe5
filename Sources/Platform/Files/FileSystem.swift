// FileSystem: paths: folders made with those above them, links resolved, the space that is left.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The file system that a path leads into.
package enum FileSystem {
  /// Makes the folder unless there is one. A file in its place is not noticed here, but when the folder is opened.
  ///
  /// - Parameter mode: the rights on a folder that is made, such as 0o700 for its owner alone; the process's umask
  ///   takes away from them.
  package static func makeFolder(_ path: String, mode: UInt32) throws(SystemCallError) {
    guard mkdir(path, mode_t(truncatingIfNeeded: mode)) == 0 || errno == EEXIST else {
      throw SystemCallError(call: "mkdir")
    }
  }

  /// Makes the folder and those above it, as far as they are not there, as above.
  package static func makeFolders(_ path: String, mode: UInt32) throws(SystemCallError) {
    do {
      try makeFolder(path, mode: mode)
    } catch {
      guard error.cause == .missing, let parent = parent(of: path) else { throw error }
      try makeFolders(parent, mode: mode)
      try makeFolder(path, mode: mode)
    }
  }

  /// The path without its last name; nil for a single name and for the root.
  package static func parent(of path: String) -> String? {
    var rest = path[...]
    while rest.last == "/" { rest.removeLast() }
    guard let slash = rest.lastIndex(of: "/") else { return nil }
    return slash == rest.startIndex ? "/" : String(rest[..<slash])
  }

  /// The absolute path without links (realpath(3)).
  ///
  /// - Throws: also where nothing is there.
  package static func canonicalPath(_ path: String) throws(SystemCallError) -> String {
    guard let resolved = realpath(path, nil) else { throw SystemCallError(call: "realpath") }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The path that a symbolic link at the path stands for, taken from the link's folder where it is relative; nil where
  /// there is no link (readlink(2)).
  package static func linkTarget(_ path: String) -> String? {
    let target = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      let count = buffer.baseAddress.map { readlink(path, $0, buffer.count) } ?? 0
      return String(decoding: UnsafeRawBufferPointer(buffer).prefix(max(0, count)), as: UTF8.self)
    }
    guard !target.isEmpty else { return nil }
    return target.hasPrefix("/") ? target : "\(parent(of: path) ?? ".")/\(target)"
  }

  /// Asks whether the process may read and write the file.
  ///
  /// - Throws: where it may not, also because the file system is read-only.
  package static func checkAccess(_ path: String) throws(SystemCallError) {
    guard faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) == 0 else { throw SystemCallError(call: "access") }
  }

  /// Removes a file, if it is there and may be removed.
  package static func remove(_ path: String) { unlink(path) }

  /// Waits until the folder's list of files is on the disk; the files themselves need `Descriptor.sync`.
  package static func syncFolder(_ path: String) throws(SystemCallError) {
    let folder = try Descriptor.open(path, [.reading, .folder])
    defer { try? folder.close() }
    try folder.sync()
  }

  /// The number of bytes that a user without special rights can still write there.
  package static func freeBytes(_ path: String) throws(SystemCallError) -> Int {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { throw SystemCallError(call: "statvfs") }
    let (bytes, isTooBig) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    return isTooBig ? Int.max : Int(clamping: bytes)
  }
}
