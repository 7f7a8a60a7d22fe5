// OutputDescriptor: writing without ever blocking, whatever kind of file the output is.
//
// O_NONBLOCK cannot be used: it belongs to the open file, which parent and children share and do not expect to change.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file descriptor that is written as far as it takes bytes at once.
package struct OutputDescriptor: Sendable {
  /// The outcome of an attempt to write.
  package enum Outcome: Sendable, Equatable {
    /// So many bytes went out and no more fit now.
    case wrote(Int)
    /// Nothing will ever be read from here; `code` is the `errno`.
    case closed(code: Int32)
  }

  private enum Kind: Sendable { case pipe, socket, file }

  /// The number of the descriptor that is written to.
  package let descriptor: Int32
  private let kind: Kind

  #if canImport(Darwin)
    /// The process ignores SIGPIPE, so that a closed socket is an error here.
    private static let sendFlags = MSG_DONTWAIT
  #else
    private static let sendFlags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
  #endif

  /// Finds out the kind of the output, on which the way of writing depends.
  ///
  /// - Parameter descriptor: must stay open as long as this is used.
  package init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var status = stat()
    fstat(descriptor, &status)
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFSOCK: .socket
      case S_IFREG: .file
      default: .pipe
      }
  }

  /// Writes until all is out or it would block.
  package func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    var count = 0
    while count < bytes.count {
      // Also goes on when writing would fail, so that the write tells why.
      guard kind != .pipe || !Poll.wait(for: .writable, on: descriptor, atMost: .zero).isEmpty else { break }
      let written = writeOnce(UnsafeRawBufferPointer(rebasing: bytes[count...]))
      if written >= 0 {
        count += written
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        break
      } else if errno != EINTR {
        return .closed(code: errno)
      }
    }
    return .wrote(count)
  }

  /// A pipe that polls as writable takes PIPE_BUF bytes without blocking (pipe(7)), and not necessarily one more.
  private func writeOnce(_ bytes: UnsafeRawBufferPointer) -> Int {
    switch kind {
    case .pipe: systemWrite(descriptor, bytes.baseAddress, min(bytes.count, Int(PIPE_BUF)))
    case .socket: send(descriptor, bytes.baseAddress, bytes.count, Self.sendFlags)
    case .file: systemWrite(descriptor, bytes.baseAddress, bytes.count)
    }
  }
}

/// Under another name, for a method called `write`.
private func systemWrite(_ number: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(number, start, count)
}
