// FileTree: all files of a folder with their bytes, to compare exports.

import Foundation

/// A temporary folder of one test.
struct FileTree {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "respec-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  func path(_ name: String) -> String { "\(path)/\(name)" }

  func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// Replaces a text that is there.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    let text = try read(name)
    guard text.contains(old) else { throw CommandFailure(status: .status(1), errors: "no \(old) in \(text)") }
    try write(name, text.replacingOccurrences(of: old, with: new))
  }

  func delete(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The paths of all files below, sorted.
  func files(below folder: String = "") throws -> [String] {
    let all = try FileManager.default.subpathsOfDirectory(atPath: path(folder))
    return all.filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(path(folder))/\($0)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  /// Each file's path and bytes.
  func contents(below folder: String = "") throws -> [String: Data] {
    try Dictionary(
      uniqueKeysWithValues: files(below: folder).map { file in
        (file, try Data(contentsOf: URL(fileURLWithPath: "\(path(folder))/\(file)")))
      })
  }
}
