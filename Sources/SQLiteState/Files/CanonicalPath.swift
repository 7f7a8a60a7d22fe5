// What the system knows of a path: where it leads, and what is there.

import Platform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum CanonicalPath {
  /// The absolute path without links (realpath(3)).
  ///
  /// - Throws: also where nothing is there.
  static func of(_ path: String) throws(SystemCallError) -> String {
    guard let resolved = realpath(path, nil) else { throw SystemCallError(call: "realpath", code: errno) }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// What stands under a path, behind all links.
struct FileFacts: Sendable {
  let isFile: Bool
  /// In bytes.
  let size: Int

  /// Nil where there is nothing.
  static func of(_ path: String) throws(SystemCallError) -> FileFacts? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw SystemCallError(call: "stat", code: errno)
    }
    return FileFacts(isFile: status.st_mode & S_IFMT == S_IFREG, size: Int(status.st_size))
  }

  /// Waits until the folder's list of files is on the disk.
  static func syncFolder(_ path: String) throws(SystemCallError) {
    let folder = try Descriptor.open(path, [.reading, .folder])
    defer { try? folder.close() }
    try folder.sync()
  }

  /// Removes a file.
  static func remove(_ path: String) { unlink(path) }
}

extension SystemCallError {
  /// The causes that an operator can do something about.
  enum Cause: Sendable, Hashable { case noRoom, noDescriptors, noRight, missing, exists, other }

  /// Such as: no room on the disk.
  var cause: Cause {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: .noRoom
    case EMFILE, ENFILE: .noDescriptors
    case EACCES, EPERM, EROFS: .noRight
    case ENOENT: .missing
    case EEXIST: .exists
    default: .other
    }
  }
}
