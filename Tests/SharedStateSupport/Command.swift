// Command: a program, such as one of the server's own commands, run to the end.

import EndToEndSupport
import Foundation

/// The output and exit status of a finished command.
public struct Command {
  /// Its exit status, or the signal that ended it.
  public let status: ServerProcess.ExitStatus
  /// Its standard output, a line each.
  public let output: [String]
  /// Its standard error.
  public let errors: String

  /// Runs a program, found on the PATH unless it is an absolute path.
  public init(_ program: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"
    // Not as `program` itself: what it leaves running must not inherit the descriptor that tells its end.
    let process = try ServerProcess(
      binary: "/bin/sh", arguments: ["-c", "cd / && exec \"$@\" 3>&-", "sh", program] + arguments,
      environment: ["PATH": path].merging(environment) { $1 }, input: .devNull)
    output = try process.readToEnd(within: 60)
    status = try process.waitForExit()
    errors = process.standardError
  }

  /// The command itself.
  ///
  /// - Throws: when the command has failed, with what it said.
  public func checked() throws -> Command {
    guard status == .status(0) else { throw CommandFailure(status: status, errors: errors) }
    return self
  }
}

/// A command that was to succeed and has not.
public struct CommandFailure: Error, CustomStringConvertible {
  let status: ServerProcess.ExitStatus
  let errors: String
  /// The sentence that the failed test shows.
  public var description: String { "\(status): \(errors)" }
}
