// PoolStateMachine: the pool as a value; it is told what happens and returns what is to be done.

/// Connections by their state, and the calls that wait for one.
///
/// The life of a connection: connecting → (`connected`) idle or leased; idle ↔ leased; idle or leased → closing, when it
/// is broken, unused for too long, or the pool is shut down; closing → (`closed`) gone. One that cannot connect is
/// gone at once. There are never more than `maximum` of all of them, and never an idle one while a call waits. One is
/// opened for a call that waits, and never ahead of it: what a server does not use is there for the others. Of those that
/// are there `minimum` are kept while calls come, and none once the last call is `idleLifetime` ago.
///
/// The database's state: reachable, until an attempt fails; then failing, with one attempt at a time and growing pauses
/// between them, until one succeeds.
struct PoolStateMachine: Sendable {
  typealias ConnectionID = Int
  typealias WaiterID = UInt64
  typealias Instant = ContinuousClock.Instant

  struct Limits: Sendable {
    var minimum: Int
    var maximum: Int
    var leaseTimeout: Duration
    var idleLifetime: Duration
  }

  enum Action: Sendable, Equatable {
    case connect(ConnectionID)
    case close(ConnectionID)
    /// Stop its statement, or its attempt to connect.
    case interrupt(ConnectionID)
    case hand(ConnectionID, to: WaiterID)
    case fail(WaiterID, PostgresError)
    /// Call `wake` at this time.
    case wake(at: Instant)
    case report(Report)
    /// Shut down and all closed.
    case end
  }

  /// An event for the log.
  enum Report: Sendable, Equatable {
    case connected
    case unreachable(PostgresError)
    case recovered
  }

  private enum Slot: Sendable {
    case connecting, closing
    case idle(connectedAt: Instant)
    case leased(connectedAt: Instant)
  }

  private struct Waiter: Sendable {
    let id: WaiterID
    let deadline: Instant
  }

  private let limits: Limits
  private var slots: [ConnectionID: Slot] = [:]
  /// The idle connections; the longest idle first, the next to be lent last.
  private var idle: [(id: ConnectionID, since: Instant)] = []
  /// In the order in which they are served, which is also that of their deadlines.
  private var waiters: [Waiter] = []
  private var connecting = 0
  private var closing = 0
  private var lastID = 0

  /// Attempts that failed in a row.
  private var failures = 0
  /// The time from which the next attempt may be made; set while failing.
  private var retryAt: Instant?
  private var lastError: PostgresError?
  private var hasConnected = false
  /// The time of the last call; nil before the first.
  private var lastUse: Instant?

  /// The times that `wake` has been asked for and not been called.
  private var alarms: [Instant] = []
  private var isRunning = false
  private var isShutDown = false
  private var random: UInt64

  /// - Parameter seed: for the jitter of the pauses.
  init(_ limits: Limits, seed: UInt64) {
    self.limits = limits
    random = seed
  }

  // MARK: Calls

  /// idle → leased. Nil when the call has to wait.
  ///
  /// - Parameter isUpkeep: true for the server's own work, for which nothing is kept open.
  mutating func lease(isUpkeep: Bool = false, now: Instant) -> ConnectionID? {
    if !isUpkeep { lastUse = now }
    guard let (id, _) = idle.popLast(), case .idle(let connectedAt) = slots[id] else { return nil }
    slots[id] = .leased(connectedAt: connectedAt)
    return id
  }

  /// A call waits, or gets what has become idle meanwhile.
  ///
  /// - Parameters:
  ///   - since: the time at which the call began.
  ///   - atFront: true for a call that had been served with a dead connection.
  ///   - isUpkeep: as for `lease`.
  mutating func wait(
    _ id: WaiterID, since: Instant, atFront: Bool = false, isUpkeep: Bool = false, now: Instant
  ) -> [Action] {
    if isShutDown { return [.fail(id, PostgresError(interrupted: .shutDown))] }
    if let error = knownRefusal(now) { return [.fail(id, error)] }
    if let connection = lease(isUpkeep: isUpkeep, now: now) { return [.hand(connection, to: id)] }
    waiters.insert(Waiter(id: id, deadline: since + limits.leaseTimeout), at: atFront ? 0 : waiters.count)
    retryAt = retryAt.map { min($0, now + Self.longestPauseForWaiters) }
    return expireWaiters(now) + grow(now) + alarm(now)
  }

  /// A call went without a connection, as none was idle: one is opened for those to come.
  mutating func openSpare(now: Instant) -> [Action] { connecting > 0 ? [] : grow(now, spare: 1) }

