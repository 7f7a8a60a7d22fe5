// PostgresError.Kind: the class of a failure, by which a caller decides.

extension PostgresError {
  /// A class of failures. A struct, so that a later kind breaks no caller's switch.
  public struct Kind: Sendable, Hashable, CustomStringConvertible {
    /// The name of the kind, in English words.
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
    /// The condition in the lease's terms did not hold; the results do not count.
    public static let conditionUnmet = Kind("condition unmet")
    /// The condition in the lease's terms can never hold on this server; the connection is closed.
    public static let wrongServer = Kind("wrong server")
    /// A column was read as another type than its own, or is null, or the row or column does not exist.
    public static let unexpectedValue = Kind("unexpected value")
  }
}
