// Startup: what the commands do alike before they begin, and when they cannot.

import ArgumentParser
import Models

enum Startup {
  /// The settings in the environment; otherwise the exit that says what is wrong with them.
  static func configuration() throws -> Configuration {
    do {
      return try Configuration(variable: Environment.value)
    } catch {
      throw failure(error, doing: "start")
    }
  }

  /// Says on stderr why a command cannot do its work, and gives the exit for it.
  static func failure(_ error: any Error, doing work: String) -> ExitCode {
    let reason = (error as? Failure)?.message ?? "\(error)"
    StandardError.write("respec-server: cannot \(work): \(reason)\n")
    return .failure
  }
}
