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
    let state = configuration.makeStateManager(logger: logger)
    let server = try MCPServer(
      info: Self.info,
      instructions: ToolCatalogue.instructions(configuration.tools, isInMemory: configuration.store == .memory),
      tools: try ToolCatalogue.tools(configuration.tools, on: state, logger: logger), limits: configuration.limits,
      executor: configuration.store.kind == .database ? CallExecutor.shared : nil, logger: logger)
    try StopSignals.handle { signal in
      logger.info("stopping", metadata: ["signal": "\(signal)"])
      server.stop()
    }
    logger.info("serving", metadata: ["version": "\(Version.current)", "state": "\(configuration.store.kind)"])
    warn(configuration, logger)
    // Loading libpq and connecting would get in the way of the first answer, which needs neither.
    let background = BackgroundWork(after: .milliseconds(20)) { await state.run() }
    server.run(input: Descriptor.standardInput.number, output: output.number)
    background.stop(patience: 1)
  }

  /// Says what a client's user does not expect: state that ends with the process, and variables without effect.
  private func warn(_ configuration: Configuration, _ logger: Logger) {
    for finding in VariableCheck.misspelt(Environment.names) {
      logger.warning("\(finding.found): \(finding.fix ?? "")")
    }
    if configuration.store == .memory {
      logger.warning("state is kept in memory and ends with this process: set STATE_MANAGER=file to keep it")
    }
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
