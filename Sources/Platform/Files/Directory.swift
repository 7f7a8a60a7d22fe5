// Folder: an open directory. What is in it is named relative to it and links are not followed, so that nothing outside
// can be reached, whatever others do to the path meanwhile.

import CFileSystem
import Glibc
import Models

/// A directory. Every error is a `Failure` with the path and the system's reason.
final class Folder: Sendable {
  /// What stands in a directory.
  struct Entry: Equatable {
    enum Kind { case file, folder, other }
    let name: String
    let kind: Kind
  }

  /// For messages.
  let path: String
  private let descriptor: Int32

  /// `RENAME_EXCHANGE` of rename(2).
  private static let exchange: UInt32 = 2
  private static let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC

  /// Opens the directory at a path as the user gave it.
  init(path: String) throws {
    self.path = path
    descriptor = open(path, Self.flags)
    guard descriptor >= 0 else { throw Failure.file(path) }
  }

  private init(_ name: String, in parent: Folder) throws {
    path = parent.path(of: name)
    descriptor = openat(parent.descriptor, name, Self.flags | O_NOFOLLOW)
    guard descriptor >= 0 else { throw Failure.file(path) }
  }

  deinit { close(descriptor) }

  /// Makes the directory at a path unless there is one.
  static func make(path: String) throws -> Folder {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw Failure.file(path) }
    return try Folder(path: path)
  }

  /// The path of something in it.
  func path(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  // MARK: What is in it

  /// By the bytes of their names, without `.` and `..`.
  func entries() throws -> [Entry] {
    // A descriptor of its own: reading moves the position.
    let copy = openat(descriptor, ".", Self.flags)
    guard copy >= 0, let stream = fdopendir(copy) else { throw Failure.file(path) }
    defer { closedir(stream) }
    var entries: [Entry] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { entries.append(Entry(name: name, kind: kind(of: name) ?? .other)) }
      errno = 0
    }
    guard errno == 0 else { throw Failure.file(path) }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// What stands under the name; nil for nothing. A link is `other`.
  func kind(of name: String) -> Entry.Kind? {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// An existing folder in it.
  func folder(_ name: String) throws -> Folder { try Folder(name, in: self) }

  /// A new folder in it.
  func makeFolder(_ name: String) throws -> Folder {
    guard mkdirat(descriptor, name, 0o777) == 0 else { throw Failure.file(path(of: name)) }
    return try Folder(name, in: self)
  }

  // MARK: Files

  /// The whole of a file.
  func read(_ name: String) throws -> [UInt8] {
    let file = openat(descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw Failure.file(path(of: name)) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Failure.file(path(of: name)) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size) + 1)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Failure.file(path(of: name)) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Writes a file that is not there yet. It is on the disk after `sync`.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    let file = openat(descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard file >= 0 else { throw Failure.file(path(of: name)) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        let failure = Failure.file(path(of: name))
        close(file)
        throw failure
      }
      rest = rest.dropFirst(count)
    }
    // Some file systems tell of a full disk only here.
    guard close(file) == 0 else { throw Failure.file(path(of: name)) }
  }

  // MARK: Changes

  /// Waits until everything written to its file system is on the disk: for thousands of small files much faster than to
  /// wait for each.
  func sync() throws { guard syncfs(descriptor) == 0 else { throw Failure.file(path) } }

  /// Renames, over nothing that exists.
  func move(_ name: String, to other: Folder, as newName: String) throws {
    guard other.kind(of: newName) == nil else { throw Failure.file(other.path(of: newName), EEXIST) }
    guard renameat(descriptor, name, other.descriptor, newName) == 0 else { throw Failure.file(path(of: name)) }
  }

  /// Swaps two that exist, in one step.
  ///
  /// - Returns: false where the file system cannot.
  func exchange(_ name: String, with otherName: String, in other: Folder) throws -> Bool {
    if renameat2(descriptor, name, other.descriptor, otherName, Self.exchange) == 0 { return true }
    guard errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else { throw Failure.file(path(of: name)) }
    return false
  }

  /// Removes what stands under the name with all that is in it; nothing happens where there is nothing.
  func remove(_ name: String) throws {
    guard let kind = kind(of: name) else { return }
    if kind == .folder {
      let folder = try folder(name)
      for entry in try folder.entries() { try folder.remove(entry.name) }
    }
    guard unlinkat(descriptor, name, kind == .folder ? AT_REMOVEDIR : 0) == 0 else {
      throw Failure.file(path(of: name))
    }
  }

  /// Holds the folder for this process, until it is closed.
  ///
  /// - Parameter shared: true for one of several readers.
  /// - Returns: false where another process holds it.
  func lock(shared: Bool) throws -> Bool {
    if flock(descriptor, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK else { throw Failure.file(path) }
    return false
  }
}

extension Failure.Code {
  /// A file or folder could not be read or written, or is not what it should be.
  static let fileError = Failure.Code(rawValue: "file_error")
}

extension Failure {
  /// The system's refusal of something with the file at `path`.
  static func file(_ path: String, _ code: Int32 = errno) -> Failure {
    Failure(.fileError, "\(path): \(String(cString: strerror(code)))")
  }
}