  /// The call's task was cancelled.
  mutating func cancelWait(_ id: WaiterID) -> [Action] {
    guard let index = waiters.firstIndex(where: { $0.id == id }) else { return [] }
    waiters.remove(at: index)
    return [.fail(id, PostgresError(interrupted: .cancelled))]
  }

  /// leased → leased by the first in line, idle, or closing.
  mutating func release(_ id: ConnectionID, isUsable: Bool, now: Instant) -> [Action] {
    guard case .leased(let connectedAt) = slots[id] else { return [] }
    if isUsable, !isShutDown { return offer(id, connectedAt, now) }
    // What broke it may have broken those that idle without their having noticed it.
    let idleOnes = idle
    idle = []
    return idleOnes.flatMap { close($0.id) } + retire(id, connectedAt, now)
  }

  // MARK: Connections

  /// connecting → leased by the first in line, idle, or closing.
  mutating func connected(_ id: ConnectionID, now: Instant) -> [Action] {
    guard case .connecting = slots[id] else { return [] }
    connecting -= 1
    let report: [Action] = hasConnected ? (lastError == nil ? [] : [.report(.recovered)]) : [.report(.connected)]
    (failures, retryAt, lastError, hasConnected) = (0, nil, nil, true)
    if isShutDown { return close(id) }
    return report + offer(id, now, now) + grow(now)
  }

  /// connecting → gone.
  mutating func connectFailed(_ id: ConnectionID, _ error: PostgresError, now: Instant) -> [Action] {
    guard case .connecting = slots[id] else { return [] }
    connecting -= 1
    slots[id] = nil
    if isShutDown { return [] }
    let isNews = lastError == nil
    lastError = error
    postpone(now)
    let failed = isHopeless(error) ? waiters.map { Action.fail($0.id, error) } : []
    if isHopeless(error) { waiters = [] }
    return (isNews ? [.report(.unreachable(error))] : []) + failed + grow(now) + alarm(now)
  }

  /// idle → closing: the connection has ended while nobody used it. A leased one says so when it is released.
  mutating func lost(_ id: ConnectionID, now: Instant) -> [Action] {
    guard case .idle(let connectedAt) = slots[id] else { return [] }
    idle.removeAll { $0.id == id }
    return retire(id, connectedAt, now)
  }

  /// closing → gone.
  mutating func closed(_ id: ConnectionID, now: Instant) -> [Action] {
    guard case .closing = slots[id] else { return [] }
    slots[id] = nil
    closing -= 1
    return isShutDown ? endIfDone() : grow(now) + alarm(now)
  }

  // MARK: Time and life

  /// The pool may connect.
  mutating func start(now: Instant) -> [Action] {
    if isShutDown { return [.end] }
    isRunning = true
    return grow(now) + alarm(now)
  }

  /// A time that was asked for has come.
  mutating func wake(now: Instant) -> [Action] {
    alarms.removeAll { $0 <= now }
    if isShutDown { return [] }
    return expireWaiters(now) + expireIdle(now) + grow(now) + alarm(now)
  }

  mutating func shutDown() -> [Action] {
    if isShutDown { return [] }
    isShutDown = true
    var actions = waiters.map { Action.fail($0.id, PostgresError(interrupted: .shutDown)) }
    waiters = []
    while let (id, _) = idle.popLast() { actions += close(id) }
    for (id, slot) in slots {
      if case .closing = slot { continue }
      actions.append(.interrupt(id))
    }
    return actions + endIfDone()
  }

  /// Attempts to connect are not waited for: nothing can interrupt a name that does not resolve.
  private func endIfDone() -> [Action] { isRunning && isShutDown && slots.count == connecting ? [.end] : [] }

  /// The reason for which the last attempt to connect failed; nil where it succeeded.
  var problem: PostgresError? { lastError }

  // MARK: Steps

  /// True for an error that fails all calls: none of them can be served before the cause is gone. A refusal does not
  /// touch the connections that are there.
  private func isHopeless(_ error: PostgresError) -> Bool {
    error.isPermanent || error.isRefusal && slots.count - closing == connecting
  }

  /// The error of the last attempt, where it is the answer for all calls until the next attempt.
  private func knownRefusal(_ now: Instant) -> PostgresError? {
    guard let lastError, isHopeless(lastError) else { return nil }
    let isTriedAgain = connecting > 0 || retryAt.map { $0 <= now } ?? true
    return lastError.isPermanent || !isTriedAgain ? lastError : nil
  }

