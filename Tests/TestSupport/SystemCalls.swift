// SystemCalls: calls of the system for objects whose own methods have the same names, and what Linux and macOS spell
// differently.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Each is the call of its name: see section 2 of the manual.
public enum SystemCalls {
  #if canImport(Glibc)
    /// The type of sockets that carry a stream.
    public static let streamSocket = Int32(SOCK_STREAM.rawValue)
  #else
    /// The type of sockets that carry a stream.
    public static let streamSocket = SOCK_STREAM
  #endif

  /// A socket that child processes do not inherit.
  public static func makeSocket(_ family: Int32) -> Int32 {
    let number = socket(family, streamSocket, 0)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    return number
  }

  public static func closeDescriptor(_ number: Int32) { close(number) }

  public static func sendSignal(_ signal: Int32, to process: pid_t) { kill(process, signal) }

  /// From now on a write to a pipe that nobody reads fails instead of ending the process.
  public static func ignoreBrokenPipe() { signal(SIGPIPE, SIG_IGN) }

  public static func writeOnce(_ number: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(number, bytes.baseAddress, bytes.count)
  }

  public static func readOnce(_ number: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(number, buffer.baseAddress, buffer.count)
  }

  /// True when somebody listens at a socket of this machine.
  public static func canConnect(toSocketAt path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    let number = makeSocket(AF_UNIX)
    defer { close(number) }
    return withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}
