// CurrentProcess: this process's number and machine, for names of its traces.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// This process and its machine.
package enum CurrentProcess {
  /// The number under which the system has the process.
  package static var id: Int32 { getpid() }

  /// The absolute path of the program's file; nil where the system does not tell it.
  package static var programPath: String? {
    #if canImport(Glibc)
      FileSystem.linkTarget("/proc/self/exe")
    #else
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
        var size = UInt32(buffer.count)
        guard let start = buffer.baseAddress, _NSGetExecutablePath(start, &size) == 0 else { return nil }
        return try? FileSystem.canonicalPath(String(cString: start))
      }
    #endif
  }

  /// The machine's own name; empty where it has none.
  package static var hostName: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress, gethostname(start, buffer.count - 1) == 0 else { return "" }
      buffer[buffer.count - 1] = 0  // a name that was cut need not end (gethostname(2))
      return String(cString: start)
    }
  }

  /// Ends the process at once, with this exit status. What libraries want to have run at the end does not run: it would
  /// take apart what other threads are still using. Nothing may be left in the buffers of stdio.
  package static func end(status: Int32) -> Never { _exit(status) }
}
