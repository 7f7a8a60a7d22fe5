// Session: one libpq connection, used by one thread at a time: its state, and waiting for its socket.

import CLibPQ
import Logging
import Platform

/// A connected `PGconn` in pipeline mode. Everything that can wait has a deadline.
final class Session {
  let pq: LibPQFunctions
  let handle: OpaquePointer
  let socket: Int32
  let interruption: Interruption
  private let wakeup: EventDescriptor
  private let notices: NoticeSink
  let commandTimeout: Duration
  let settings: SessionSettings
  let watch: SessionWatch
  /// Nil where statements are not logged.
  let log: StatementLog?
  /// The pool's generation when this connected.
  let generation: Int

  /// True where a pooler may give each transaction another of the server's sessions.
  var isPooled = false
  /// The names of the statements that the server has prepared.
  var prepared: [PostgresStatement: String] = [:]
  var encoder = ParameterEncoder()
  /// The terms of the lease that this is lent by.
  var terms = PostgresTerms() { didSet { followUp = nil } }
  /// The result of the terms' follow-up, if it came with the last exchange.
  var followUp: PostgresResult?

  /// True when no statement can be sent any more.
  var isBroken = false
  /// The outcome of the open work, should the connection be lost right now.
  var outcomeIfLost = CommitOutcome.notCommitted
  /// The longest wait for a result before the connection is given up. The server's own timeout comes first.
  var patience: Duration
  /// The time at which an interrupted statement is given up; nil while none is interrupted.
  private var graceEnd: ContinuousClock.Instant?
  /// True when not all that was to be sent is out.
  private(set) var mustFlush = false
  /// The time at which the command was sent whose first result is awaited.
  private(set) var sentAt: ContinuousClock.Instant?
  /// True when the socket is known to have something to read.
  var isReadable = false

  /// The wait beyond the server's own timeout, and the wait for the end of a cancelled statement.
  static let grace = Duration.seconds(5)

  /// Takes a connected handle over.
  init(
    _ pq: LibPQFunctions, _ handle: OpaquePointer, notices: NoticeSink, _ origin: Origin
  ) {
    self.pq = pq
    self.handle = handle
    self.notices = notices
    interruption = origin.interruption
    wakeup = origin.wakeup
    commandTimeout = origin.configuration.commandTimeout
    settings = SessionSettings(origin.configuration, serverVersion: Int(pq.pointee.PQserverVersion(handle)))
    watch = origin.sessions
    log = StatementLog(
      origin.logger, slowerThan: origin.configuration.slowStatement, server: Self.peer(pq, handle))
    generation = watch.generation
    patience = commandTimeout + Self.grace
    socket = pq.pointee.PQsocket(handle)
    interruption.setHandle(CancelHandle(pq, connection: handle))
  }

  deinit {
    interruption.setHandle(nil)
    pq.pointee.PQfinish(handle)
  }

  /// The server's place in libpq's words: a name, an address or the folder of a socket, and the port.
  var peer: (host: String, port: String) { Self.peer(pq, handle) }

  private static func peer(_ pq: LibPQFunctions, _ handle: OpaquePointer) -> (host: String, port: String) {
    func text(_ string: UnsafeMutablePointer<CChar>?) -> String { string.map { String(cString: $0) } ?? "" }
    return (text(pq.pointee.PQhost(handle)), text(pq.pointee.PQport(handle)))
  }

  var isInTransaction: Bool { pq.pointee.PQtransactionStatus(handle) != PQTRANS_IDLE }

  /// Reads what the server sent unasked: notices, settings, a FATAL. To be called when no statement is running.
  ///
  /// - Returns: false when the connection has ended.
  func isAlive() -> Bool {
    while !isBroken, Polling.wait(socket: socket, wakeup: nil, atMost: .zero).hasSocketEvent {
      let isReadable = pq.pointee.PQconsumeInput(handle) == 1
      _ = pq.pointee.PQisBusy(handle)  // takes up what has been read
      if !isReadable || notices.hasEnded || pq.pointee.PQstatus(handle) != CONNECTION_OK { isBroken = true }
    }
    return !isBroken
  }

