// ProcessEnd: the way in, and the one way out.

import ArgumentParser
import Platform

extension RespecServerCommand {
  /// Runs the command that the arguments name, and ends the process with its exit status.
  ///
  /// Not by exit(3), as ArgumentParser does: that closes libraries down, and a thread that is still connecting to the
  /// database may be inside one (Kerberos, TLS) and cannot be interrupted there. It crashed now and then.
  static func main() {
    ProcessLimits.shareHeap()
    CurrentProcess.end(status: runToEnd())
  }

  private static func runToEnd() -> Int32 {
    do {
      var command = try parseAsRoot()
      try command.run()
      return ExitCode.success.rawValue
    } catch {
      let status = exitCode(for: error)
      let text = fullMessage(for: error)
      // Help and the version are what was asked for; everything else is a complaint.
      if !text.isEmpty {
        if status.isSuccess { try? CommandOutput.print(text) } else { CommandOutput.complain(text) }
      }
      return status.rawValue
    }
  }
}
