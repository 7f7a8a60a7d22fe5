// SmallDisk: a file system of a test's own, of a size that it can fill.

import SharedStateSupport

/// A tmpfs that is mounted on a folder.
struct SmallDisk {
  private let folder: String

  /// Nil, with a loud word, where this user may not mount.
  init?(on tree: FileTree, _ name: String, size: String) throws {
    folder = tree.path(name)
    _ = try Command("mkdir", ["-p", folder]).checked()
    let mount = try Command("mount", ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", folder])
    guard mount.status == .status(0) else {
      print("NOT TESTED ON A FULL DISK: this user may not mount a file system: \(mount.errors)")
      return nil
    }
  }

  func resize(to size: String) throws { try remount("size=\(size)") }

  func remount(_ options: String) throws { _ = try Command("mount", ["-o", "remount,\(options)", folder]).checked() }

  func remove() { _ = try? Command("umount", ["-l", folder]) }
}
