// PoolSimulation: plays the callers, the connections and the clock of a pool's state machine, and checks its rules.

import XCTest

@testable import Postgres

/// Carries out what the machine asks for, in its own books, and fails the test where a rule is broken.
struct PoolSimulation {
  typealias ID = PoolStateMachine.ConnectionID

  enum Phase { case connecting, idle, leased, closing }

  let limits: PoolStateMachine.Limits
  private(set) var machine: PoolStateMachine
  private(set) var now = ContinuousClock.now
  private(set) var connections: [ID: Phase] = [:]
  /// Those who wait, in the order in which they must be served.
  private(set) var line: [UInt64] = []
  private(set) var failures: [UInt64: PostgresError] = [:]
  private(set) var handed: [UInt64: ID] = [:]
  private(set) var reports: [PoolStateMachine.Report] = []
  private(set) var interrupted: Set<ID> = []
  private(set) var alarms: [ContinuousClock.Instant] = []
  private(set) var hasEnded = false
  private var lastWaiter: UInt64 = 0

  init(minimum: Int = 0, maximum: Int = 3, leaseTimeout: Duration = .seconds(30), isStarted: Bool = true) {
    limits = .init(
      minimum: minimum, maximum: maximum, leaseTimeout: leaseTimeout, idleLifetime: .seconds(300))
    machine = PoolStateMachine(limits, seed: 1)
    if isStarted { start() }
  }

  func all(_ phase: Phase) -> [ID] { connections.filter { $0.value == phase }.keys.sorted() }

  // MARK: Events

  mutating func start() { apply(machine.start(now: now)) }
  mutating func shutDown() { apply(machine.shutDown()) }

  /// A call asks for a connection; its number.
  @discardableResult
  mutating func call(atFront: Bool = false, isUpkeep: Bool = false) -> UInt64 {
    lastWaiter += 1
    if let id = machine.lease(isUpkeep: isUpkeep, now: now) {
      take(id, for: lastWaiter)
      return lastWaiter
    }
    line.insert(lastWaiter, at: atFront ? 0 : line.count)
    apply(machine.wait(lastWaiter, since: now, atFront: atFront, isUpkeep: isUpkeep, now: now))
    return lastWaiter
  }

  /// A call takes a connection only where one is idle.
  mutating func callWithoutWaiting() {
    lastWaiter += 1
    if let id = machine.lease(now: now) { take(id, for: lastWaiter) } else { apply(machine.openSpare(now: now)) }
  }

  mutating func cancel(_ waiter: UInt64) { apply(machine.cancelWait(waiter)) }

  mutating func connect(_ id: ID) {
    connections[id] = .idle
    apply(machine.connected(id, now: now))
  }

  mutating func refuse(_ id: ID, permanently: Bool = false, _ sqlState: SQLState? = nil) {
    connections[id] = nil
    var error = PostgresError(.cannotConnect, "refused", sqlState: sqlState)
    error.isPermanent = permanently
    apply(machine.connectFailed(id, error, now: now))
  }

  mutating func release(_ id: ID, isUsable: Bool = true) {
    connections[id] = .idle
    apply(machine.release(id, isUsable: isUsable, now: now))
  }

  mutating func lose(_ id: ID) { apply(machine.lost(id, now: now)) }

  mutating func close(_ id: ID) {
    connections[id] = nil
    apply(machine.closed(id, now: now))
  }

  /// Lets time pass, with all the alarms on the way.
  mutating func advance(by duration: Duration) {
    let end = now + duration
    while let next = alarms.min(), next <= end {
      now = max(now, next)
      alarms.removeAll { $0 <= now }
      apply(machine.wake(now: now))
    }
    now = end
  }

  // MARK: Rules

  private mutating func apply(_ actions: [PoolStateMachine.Action]) {
    for action in actions { apply(action) }
    checkRules()
  }

  private mutating func apply(_ action: PoolStateMachine.Action) {
    switch action {
    case .connect(let id):
      XCTAssertNil(connections[id], "connection \(id) begun twice")
      connections[id] = .connecting
    case .close(let id):
      XCTAssertEqual(connections[id], .idle, "connection \(id) closed in the wrong state")
      connections[id] = .closing
    case .interrupt(let id): interrupted.insert(id)
    case .hand(let id, let waiter):
      XCTAssertEqual(waiter, line.first, "not first come, first served")
      line.removeAll { $0 == waiter }
      take(id, for: waiter)
    case .fail(let waiter, let error):
      XCTAssert(line.contains(waiter), "\(waiter) failed twice")
      line.removeAll { $0 == waiter }
      failures[waiter] = error
    case .wake(let time): alarms.append(time)
    case .report(let report): reports.append(report)
    case .end: hasEnded = true
    }
  }

  private mutating func take(_ id: ID, for waiter: UInt64) {
    XCTAssertEqual(connections[id], .idle, "connection \(id) lent while it is not idle")
    connections[id] = .leased
    handed[waiter] = id
  }

  private func checkRules() {
    XCTAssertLessThanOrEqual(connections.count, limits.maximum, "too many connections")
    XCTAssert(line.isEmpty || all(.idle).isEmpty, "a call waits while a connection is idle")
    XCTAssertLessThan(alarms.count, 20, "alarms pile up")
  }
}
