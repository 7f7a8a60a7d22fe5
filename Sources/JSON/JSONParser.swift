// JSONParser: strict RFC 8259, bytes to JSONValue in one pass, with a limit on depth.
//
// Our own because validation needs the whole tree (every violation in one reply) and a tree decoded through
// Codable reads small objects at 4 MB/s; see docs/architecture.md.

/// Reads exactly one JSON value from UTF-8 bytes.
///
/// Refused: anything outside RFC 8259, invalid UTF-8, an escaped surrogate without its other half, containers nested
/// deeper than the limit. U+0000 is legal JSON and passes.
public struct JSONParser {
  /// The most arrays and objects open at once unless the caller says otherwise; MCP messages need about ten.
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
  /// - Parameter maximumDepth: the most arrays and objects that may be open at once.
  /// - Throws: `JSONParseError` with the first broken rule and its offset.
  public static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int = defaultMaximumDepth
  ) throws(JSONParseError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
    let value = try parser.parseValue()
    parser.skipWhitespace()
    guard parser.position == bytes.count else { throw parser.failure(.trailingCharacters) }
    return value
  }

  /// The same for an array of bytes.
  public static func parse(
    _ bytes: [UInt8], maximumDepth: Int = defaultMaximumDepth
  ) throws(JSONParseError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { (buffer) throws(JSONParseError) in
      try parse(buffer, maximumDepth: maximumDepth)
    }
  }

  /// The same for a string; offsets count bytes of its UTF-8.
  public static func parse(
    _ text: String, maximumDepth: Int = defaultMaximumDepth
  ) throws(JSONParseError) -> JSONValue {
    try parse(Array(text.utf8), maximumDepth: maximumDepth)
  }

  // MARK: Position

  /// The byte at `position`; 0 at the end, which no grammar rule accepts.
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

  /// Reads what follows an element.
  ///
  /// - Returns: true past a comma, false at `close`, which is left for the caller.
  /// - Throws: `unexpectedCharacter` for anything else.
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
    if current == UInt8(ascii: "\"") {
      defer { position += 1 }
      return try checked(start) { String(copying: $0) }
    }
    position = start
    return try parseEscapedString()
  }

  /// A string with escapes, put together from its pieces.
  private mutating func parseEscapedString() throws(JSONParseError) -> String {
    var text: [UInt8] = []
    while true {
      let start = position
      skipPlainCharacters()
      try checked(start) { _ in }
      text.append(contentsOf: bytes.extracting(start..<position))
      if current != UInt8(ascii: "\\") { break }
      text.append(contentsOf: UTF8.encode(try parseEscape())!)
    }
    guard current == UInt8(ascii: "\"") else {
      throw failure(position >= bytes.count ? .unexpectedEnd : .controlCharacter)
    }
    position += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// The value of the UTF-8 from `start` to here.
  private func checked<Value>(_ start: Int, _ body: (borrowing UTF8Span) -> Value) throws(JSONParseError) -> Value {
    do throws(UTF8.ValidationError) {
      return body(try UTF8Span(validating: bytes.extracting(start..<position).span))
    } catch {
      throw JSONParseError(reason: .invalidUTF8, offset: start + error.byteOffsets.lowerBound)
    }
  }

  /// Goes to the next quote, backslash, control character or the end.
  private mutating func skipPlainCharacters() {
    while position < bytes.count {
      if position + 8 <= bytes.count {
        let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self)
        let count = UInt64(littleEndian: word).plainBytes
        position += count
        if count == 8 { continue }
      }
      if bytes[position].mustBeEscapedInJSON { return }
      position += 1
    }
  }

  /// The scalar that an escape stands for. `position` is at its backslash, and afterwards behind it.
  private mutating func parseEscape() throws(JSONParseError) -> Unicode.Scalar {
    position += 1
    let scalar: Unicode.Scalar
    switch current {
    case UInt8(ascii: "u"): return try parseUnicodeEscape()
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(current)
    case UInt8(ascii: "b"): scalar = "\u{08}"
    case UInt8(ascii: "f"): scalar = "\u{0C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    default: throw failure(position >= bytes.count ? .unexpectedEnd : .invalidEscape)
    }
    position += 1
    return scalar
  }

  /// The scalar of `\uXXXX`, or of two such escapes where the first is a high surrogate. `position` is at the `u`.
  private mutating func parseUnicodeEscape() throws(JSONParseError) -> Unicode.Scalar {
    let lone = JSONParseError(reason: .loneSurrogate, offset: position - 1)
    let first = try parseHexQuad()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), current == UInt8(ascii: "\\") else { throw lone }
    position += 1
    guard current == UInt8(ascii: "u") else { throw lone }
    let second = try parseHexQuad()
    guard UTF16.isTrailSurrogate(second) else { throw lone }
    return UTF16.decode(UTF16.EncodedScalar([first, second]))
  }

  /// The value of the four digits behind a `u`. `position` is at the `u`, and afterwards behind the digits.
  private mutating func parseHexQuad() throws(JSONParseError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      position += 1
      switch current {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt16(current - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt16(current - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt16(current - UInt8(ascii: "A") + 10)
      default: throw failure(position >= bytes.count ? .unexpectedEnd : .invalidEscape)
      }
    }
    position += 1
    return value
  }
}
