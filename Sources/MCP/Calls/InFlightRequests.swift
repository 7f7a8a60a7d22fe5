// InFlightRequests: the requests without an answer yet, as a value; it is told what happens and returns what to do.

import JSON

/// The calls, batches and subscriptions that have not ended.
///
/// The life of a call: `admit` makes it waiting or running; `finish` of another call makes a waiting one running;
/// `cancel` and `endSession` end a waiting one and silence a running one, which keeps its place in the order until its
/// `finish`.
struct InFlightRequests: Sendable {
  /// Names a call or a batch; later ones have greater keys.
  typealias Key = CallScheduler.Key

  /// A call as it was read.
  struct Call: Sendable {
    let id: RequestID
    /// Size of the message in bytes.
    let size: Int
    let destination: Destination
    let prepared: PreparedCall
  }

  /// A call to be started now.
  struct Start: Sendable {
    let key: Key
    let id: RequestID
    /// The call's `PreparedCall.run`.
    let run: @Sendable (inout JSONWriter) async throws(RPCError) -> Void
  }

  /// A call that was given up: its error is due.
  struct Abandoned: Sendable {
    let id: RequestID
    let destination: Destination
    let wasStarted: Bool
  }

  private struct Record {
    let call: Call
    /// False while the call waits for its turn.
    var isRunning: Bool
    /// Set once the call has been started and has suspended.
    var task: Task<Void, Never>?
    /// Cancelled by the client, or of a session that is over: nothing more is sent for it.
    var isSilenced = false
  }

  /// Every call that has not ended.
  private var records: [Key: Record] = [:]
  /// The calls that an answer is due for, by the id that the client knows.
  private var keys: [RequestID: Key] = [:]
  /// In the order in which they were opened.
  private var subscriptions: [(id: RequestID, subscription: Subscription)] = []
  /// The batches that have not been answered.
  private var batches: [Key: BatchResponse] = [:]
  private var scheduler = CallScheduler()
  /// The last key that was given to a call or a batch.
  private var lastKey: Key = 0
  /// Size of the messages of all calls that have not ended, in bytes.
  private(set) var bytes = 0
  /// True when the time for calls is over.
  private(set) var isAbandoned = false

  /// Number of calls that have not ended, silenced ones included.
  var count: Int { records.count }
  /// Number of open subscriptions.
  var subscriptionCount: Int { subscriptions.count }

  // MARK: Ids

  /// True when an answer to a request with this id is due.
  func isTaken(_ id: RequestID) -> Bool {
    keys[id] != nil || subscriptions.contains { $0.id == id } || batches.values.contains { $0.ids.contains(id) }
  }

  // MARK: Calls

  /// Records a call. Nil when it must wait.
  mutating func admit(_ call: Call) -> Start? {
    lastKey += 1
    let key = lastKey
    let isRunning = scheduler.submit(key, call.prepared.footprint)
    records[key] = Record(call: call, isRunning: isRunning)
    keys[call.id] = key
    bytes += call.size
    return isRunning ? start(key, call) : nil
  }

  private func start(_ key: Key, _ call: Call) -> Start {
    Start(key: key, id: call.id, run: call.prepared.run)
  }

  /// Notes the task of a call that was started.
  ///
  /// - Returns: true when it is to be cancelled at once, because that was asked before the task was known.
  mutating func attach(_ task: Task<Void, Never>, to key: Key) -> Bool {
    records[key]?.task = task
    return isAbandoned || records[key]?.isSilenced == true
  }

  /// Ends a running call.
  ///
  /// - Returns: the destination of its answer, nil when none is due any more, and the calls that may start now.
  mutating func finish(_ key: Key) -> (destination: Destination?, starts: [Start]) {
    guard let record = records[key] else { return (nil, []) }
    if !record.isSilenced { keys[record.call.id] = nil }
    return (record.isSilenced ? nil : record.call.destination, remove(key, record))
  }

  private mutating func remove(_ key: Key, _ record: Record) -> [Start] {
    records[key] = nil
    bytes -= record.call.size
    return scheduler.remove(key).compactMap { ready in
      records[ready]?.isRunning = true
      return records[ready].map { start(ready, $0.call) }
    }
  }

  /// Ends what the client no longer wants; its id is free at once.
  ///
  /// - Returns: the task to cancel, the destination to settle without an answer, and the calls that may start now.
  mutating func cancel(_ id: RequestID) -> (task: Task<Void, Never>?, destination: Destination?, starts: [Start]) {
    subscriptions.removeAll { $0.id == id }
    guard let key = keys.removeValue(forKey: id), let record = records[key] else { return (nil, nil, []) }
    if case .batch(let batch, _) = record.call.destination { batches[batch]?.ids.remove(id) }
    guard record.isRunning else { return (nil, record.call.destination, remove(key, record)) }
    records[key]?.isSilenced = true
    return (record.task, record.call.destination, [])
  }

  /// Gives up all calls: one that ends from now on is not answered again.
  ///
  /// - Returns: the calls whose errors are due, in their order, and the tasks to cancel.
  mutating func abandon() -> (calls: [Abandoned], tasks: [Task<Void, Never>]) {
    isAbandoned = true
    let ordered = records.sorted { $0.key < $1.key }.map(\.value)
    records = [:]
    keys = [:]
    bytes = 0
    scheduler = CallScheduler()
    let calls = ordered.filter { !$0.isSilenced }.map {
      Abandoned(id: $0.call.id, destination: $0.call.destination, wasStarted: $0.isRunning)
    }
    return (calls, ordered.compactMap(\.task))
  }

  /// Ends a session: nothing of it is answered from now on, and its ids are free at once.
  ///
  /// Calls that wait are taken out of the order; running ones keep their place in it until their `finish`.
  ///
  /// - Returns: the tasks to cancel.
  mutating func endSession() -> [Task<Void, Never>] {
    keys = [:]
    batches = [:]
    subscriptions = []
    // The newest first, so that none is started because the one that it waited for is gone.
    for (key, record) in records.sorted(by: { $0.key > $1.key }) {
      if record.isRunning { records[key]?.isSilenced = true } else { _ = remove(key, record) }
    }
    return records.values.compactMap(\.task)
  }

  // MARK: Subscriptions

  /// Records a subscription; its id is in use until it is cancelled or closed.
  mutating func open(_ subscription: Subscription, for id: RequestID) { subscriptions.append((id, subscription)) }

  /// Ends all subscriptions and returns them in the order in which they were opened.
  mutating func closeSubscriptions() -> [(id: RequestID, subscription: Subscription)] {
    defer { subscriptions = [] }
    return subscriptions
  }

  // MARK: Answers

  /// Opens a batch of `count` messages and returns its key.
  mutating func openBatch(count: Int) -> Key {
    lastKey += 1
    batches[lastKey] = BatchResponse(count: count)
    return lastKey
  }

  /// Keeps the id of a batch's request in use until the batch has been answered.
  mutating func reserve(_ id: RequestID, in destination: Destination) {
    if case .batch(let key, _) = destination { batches[key]?.ids.insert(id) }
  }

  /// Takes an answer, nil for a message that gets none.
  ///
  /// - Returns: the line to send now, if any.
  mutating func settle(_ destination: Destination, _ answer: [UInt8]?) -> [UInt8]? {
    guard case .batch(let key, let index) = destination else { return answer }
    batches[key]?.settle(index, answer)
    guard let response = batches[key], response.isComplete else { return nil }
    batches[key] = nil
    return response.line
  }
}
