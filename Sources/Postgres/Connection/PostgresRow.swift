// PostgresRow: typed access to the columns of one row, by their index.

/// A row of a result. Columns are numbered from 0, as in the SELECT list.
///
/// Every reader throws `PostgresError.Kind.unexpectedValue`, naming the column, when the value is not of its type.
public struct PostgresRow {
  let result: PostgresResult
  let index: Int

  /// True for null.
  public func isNull(_ column: Int) throws(PostgresError) -> Bool { fatalError("to come") }

  /// The value as the server prints it: any type but bytea.
  public func text(_ column: Int) throws(PostgresError) -> String { fatalError("to come") }
  public func int(_ column: Int) throws(PostgresError) -> Int { fatalError("to come") }
  public func double(_ column: Int) throws(PostgresError) -> Double { fatalError("to come") }
  public func bool(_ column: Int) throws(PostgresError) -> Bool { fatalError("to come") }
  /// A bytea.
  public func bytes(_ column: Int) throws(PostgresError) -> [UInt8] { fatalError("to come") }
  /// A one-dimensional array without nulls.
  public func texts(_ column: Int) throws(PostgresError) -> [String] { fatalError("to come") }
  /// A one-dimensional array without nulls.
  public func ints(_ column: Int) throws(PostgresError) -> [Int] { fatalError("to come") }

  public func optionalText(_ column: Int) throws(PostgresError) -> String? { fatalError("to come") }
  public func optionalInt(_ column: Int) throws(PostgresError) -> Int? { fatalError("to come") }
  public func optionalDouble(_ column: Int) throws(PostgresError) -> Double? { fatalError("to come") }
  public func optionalBool(_ column: Int) throws(PostgresError) -> Bool? { fatalError("to come") }

  /// The text's UTF-8 where libpq keeps it, for parsing jsonb without a copy; nil for null.
  public func withUTF8<Value>(
    _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value
  ) throws -> Value? { fatalError("to come") }
}