  private mutating func offer(_ id: ConnectionID, _ connectedAt: Instant, _ now: Instant) -> [Action] {
    if !waiters.isEmpty {
      slots[id] = .leased(connectedAt: connectedAt)
      return [.hand(id, to: waiters.removeFirst().id)]
    }
    slots[id] = .idle(connectedAt: connectedAt)
    idle.append((id, now))
    return alarm(now)
  }

  private mutating func retire(_ id: ConnectionID, _ connectedAt: Instant, _ now: Instant) -> [Action] {
    // Something that ends every connection at once must not make us connect in a circle.
    if now < connectedAt + .seconds(1) { postpone(now) }
    return close(id) + (isShutDown ? [] : grow(now) + alarm(now))
  }

  private mutating func close(_ id: ConnectionID) -> [Action] {
    slots[id] = .closing
    closing += 1
    return [.close(id)]
  }

  /// Opens what the calls in line ask for, and spare ones.
  private mutating func grow(_ now: Instant, spare: Int = 0) -> [Action] {
    guard isRunning, !isShutDown, lastError?.isPermanent != true else { return [] }
    if let retryAt, now < retryAt || connecting > 0 { return [] }
    let count = min(missing(spare), retryAt == nil ? .max : 1)
    return (0..<max(count, 0)).map { _ in
      lastID += 1
      slots[lastID] = .connecting
      connecting += 1
      return .connect(lastID)
    }
  }

  private func missing(_ spare: Int = 0) -> Int {
    min(waiters.count + spare - connecting, limits.maximum - slots.count)
  }

  /// The number of connections that do not end by idling, at the time.
  private func kept(_ now: Instant) -> Int {
    lastUse.map { now < $0 + limits.idleLifetime } == true ? limits.minimum : 0
  }

  /// While a call waits, the database is not left alone for longer.
  private static let longestPauseForWaiters = Duration.seconds(1)

  /// Reachable → failing, or the next pause: 100 ms, doubling to 5 s, of which jitter takes up to half.
  private mutating func postpone(_ now: Instant) {
    if let retryAt, now < retryAt { return }
    let longest = waiters.isEmpty ? .seconds(5) : Self.longestPauseForWaiters
    let pause = min(Duration.milliseconds(100 << min(failures, 10)), longest)
    failures += 1
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    retryAt = now + pause * (0.5 + Double(random >> 11) / Double(1 << 54))
  }

  private mutating func expireWaiters(_ now: Instant) -> [Action] {
    var actions: [Action] = []
    while let first = waiters.first, first.deadline <= now {
      waiters.removeFirst()
      actions.append(.fail(first.id, waitError))
    }
    return actions
  }

  private mutating func expireIdle(_ now: Instant) -> [Action] {
    var actions: [Action] = []
    while slots.count - closing > kept(now), let first = idle.first, first.since + limits.idleLifetime <= now {
      idle.removeFirst()
      actions += close(first.id)
    }
    return actions
  }

  /// Without a connection at all it is the database's fault, and so it is where it does not answer who connects;
  /// otherwise it is the load's.
  private var waitError: PostgresError {
    let time = "\(limits.leaseTimeout.wholeMilliseconds) ms"
    if let lastError, slots.count - closing == connecting {
      return PostgresError(
        .cannotConnect, "no connection within \(time): \(lastError.message)", sqlState: lastError.sqlState)
    }
    guard slots.count - closing > connecting else {
      return PostgresError(.cannotConnect, "no connection within \(time): the database has not answered")
    }
    let cause = lastError.map { ", and no other can be opened: \($0.message)" } ?? ""
    let isLoad = lastError == nil || lastError?.sqlState == .tooManyConnections
    return PostgresError(isLoad ? .poolTimeout : .cannotConnect, "all connections were in use for \(time)\(cause)")
  }

  /// The time at which the next connection has idled for too long.
  private func nextExpiry(_ now: Instant) -> Instant {
    guard let first = idle.first else { return .farFuture }
    let end = first.since + limits.idleLifetime
    guard slots.count - closing <= kept(now), let lastUse else { return end }
    return max(end, lastUse + limits.idleLifetime)
  }

  /// Asks for the next `wake`, unless one has been asked for that comes as early.
  private mutating func alarm(_ now: Instant) -> [Action] {
    var due = waiters.first?.deadline ?? .farFuture
    if let retryAt, missing() > 0, connecting == 0 { due = min(due, retryAt) }
    due = min(due, nextExpiry(now))
    guard due < .farFuture, isRunning, due < alarms.min() ?? .farFuture else { return [] }
    alarms.append(due)
    return [.wake(at: due)]
  }
}

extension ContinuousClock.Instant {
  fileprivate static let farFuture = ContinuousClock.now + .seconds(1 << 40)
}
