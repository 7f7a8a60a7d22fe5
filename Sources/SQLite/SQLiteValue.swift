// SQLiteValue: a value bound to a parameter.

/// A value that can stand for `?1`: one of SQLite's five kinds.
package enum SQLiteValue: Sendable, Hashable {
  case null
  case int(Int)
  case double(Double)
  case text(String)
  /// A text by its UTF-8, as models are encoded.
  case utf8([UInt8])
  case bytes([UInt8])

  /// Null where there is no text.
  package init(_ text: String?) { self = text.map { .text($0) } ?? .null }
  /// Null where there is no number.
  package init(_ int: Int?) { self = int.map { .int($0) } ?? .null }
}
