// PostgresError: a failure between a caller and the database.

import Platform

/// A failed statement, connection or wait.
///
/// Its description tells SQLSTATE and SQL, never parameter values, never a password.
public struct PostgresError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The class of the failure, by which a caller decides.
  public let kind: Kind
  /// One sentence, as the server, libpq or the pool put it.
  public var message: String
  /// Set when the server answered, also when it refused the connection.
  public var sqlState: SQLState?
  /// `ERROR` or `FATAL`, not translated.
  public var severity: String?
  /// The server's detail. It may quote values of the row: for the caller's eyes, not part of `description`.
  public var detail: String?
  /// The server's suggestion; nil where it makes none.
  public var hint: String?
  /// The violated constraint.
  public var constraint: String?
  /// The statement that failed.
  public var sql: String?
  /// `.unknown` only with `Kind.connectionLost`.
  public var commitOutcome = CommitOutcome.notCommitted
  /// True where a prepared statement was of no use: it was gone, its name was taken, or its plan no longer fitted the
  /// tables. Nothing of the transaction was done, and the pool knows better now: the next attempt may succeed.
  public internal(set) var isStaleStatement = false
  /// True when trying again cannot help: libpq is missing, the URI is wrong.
  var isPermanent = false

  /// An error of the given kind; the properties left out are nil.
  public init(_ kind: Kind, _ message: String, sqlState: SQLState? = nil, sql: String? = nil) {
    self.kind = kind
    self.message = message
    self.sqlState = sqlState
    self.sql = sql
  }

  /// True when the same transaction may succeed if it is run again from its start: a serialization failure, a deadlock,
  /// or a connection that was lost before anything was committed.
  public var isWorthRepeating: Bool {
    switch kind {
    case .server: sqlState == .serializationFailure || sqlState == .deadlockDetected
    case .connectionLost: commitOutcome == .notCommitted
    default: false
    }
  }

  /// True when the server, or its certificate, turned the connection down for a reason that somebody has to change:
  /// password, role, database, right to connect, TLS.
  public var isRefusal: Bool {
    guard kind == .cannotConnect else { return false }
    if let sqlState { return Self.refusals.contains(sqlState) }
    return Self.refusedTransport.contains(where: message.hasPart)
  }

  private static let refusals: Set<SQLState> = [
    .invalidPassword, .invalidAuthorization, .unknownDatabase, .insufficientPrivilege,
  ]

  /// Parts of the words of libpq and OpenSSL, which do not translate them in a process without a locale.
  private static let refusedTransport = [
    "does not support SSL", "certificate verify failed", "does not match host name", "root certificate file",
  ]

  var asPermanent: PostgresError {
    var error = self
    error.isPermanent = true
    return error
  }

  /// Kind, SQLSTATE, message, constraint, hint and abbreviated SQL in one line; never parameter values, never a
  /// password.
  public var description: String {
    var text = kind.description
    if let sqlState { text += " \(sqlState)" }
    text += ": \(message)"
    if let constraint { text += " (constraint \(constraint))" }
    if let hint { text += " (hint: \(hint))" }
    if kind == .connectionLost { text += commitOutcome == .unknown ? "; outcome unknown" : "; nothing was committed" }
    if let sql { text += "; in: \(Self.abbreviated(sql))" }
    return text
  }

  /// SQL on one line, its beginning where it is long.
  static func abbreviated(_ sql: String) -> String {
    let line = sql.prefix(1000).description.oneLine
    return line.count > 300 ? line.prefix(300) + " …" : line
  }
}
