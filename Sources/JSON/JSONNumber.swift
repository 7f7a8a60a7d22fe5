// JSONNumber: a number kept as its digits, so that a 64-bit id or a large integer is echoed exactly.

/// A JSON number, held as written.
public struct JSONNumber: Sendable, Hashable {
  /// The number's text as RFC 8259 writes it, for example `-12`, `9.5e3`.
  public let text: String

  /// Takes text that the parser has found to be a number.
  init(validated text: String) { self.text = text }

  /// A whole number of any width, exact.
  public init(_ integer: some FixedWidthInteger) { text = String(integer) }

  /// A finite number, in the shortest digits that read back as the same `Double`; nil for an infinity or NaN, which
  /// JSON cannot write.
  public init?(_ double: Double) {
    guard double.isFinite else { return nil }
    text = double.description
  }

  /// True when the text is digits alone, with or without a minus: no fraction, no exponent.
  public var isPlainInteger: Bool { text.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") } }

  /// The value when it has no fraction and fits in 64 bits: `90`, `90.0` and `9e1` are 90; `90.5` is nil.
  public var intValue: Int? { isPlainInteger ? Int(text) : Int(withoutPoint) }

  /// The digits of a whole number without point and exponent, for example `90` for `9e1`; empty for a fraction and for
  /// a number far beyond 64 bits. Text and not Double, which would round.
  private var withoutPoint: String {
    let halves = text.split { $0 == "e" || $0 == "E" }
    let mantissa = halves[0].split(separator: ".")
    var digits = mantissa.joined()
    guard digits.contains(where: { $0 != "0" && $0 != "-" }) else { return "0" }
    // With a larger exponent, up or down, no digits give a whole number of 64 bits.
    let limit = digits.count + 20
    guard let exponent = halves.count > 1 ? Int(halves[1]) : 0, (-limit...limit).contains(exponent) else { return "" }
    var zeros = exponent - (mantissa.count > 1 ? mantissa[1].count : 0)
    while zeros < 0, digits.last == "0" {
      digits.removeLast()
      zeros += 1
    }
    return zeros < 0 ? "" : digits + String(repeating: "0", count: zeros)
  }

  /// The nearest double; infinite where the text is beyond its range.
  public var doubleValue: Double { Double(text) ?? .infinity }
}
