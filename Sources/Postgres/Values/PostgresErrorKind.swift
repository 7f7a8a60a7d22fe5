// PostgresError.Kind: what a caller decides by.

extension PostgresError {
  /// The classes of failure.
  public struct Kind: Sendable, Hashable, CustomStringConvertible {
    public let description: String
    private init(_ description: String) { self.description = description }

    /// The server refused the statement; `sqlState` says why. The transaction is rolled back.
    public static let server = Kind("server error")
    /// The connection broke while it was lent; `commitOutcome` says what is known.
    public static let connectionLost = Kind("connection lost")
    /// No connection could be made: within the pool's wait, or ever (wrong URI, libpq not installed).
    public static let cannotConnect = Kind("cannot connect")
    /// The statement took longer than the command timeout. Nothing was committed.
    public static let timeout = Kind("timeout")
    /// The task was cancelled, and so was its statement or its wait. Nothing was committed.
    public static let cancelled = Kind("cancelled")
    /// All connections were in use for the pool's whole wait.
    public static let poolTimeout = Kind("pool timeout")
    /// The pool has been shut down.
    public static let shutDown = Kind("shut down")
    /// A column was read as what it is not: a value of the wrong type, a null, a row or column that is not there.
    public static let unexpectedValue = Kind("unexpected value")
  }
}
