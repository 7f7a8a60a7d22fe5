// SetupPlan+Applying: making the changes that a plan has found.

import Models
import Platform

extension SetupChange {
  /// The ending of a file's copy from before a change.
  public static let backupEnding = ".before-respec"

  /// Makes the change. Each file is changed in one step; folders are made where they lack.
  ///
  /// - Parameter project: the project's folder; folders below it that are left empty are taken away.
  /// - Throws: `Failure` where the system does not let it.
  public func apply(below project: String) throws(Failure) {
    do throws(SystemCallError) {
      switch kind {
      case .keep, .refuse: return
      case .create:
        if let folder = FileSystem.parent(of: path) { try FileSystem.makeFolders(folder, mode: 0o777) }
        try FileSystem.write(path, bytes)
      case .change(let backup):
        if backup { try FileSystem.write(path + Self.backupEnding, try Self.read(path)) }
        try FileSystem.write(path, bytes)
      case .remove:
        FileSystem.remove(path)
        removeEmptyFolders(below: project)
      }
    } catch {
      throw Failure(.unavailable, "\(path): \(error.reason)")
    }
  }

  private static func read(_ path: String) throws(SystemCallError) -> [UInt8] {
    let file = try Descriptor.open(path, [.reading, .notWaiting])
    defer { try? file.close() }
    return try file.readToEnd()
  }

  private func removeEmptyFolders(below project: String) {
    var folder = FileSystem.parent(of: path)
    while let path = folder, path.hasPrefix(project + "/") {
      FileSystem.removeEmptyFolder(path)
      folder = FileSystem.parent(of: path)
    }
  }
}
