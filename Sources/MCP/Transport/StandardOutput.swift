// StandardOutput: keeps everything but messages out of stdout.

import Glibc

/// The process's standard output, once it belongs to the protocol.
public enum StandardOutput {
  /// Takes stdout for messages alone: what anything else prints goes to stderr from now on, or nowhere without one.
  ///
  /// - Returns: a descriptor for messages, not inherited by child processes.
  /// - Throws: `SystemCallError` when stdout is not open.
  public static func claim() throws -> Int32 {
    let descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    guard descriptor >= 0 else { throw SystemCallError(call: "dup of stdout", code: errno) }
    guard dup2(STDERR_FILENO, STDOUT_FILENO) < 0 else { return descriptor }
    let nowhere = open("/dev/null", O_WRONLY)
    guard nowhere >= 0, dup2(nowhere, STDOUT_FILENO) >= 0 else {
      throw SystemCallError(call: "dup of /dev/null", code: errno)
    }
    close(nowhere)
    return descriptor
  }
}
