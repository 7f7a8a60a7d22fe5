// PostgresConnection: one connection of the pool; libpq on a thread of its own.

import CLibPQ
import Logging
import Synchronization

/// A connection, lent by `PostgresPool.withConnection`.
///
/// The actor runs on its own thread, which alone blocks on the database. Everything here is synchronous: inside the
/// closure there is no suspension between a statement and its result, or between two statements.
///
/// Errors leave the connection usable. What a closure leaves open, because it threw or forgot, is rolled back. Other
/// traces (SET without LOCAL, session locks, temporary tables) stay with the connection: leave none.
public actor PostgresConnection {
  nonisolated let thread: ConnectionThread
  nonisolated let interruption: Interruption
  private let configuration: PostgresConfiguration
  private let watch: TransportWatch
  private let sessions: SessionWatch
  private let logger: Logger
  /// Called on the thread when the connection breaks while nobody uses it.
  private let onLoss: @Sendable () -> Void
  /// nonisolated(unsafe), because `sendAhead` uses it on the caller's thread and the compiler cannot see that the uses
  /// never overlap. The lease's holder alone uses it: first the thread that got the lease, then, after `lend` has been
  /// enqueued, this connection's own thread. Between leases the own thread reads it; `user` keeps that apart from
  /// `sendAhead`.
  private nonisolated(unsafe) var session: Session?
  /// The commands that have been sent before the connection's own thread runs the lease; nil without any.
  /// nonisolated(unsafe) for the same reason as `session`.
  private nonisolated(unsafe) var ahead: Session.Exchange?
  /// The user of the session outside a lease that runs on the own thread. Neither waits for the other.
  private let user = Atomic<User>(.nobody)

  private enum User: UInt8, AtomicRepresentable {
    case nobody
    /// The thread that got the lease, from `sendAhead` on until `lend` runs.
    case sender
    /// The own thread, for input between leases.
    case reader
  }

  /// The connection's own thread, on which the actor runs.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// - Throws: `cannotConnect` when the system has no thread or descriptor left.
  init(
    name: String, _ configuration: PostgresConfiguration, watch: TransportWatch, sessions: SessionWatch,
    logger: Logger, onLoss: @escaping @Sendable () -> Void
  ) throws(PostgresError) {
    thread = try ConnectionThread(name: name)
    interruption = Interruption(wakeup: thread.wakeup)
    self.configuration = configuration
    self.watch = watch
    self.sessions = sessions
    self.logger = logger
    self.onLoss = onLoss
  }

  deinit { thread.stop() }

  // MARK: Statements

  /// The server's version, such as 150018 for 15.18; 0 without a connection.
  public var serverVersion: Int { session.map { Int($0.pq.pointee.PQserverVersion($0.handle)) } ?? 0 }

  /// The server's place in libpq's words: a name, an address or the folder of a socket, and the port. Empty without a
  /// connection.
  public var peer: (host: String, port: String) { session?.peer ?? ("", "") }

  /// TLS's protocol and cipher as this side sees them, such as `TLSv1.3 with TLS_AES_256_GCM_SHA384`; nil where nothing
  /// is encrypted. Behind a pooler `pg_stat_ssl` would speak of the pooler's own connection.
  public var encryption: String? {
    guard let session, session.pq.pointee.PQsslInUse(session.handle) == 1 else { return nil }
    func attribute(_ name: String) -> String {
      session.pq.pointee.PQsslAttribute(session.handle, name).map { String(cString: $0) } ?? "unknown"
    }
    return "\(attribute("protocol")) with \(attribute("cipher"))"
  }

  /// True where a pooler may give each transaction another of the server's sessions; false without a connection.
  package var isPooled: Bool { session?.isPooled == true }

  /// The settings that were asked for; nil without a connection.
  package var settings: SessionSettings? { session?.settings }

  /// The result of the follow-up in the lease's terms, once it has come with an exchange that left no transaction open;
  /// nil where it failed.
  package var followUp: PostgresResult? { session?.followUp }

  /// Runs one statement: one round trip, its own transaction unless one is open.
  @discardableResult
  public func execute(
    _ statement: PostgresStatement, _ parameters: [PostgresValue] = []
  ) throws(PostgresError) -> PostgresResult { try execute(PostgresCommand(statement, parameters)) }

  /// Runs one statement with its values, as from `statement(.text("a"), 1)`.
  @discardableResult
  public func execute(_ command: PostgresCommand) throws(PostgresError) -> PostgresResult {
    try connected().run([command])[0]
  }

  /// Sends all commands at once and then reads all results: one round trip.
  ///
  /// Outside a transaction block the commands are one transaction together (they end with one Sync), as long as none
  /// is BEGIN or COMMIT. So `[.begin, a, b]` and then `[c, .commit]` are one transaction in two round trips; `[a, b]`
  /// is one in a single round trip.
  ///
  /// - Returns: one result a command.
  /// - Throws: the first failure, with the SQL of the command that failed. None of the commands behind it has run. An
  ///   open transaction is then aborted: throw on, and it is rolled back.
  @discardableResult
  public func pipeline(_ commands: [PostgresCommand]) throws(PostgresError) -> [PostgresResult] {
    try connected().run(commands)
  }

  /// Runs any number of statements without parameters, usually in a transaction block that is open: a migration.
  ///
  /// An error ends the block and undoes it.
  ///
  /// - Parameter timeout: for the script as a whole; in a block it takes the place of the command timeout until the
  ///   block's end.
  public func executeScript(_ sql: String, timeout: Duration) throws(PostgresError) {
    try connected().runScript(sql, timeout: timeout)
  }

  private func connected() throws(PostgresError) -> Session {
    guard let session else { throw PostgresError(.connectionLost, "the connection is closed") }
    return session
  }

  // MARK: For the pool

  /// The outcome of a lease.
  enum Loan<Value: Sendable>: Sendable {
    case returned(Value)
    /// The connection had ended before; the body was not called.
    case dead
  }

  /// Connects; blocks this connection's thread only.
  func open() throws(PostgresError) {
    let session = try Session.connect(
      Session.Origin(
        configuration: configuration, interruption: interruption, wakeup: thread.wakeup, watch: watch,
        sessions: sessions, logger: logger))
    self.session = session
    thread.setWatch(
      ConnectionThread.Watch(socket: session.socket, longestSleep: session.commandTimeout + Session.grace) {
        [weak self] in self?.assumeIsolated { $0.readIdleInput() } ?? false
      })
  }

  func close() {
    thread.setWatch(nil)
    session = nil
  }

  /// Sends the first commands of a lease; to be called by the thread that has just got it, before `lend`.
  ///
  /// The connection's own thread need not be woken then: the answer does it.
  nonisolated func sendAhead(_ commands: [PostgresCommand], under terms: PostgresTerms = PostgresTerms()) {
    // Whatever the own thread is reading, the lease comes after it and sends.
    guard take(for: .sender) else { return }
    guard let session, session.isUsable, session.isAlive() else { return leave() }
    session.terms = terms
    let exchange = session.send(commands)
    ahead = exchange
    if case .success = exchange.sent, !session.mustFlush { thread.expectReply() }
  }

  private nonisolated func take(for new: User) -> Bool {
    user.compareExchange(expected: .nobody, desired: new, ordering: .acquiringAndReleasing).exchanged
  }

  private nonisolated func leave() { user.store(.nobody, ordering: .releasing) }

  /// Calls `body` with the results of `commands`, unless the connection is dead, and puts the connection in order
  /// afterwards.
  ///
  /// - Parameters:
  ///   - commands: those that were given to `sendAhead`. They are sent now where they have not been.
  ///   - whenDone: called on this thread, with true when the connection can be lent again.
  func lend<Value: Sendable>(
    _ commands: [PostgresCommand], _ body: (isolated PostgresConnection, [PostgresResult]) throws -> Value,
    under terms: PostgresTerms = PostgresTerms(),
    whenDone: (_ isUsable: Bool) -> Void
  ) throws -> Loan<Value> {
    let ahead = ahead
    self.ahead = nil
    leave()
    guard let session, ahead != nil || session.isUsable && session.isAlive() else {
      interruption.close()
      whenDone(false)
      return .dead
    }
    session.terms = terms
    defer {
      session.terms = PostgresTerms()
      session.rollBack()
      interruption.close()
      whenDone(session.isUsable)
    }
    session.isReadable = ahead != nil
    if commands.isEmpty { return .returned(try body(self, [])) }
    return .returned(try body(self, try session.receive(ahead ?? session.send(commands))))
  }

  /// False when the input is left to the lease that follows: it may be the answer to what was sent ahead.
  private func readIdleInput() -> Bool {
    guard take(for: .reader) else { return false }
    let isAlive = session?.isAlive()
    leave()
    guard let isAlive else { return false }
    if !isAlive {
      thread.setWatch(nil)
      onLoss()
    }
    return true
  }
}
