// serve: the MCP server itself.

import ArgumentParser
import Logging
import MCP
import Platform
import Postgres
import Tools

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve MCP on standard input and output (the default).")

  func run() throws {
    // A client that has closed our standard error must not end the server with its first log line.
    BrokenPipeSignal.ignore()
    StandardDescriptors.reserve()
    let configuration = try Startup.configuration()
    do {
      try serve(configuration)
    } catch {
      throw Startup.failure(error, doing: "start")
    }
  }

  private func serve(_ configuration: Configuration) throws {
    let output = try StandardOutput.claim()
    let logger = Logger(label: "respec-server") { StderrLogHandler(label: $0, level: configuration.logLevel) }
    let (state, work) = configuration.makeStateManager(logger: logger)
    let server = try MCPServer(
      info: Self.info, instructions: ToolCatalogue.instructions(configuration.tools),
      tools: try ToolCatalogue.tools(configuration.tools, on: state, logger: logger), limits: configuration.limits,
      executor: configuration.stateManager == .database ? CallExecutor.shared : nil, logger: logger)
    try StopSignals.handle { signal in
      logger.info("stopping", metadata: ["signal": "\(signal)"])
      server.stop()
    }
    logger.info("serving", metadata: ["version": "\(Version.current)", "state": "\(configuration.stateManager)"])
    // Loading libpq and connecting would get in the way of the first answer, which needs neither.
    let background = work.map { BackgroundWork(after: .milliseconds(20), $0) }
    server.run(input: Descriptor.standardInput.number, output: output.number)
    background?.stop(patience: 1)
  }

  private static let info = ServerInfo(
    name: "respec-server", title: "respec-server", version: Version.current,
    description: "State of spec-driven development: refinement loops, critic feedback, versioned specs.")
}

extension Configuration {
  fileprivate var limits: ServerLimits {
    var limits = ServerLimits()
    limits.maximumMessageBytes = maximumMessageBytes
    return limits
  }
}
