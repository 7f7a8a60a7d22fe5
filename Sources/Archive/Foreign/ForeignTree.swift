// ForeignTree: the files of another system below a project's root.

import Models
import Platform

/// The files that are read, and what could not be.
struct ForeignTree {
  /// The paths from the root of the project, in the order of their bytes, folder by folder.
  private(set) var paths: [String] = []
  /// What is no file that could be read, and why.
  private(set) var losses: [String] = []

  private let root: Folder

  /// The most files that are read, the most folders below each other, and the most bytes of a file.
  private static let (maximumFiles, maximumDepth, maximumBytes) = (10_000, 16, 4 << 20)

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Finds the files.
  ///
  /// - Parameter path: the root of the project, or one of the system's folders in it.
  /// - Throws: `file_error` for a folder that cannot be opened, or is no such place.
  init(_ system: ForeignSystem, at path: String) throws(Failure) {
    root = try Self.root(system, at: path)
    for source in system.sources { scan(source) }
  }

  private static func root(_ system: ForeignSystem, at path: String) throws(Failure) -> Folder {
    let folder = try Folder(path: path)
    if system.folders.contains(where: { folder.kind(of: $0) == .folder }) { return folder }
    let parent = "\(path)/.."
    let isOwn = system.folders.contains { name in
      guard let own = try? FileIdentity(path: path), let other = try? FileIdentity(path: "\(parent)/\(name)") else {
        return false
      }
      return own == other
    }
    guard isOwn else {
      throw Failure(
        .fileError,
        "\(path) holds no \(system.folders.joined(separator: " or ")), and is no such folder: give the root of the project."
      )
    }
    return try Folder(path: parent)
  }

  private mutating func scan(_ path: String) {
    let names = path.split(separator: "/").map(String.init)
    do throws(Failure) {
      guard let folder = try open(names.dropLast()), let name = names.last else { return }
      switch folder.kind(of: name) {
      case .file: take(path)
      case .folder where names.count > Self.maximumDepth: losses.append("\(path): folders nested too deep")
      case .folder:
        for entry in try folder.folder(name).entries() { scan("\(path)/\(entry.name)") }
      case .other: losses.append("\(path): a link, a pipe or the like")
      case nil: return
      }
    } catch {
      losses.append(reason(error))
    }
  }

  private mutating func take(_ path: String) {
    guard paths.count < Self.maximumFiles else {
      return losses.append("\(path): more than \(Self.maximumFiles) files")
    }
    paths.append(path)
  }

  /// The folder behind the names; nil where one of them is none.
  private func open(_ names: ArraySlice<String>) throws(Failure) -> Folder? {
    var folder = root
    for name in names {
      guard folder.kind(of: name) == .folder else { return nil }
      folder = try folder.folder(name)
    }
    return folder
  }

  /// The text of a file; nil after noting why there is none.
  mutating func read(_ path: String) -> String? {
    let names = path.split(separator: "/").map(String.init)
    do throws(Failure) {
      guard let folder = try open(names.dropLast()), let name = names.last else { return nil }
      let bytes = try folder.read(name, atMost: Self.maximumBytes)
      let marked = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
      if let text = String(validating: bytes.dropFirst(marked), as: UTF8.self) { return text }
      losses.append("\(path): no text in UTF-8")
    } catch {
      losses.append(reason(error))
    }
    return nil
  }

  /// The message of a failure, which begins with the path, from the root on.
  private func reason(_ failure: Failure) -> String {
    let prefix = "\(root.path)/"
    return failure.message.hasPrefix(prefix) ? String(failure.message.dropFirst(prefix.count)) : failure.message
  }
}
