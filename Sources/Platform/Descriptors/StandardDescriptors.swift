// StandardDescriptors: reserving the numbers of standard input and error where these are not open.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The process's standard descriptors before anything has been opened.
package enum StandardDescriptors {
  /// Points standard input and error to nowhere if they are not open. Otherwise the next pipe or socket would get their
  /// number: be read as input, or have log lines written into it. Standard output must be open; that is checked later.
  package static func reserve() {
    for number in [STDIN_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
      let nowhere = open("/dev/null", O_RDWR)
      guard nowhere >= 0, nowhere != number else { continue }
      dup2(nowhere, number)
      close(nowhere)
    }
  }
}
