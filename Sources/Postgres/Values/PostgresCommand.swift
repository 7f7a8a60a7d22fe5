// PostgresCommand: a statement and the values for it.

/// One step of a pipeline.
public struct PostgresCommand: Sendable {
  public let statement: PostgresStatement
  /// The values of $1, $2, …: at most 65,535.
  public let parameters: [PostgresValue]

  public init(_ statement: PostgresStatement, _ parameters: [PostgresValue] = []) {
    self.statement = statement
    self.parameters = parameters
  }

  public static let begin = PostgresCommand(.begin)
  public static let commit = PostgresCommand(.commit)
  public static let rollback = PostgresCommand(.rollback)
}

extension PostgresCommand: ExpressibleByStringLiteral {
  /// A statement without parameters.
  public init(stringLiteral sql: String) { self.init(PostgresStatement(sql)) }
}
