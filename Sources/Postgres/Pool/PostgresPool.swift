// PostgresPool: lends connections; opens them when they are needed, replaces broken ones, closes idle ones.

import Logging
import Synchronization

/// A pool of connections to one database.
///
/// `run()` does the work behind it: nothing connects before it, and calls made before it wait for it.
public final class PostgresPool: Sendable {
  typealias Waiter = CheckedContinuation<Result<Lease, PostgresError>, Never>

  /// A connection that one call has to itself.
  struct Lease: Sendable {
    let id: PoolStateMachine.ConnectionID
    let connection: PostgresConnection
    let number: UInt64
  }

  private struct State {
    var machine: PoolStateMachine
    var connections: [PoolStateMachine.ConnectionID: PostgresConnection] = [:]
    var waiters: [PoolStateMachine.WaiterID: Waiter] = [:]
    var lastLease: UInt64 = 0
  }

  /// An action with all that it takes, to be done outside the lock.
  private enum Effect {
    case connect(PoolStateMachine.ConnectionID)
    case close(PoolStateMachine.ConnectionID, PostgresConnection?)
    case interrupt(PostgresConnection)
    case resume(Waiter, Result<Lease, PostgresError>)
    case wake(at: ContinuousClock.Instant)
    case report(PoolStateMachine.Report)
    case end
  }

  private let configuration: PostgresConfiguration
  private let watch: TransportWatch
  private let sessions: SessionWatch
  private let logger: Logger
  private let state: Mutex<State>
  private let lastWaiter = Atomic<UInt64>(0)
  private let isRunning = Atomic<Bool>(false)
  /// The times at which `run()` wakes the state machine; ends with the pool.
  private let alarms: AsyncStream<ContinuousClock.Instant>
  private let alarm: AsyncStream<ContinuousClock.Instant>.Continuation

  /// Cheap: libpq is loaded and the URI looked at with the first connection.
  public init(_ configuration: PostgresConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    watch = TransportWatch(logger: logger)
    sessions = SessionWatch(preparesStatements: configuration.preparesStatements, logger: logger)
    (alarms, alarm) = AsyncStream.makeStream()
    let limits = PoolStateMachine.Limits(
      minimum: configuration.minimumConnections, maximum: configuration.maximumConnections,
      leaseTimeout: configuration.leaseTimeout, idleLifetime: configuration.idleLifetime)
    state = Mutex(State(machine: PoolStateMachine(limits, seed: .random(in: 0 ... .max))))
  }

  // MARK: Calls

  /// Lends a connection to `body`, which runs on that connection's thread.
  ///
  /// Does not suspend before the work is handed to the connection's thread when one is idle, and never blocks.
  /// Connections found dead before `body` runs are replaced without the caller noticing. Cancelling the task cancels
  /// its wait or its statement. `body` runs at most once, and a transaction that it leaves open is rolled back.
  ///
  /// - Throws: the error of `body`, or a `PostgresError`: `poolTimeout` when all connections were in use for the whole
  ///   wait, `cannotConnect` (with the last attempt's error) when there was none, `cancelled`, `shutDown`.
  public func withConnection<Value: Sendable>(
    _ body: @Sendable (isolated PostgresConnection) throws -> Value
  ) async throws -> Value {
    try await withConnection(sending: []) { connection, _ in try body(connection) }
  }

  /// As the other one, for a body whose first commands are known before: they are sent at once by the calling thread,
  /// so that the connection's thread wakes up when the answer is there, and not twice.
  ///
  /// - Parameters:
  ///   - commands: sent as by `PostgresConnection.pipeline`. When they fail, `body` is not called.
  ///   - waitingSince: the time at which the call began to wait, if it has been waiting for something else already; nil
  ///     otherwise.
  ///   - isUpkeep: true for the server's own work: it does not count as use, for which the minimum is kept.
  ///   - terms: the commands that go with those of `body` and `commands`.
  ///   - body: also gets their results.
  public func withConnection<Value: Sendable>(
    sending commands: [PostgresCommand], waitingSince: ContinuousClock.Instant? = nil, isUpkeep: Bool = false,
    under terms: PostgresTerms = PostgresTerms(),
    _ body: @Sendable (isolated PostgresConnection, [PostgresResult]) throws -> Value
  ) async throws -> Value {
    if let lease = idleLease(isUpkeep), case .returned(let value) = try await use(lease, commands, terms, body) {
      return value
    }
    let start = waitingSince ?? .now
    var isRepeated = false
    while true {
      let lease = try await waitForLease(since: start, atFront: isRepeated, isUpkeep).get()
      if case .returned(let value) = try await use(lease, commands, terms, body) { return value }
      isRepeated = true
    }
  }

  /// As `withConnection`, for a call that need not be served: it never waits for a connection. Where none is idle, one is
  /// opened for the calls to come.
  ///
  /// - Returns: nil where `body` was not called, as no connection was idle and alive.
  public func withIdleConnection<Value: Sendable>(
    sending commands: [PostgresCommand], under terms: PostgresTerms,
    _ body: @Sendable (isolated PostgresConnection, [PostgresResult]) throws -> Value
  ) async throws -> Value? {
    guard let lease = idleLease(false) else {
      transition { $0.openSpare(now: .now) }
      return nil
    }
    guard case .returned(let value) = try await use(lease, commands, terms, body) else { return nil }
    return value
  }

