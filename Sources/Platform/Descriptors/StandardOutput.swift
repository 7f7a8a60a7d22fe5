// StandardOutput: keeps everything but messages out of stdout.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process's standard output, once it belongs to the protocol.
package enum StandardOutput {
  /// Takes stdout for messages alone: anything else that is printed goes to stderr from now on, or nowhere without one.
  ///
  /// - Returns: a descriptor for messages, not inherited by child processes.
  /// - Throws: when stdout is not open.
  package static func claim() throws(SystemCallError) -> Descriptor {
    let descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    guard descriptor >= 0 else { throw SystemCallError(call: "dup of stdout") }
    guard dup2(STDERR_FILENO, STDOUT_FILENO) < 0 else { return Descriptor(descriptor) }
    let nowhere = open("/dev/null", O_WRONLY)
    guard nowhere >= 0, dup2(nowhere, STDOUT_FILENO) >= 0 else { throw SystemCallError(call: "dup of /dev/null") }
    close(nowhere)
    return Descriptor(descriptor)
  }
}
