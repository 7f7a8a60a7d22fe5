// serve: the MCP server itself.

import ArgumentParser
import Glibc
import Logging
import MCP
import State
import Tools

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve MCP on standard input and output (the default).")

  func run() throws {
    // A client that has closed our standard error must not end the server with its first log line.
    signal(SIGPIPE, SIG_IGN)
    StandardDescriptors.reserve()
    do {
      try Self.serve()
    } catch {
      StandardError.write("respec-server: cannot start: \(error)\n")
      throw ExitCode.failure
    }
  }

  private static func serve() throws {
    let configuration = try Configuration(variable: Environment.value)
    let output = try StandardOutput.claim()
    let logger = Logger(label: "respec-server") { StderrLogHandler(label: $0, level: configuration.logLevel) }
    var limits = ServerLimits()
    limits.maximumMessageBytes = configuration.maximumMessageBytes
    let server = try MCPServer(
      info: ServerInfo(
        name: "respec-server", title: "respec-server", version: Version.current,
        description: "State of spec-driven development: refinement loops, critic feedback, versioned specs."),
      instructions: ToolCatalogue.instructions,
      tools: try ToolCatalogue.tools(configuration.tools, on: stateManager(configuration), logger: logger),
      limits: limits, logger: logger)
    StopSignals.handle { signal in
      logger.info("stopping", metadata: ["signal": "\(signal)"])
      server.stop()
    }
    logger.info("serving", metadata: ["version": "\(Version.current)", "state": "\(configuration.stateManager)"])
    server.run(input: STDIN_FILENO, output: output)
  }

  private static func stateManager(_ configuration: Configuration) throws -> any StateManager {
    switch configuration.stateManager {
    case .memory: MemoryStateManager(policies: configuration.policies, historyLimit: configuration.historyLimit)
    case .database: throw UnsupportedStateManager()
    }
  }
}

/// `STATE_MANAGER=database` in a build that has no PostgreSQL in it yet.
private struct UnsupportedStateManager: Error, CustomStringConvertible {
  var description: String {
    "STATE_MANAGER=database: this version keeps state in memory only; leave the variable out or set it to memory"
  }
}
