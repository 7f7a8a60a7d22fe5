// Repository: the files of this checkout, by their paths in it.

import Foundation

/// The checkout that these tests were built from.
public enum Repository {
  /// The folder that holds Package.swift.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A file's text.
  ///
  /// - Parameter path: from the root, such as `docs/tools.md`.
  public static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// True for a file or folder that exists.
  ///
  /// - Parameter path: from the root.
  public static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
  }

  /// The files below a folder, as paths from the root, in order. Build products and names that start with a dot are
  /// left out.
  ///
  /// - Parameters:
  ///   - folder: from the root; empty for all.
  ///   - suffix: the end of the names, such as `.md`; empty for all.
  public static func files(in folder: String = "", suffix: String = "") -> [String] {
    let folder = root.appendingPathComponent(folder)
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    let urls = (all?.allObjects as? [URL] ?? []).filter {
      $0.lastPathComponent.hasSuffix(suffix) && !$0.hasDirectoryPath
    }
    return urls.map { String($0.path.dropFirst(root.path.count + 1)) }.sorted()
  }

  /// Every page of documentation.
  public static func pages() throws -> [MarkdownPage] {
    try files(suffix: ".md").map { MarkdownPage(path: $0, text: try text($0)) }
  }

  /// The page at a path from the root.
  public static func page(_ path: String) throws -> MarkdownPage { MarkdownPage(path: path, text: try text(path)) }
}
