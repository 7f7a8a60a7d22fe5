// PostgresValue: a value bound to a parameter.

/// A value that can stand for `$n`. All but bytes travel as text, so the server converts them to the type that the
/// statement asks for: texts also carry jsonb, timestamps and enums, `.int` also numeric.
public enum PostgresValue: Sendable, Hashable {
  case null
  /// Any text without U+0000; with one the statement fails with SQLSTATE 22021 before it is sent.
  case text(String)
  /// A text by its UTF-8, as models are encoded: without U+0000 likewise.
  case utf8([UInt8])
  case int(Int)
  case double(Double)
  case bool(Bool)
  /// A bytea.
  case bytes([UInt8])
  /// A one-dimensional array of a text type.
  case texts([String])
  /// A one-dimensional array of an integer type.
  case ints([Int])

  /// Null when there is no text.
  public init(_ text: String?) { self = text.map { .text($0) } ?? .null }
  /// Null when there is no number.
  public init(_ int: Int?) { self = int.map { .int($0) } ?? .null }
}

extension PostgresValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// An integer.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// A floating-point number.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Null.
  public init(nilLiteral: ()) { self = .null }
}