  /// True when the connection may be lent: nothing has ended it, and its plans fit the tables.
  var isUsable: Bool { !isBroken && generation == watch.generation }

  /// Ends the transaction block that is open, if any.
  func rollBack() {
    guard !isBroken, isInTransaction else { return }
    do {
      _ = try run([.rollback], isInterruptible: false)
    } catch {
      isBroken = true  // closing it ends the transaction
    }
  }

  // MARK: Waiting

  /// To be called before anything is sent.
  func beginExchange(patience: Duration) {
    self.patience = patience
    outcomeIfLost = .notCommitted
    graceEnd = nil
    sentAt = .now
    beginGraceIfInterrupted()
  }

  func beginGraceIfInterrupted() {
    if graceEnd == nil, interruption.reason != nil { graceEnd = .now + Self.grace }
  }

  /// Starts sending what libpq has gathered.
  func flush() { mustFlush = pq.pointee.PQflush(handle) == 1 }

  /// The next result, or nil at the end of a command's results.
  ///
  /// - Throws: when the connection is lost or given up.
  func nextResult() throws(PostgresError) -> OpaquePointer? {
    var deadline = sentAt.map { $0 + patience }
    sentAt = nil
    while pq.pointee.PQisBusy(handle) != 0 {
      if isReadable {
        try takeInput()
        continue
      }
      let end = deadline ?? .now + patience
      deadline = end
      try wait(until: min(end, graceEnd ?? end))
    }
    return pq.pointee.PQgetResult(handle)
  }

  private func wait(until deadline: ContinuousClock.Instant) throws(PostgresError) {
    let events: PollEvents = mustFlush ? [.readable, .writable] : .readable
    let outcome = Polling.wait(socket: socket, events: events, wakeup: wakeup, until: deadline)
    if outcome.isWoken { beginGraceIfInterrupted() }
    guard outcome.hasSocketEvent else {
      if !outcome.isWoken, ContinuousClock.now >= deadline { throw givenUp() }
      return
    }
    try takeInput()
  }

  private func takeInput() throws(PostgresError) {
    isReadable = false
    guard pq.pointee.PQconsumeInput(handle) == 1 else { throw lost(lastMessage) }
    // A failed write is not the end: the server may have said why it closed, and that is read next.
    if mustFlush { flush() }
  }

  /// Waits for a PQcancel that is under way: until it has returned, it might hit the next statement.
  func endInterruptible() {
    let end = ContinuousClock.now + Self.grace
    while !interruption.endStatement() {
      if ContinuousClock.now >= end { isBroken = true }
      if isBroken { return }
      _ = Polling.wait(socket: -1, wakeup: wakeup, until: end)
    }
  }

  // MARK: Errors

  var lastMessage: String {
    let text = pq.pointee.PQerrorMessage(handle).map { String(cString: $0).oneLine } ?? ""
    return text.isEmpty ? "the server closed the connection" : text
  }

  /// Marks the connection as lost.
  func lost(_ message: String, sqlState: SQLState? = nil) -> PostgresError {
    isBroken = true
    var error = PostgresError(.connectionLost, message, sqlState: sqlState)
    error.commitOutcome = outcomeIfLost
    return error
  }

  /// The server did not answer, not even its own timeout or a cancel request.
  private func givenUp() -> PostgresError {
    isBroken = true
    if outcomeIfLost == .unknown { return lost("the server did not answer in time") }
    if let reason = interruption.reason { return PostgresError(interrupted: reason) }
    return PostgresError(.timeout, "the server did not answer within \(patience.wholeMilliseconds) ms")
  }
}

extension PostgresError {
  init(interrupted reason: Interruption.Reason) {
    switch reason {
    case .cancelled: self.init(.cancelled, "the call was cancelled")
    case .shutDown: self.init(.shutDown, "the connection pool has been shut down")
    }
  }
}
