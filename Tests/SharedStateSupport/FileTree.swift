// FileTree: all files of a folder with their bytes, to compare exports.

import Foundation

/// A temporary folder of one test.
public struct FileTree {
  /// Absolute.
  public let path: String

  /// A new folder.
  public init() throws {
    path = NSTemporaryDirectory() + "respec-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Removes the folder with all that is in it.
  public func remove() { try? FileManager.default.removeItem(atPath: path) }

  /// The absolute path of a file in it.
  public func path(_ name: String) -> String { "\(path)/\(name)" }

  /// A file's text.
  public func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  /// Writes a file, in folders that are made as they are needed.
  public func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// Replaces a text that is there.
  public func edit(_ name: String, _ old: String, _ new: String) throws {
    let text = try read(name)
    guard text.contains(old) else { throw CommandFailure(status: .status(1), errors: "no \(old) in \(text)") }
    try write(name, text.replacingOccurrences(of: old, with: new))
  }

  /// Removes a file or folder.
  public func delete(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// True where there is a file or folder.
  public func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The paths of all files below, sorted.
  public func files(below folder: String = "") throws -> [String] {
    let all = try FileManager.default.subpathsOfDirectory(atPath: path(folder))
    return all.filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(path(folder))/\($0)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  /// Each file's path and bytes.
  public func contents(below folder: String = "") throws -> [String: Data] {
    try Dictionary(
      uniqueKeysWithValues: files(below: folder).map { file in
        (file, try Data(contentsOf: URL(fileURLWithPath: "\(path(folder))/\(file)")))
      })
  }
}
