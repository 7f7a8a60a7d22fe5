// Directory: an open folder. Its entries are named relative to it and links are not followed, so that nothing outside
// can be reached, whatever others do to the path meanwhile.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open folder; closed with the last reference to it.
package final class Directory: Sendable {
  /// A file, folder or something else in a folder.
  package struct Entry: Sendable, Equatable {
    /// A link is `other`.
    package enum Kind: Sendable { case file, folder, other }
    /// The name, without the folder's path.
    package let name: String
    /// The kind, as it was when the folder was read.
    package let kind: Kind
  }

  /// For locks and for opening what is in it.
  package let descriptor: Descriptor

  private static let options: OpenOptions = [.reading, .folder]

  /// Opens the folder at a path, behind links.
  package init(path: String) throws(SystemCallError) { descriptor = try .open(path, Self.options) }

  private init(_ name: String, in parent: Directory) throws(SystemCallError) {
    descriptor = try .open(name, [Self.options, .notFollowingLinks], in: parent.descriptor)
  }

  deinit { try? descriptor.close() }

  // MARK: Entries

  /// By the bytes of their names, without `.` and `..`.
  package func entries() throws(SystemCallError) -> [Entry] {
    // A descriptor of its own: reading moves the position.
    let copy = try Descriptor.open(".", Self.options, in: descriptor)
    guard let stream = fdopendir(copy.number) else {
      let error = SystemCallError(call: "fdopendir")
      try? copy.close()
      throw error
    }
    defer { closedir(stream) }
    var entries: [Entry] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = Self.name(of: entry)
      if name != "." && name != ".." { entries.append(Entry(name: name, kind: kind(of: name) ?? .other)) }
      errno = 0
    }
    guard errno == 0 else { throw SystemCallError(call: "readdir") }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    let capacity = MemoryLayout.size(ofValue: entry.pointee.d_name)
    return withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: capacity) { String(cString: $0) }
    }
  }

  /// The kind of the entry with that name; nil for none.
  package func kind(of name: String) -> Entry.Kind? {
    var status = stat()
    guard fstatat(descriptor.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// An existing folder in it.
  package func folder(_ name: String) throws(SystemCallError) -> Directory { try Directory(name, in: self) }

  // MARK: Files

  /// The whole of a regular file. Never waits for somebody to write.
  ///
  /// - Parameter limit: the most bytes.
  /// - Throws: the system's "File too large" for a larger file, "Invalid argument" for a pipe, a device or the like.
  package func read(_ name: String, atMost limit: Int) throws(SystemCallError) -> [UInt8] {
    let file = try Descriptor.open(name, [.reading, .notFollowingLinks, .notWaiting], in: descriptor)
    defer { try? file.close() }
    var status = stat()
    guard fstat(file.number, &status) == 0 else { throw SystemCallError(call: "fstat") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw SystemCallError(call: "read", code: EINVAL) }
    guard Int(status.st_size) <= limit else { throw SystemCallError(call: "read", code: EFBIG) }
    return try file.readToEnd(expecting: Int(status.st_size) + 1, atMost: limit)
  }

  /// Writes a file that is not there yet. It is on the disk after `sync`.
  package func write(_ name: String, _ bytes: [UInt8]) throws(SystemCallError) {
    let file = try Descriptor.open(name, [.writing, .creating, .new, .notFollowingLinks], in: descriptor)
    do {
      try file.writeAll(bytes)
    } catch {
      try? file.close()
      throw error
    }
    try file.close()
  }
}
