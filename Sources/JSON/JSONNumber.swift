// JSONNumber: a number kept as its digits, so that a 64-bit id or a large integer is echoed exactly.

/// A JSON number, held as written.
public struct JSONNumber: Sendable, Hashable {
  /// The number's text as RFC 8259 writes it, for example `-12`, `9.5e3`.
  public let text: String

  /// Takes text that the parser has found to be a number.
  init(validated text: String) { self.text = text }

  public init(_ integer: some FixedWidthInteger) { text = String(integer) }

  /// A finite number; nil for an infinity or NaN, which JSON cannot write.
  public init?(_ double: Double) {
    guard double.isFinite else { return nil }
    text = double.description
  }

  /// True when the text is digits alone, with or without a minus: no fraction, no exponent.
  public var isPlainInteger: Bool { text.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") } }

  /// The value when it has no fraction and fits in 64 bits: `90`, `90.0` and `9e1` are 90; `90.5` is nil.
  public var intValue: Int? {
    if let exact = Int(text) { return exact }
    guard !isPlainInteger, let double = Double(text), abs(double) <= 9_007_199_254_740_992 else { return nil }
    return Int(exactly: double)
  }

  /// The nearest double; infinite where the text is beyond its range.
  public var doubleValue: Double { Double(text) ?? .infinity }
}
