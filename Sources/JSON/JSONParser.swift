// JSONParser: strict RFC 8259, bytes to JSONValue in one pass, with a limit on depth.
//
// Our own because validation needs the whole tree (every violation in one reply) and a tree decoded through
// Codable reads small objects at 4 MB/s; see docs/architecture.md.

/// Reads exactly one JSON value from UTF-8 bytes.
///
/// Refused: anything outside RFC 8259, invalid UTF-8, an escaped surrogate without its other half, containers nested
/// deeper than the limit. U+0000 is legal JSON and passes.
public struct JSONParser {
  /// How deep containers may nest unless the caller says otherwise; MCP messages need about ten levels.
  public static let defaultMaximumDepth = 128

  private let bytes: UnsafeBufferPointer<UInt8>
  private let maximumDepth: Int
  private var position = 0
  private var depth = 0

  private init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
    self.bytes = bytes
    self.maximumDepth = maximumDepth
  }

  /// Parses `bytes`, with white space allowed around the value.
  ///
  /// - Parameter maximumDepth: how many containers may be open at once.
  public static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int = defaultMaximumDepth
  ) throws(JSONParseError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
    let value = try parser.parseValue()
    parser.skipWhitespace()
    guard parser.position == bytes.count else { throw parser.failure(.trailingCharacters) }
    return value
  }

  /// Parses an array of bytes.
  public static func parse(
    _ bytes: [UInt8], maximumDepth: Int = defaultMaximumDepth
  ) throws(JSONParseError) -> JSONValue {
    // The rethrowing closure loses the error's type on the way, hence the Result.
    let result = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(JSONParseError) in try parse(buffer, maximumDepth: maximumDepth) }
    }
    return try result.get()
  }

  /// Parses a string.
  public static func parse(_ text: String) throws(JSONParseError) -> JSONValue { try parse(Array(text.utf8)) }

  // MARK: Cursor

  /// The byte at the cursor; 0 at the end, which no grammar rule accepts.
  private var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private func failure(_ reason: JSONParseError.Reason) -> JSONParseError {
    JSONParseError(reason: reason, offset: position)
  }

  private func unexpected() -> JSONParseError {
    failure(position >= bytes.count ? .unexpectedEnd : .unexpectedCharacter)
  }

  private mutating func skipWhitespace() {
    while true {
      switch current {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func expect(_ byte: UInt8) throws(JSONParseError) {
    guard current == byte else { throw unexpected() }
    position += 1
  }

  // MARK: Values

  private mutating func parseValue() throws(JSONParseError) -> JSONValue {
    skipWhitespace()
    switch current {
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseLiteral("true", .bool(true))
    case UInt8(ascii: "f"): return try parseLiteral("false", .bool(false))
    case UInt8(ascii: "n"): return try parseLiteral("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try parseNumber())
    default: throw unexpected()
    }
  }

  private mutating func parseLiteral(_ word: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[index]) }
    return value
  }

  private mutating func enter() throws(JSONParseError) {
    guard depth < maximumDepth else { throw failure(.tooDeep) }
    depth += 1
    position += 1
    skipWhitespace()
  }

  private mutating func leave() {
    depth -= 1
    position += 1
  }

  private mutating func parseObject() throws(JSONParseError) -> JSONValue {
    try enter()
    var members: [JSONObject.Member] = []
    if current != UInt8(ascii: "}") {
      while true {
        skipWhitespace()
        guard current == UInt8(ascii: "\"") else { throw unexpected() }
        let key = try parseString()
        skipWhitespace()
        try expect(UInt8(ascii: ":"))
        members.append(JSONObject.Member(key: key, value: try parseValue()))
        guard try hasNext(before: UInt8(ascii: "}")) else { break }
      }
    }
    leave()
    return .object(JSONObject(members))
  }

  private mutating func parseArray() throws(JSONParseError) -> JSONValue {
    try enter()
    var elements: [JSONValue] = []
    if current != UInt8(ascii: "]") {
      repeat { elements.append(try parseValue()) } while try hasNext(before: UInt8(ascii: "]"))
    }
    leave()
    return .array(elements)
  }

  /// After an element: true past a comma, false at the closing byte.
  private mutating func hasNext(before close: UInt8) throws(JSONParseError) -> Bool {
    skipWhitespace()
    if current == close { return false }
    try expect(UInt8(ascii: ","))
    return true
  }

  // MARK: Numbers

  private mutating func parseNumber() throws(JSONParseError) -> JSONNumber {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") { position += 1 } else { try skipDigits() }
    if current == UInt8(ascii: ".") {
      position += 1
      try skipDigits()
    }
    if current | 0x20 == UInt8(ascii: "e") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try skipDigits()
    }
    if isDigit(current) { throw failure(.invalidNumber) }  // a leading zero: 01
    return JSONNumber(validated: String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private mutating func skipDigits() throws(JSONParseError) {
    guard isDigit(current) else { throw failure(.invalidNumber) }
    while isDigit(current) { position += 1 }
  }

  // MARK: Strings

  private mutating func parseString() throws(JSONParseError) -> String {
    position += 1
    let start = position
    skipPlainCharacters()
    guard current != UInt8(ascii: "\"") else {
      let end = position
      position += 1
      return try makeString(bytes[start..<end])
    }
    return try parseEscapedString(from: start)
  }

  /// Moves to the next quote, backslash, control character or the end.
  private mutating func skipPlainCharacters() {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
      position += 1
    }
  }

  private func makeString(_ slice: Slice<UnsafeBufferPointer<UInt8>>) throws(JSONParseError) -> String {
    guard let string = String(validating: slice, as: UTF8.self) else { throw failure(.invalidUTF8) }
    return string
  }

  /// The rest of a string that holds an escape; what stands before it begins at `start`.
  private mutating func parseEscapedString(from start: Int) throws(JSONParseError) -> String {
    var text = Array(bytes[start..<position])
    while true {
      let plain = position
      skipPlainCharacters()
      text.append(contentsOf: bytes[plain..<position])
      switch current {
      case UInt8(ascii: "\""):
        position += 1
        guard let string = String(validating: text, as: UTF8.self) else { throw failure(.invalidUTF8) }
        return string
      case UInt8(ascii: "\\"):
        position += 1
        try appendEscape(to: &text)
      default:
        throw failure(position >= bytes.count ? .unexpectedEnd : .controlCharacter)
      }
    }
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(JSONParseError) {
    let escape = current
    position += 1
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: UTF8.encode(try parseUnicodeEscape())!)
    default:
      position -= 1
      throw failure(position >= bytes.count ? .unexpectedEnd : .invalidEscape)
    }
  }

  /// The scalar of `\uXXXX`, two of them where the first is a high surrogate.
  private mutating func parseUnicodeEscape() throws(JSONParseError) -> Unicode.Scalar {
    let first = try parseHexQuad()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), current == UInt8(ascii: "\\") else { throw failure(.loneSurrogate) }
    position += 1
    guard current == UInt8(ascii: "u") else { throw failure(.loneSurrogate) }
    position += 1
    let second = try parseHexQuad()
    guard UTF16.isTrailSurrogate(second) else { throw failure(.loneSurrogate) }
    return UTF16.decode(UTF16.EncodedScalar([first, second]))
  }

  private mutating func parseHexQuad() throws(JSONParseError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      let byte = current
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt16(byte - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
        value = value << 4 | UInt16(byte | 0x20) - 0x57
      default: throw failure(position >= bytes.count ? .unexpectedEnd : .invalidEscape)
      }
      position += 1
    }
    return value
  }
}
