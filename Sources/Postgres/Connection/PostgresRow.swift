// PostgresRow: typed access to the columns of one row, by their index.

/// A row of a result. Columns are numbered from 0, as in the SELECT list.
///
/// Every reader throws `PostgresError.Kind.unexpectedValue`, naming the column, when the value is not of its type.
public struct PostgresRow {
  let result: PostgresResult
  let index: Int

  /// True for null.
  public func isNull(_ column: Int) throws(PostgresError) -> Bool { try value(column) == nil }

  /// The value as the server prints it: any type but bytea.
  public func text(_ column: Int) throws(PostgresError) -> String { try required(optionalText(column), column) }
  /// An integer of any PostgreSQL type that fits.
  public func int(_ column: Int) throws(PostgresError) -> Int { try required(optionalInt(column), column) }
  /// A floating-point number, or a numeric as the nearest one.
  public func double(_ column: Int) throws(PostgresError) -> Double { try required(optionalDouble(column), column) }
  /// A boolean.
  public func bool(_ column: Int) throws(PostgresError) -> Bool { try required(optionalBool(column), column) }

  /// The value as the server prints it: any type but bytea; nil for null.
  public func optionalText(_ column: Int) throws(PostgresError) -> String? {
    try value(column).map { String(decoding: $0, as: UTF8.self) }
  }

  /// An integer of any PostgreSQL type that fits; nil for null.
  public func optionalInt(_ column: Int) throws(PostgresError) -> Int? {
    guard let bytes = try value(column) else { return nil }
    return try required(Int(decimal: bytes), column)
  }

  /// A floating-point number, or a numeric as the nearest one; nil for null.
  public func optionalDouble(_ column: Int) throws(PostgresError) -> Double? {
    guard let text = try optionalText(column) else { return nil }
    return try required(Double(text), column)
  }

  /// A boolean; nil for null.
  public func optionalBool(_ column: Int) throws(PostgresError) -> Bool? {
    guard let bytes = try value(column) else { return nil }
    guard bytes.count == 1, bytes[0] == UInt8(ascii: "t") || bytes[0] == UInt8(ascii: "f") else {
      throw unexpected(column)
    }
    return bytes[0] == UInt8(ascii: "t")
  }

  /// A bytea.
  public func bytes(_ column: Int) throws(PostgresError) -> [UInt8] {
    let text = try required(value(column), column)
    guard text.count >= 2, text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x"), text.count % 2 == 0 else {
      throw unexpected(column)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2 - 1)
    for index in stride(from: 2, to: text.count, by: 2) {
      bytes.append(
        try required(UInt8(String(decoding: text[index..<index + 2], as: UTF8.self), radix: 16), column))
    }
    return bytes
  }

  /// A one-dimensional array without nulls.
  public func texts(_ column: Int) throws(PostgresError) -> [String] {
    var array = ArrayText(try required(value(column), column))
    return try required(array.elements(), column)
  }

  /// A one-dimensional array without nulls.
  public func ints(_ column: Int) throws(PostgresError) -> [Int] {
    var ints: [Int] = []
    for text in try texts(column) { ints.append(try required(Int(text), column)) }
    return ints
  }

  /// The text's UTF-8 where libpq keeps it, for parsing jsonb without a copy; nil for null.
  public func withUTF8<Value>(
    _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value
  ) throws -> Value? {
    try withExtendedLifetime(result) { try value(column).map(body) }
  }

  /// The value of a text's UTF-8, looked at where libpq keeps it.
  public func scan<Value>(
    _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value
  ) throws(PostgresError) -> Value {
    let text = try required(value(column), column)
    return withExtendedLifetime(result) { body(text) }
  }

  // MARK: Raw values

  private func value(_ column: Int) throws(PostgresError) -> UnsafeBufferPointer<UInt8>? {
    guard column >= 0, column < result.columnCount, index >= 0, index < result.endIndex else {
      throw unexpected(column)
    }
    return result.text(row: index, column: column)
  }

  private func required<Value>(_ value: Value?, _ column: Int) throws(PostgresError) -> Value {
    guard let value else { throw unexpected(column) }
    return value
  }

  private func unexpected(_ column: Int) -> PostgresError {
    PostgresError(
      .unexpectedValue,
      "column \(column) of \(result.columnCount) in row \(index) of \(result.endIndex) is null, of another type or missing"
    )
  }
}

extension Int {
  /// The value of decimal digits, with a minus in front or not.
  fileprivate init?(decimal bytes: UnsafeBufferPointer<UInt8>) {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = isNegative ? bytes.dropFirst() : bytes[...]
    guard !digits.isEmpty else { return nil }
    var value = 0
    for byte in digits {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      // Downwards: the smallest number has no positive counterpart.
      let (next, secondOverflow) = tens.subtractingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      guard !overflow, !secondOverflow else { return nil }
      value = next
    }
    if !isNegative, value == .min { return nil }
    self = isNegative ? value : -value
  }
}
