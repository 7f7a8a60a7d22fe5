// FileSystemKind: the kind of a file system, above all one that other machines may share.

#if canImport(Glibc)
  import CPlatform
  import Glibc
#else
  import Darwin
#endif

/// The kind of a file system.
package struct FileSystemKind: Sendable, Hashable {
  /// Its usual name, such as `ext4` or `nfs`; its number in hex where that is not known here.
  package let name: String
  /// True where other machines may write the same files. Locks and mapped memory cannot be relied on there.
  package let isShared: Bool

  /// The kind that the file or folder at `path` is on.
  package static func of(_ path: String) throws(SystemCallError) -> FileSystemKind {
    var status = statfs()
    guard statfs(path, &status) == 0 else { throw SystemCallError(call: "statfs") }
    #if canImport(Darwin)
      let name = withUnsafeBytes(of: &status.f_fstypename) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      return FileSystemKind(name: name, isShared: status.f_flags & UInt32(MNT_LOCAL) == 0)
    #else
      let number = UInt32(truncatingIfNeeded: status.f_type)
      return known[number] ?? FileSystemKind(name: "0x" + String(number, radix: 16), isShared: false)
    #endif
  }

  #if !canImport(Darwin)
    /// By the numbers of statfs(2) and of Linux's linux/magic.h. FUSE and 9p are counted as shared: what is behind them,
    /// such as sshfs or the folders of a virtual machine's host, does not show.
    private static let known: [UInt32: FileSystemKind] = [
      0xEF53: local("ext4"), 0x5846_5342: local("xfs"), 0x9123_683E: local("btrfs"), 0x2FC1_2FC1: local("zfs"),
      0xF2F5_2010: local("f2fs"), 0x0102_1994: local("tmpfs"), 0x794C_7630: local("overlay"), 0x4D44: local("vfat"),
      0x2011_BAB0: local("exfat"), 0x5346_544E: local("ntfs"), 0x7366_746E: local("ntfs"),
      0x6969: shared("nfs"), 0x517B: shared("smb"), 0xFF53_4D42: shared("cifs"), 0xFE53_4D42: shared("smb2"),
      0x5346_414F: shared("afs"), 0x6B41_4653: shared("afs"), 0x00C3_6400: shared("ceph"), 0x7375_7245: shared("coda"),
      0x0102_1997: shared("9p"), 0x6573_5546: shared("fuse"), 0x0BD0_0BD0: shared("lustre"),
      0x7461_636F: shared("ocfs2"), 0x0116_1970: shared("gfs2"), 0x4750_4653: shared("gpfs"),
      0x786F_4256: shared("vboxsf"),
    ]

    private static func local(_ name: String) -> FileSystemKind { FileSystemKind(name: name, isShared: false) }
    private static func shared(_ name: String) -> FileSystemKind { FileSystemKind(name: name, isShared: true) }
  #endif
}
