// MCPServer: the server that an executable or a test starts.

import Logging
import Platform
import Synchronization

/// Serves MCP, one message a line, to one client. Thread-safe: `isStopAsked` is atomic, `wakeup` takes calls
/// from any thread, and all else never changes.
public final class MCPServer: Sendable {
  private let info: ServerInfo
  private let instructions: String
  private let features: ServerFeatures
  private let limits: ServerLimits
  private let executor: (any TaskExecutor)?
  private let logger: Logger
  private let wakeup: Wakeup
  /// Set by `stop`, read by the serving thread.
  private let isStopAsked = Atomic<Bool>(false)

  /// Makes a server; nothing is read or written before `run`.
  ///
  /// - Parameters:
  ///   - instructions: an introduction for an agent, before it uses the tools; clients cut it at about 2 KB.
  ///   - executor: the executor on which calls go on that had to wait; nil for Swift's thread pool.
  /// - Throws: `SystemCallError` when the process has no descriptors left.
  public init(
    info: ServerInfo, instructions: String, features: ServerFeatures, limits: ServerLimits = ServerLimits(),
    executor: (any TaskExecutor)? = nil, logger: Logger
  ) throws {
    self.info = info
    self.instructions = instructions
    self.features = features
    self.limits = limits
    self.executor = executor
    self.logger = logger
    wakeup = try Wakeup()
  }

  /// Serves until the end of input, a `stop`, or until nobody reads the output; every request read is then answered,
  /// within `ServerLimits.drainTime`. To be called once.
  ///
  /// Blocks the thread, so never call it from a task. Calls that do not suspend run on this thread. Ignores SIGPIPE
  /// from then on, in the whole process: a closed output is an error here, not a reason to die.
  ///
  /// - Parameters:
  ///   - input: the descriptor that messages are read from. Stays open.
  ///   - output: the descriptor that messages are written to; nobody else may write to it. Stays open.
  public func run(input: Int32, output: Int32) {
    BrokenPipeSignal.ignore()
    let writer = MessageWriter(output: OutputDescriptor(output), wakeup: wakeup)
    let runner = CallRunner(writer: writer, wakeup: wakeup, executor: executor)
    let requests = ClientRequests(writer: writer, timeLimit: limits.questionTime)
    let askers = AskerFactory(requests: requests, questions: OpenQuestions(lifetime: limits.questionTime))
    let methods = MethodTable.all(
      info: info, instructions: instructions, features: features, askers: askers, logger: logger)
    let dispatcher = MessageDispatcher(
      methods: methods, limits: limits, runner: runner, requests: requests, logger: logger)
    var loop = ServeLoop(
      input: input, limits: limits, wakeup: wakeup, writer: writer, runner: runner, requests: requests,
      dispatcher: dispatcher,
      logger: logger, isStopAsked: { self.isStopAsked.load(ordering: .sequentiallyConsistent) })
    loop.run()
  }

  /// Ends `run`: nothing more is read, and what has been read is answered. Safe on any thread and in a signal handler.
  public func stop() {
    isStopAsked.store(true, ordering: .sequentiallyConsistent)
    wakeup.poke()
  }
}
