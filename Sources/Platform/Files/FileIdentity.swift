// FileIdentity: the identity of a file apart from its name, by which a path that leads to another file by now is
// noticed.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file of this machine, by its file system and its number there. A file that another one has been renamed over is
/// not that one. Once a file is gone its number may be given to a new one: compare with a file that is still open.
package struct FileIdentity: Sendable, Hashable {
  private let device: UInt64
  private let number: UInt64

  /// The file or folder at the end of the path, behind all links.
  package init(path: String) throws(SystemCallError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw SystemCallError(call: "stat") }
    self.init(status)
  }

  /// The file or folder that has been opened.
  package init(_ descriptor: Descriptor) throws(SystemCallError) {
    var status = stat()
    guard fstat(descriptor.number, &status) == 0 else { throw SystemCallError(call: "fstat") }
    self.init(status)
  }

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }
}
