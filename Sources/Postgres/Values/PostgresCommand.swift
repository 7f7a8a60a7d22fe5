// PostgresCommand: a statement and the values for it.

/// One step of a pipeline.
public struct PostgresCommand: Sendable {
  /// The statement, with $1, $2, … in place of the values.
  public let statement: PostgresStatement
  /// The values of $1, $2, …: at most 65,535.
  public let parameters: [PostgresValue]

  /// A statement with a value for each of its parameters.
  public init(_ statement: PostgresStatement, _ parameters: [PostgresValue] = []) {
    self.statement = statement
    self.parameters = parameters
  }

  /// Begins a transaction block.
  public static let begin = PostgresCommand(.begin)
  /// Commits the transaction block.
  public static let commit = PostgresCommand(.commit)
  /// Rolls the transaction block back.
  public static let rollback = PostgresCommand(.rollback)
}

extension PostgresCommand: ExpressibleByStringLiteral {
  /// A statement without parameters.
  public init(stringLiteral sql: String) { self.init(PostgresStatement(sql)) }
}
