// SQLState: PostgreSQL's five-character error codes.

/// An error code of the server.
///
/// Source: PostgreSQL, appendix A, "PostgreSQL Error Codes".
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// Five characters, such as `23505`.
  public let rawValue: String
  /// A code of five characters; that is not checked.
  public init(rawValue: String) { self.rawValue = rawValue }
  private init(_ rawValue: String) { self.rawValue = rawValue }

  /// The code itself.
  public var description: String { rawValue }

  /// Such as a NUL in a text: the database's encoding has no such character.
  public static let characterNotInRepertoire = SQLState("22021")
  /// A value that a unique index has already.
  public static let uniqueViolation = SQLState("23505")
  /// A value that a CHECK constraint refuses.
  public static let checkViolation = SQLState("23514")
  /// A conflict with a concurrent transaction: run the transaction again.
  public static let serializationFailure = SQLState("40001")
  /// A deadlock that the server ended with this transaction: run it again.
  public static let deadlockDetected = SQLState("40P01")
  /// A statement with more than 65,535 parameters.
  public static let tooManyArguments = SQLState("54023")
  /// The role lacks a right.
  public static let insufficientPrivilege = SQLState("42501")
  /// A table that does not exist, or not in the search path.
  public static let undefinedTable = SQLState("42P01")
  /// A column that does not exist.
  public static let undefinedColumn = SQLState("42703")
  /// Such as: no schema of the search path may be used.
  public static let invalidSchemaName = SQLState("3F000")
  /// Also: "cached plan must not change result type".
  public static let featureNotSupported = SQLState("0A000")
  /// A prepared statement that the session does not have.
  public static let invalidStatementName = SQLState("26000")
  /// A prepared statement of that name is there already.
  public static let duplicatePreparedStatement = SQLState("42P05")
  /// The password is wrong, or none was given.
  public static let invalidPassword = SQLState("28P01")
  /// pg_hba.conf does not allow the connection, or the role does not exist.
  public static let invalidAuthorization = SQLState("28000")
  /// The database does not exist.
  public static let unknownDatabase = SQLState("3D000")
  /// The server, the database or the role has all the connections that it may have.
  public static let tooManyConnections = SQLState("53300")
  /// A lock that was not had within `lock_timeout`.
  public static let lockNotAvailable = SQLState("55P03")
  /// A cancel request, or `statement_timeout`.
  public static let queryCanceled = SQLState("57014")
  /// The server is shutting down, or an administrator ended the session.
  public static let adminShutdown = SQLState("57P01")
  /// The database is starting up, or in recovery.
  public static let cannotConnectNow = SQLState("57P03")
  /// A change on a standby, or in a read-only transaction.
  public static let readOnlyTransaction = SQLState("25006")
}
