// SQLState: PostgreSQL's five-character error codes.

/// An error code of the server.
///
/// Source: PostgreSQL, appendix A, "PostgreSQL Error Codes".
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// Five characters, such as `23505`.
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  private init(_ rawValue: String) { self.rawValue = rawValue }

  public var description: String { rawValue }

  /// Such as a NUL in a text: the database's encoding has no such character.
  public static let characterNotInRepertoire = SQLState("22021")
  public static let uniqueViolation = SQLState("23505")
  public static let checkViolation = SQLState("23514")
  public static let serializationFailure = SQLState("40001")
  public static let deadlockDetected = SQLState("40P01")
  /// A statement with more than 65,535 parameters.
  public static let tooManyArguments = SQLState("54023")
  public static let insufficientPrivilege = SQLState("42501")
  public static let undefinedTable = SQLState("42P01")
  public static let undefinedColumn = SQLState("42703")
  /// Such as: no schema of the search path may be used.
  public static let invalidSchemaName = SQLState("3F000")
  /// Also: "cached plan must not change result type".
  public static let featureNotSupported = SQLState("0A000")
  public static let invalidStatementName = SQLState("26000")
  public static let invalidPassword = SQLState("28P01")
  public static let invalidAuthorization = SQLState("28000")
  public static let unknownDatabase = SQLState("3D000")
  public static let tooManyConnections = SQLState("53300")
  /// A cancel request, or `statement_timeout`.
  public static let queryCanceled = SQLState("57014")
  public static let adminShutdown = SQLState("57P01")
  /// The database is starting up, or in recovery.
  public static let cannotConnectNow = SQLState("57P03")
  public static let readOnlyTransaction = SQLState("25006")
}
