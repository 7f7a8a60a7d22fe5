// CallRunner: starts calls and sends answers, on any thread; all that is in flight stands in one value behind a lock.

import Platform
import Synchronization

/// Runs calls and sends every answer. Thread-safe: `requests` has a lock, all else never changes.
final class CallRunner: Sendable {
  private let requests = Mutex(InFlightRequests())
  private let writer: MessageWriter
  private let wakeup: Wakeup
  /// Runs calls that had to wait for others or have suspended; nil for Swift's thread pool.
  private let executor: (any TaskExecutor)?
  /// The thread that made this object, which serves the input. It writes once for all messages of a chunk; the others
  /// write at once.
  private let servingThread = ThreadIdentity.current

  /// Makes a runner; to be called on the serving thread.
  init(writer: MessageWriter, wakeup: Wakeup, executor: (any TaskExecutor)? = nil) {
    self.writer = writer
    self.wakeup = wakeup
    self.executor = executor
  }

  /// Calls that have not ended, and the bytes of their messages: the serving thread pauses by them.
  var load: (calls: Int, bytes: Int) { requests.withLock { ($0.count, $0.bytes) } }

  // MARK: Messages that are answered at once

  /// Takes the id of a new request; false when an answer to another one with this id is still due.
  func claim(_ id: RequestID, for destination: Destination) -> Bool {
    requests.withLock { requests in
      guard !requests.isTaken(id) else { return false }
      requests.reserve(id, in: destination)
      return true
    }
  }

  /// True when no answer to a request with this id is due.
  func isFree(_ id: RequestID) -> Bool { requests.withLock { !$0.isTaken(id) } }

  /// Sends an answer; nil notes that the message gets none. It goes out at the end of the chunk.
  func answer(_ destination: Destination, _ answer: [UInt8]?) {
    requests.withLock { send(answer, to: destination, &$0) }
  }

  /// Opens a batch of `count` messages and returns its key.
  func openBatch(count: Int) -> InFlightRequests.Key { requests.withLock { $0.openBatch(count: count) } }

  /// Appends what may go out now. In one step with the change that made it due: when nothing is in flight, all answers
  /// are then in line.
  private func send(_ answer: [UInt8]?, to destination: Destination, _ requests: inout InFlightRequests) {
    if let line = requests.settle(destination, answer) { writer.append(line) }
  }

  // MARK: Calls

  /// Takes a call that came after all others. Called by the serving thread alone.
  func submit(_ call: InFlightRequests.Call) {
    guard let start = requests.withLock({ $0.admit(call) }) else { return }
    attach(begin(start), to: start.key)
  }

  /// Begins here and now: a call that never suspends is over when this returns, without a hop to another thread. The
  /// Swift of macOS 15 cannot do that.
  private func begin(_ start: InFlightRequests.Start) -> Task<Void, Never> {
    guard #available(macOS 26, *) else { return Task(executorPreference: executor) { await self.execute(start) } }
    return Task.immediate(executorPreference: executor) { await execute(start) }
  }

  private func execute(_ start: InFlightRequests.Start) async {
    let line = await answer(to: start)
    let successors = requests.withLock { requests in
      let (destination, starts) = requests.finish(start.key)
      if let destination { send(line, to: destination, &requests) }
      return starts
    }
    proceed(with: successors)
  }

  private func answer(to start: InFlightRequests.Start) async -> [UInt8] {
    var line = ResponseLine(to: start.id)
    do throws(RPCError) {
      try await start.run(&line.result)
      return line.finished()
    } catch {
      return ResponseLine.error(error, to: start.id)
    }
  }

  /// Starts the calls whose turn has come.
  private func proceed(with successors: [InFlightRequests.Start]) {
    if ThreadIdentity.current != servingThread { writer.flush() }
    // Not immediate: a long queue of calls that do not suspend would start each other deeper and deeper.
    for start in successors { attach(Task(executorPreference: executor) { await self.execute(start) }, to: start.key) }
    wakeup.reportProgress()
  }

  private func attach(_ task: Task<Void, Never>, to key: InFlightRequests.Key) {
    if requests.withLock({ $0.attach(task, to: key) }) { task.cancel() }
  }

  /// Drops the request with this id, if there is one.
  func cancel(_ id: RequestID) {
    let (task, successors) = requests.withLock { requests in
      let (task, destination, starts) = requests.cancel(id)
      if let destination { send(nil, to: destination, &requests) }
      return (task, starts)
    }
    task?.cancel()
    proceed(with: successors)
  }

  /// Drops all that is in flight, since a new session begins.
  func endSession() {
    for task in requests.withLock({ $0.endSession() }) { task.cancel() }
  }

  /// Answers every call that has not ended with an error, and cancels it.
  func abandon() {
    let tasks = requests.withLock { requests in
      let (calls, tasks) = requests.abandon()
      for call in calls {
        send(
          ResponseLine.error(.shuttingDown(wasStarted: call.wasStarted), to: call.id), to: call.destination, &requests)
      }
      return tasks
    }
    for task in tasks { task.cancel() }
  }

  // MARK: Subscriptions

  /// Opens a subscription and acknowledges it; false when there are `limit` already.
  func open(_ subscription: Subscription, for id: RequestID, limit: Int) -> Bool {
    requests.withLock { requests in
      guard requests.subscriptionCount < limit else { return false }
      requests.open(subscription, for: id)
      writer.append(subscription.acknowledgement)
      return true
    }
  }

  /// Ends all subscriptions with their result.
  func closeSubscriptions() {
    requests.withLock { requests in
      for (id, subscription) in requests.closeSubscriptions() {
        writer.append(ResponseLine.result(subscription.result, to: id))
      }
    }
  }
}

extension RPCError {
  /// The error that answers a request which the server's end cut off.
  static func shuttingDown(wasStarted: Bool) -> RPCError {
    RPCError(
      .internalError,
      wasStarted
        ? "The server is shutting down and the call did not end in time. Its outcome is unknown: read back what it was "
          + "to change before repeating it."
        : "The server is shutting down. The call was not started; repeat it with a new server.")
  }
}
