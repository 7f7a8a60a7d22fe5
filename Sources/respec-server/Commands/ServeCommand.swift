// serve: the MCP server itself.

import ArgumentParser
import Logging
import MCP
import Models
import Platform
import Resources
import State
import Tools
import Workflow

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve MCP on standard input and output (the default).")

  /// Words that are no command end up here, at the default command.
  @Argument(help: .hidden)
  var words: [String] = []

  func validate() throws {
    guard let word = words.first else { return }
    let commands = RespecServerCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    let hint = ClosestNames.meant(by: word, among: commands).map { "Did you mean '\($0)'?" }
    throw ValidationError(
      "There is no command '\(word.printable)'. \(hint ?? "The commands are: \(commands.joined(separator: ", ")).")")
  }

  func run() throws {
    // A client that has closed our standard error must not end the server with its first log line.
    BrokenPipeSignal.ignore()
    StandardDescriptors.reserve()
    do {
      try serve(try Configuration(variable: Environment.value))
    } catch {
      refuse(error)
      throw ExitCode.failure
    }
  }

  /// Tells the reason for which the server cannot start on standard error, and a client in answer to its first request.
  private func refuse(_ error: any Error) {
    _ = Startup.failure(error, doing: "start")
    let input = Descriptor.standardInput
    guard !input.isTerminal else { return }
    RefusedStart("respec-server cannot start: \(error)").answer(
      input: input.number, output: Descriptor.standardOutput.number, within: Self.patience)
  }

  /// Clients send their first request at once; longer than this nobody waits who is none.
  private static let patience = Duration.seconds(10)

  private func serve(_ configuration: Configuration) throws {
    Startup.keepSecrets(of: configuration)
    let output = try StandardOutput.claim()
    let logger = Logger(label: "respec-server") { StderrLogHandler(label: $0, level: configuration.logLevel) }
    let state = configuration.makeStateManager(logger: logger)
    let server = try MCPServer(
      info: Self.info,
      instructions: ToolCatalogue.instructions(configuration.tools, isInMemory: configuration.store.kind == .memory),
      features: try features(of: state, configuration, logger),
      limits: configuration.limits,
      executor: configuration.callExecutor, logger: logger)
    StopSignals.handle { server.stop() }
    logger.info("serving", metadata: ["version": "\(Version.current)", "state": "\(configuration.store.kind)"])
    warn(configuration, logger)
    if Descriptor.standardInput.isTerminal {
      StandardError.write(
        "respec-server waits for the messages of an MCP client, one line of JSON each; Ctrl-D ends it. "
          + "For people: respec-server --help\n")
    }
    // Loading libpq and connecting would get in the way of the first answer, which needs neither.
    let background = BackgroundWork(after: .milliseconds(20)) { await state.run() }
    server.run(input: Descriptor.standardInput.number, output: output.number)
    if let signal = StopSignals.received { logger.info("stopped", metadata: ["signal": "\(signal)"]) }
    background.stop(patience: 1)
  }

  private func features(
    of state: any StateManager, _ configuration: Configuration, _ logger: Logger
  ) throws -> ServerFeatures {
    let prompts = StatePrompts(on: state, coreOnly: configuration.tools == .core)
    let resources = StateResources(on: state)
    let completions = StateCompletions(on: state, prompts: prompts.prompts, templates: resources.templates)
    return ServerFeatures(
      tools: try ToolCatalogue.tools(
        configuration.tools, on: state, budget: configuration.answerBudget, logger: logger),
      prompts: prompts, resources: resources,
      completions: configuration.offersCompletions ? completions : nil)
  }

  /// Says what a client's user does not expect: state that ends with the process, and variables without effect.
  private func warn(_ configuration: Configuration, _ logger: Logger) {
    for finding in VariableCheck.misspelt(Environment.names) {
      logger.warning("\(finding.found): \(finding.fix ?? "")")
    }
    if configuration.store.kind == .memory {
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
