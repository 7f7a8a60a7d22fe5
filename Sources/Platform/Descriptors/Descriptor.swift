// Descriptor: a file descriptor, with the module's read loop and write loop.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The number of an open file, pipe or socket. Copies name the same file; only `close()` closes it.
package struct Descriptor: Sendable, Hashable {
  /// As the system's calls take it; negative for none.
  package let number: Int32

  /// A descriptor with a number that the system gave.
  package init(_ number: Int32) { self.number = number }

  /// Standard input, whatever it leads to.
  package static let standardInput = Descriptor(STDIN_FILENO)
  /// Standard output, whatever it leads to.
  package static let standardOutput = Descriptor(STDOUT_FILENO)
  /// Standard error, whatever it leads to.
  package static let standardError = Descriptor(STDERR_FILENO)

  /// True when a file, pipe or socket has this number.
  package var isOpen: Bool { fcntl(number, F_GETFD) >= 0 }

  /// True for a terminal.
  package var isTerminal: Bool { isatty(number) == 1 }

  /// Gives the number back. It must not be used afterwards, even where this throws.
  ///
  /// - Throws: an error of an earlier write that the file system tells only now, such as a full disk on NFS.
  package func close() throws(SystemCallError) {
    // Not repeated after EINTR: Linux has closed it then, and another thread may have got the number (close(2)).
    guard systemClose(number) == 0 || errno == EINTR else { throw SystemCallError(call: "close") }
  }

  // MARK: Reading

  /// The outcome of one attempt to read.
  package enum ReadOutcome: Sendable, Hashable {
    /// So many bytes, at least one.
    case bytes(Int)
    case end
    /// A signal came first, or a non-blocking descriptor has nothing now.
    case nothing
    case failed(SystemCallError)
  }

  /// Reads once, as much as there is and fits.
  package func readOnce(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    let count = read(number, buffer.baseAddress, buffer.count)
    if count > 0 { return .bytes(count) }
    if count == 0 { return .end }
    return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK ? .nothing : .failed(SystemCallError(call: "read"))
  }

  /// Reads up to the end, and waits for it.
  ///
  /// - Parameters:
  ///   - expectedCount: about how many bytes there will be, where that is known.
  ///   - limit: the most bytes.
  /// - Throws: the system's "File too large" where there are more than `limit`.
  package func readToEnd(
    expecting expectedCount: Int = 0, atMost limit: Int = .max
  ) throws(SystemCallError) -> [UInt8] {
    var all: [UInt8] = []
    all.reserveCapacity(min(expectedCount, limit))
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      switch buffer.withUnsafeMutableBytes({ readOnce(into: $0) }) {
      case .bytes(let count):
        guard count <= limit - all.count else { throw SystemCallError(call: "read", code: EFBIG) }
        all += buffer[..<count]
      case .end: return all
      case .nothing: Poll.wait(for: .readable, on: number)
      case .failed(let error): throw error
      }
    }
  }

  // MARK: Writing

  /// Writes all bytes, and waits for room where there is none, also on a non-blocking descriptor.
  package func writeAll(_ bytes: [UInt8]) throws(SystemCallError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        Poll.wait(for: .writable, on: number)
      } else if errno != EINTR {
        throw SystemCallError(call: "write")
      }
    }
  }
}

/// Under another name, for a method called `close`.
private func systemClose(_ number: Int32) -> Int32 { close(number) }
