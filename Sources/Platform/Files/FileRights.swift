// FileRights: the owner of a file or folder, and what its owner, others and this process may do with it.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The rights on a path's file or folder, behind all links.
package struct FileRights: Sendable, Hashable {
  /// The owner's number.
  package let owner: UInt32
  /// The nine bits for the owner, the group and everybody else, such as 0o600.
  package let permissions: UInt32
  /// True where this process may read it; what is in a folder it may list.
  package let mayRead: Bool
  /// True where this process may write it, also by what the file system allows; in a folder it may make files.
  package let mayWrite: Bool

  /// Rights as given.
  package init(owner: UInt32, permissions: UInt32, mayRead: Bool = true, mayWrite: Bool = true) {
    self.owner = owner
    self.permissions = permissions
    self.mayRead = mayRead
    self.mayWrite = mayWrite
  }

  /// Nil where there is nothing.
  package static func of(_ path: String) throws(SystemCallError) -> FileRights? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw SystemCallError(call: "stat")
    }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let more = isFolder ? X_OK : 0
    return FileRights(
      owner: status.st_uid, permissions: UInt32(status.st_mode) & 0o777, mayRead: allows(path, R_OK | more),
      mayWrite: allows(path, W_OK | more))
  }

  /// The number of the user as whom this process acts.
  package static var user: UInt32 { geteuid() }

  private static func allows(_ path: String, _ mode: Int32) -> Bool { access(path, mode) == 0 }
}
