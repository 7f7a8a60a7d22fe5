// Command: one of PostgreSQL's programs, run to the end.

import Foundation
import SharedStateSupport

extension Command {
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
