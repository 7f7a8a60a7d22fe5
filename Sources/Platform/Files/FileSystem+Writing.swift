// FileSystem+Writing: files written as a whole, in one step for those who read them.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FileSystem {
  /// Writes a file anew, or in the place of one whose rights it then has: whoever reads it finds the old or the new bytes.
  /// A link stays one, and the file that it leads to is replaced. Synced to the disk.
  package static func write(_ path: String, _ bytes: [UInt8]) throws(SystemCallError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    let target = exists ? try canonicalPath(path) : path
    let temporary = "\(target).\(CurrentProcess.id).new"
    let mode = exists ? status.st_mode & 0o7777 : 0o666
    let file = try Descriptor.open(temporary, [.writing, .creating, .new], mode: UInt32(mode))
    do throws(SystemCallError) {
      // The umask must not take rights away that the file has already.
      if exists, fchmod(file.number, mode) != 0 { throw SystemCallError(call: "fchmod") }
      try file.writeAll(bytes)
      try file.sync()
      try file.close()
      guard rename(temporary, target) == 0 else { throw SystemCallError(call: "rename") }
    } catch {
      try? file.close()
      unlink(temporary)
      throw error
    }
  }

  /// Removes the folder where it is empty; otherwise nothing happens.
  package static func removeEmptyFolder(_ path: String) { rmdir(path) }
}
