// Command: one of PostgreSQL's programs, or the server's own commands, run to the end.

import EndToEndSupport
import Foundation

/// The output and exit status of a finished command.
struct Command {
  let status: ServerProcess.ExitStatus
  let output: [String]
  let errors: String

  /// Runs a program, found on the PATH unless it is an absolute path.
  init(_ program: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"
    // Not as `program` itself: what it leaves running must not inherit the descriptor that tells its end.
    let process = try ServerProcess(
      binary: "/bin/sh", arguments: ["-c", "cd / && exec \"$@\" 3>&-", "sh", program] + arguments,
      environment: ["PATH": path].merging(environment) { $1 }, input: .devNull)
    output = try process.readToEnd(within: 60)
    status = try process.waitForExit()
    errors = process.standardError
  }

  /// - Throws: when the command has failed, with what it said.
  func checked() throws -> Command {
    guard status == .status(0) else { throw CommandFailure(status: status, errors: errors) }
    return self
  }

  /// The folder of PostgreSQL's programs.
  static func postgres(_ program: String) throws -> String {
    guard let folder = ProcessInfo.processInfo.environment["RESPEC_TEST_PG_BIN"] else { throw MissingDatabase() }
    return "\(folder)/\(program)"
  }

  /// Runs one of PostgreSQL's programs as the owner of the clusters: it refuses to run as root.
  static func asOwner(_ program: String, _ arguments: [String]) throws -> Command {
    let program = try postgres(program)
    return getuid() == 0
      ? try Command("runuser", ["-u", "postgres", "--", program] + arguments) : try Command(program, arguments)
  }
}

struct CommandFailure: Error, CustomStringConvertible {
  let status: ServerProcess.ExitStatus
  let errors: String
  var description: String { "\(status): \(errors)" }
}
