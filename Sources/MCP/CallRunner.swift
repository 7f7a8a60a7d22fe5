// CallRunner: starts and ends calls, on any thread; what is in flight stands in one ledger behind one lock.

import Platform
import Synchronization

/// Runs tool calls and sends every answer.
final class CallRunner: Sendable {
  private let ledger = Mutex(CallLedger())
  private let encoder: ResultEncoder
  private let writer: MessageWriter
  private let wakeup: Wakeup
  /// Where calls go on that had to wait; nil for Swift's thread pool.
  private let executor: (any TaskExecutor)?
  /// The thread that made this object. It writes once for all messages of a chunk; the others at once.
  private let servingThread = ThreadIdentity.current

  init(encoder: ResultEncoder, writer: MessageWriter, wakeup: Wakeup, executor: (any TaskExecutor)? = nil) {
    self.encoder = encoder
    self.writer = writer
    self.wakeup = wakeup
    self.executor = executor
  }

  /// What the serving thread goes by.
  var load: (calls: Int, bytes: Int) { ledger.withLock { ($0.count, $0.bytes) } }

  // MARK: Messages that are answered at once

  /// False when an answer to a request with this id is still due.
  func claim(_ id: RequestID, for destination: Destination) -> Bool {
    ledger.withLock { ledger in
      guard !ledger.isTaken(id) else { return false }
      ledger.reserve(id, in: destination)
      return true
    }
  }

  /// True when no answer to a request with this id is due.
  func isFree(_ id: RequestID) -> Bool { ledger.withLock { !$0.isTaken(id) } }

  /// Sends an answer; nil notes that the message gets none. It goes out at the end of the chunk.
  func answer(_ destination: Destination, _ answer: [UInt8]?) {
    ledger.withLock { send(answer, to: destination, &$0) }
  }

  func openBatch(count: Int) -> UInt64 { ledger.withLock { $0.openBatch(count: count) } }

  /// In one step with what made the answer due: "nothing is in flight" then also means that all is in line.
  private func send(_ answer: [UInt8]?, to destination: Destination, _ ledger: inout CallLedger) {
    if let line = ledger.settle(destination, answer) { writer.append(line) }
  }

  // MARK: Calls

  /// Takes a call that came after all others. The thread that serves calls this, and nobody else.
  func submit(_ call: CallLedger.Call) {
    guard let start = ledger.withLock({ $0.admit(call) }) else { return }
    attach(begin(start), to: start.key)
  }

  /// Begins here and now: a call that never suspends is over when this returns, without a hop to another thread. The
  /// Swift of macOS 15 cannot do that.
  private func begin(_ start: CallLedger.Start) -> Task<Void, Never> {
    guard #available(macOS 26, *) else { return Task(executorPreference: executor) { await execute(start) } }
    return Task.immediate(executorPreference: executor) { await execute(start) }
  }

  private func execute(_ start: CallLedger.Start) async {
    let result = await start.run()
    let line = encoder.response(to: start.id, result, in: start.revision)
    let successors = ledger.withLock { ledger in
      let (destination, starts) = ledger.finish(start.key)
      if let destination { send(line, to: destination, &ledger) }
      return starts
    }
    didAnswer(successors)
  }

  private func didAnswer(_ successors: [CallLedger.Start]) {
    if ThreadIdentity.current != servingThread { writer.flush() }
    // Not immediate: a long queue of calls that do not suspend would start each other deeper and deeper.
    for start in successors { attach(Task(executorPreference: executor) { await self.execute(start) }, to: start.key) }
    wakeup.reportProgress()
  }

  private func attach(_ task: Task<Void, Never>, to key: CallLedger.Key) {
    if ledger.withLock({ $0.attach(task, to: key) }) { task.cancel() }
  }

  /// Drops the request with this id, if there is one.
  func cancel(_ id: RequestID) {
    let (task, successors) = ledger.withLock { ledger in
      let (task, destination, starts) = ledger.cancel(id)
      if let destination { send(nil, to: destination, &ledger) }
      return (task, starts)
    }
    task?.cancel()
    didAnswer(successors)
  }

  /// Answers every call that has not ended with an error, and cancels it.
  func abandon() {
    let tasks = ledger.withLock { ledger in
      let (calls, tasks) = ledger.abandon()
      for call in calls {
        send(
          ResultEncoder.error(.shuttingDown(wasStarted: call.wasStarted), id: call.id), to: call.destination, &ledger)
      }
      return tasks
    }
    for task in tasks { task.cancel() }
  }

  // MARK: Subscriptions

  /// Opens a subscription and acknowledges it; false when there are `limit` already.
  func subscribe(_ id: RequestID, limit: Int) -> Bool {
    ledger.withLock { ledger in
      guard ledger.subscriptionCount < limit else { return false }
      ledger.openSubscription(id)
      writer.append(ResultEncoder.acknowledgement(of: id))
      return true
    }
  }

  /// Ends all subscriptions with their result.
  func closeSubscriptions() {
    ledger.withLock { ledger in
      for id in ledger.closeSubscriptions() { writer.append(encoder.endOfSubscription(id)) }
    }
  }
}

extension RPCError {
  /// What a request gets that the server's end cut off.
  static func shuttingDown(wasStarted: Bool) -> RPCError {
    RPCError(
      .internalError,
      wasStarted
        ? "The server is shutting down and the call did not end in time. Its outcome is unknown: read back what it was "
          + "to change before repeating it."
        : "The server is shutting down. The call was not started; repeat it with a new server.")
  }
}
