// PostgresRowReader: a row's columns read one after the other, in the order in which the statement names them.

/// Reads a row from its first column to its last. The result type chooses the reader of a column.
///
/// Every reader throws `PostgresError.Kind.unexpectedValue` for a value that is not of its type.
public struct PostgresRowReader {
  private let row: PostgresRow
  /// The column that is read next, from 0.
  private var column = 0

  /// Begins at the row's first column.
  public init(_ row: PostgresRow) { self.row = row }

  /// The index of the next column; the one behind it is then the next.
  private mutating func advance() -> Int {
    defer { column += 1 }
    return column
  }

  /// Passes over columns that are not needed.
  public mutating func skip(_ count: Int = 1) { column += count }

  /// True when the next column is null; it is still the next one afterwards.
  public var isNull: Bool { get throws(PostgresError) { try row.isNull(column) } }

  /// An integer of any size that fits.
  public mutating func next() throws(PostgresError) -> Int { try row.int(advance()) }
  /// An integer; nil for null.
  public mutating func next() throws(PostgresError) -> Int? { try row.optionalInt(advance()) }
  /// A boolean.
  public mutating func next() throws(PostgresError) -> Bool { try row.bool(advance()) }
  /// The value as the server prints it: any type but bytea.
  public mutating func next() throws(PostgresError) -> String { try row.text(advance()) }
  /// The value as the server prints it; nil for null.
  public mutating func next() throws(PostgresError) -> String? { try row.optionalText(advance()) }
  /// A one-dimensional array without nulls.
  public mutating func next() throws(PostgresError) -> [String] { try row.texts(advance()) }
  /// A one-dimensional array without nulls.
  public mutating func next() throws(PostgresError) -> [Int] { try row.ints(advance()) }

  /// The value of the next text's UTF-8, looked at where libpq keeps it.
  public mutating func scan<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) throws(PostgresError) -> Value {
    try row.scan(advance(), body)
  }

  /// The text's UTF-8 where libpq keeps it, for parsing jsonb without a copy; nil for null.
  public mutating func withUTF8<Value>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Value) throws -> Value? {
    try row.withUTF8(advance(), body)
  }
}

extension PostgresResult {
  /// Reads every row.
  public func read<Value>(_ read: (inout PostgresRowReader) throws -> Value) throws -> [Value] {
    try map { row in
      var reader = PostgresRowReader(row)
      return try read(&reader)
    }
  }

  /// Reads the first row; nil where there is none.
  public func readFirst<Value>(_ read: (inout PostgresRowReader) throws -> Value) throws -> Value? {
    guard let row = first else { return nil }
    var reader = PostgresRowReader(row)
    return try read(&reader)
  }

  /// The first column of every row.
  public func texts() throws -> [String] { try read { try $0.next() } }
}
