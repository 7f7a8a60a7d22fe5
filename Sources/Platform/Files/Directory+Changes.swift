// Directory+Changes: making, renaming, swapping and removing a folder's entries, and syncing them to the disk.

#if canImport(Glibc)
  import CPlatform
  import Glibc
#else
  import Darwin
#endif

extension Directory {
  /// A new folder in it.
  package func makeFolder(_ name: String) throws(SystemCallError) -> Directory {
    guard mkdirat(descriptor.number, name, 0o777) == 0 else { throw SystemCallError(call: "mkdir") }
    return try folder(name)
  }

  /// Renames, over nothing that exists.
  package func move(_ name: String, to other: Directory, as newName: String) throws(SystemCallError) {
    guard other.kind(of: newName) == nil else { throw SystemCallError(call: "rename", code: EEXIST) }
    guard renameat(descriptor.number, name, other.descriptor.number, newName) == 0 else {
      throw SystemCallError(call: "rename")
    }
  }

  /// Removes a file or an empty folder.
  package func removeEntry(_ name: String, _ kind: Entry.Kind) throws(SystemCallError) {
    guard unlinkat(descriptor.number, name, kind == .folder ? AT_REMOVEDIR : 0) == 0 else {
      throw SystemCallError(call: "unlink")
    }
  }

  // MARK: Swapping

  /// Swaps two that exist, in one step.
  ///
  /// - Returns: false where the system or the file system cannot; nothing has happened then.
  package func exchange(
    _ name: String, with otherName: String, in other: Directory
  ) throws(SystemCallError) -> Bool {
    guard Self.renameExchanging(descriptor.number, name, other.descriptor.number, otherName) != 0 else { return true }
    guard errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else { throw SystemCallError(call: "rename") }
    return false
  }

  private static func renameExchanging(_ folder: Int32, _ name: String, _ other: Int32, _ otherName: String) -> Int32 {
    #if RESPEC_PORTABLE
      errno = ENOSYS
      return -1
    #elseif canImport(Darwin)
      return renameatx_np(folder, name, other, otherName, UInt32(RENAME_SWAP))
    #else
      let exchange: UInt32 = 2  // RENAME_EXCHANGE of rename(2)
      return renameat2(folder, name, other, otherName, exchange)
    #endif
  }

  // MARK: The disk

  /// Waits until everything in it is on the disk.
  ///
  /// Linux does so for the whole file system at once, which for thousands of small files is much faster than to wait
  /// for each. Elsewhere each file goes to the drive, which is told once, at the end, to empty its own cache.
  package func sync() throws(SystemCallError) {
    #if os(Linux) && !RESPEC_PORTABLE
      guard syncfs(descriptor.number) == 0 else { throw SystemCallError(call: "syncfs") }
    #else
      try passToDrive()
      try descriptor.sync()
    #endif
  }

  #if !os(Linux) || RESPEC_PORTABLE
    private func passToDrive() throws(SystemCallError) {
      for entry in try entries() {
        switch entry.kind {
        case .folder: try folder(entry.name).passToDrive()
        case .file: try passToDrive(entry.name)
        case .other: continue
        }
      }
      guard fsync(descriptor.number) == 0 else { throw SystemCallError(call: "fsync") }
    }

    private func passToDrive(_ name: String) throws(SystemCallError) {
      let file = try Descriptor.open(name, [.reading, .notFollowingLinks], in: descriptor)
      defer { try? file.close() }
      guard fsync(file.number) == 0 else { throw SystemCallError(call: "fsync") }
    }
  #endif
}
