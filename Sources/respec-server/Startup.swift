// Startup: what the commands do alike before they begin, and when they cannot.

import ArgumentParser
import Logging
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

  /// The log of a command: warnings, or what MCP_LOG_LEVEL asks for where it is set.
  static func commandLogger(_ configuration: Configuration) -> Logger {
    let isChosen = Environment.value(ConfigurationVariable.logLevel.name) != nil
    return Logger(label: "respec-server") {
      StderrLogHandler(label: $0, level: isChosen ? configuration.logLevel : .warning)
    }
  }

  /// Says on stderr why a command cannot do its work, and gives the exit for it.
  static func failure(_ error: any Error, doing work: String) -> ExitCode {
    let reason = (error as? Failure)?.message ?? "\(error)"
    StandardError.write("respec-server: cannot \(work): \(reason)\n")
    return .failure
  }
}
