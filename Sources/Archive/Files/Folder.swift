// Folder: an open directory of an archive, whose errors name the path.

import Models
import Platform

/// A directory. Every error is a `Failure` with the path and the system's reason.
final class Folder: Sendable {
  typealias Entry = Directory.Entry

  /// For messages.
  let path: String
  private let directory: Directory

  private init(_ path: String, _ directory: Directory) {
    self.path = path
    self.directory = directory
  }

  /// Opens the directory at a path as the user gave it.
  convenience init(path: String) throws(Failure) {
    self.init(path, try Self.naming(path) { () throws(SystemCallError) in try Directory(path: path) })
  }

  /// Makes the directory at a path unless there is one.
  static func make(path: String) throws(Failure) -> Folder {
    try naming(path) { () throws(SystemCallError) in try FileSystem.makeFolder(path, mode: 0o777) }
    return try Folder(path: path)
  }

  /// The path of something in it.
  func path(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// Runs what may fail at `path`.
  private static func naming<Value>(
    _ path: String, _ body: () throws(SystemCallError) -> Value
  ) throws(Failure) -> Value {
    do {
      return try body()
    } catch {
      throw Failure.file(path, error)
    }
  }

  private func naming<Value>(
    _ name: String, _ body: (Directory) throws(SystemCallError) -> Value
  ) throws(Failure) -> Value {
    try Self.naming(path(of: name)) { () throws(SystemCallError) in try body(directory) }
  }

  // MARK: Entries

  /// By the bytes of their names, without `.` and `..`.
  func entries() throws(Failure) -> [Entry] {
    try Self.naming(path) { () throws(SystemCallError) in try directory.entries() }
  }

  /// The kind of the entry with that name; nil for none. A link is `other`.
  func kind(of name: String) -> Entry.Kind? { directory.kind(of: name) }

  /// An existing folder in it.
  func folder(_ name: String) throws(Failure) -> Folder {
    Folder(path(of: name), try naming(name) { directory throws(SystemCallError) in try directory.folder(name) })
  }

  /// A new folder in it.
  func makeFolder(_ name: String) throws(Failure) -> Folder {
    Folder(path(of: name), try naming(name) { directory throws(SystemCallError) in try directory.makeFolder(name) })
  }

  // MARK: Files

  /// The most bytes that a file is read of: more than the largest loop takes, with 1,000 feedbacks of 65,536 bytes in
  /// six-byte escapes.
  static let maximumFileBytes = 512 << 20

  /// The whole of a regular file. Fails for one of more than so many bytes.
  func read(_ name: String, atMost limit: Int = maximumFileBytes) throws(Failure) -> [UInt8] {
    try naming(name) { directory throws(SystemCallError) in try directory.read(name, atMost: limit) }
  }

  /// Writes a file that is not there yet. It is on the disk after `sync`.
  func write(_ name: String, _ bytes: [UInt8]) throws(Failure) {
    try naming(name) { directory throws(SystemCallError) in try directory.write(name, bytes) }
  }

  // MARK: Changes

  /// Waits until everything written to it is on the disk.
  func sync() throws(Failure) { try Self.naming(path) { () throws(SystemCallError) in try directory.sync() } }

  /// Renames, over nothing that exists.
  func move(_ name: String, to other: Folder, as newName: String) throws(Failure) {
    do {
      try directory.move(name, to: other.directory, as: newName)
    } catch {
      throw Failure.file(error.cause == .exists ? other.path(of: newName) : path(of: name), error)
    }
  }

  /// Swaps two that exist, in one step.
  ///
  /// - Returns: false where the file system cannot.
  func exchange(_ name: String, with otherName: String, in other: Folder) throws(Failure) -> Bool {
    try naming(name) { directory throws(SystemCallError) in
      try directory.exchange(name, with: otherName, in: other.directory)
    }
  }

  /// Removes what stands under the name with all that is in it; nothing happens where there is nothing.
  func remove(_ name: String) throws(Failure) {
    guard let kind = kind(of: name) else { return }
    if kind == .folder {
      let folder = try folder(name)
      for entry in try folder.entries() { try folder.remove(entry.name) }
    }
    try naming(name) { directory throws(SystemCallError) in try directory.removeEntry(name, kind) }
  }

  /// Holds the folder for this process, until it is closed.
  ///
  /// - Parameter shared: true for one of several readers.
  /// - Returns: false where another process holds it.
  func lock(shared: Bool) throws(Failure) -> Bool {
    try Self.naming(path) { () throws(SystemCallError) in
      try directory.descriptor.lock(shared ? .shared : .exclusive, waits: false)
    }
  }
}

extension Failure.Code {
  /// A file or folder could not be read or written, or is not what it should be.
  static let fileError = Failure.Code(rawValue: "file_error")
}

extension Failure {
  /// The system's refusal of something with the file at `path`.
  fileprivate static func file(_ path: String, _ error: SystemCallError) -> Failure {
    Failure(.fileError, "\(path): \(error.reason)")
  }
}