  private func use<Value: Sendable>(
    _ lease: Lease, _ commands: [PostgresCommand], _ terms: PostgresTerms,
    _ body: @Sendable (isolated PostgresConnection, [PostgresResult]) throws -> Value
  ) async throws -> PostgresConnection.Loan<Value> {
    try await withTaskCancellationHandler {
      if !commands.isEmpty { lease.connection.sendAhead(commands, under: terms) }
      return try await lease.connection.lend(commands, body, under: terms) { isUsable in
        transition { $0.release(lease.id, isUsable: isUsable, now: .now) }
      }
    } onCancel: {
      lease.connection.interruption.interrupt(lease: lease.number, .cancelled)
    }
  }

  private func idleLease(_ isUpkeep: Bool) -> Lease? {
    let now = ContinuousClock.now
    return state.withLock { state in
      state.machine.lease(isUpkeep: isUpkeep, now: now).map { Self.lease($0, &state) }
    }
  }

  /// Under the lock: an interruption that comes right after must find the lease open.
  private static func lease(_ id: PoolStateMachine.ConnectionID, _ state: inout State) -> Lease {
    guard let connection = state.connections[id] else { preconditionFailure("connection \(id) is not there") }
    state.lastLease += 1
    connection.interruption.open(lease: state.lastLease)
    return Lease(id: id, connection: connection, number: state.lastLease)
  }

  private func waitForLease(
    since: ContinuousClock.Instant, atFront: Bool, _ isUpkeep: Bool
  ) async -> Result<Lease, PostgresError> {
    let id = lastWaiter.add(1, ordering: .relaxed).newValue
    return await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        transition(adding: waiter, as: id) { machine in
          let actions = machine.wait(id, since: since, atFront: atFront, isUpkeep: isUpkeep, now: .now)
          // A cancellation before this found nobody waiting.
          return Task.isCancelled ? actions + machine.cancelWait(id) : actions
        }
      }
    } onCancel: {
      transition { $0.cancelWait(id) }
    }
  }

  /// The reason for which the last attempt to connect failed; nil where it succeeded, and before the first.
  public var problem: PostgresError? { state.withLock { $0.machine.problem } }

  // MARK: Life

  /// Keeps the pool: to be called once. Returns when its task is cancelled or `shutdown()` was called, and all
  /// connections are closed.
  public func run() async {
    guard isRunning.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else {
      return logger.error("the connection pool is running already")
    }
    transition { $0.start(now: .now) }
    // A task of its own: closing has to go on after the caller's has been cancelled.
    let keeper = Task { await keep() }
    await withTaskCancellationHandler {
      await keeper.value
    } onCancel: {
      shutdown()
    }
  }

  private func keep() async {
    await withDiscardingTaskGroup { group in
      for await time in alarms {
        group.addTask {
          guard (try? await Task.sleep(until: time, clock: .continuous)) != nil else { return }
          self.transition { $0.wake(now: .now) }
        }
      }
      group.cancelAll()
    }
  }

  /// Fails all waits, cancels running statements, closes the connections. May be called from anywhere, also twice.
  public func shutdown() { transition { $0.shutDown() } }

  // MARK: Effects

  private func transition(
    adding waiter: Waiter? = nil, as id: PoolStateMachine.WaiterID = 0,
    _ change: (inout PoolStateMachine) -> [PoolStateMachine.Action]
  ) {
    let effects = state.withLock { state in
      if let waiter { state.waiters[id] = waiter }
      return change(&state.machine).compactMap { Self.effect(of: $0, &state) }
    }
    for effect in effects { perform(effect) }
  }

  private static func effect(of action: PoolStateMachine.Action, _ state: inout State) -> Effect? {
    switch action {
    case .connect(let id): return .connect(id)
    case .close(let id): return .close(id, state.connections.removeValue(forKey: id))
    case .interrupt(let id): return state.connections[id].map { .interrupt($0) }
    case .hand(let id, let waiter):
      // Each waiter has a continuation: both go in and out under one lock.
      return state.waiters.removeValue(forKey: waiter).map { .resume($0, .success(lease(id, &state))) }
    case .fail(let waiter, let error):
      return state.waiters.removeValue(forKey: waiter).map { .resume($0, .failure(error)) }
    case .wake(let time): return .wake(at: time)
    case .report(let report): return .report(report)
    case .end: return .end
    }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .connect(let id): connect(id)
    case .close(let id, let connection): close(id, connection)
    case .interrupt(let connection): connection.interruption.interrupt(lease: nil, .shutDown)
    case .resume(let waiter, let result): waiter.resume(returning: result)
    case .wake(let time): alarm.yield(time)
    case .report(let report): log(report)
    case .end: alarm.finish()
    }
  }

  /// Not one of `run()`'s own tasks: resolving a name cannot be interrupted, and must not hold up the end.
  private func connect(_ id: PoolStateMachine.ConnectionID) {
    Task {
      do throws(PostgresError) {
        let connection = try PostgresConnection(
          name: "pg-\(id)", configuration, watch: watch, sessions: sessions, logger: logger
        ) { [weak self] in self?.transition { $0.lost(id, now: .now) } }
        state.withLock { $0.connections[id] = connection }
        try await connection.open()
        transition { $0.connected(id, now: .now) }
      } catch {
        logger.debug("cannot connect", metadata: ["error": "\(error)"])
        state.withLock { $0.connections[id] = nil }
        transition { $0.connectFailed(id, error, now: .now) }
      }
    }
  }

  private func close(_ id: PoolStateMachine.ConnectionID, _ connection: PostgresConnection?) {
    Task {
      await connection?.close()
      transition { $0.closed(id, now: .now) }
    }
  }

  private func log(_ report: PoolStateMachine.Report) {
    switch report {
    case .connected: logger.info("connected to the database")
    case .unreachable(let error): logger.warning("the database is unreachable", metadata: ["error": "\(error)"])
    case .recovered: logger.info("the database is back")
    }
  }
}
