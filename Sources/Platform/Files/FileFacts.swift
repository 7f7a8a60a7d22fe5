// FileFacts: the kind, the size and the identity of the file under a path.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A path's file or folder, behind all links.
package struct FileFacts: Sendable, Hashable {
  /// False for folders, devices and the like.
  package let isFile: Bool
  /// In bytes.
  package let size: Int
  /// The file apart from its name.
  package let identity: FileIdentity

  /// Nil where there is nothing.
  package static func of(_ path: String) throws(SystemCallError) -> FileFacts? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw SystemCallError(call: "stat")
    }
    return FileFacts(
      isFile: status.st_mode & S_IFMT == S_IFREG, size: Int(status.st_size), identity: FileIdentity(status))
  }
}
