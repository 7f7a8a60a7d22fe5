// What the system knows of a path: where it leads, what is there; and why it refuses it.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Paths as the system resolves them.
package enum CanonicalPath {
  /// The absolute path without links (realpath(3)).
  ///
  /// - Throws: also where nothing is there.
  package static func of(_ path: String) throws(SystemCallError) -> String {
    guard let resolved = realpath(path, nil) else { throw SystemCallError(call: "realpath") }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// What stands under a path, behind all links.
package struct FileFacts: Sendable {
  /// False for a folder, a pipe, a device.
  package let isFile: Bool
  /// In bytes.
  package let size: Int

  /// Nil where there is nothing.
  package static func of(_ path: String) throws(SystemCallError) -> FileFacts? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw SystemCallError(call: "stat")
    }
    return FileFacts(isFile: status.st_mode & S_IFMT == S_IFREG, size: Int(status.st_size))
  }
}

extension FileSystem {
  /// Waits until the folder's list of files is on the disk.
  package static func syncFolder(_ path: String) throws(SystemCallError) {
    let folder = try Descriptor.open(path, [.reading, .folder])
    defer { try? folder.close() }
    try folder.sync()
  }

  /// Removes a file, where there is one.
  package static func removeFile(_ path: String) { unlink(path) }
}

extension SystemCallError {
  /// The causes that a caller, or an operator, can do something about.
  package enum Cause: Sendable, Hashable {
    /// The disk is full, or a quota or the limit of a file's size is reached.
    case noRoom
    /// The process or the system has no file descriptor left.
    case noDescriptors
    /// The user may not, or the file system is read-only.
    case noRight
    /// Nothing has the name.
    case missing
    /// Something has the name already.
    case exists
    case other
  }

  /// The cause by which `code` is told.
  package var cause: Cause {
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
