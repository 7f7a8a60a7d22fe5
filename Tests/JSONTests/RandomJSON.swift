// RandomJSON: values, their texts with random spelling, and texts broken at random, all from one seed.

import JSON
import TestSupport

/// Makes JSON up. Everything it returns follows from its seed and the calls before.
struct RandomJSON {
  var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

  private mutating func pick<Element>(_ choices: [Element]) -> Element { choices.randomElement(using: &generator)! }

  // MARK: Values

  /// A value nested at most `depth` deep.
  mutating func value(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &generator) {
    case 0: return nil
    case 1: return .bool(chance(50))
    case 2, 3: return number()
    case 4: return .string(string())
    case 5, 6: return .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in value(depth: depth - 1) })
    default: return object(depth: depth)
    }
  }

  /// Names do not repeat, also not for a reader that takes canonically equivalent names for the same.
  private mutating func object(depth: Int) -> JSONValue {
    var names: Set<String> = []
    for _ in 0..<Int.random(in: 0...4, using: &generator) { names.insert(string()) }
    // Sorted, since a set's order is another one in the next run.
    return .object(JSONObject(names.sorted().map { .init(key: $0, value: value(depth: depth - 1)) }))
  }

  /// A number that a double holds, so that other readers agree.
  private mutating func number() -> JSONValue {
    if chance(60) { return JSONValue(Int.random(in: -1_000_000...1_000_000, using: &generator)) }
    let double = Double(
      sign: chance(50) ? .minus : .plus, exponent: .random(in: -300...300, using: &generator),
      significand: .random(in: 1..<2, using: &generator))
    return .number(JSONNumber(double)!)
  }

  private mutating func string() -> String {
    var scalars = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...12, using: &generator) { scalars.append(scalar()) }
    return String(scalars)
  }

  /// Any but U+FEFF, which Foundation may take for a byte order mark and drop: at a start and behind an escape.
  private mutating func scalar() -> Unicode.Scalar {
    let ranges: [ClosedRange<UInt32>] = [
      0x61...0x7A, 0x20...0x7E, 0...0x1F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFEFE, 0x1F300...0x1F6FF,
    ]
    return Unicode.Scalar(UInt32.random(in: pick(ranges), using: &generator))!
  }

  // MARK: Texts

  /// A text of `value` with random white space and escapes.
  mutating func spelling(of value: JSONValue) -> String {
    switch value {
    case .null, .bool, .number: space() + value.text + space()
    case .string(let string): space() + spelling(of: string) + space()
    case .array(let elements):
      space() + "[" + elements.map { spelling(of: $0) }.joined(separator: ",") + (elements.isEmpty ? space() : "") + "]"
        + space()
    case .object(let object):
      space() + "{"
        + object.members.map { space() + spelling(of: $0.key) + space() + ":" + spelling(of: $0.value) }.joined(
          separator: ",")
        + (object.isEmpty ? space() : "") + "}" + space()
    }
  }

  private mutating func space() -> String { chance(70) ? "" : pick([" ", "\n", "\r", "\t", "  \r\n"]) }

  private mutating func spelling(of string: String) -> String {
    "\"" + string.unicodeScalars.map { spelling(of: $0) }.joined() + "\""
  }

  private mutating func spelling(of scalar: Unicode.Scalar) -> String {
    if scalar == "/", chance(50) { return #"\/"# }
    guard chance(30) else { return String(JSONValue.string(String(scalar)).text.unicodeScalars.dropFirst().dropLast()) }
    return String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: chance(50))
      return #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }

  /// `bytes` with one to three bytes changed, put in, taken out, or cut off.
  mutating func mutation(of bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
      let index = Int.random(in: bytes.indices, using: &generator)
      switch Int.random(in: 0..<10, using: &generator) {
      case 0...3: bytes[index] = byte()
      case 4...6: bytes.insert(byte(), at: index)
      case 7, 8: bytes.remove(at: index)
      default: bytes.removeSubrange(index...)
      }
    }
    return bytes
  }

  /// Mostly a byte that means something to JSON.
  private mutating func byte() -> UInt8 {
    chance(80)
      ? pick(Array(#"{}[]:,"\/-+.eEu0123456789abdfnrtDCls \#n\#t"#.utf8)) : UInt8.random(in: 0...255, using: &generator)
  }
}
