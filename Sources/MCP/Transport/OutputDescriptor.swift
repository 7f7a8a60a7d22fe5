// OutputDescriptor: writing without ever blocking, whatever kind of file the output is.
//
// O_NONBLOCK is no way: it belongs to the open file, which parent and children share and do not expect to change.

import Glibc

/// A file descriptor that is written as far as it takes bytes at once.
struct OutputDescriptor: Sendable {
  /// What became of an attempt to write.
  enum Outcome: Sendable, Equatable {
    /// So many bytes went out and no more fit now.
    case wrote(Int)
    /// Nothing will ever be read from here.
    case closed(code: Int32)
  }

  private enum Kind: Sendable { case pipe, socket, file }

  let descriptor: Int32
  private let kind: Kind

  init(_ descriptor: Int32) {
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
  func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    var count = 0
    while count < bytes.count {
      guard kind != .pipe || isWritable else { break }
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
    case .pipe: Glibc.write(descriptor, bytes.baseAddress, min(bytes.count, Int(PIPE_BUF)))
    case .socket: send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    case .file: Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    }
  }

  /// Also true when writing would fail, so that the write tells why.
  private var isWritable: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, 0) > 0
  }
}
