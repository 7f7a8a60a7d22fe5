// Startup: the settings and the log of every command, and the exit of one that cannot do its work.

import ArgumentParser
import JSON
import Logging
import Models
import Platform

enum Startup {
  /// The settings in the environment; otherwise the exit, after telling every bad variable on stderr.
  ///
  /// - Parameter standardStore: the place of state where `STATE_MANAGER` is not set.
  static func configuration(standardStore: Store.Kind = .memory) throws -> Configuration {
    do {
      let configuration = try Configuration(standardStore: standardStore, variable: Environment.value)
      keepSecrets(of: configuration)
      return configuration
    } catch {
      throw failure(error, doing: "start")
    }
  }

  /// Keeps the password of a database out of core dumps.
  static func keepSecrets(of configuration: Configuration) {
    if configuration.store.hasSecrets { ProcessLimits.forbidCoreDumps() }
  }

  /// The log of a command: from warnings up, or from MCP_LOG_LEVEL where it is set.
  static func commandLogger(_ configuration: Configuration) -> Logger {
    let isChosen = Environment.value(ConfigurationVariable.logLevel.name) != nil
    return Logger(label: "respec-server") {
      StderrLogHandler(label: $0, level: isChosen ? configuration.logLevel : .warning)
    }
  }

  /// Tells on stderr the reason for which a command cannot do its work, and gives the exit for it.
  static func failure(_ error: any Error, doing work: String) -> ExitCode {
    let reason = (error as? Failure)?.message ?? "\(error)"
    StandardError.write("respec-server: cannot \(work): \(reason)\n")
    return .failure
  }

  /// The same for a command whose failures have details, a line each; with `json` the failure is printed as well.
  static func failure(_ error: any Error, doing work: String, json: Bool) throws -> ExitCode {
    let failure = error as? Failure ?? Failure(.internal, "\(error)")
    let details = failure.details.map { "  \($0.path): \($0.problem); got \($0.got); allowed: \($0.allowed)".printable }
    CommandOutput.complain(
      (["respec-server: cannot \(work): \(failure.message.printable)"] + details).joined(separator: "\n"))
    if json { try CommandOutput.print(try JSONModelEncoder.encode(failure)) }
    return .failure
  }
}
