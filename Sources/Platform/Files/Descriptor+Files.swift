// Descriptor+Files: opening, locking and syncing files and folders.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The ways to open a file. Nothing that is opened is inherited by child processes.
package struct OpenOptions: OptionSet, Sendable, Hashable {
  /// The flags of open(2).
  package let rawValue: Int32
  /// Ways by the flags of open(2).
  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// For reading only.
  package static let reading: OpenOptions = []
  /// For writing only.
  package static let writing = OpenOptions(rawValue: O_WRONLY)
  /// For reading and writing.
  package static let readingAndWriting = OpenOptions(rawValue: O_RDWR)
  /// Only a folder.
  package static let folder = OpenOptions(rawValue: O_DIRECTORY)
  /// Makes the file where there is none.
  package static let creating = OpenOptions(rawValue: O_CREAT)
  /// With `creating`: fails where there is a file, or a link.
  package static let new = OpenOptions(rawValue: O_EXCL)
  /// Does not wait for the other end of a pipe, or for a device. Reading from a file is the same with it.
  package static let notWaiting = OpenOptions(rawValue: O_NONBLOCK)
  /// Fails where the name itself is a link.
  package static let notFollowingLinks = OpenOptions(rawValue: O_NOFOLLOW)
}

extension Descriptor {
  /// Opens a file or folder.
  ///
  /// - Parameters:
  ///   - path: relative to `folder`, or to the process's working folder without one.
  ///   - mode: the rights on a file that is made, such as 0o600 for its owner alone; the process's umask takes away
  ///     from them.
  package static func open(
    _ path: String, _ options: OpenOptions, mode: UInt32 = 0o666, in folder: Descriptor? = nil
  ) throws(SystemCallError) -> Descriptor {
    while true {
      let number = openat(
        folder?.number ?? AT_FDCWD, path, options.rawValue | O_CLOEXEC, mode_t(truncatingIfNeeded: mode))
      if number >= 0 { return Descriptor(number) }
      guard errno == EINTR else { throw SystemCallError(call: "open") }
    }
  }

  // MARK: Locks

  /// The kinds of a lock: `shared` for several holders at a time, `exclusive` for one.
  package enum LockKind: Sendable { case shared, exclusive }

  /// Locks the open file or folder against others that lock it (flock(2)). Every opening counts as another, in the same
  /// process too. The lock ends with `unlock`, or when all copies of the descriptor are closed, which happens at the
  /// process's end whatever ends it. A kind that is held already is changed, and not in one step.
  ///
  /// - Parameter waits: false returns at once.
  /// - Returns: false where another holds it.
  package func lock(_ kind: LockKind, waits: Bool) throws(SystemCallError) -> Bool {
    let operation = (kind == .shared ? LOCK_SH : LOCK_EX) | (waits ? 0 : LOCK_NB)
    while flock(number, operation) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else { throw SystemCallError(call: "flock") }
    }
    return true
  }

  /// Ends the lock.
  package func unlock() throws(SystemCallError) {
    guard flock(number, LOCK_UN) == 0 else { throw SystemCallError(call: "flock") }
  }

  // MARK: The disk

  /// Waits until everything written to this file is on the disk itself.
  package func sync() throws(SystemCallError) {
    #if canImport(Darwin)
      // Apple's fsync(2) reaches the drive's cache only. Not every file system has the other.
      if fcntl(number, F_FULLFSYNC) == 0 { return }
    #endif
    guard fsync(number) == 0 else { throw SystemCallError(call: "fsync") }
  }
}
