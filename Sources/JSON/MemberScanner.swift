// MemberScanner: the members of an object in text that is not JSON, as far as they can be followed.

/// Finds the members at the top of an object that the parser has refused, or of which only the beginning is there.
///
/// Strings may hold anything, and other values be any run of bytes up to a delimiter; brackets, names, colons and commas
/// must be as JSON has them, but for a comma in front of a closing bracket. The scan ends where they are not. It keeps
/// one byte for each bracket that is open, and gives up at `maximumDepth`.
package struct MemberScanner {
  /// One member.
  package struct Member {
    /// The name, unescaped; nil for one that is no JSON string, or longer than 64 bytes.
    package let name: String?
    /// The bytes of the value, without the white space around it; nil where what follows it is neither a comma nor the
    /// end of the object, so that it may go on in another way than was read.
    package let value: UnsafeBufferPointer<UInt8>?
  }

  /// The text behind the object.
  package enum End: Sendable {
    /// The end of the object was not found.
    case missing
    /// Nothing but white space follows.
    case clean
    /// Closing brackets follow, and nothing else.
    case brackets
    /// More than that follows.
    case more
  }

  /// The most brackets open at once that are followed.
  private static let maximumDepth = 1 << 16
  /// The longest name that is read, in bytes with its quotes.
  private static let maximumNameBytes = 66
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  /// Meaningful once `next` has returned nil.
  package private(set) var end = End.missing

  /// Begins at the start of `bytes`, which must outlive the scanner. Text that is no object has no members.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    if bytes.starts(with: Self.byteOrderMark) { position = Self.byteOrderMark.count }
    skipWhitespace()
    if !skip(UInt8(ascii: "{")) { stop() }
  }

  /// The next member; nil at the end of the object, and where the text cannot be followed.
  package mutating func next() -> Member? {
    skipWhitespace()
    if skip(UInt8(ascii: "}")) { finish() }
    let start = position
    guard skipString() else { return stop() }
    let name = name(start..<position)
    guard skipColon() else { return stop() }
    let value = nextValue()
    if value == nil { stop() }
    return Member(name: name, value: value)
  }

  private func name(_ range: Range<Int>) -> String? {
    guard range.count <= Self.maximumNameBytes else { return nil }
    return try? JSONParser.parse(bytes.extracting(range)).stringValue
  }

  private mutating func nextValue() -> UnsafeBufferPointer<UInt8>? {
    let start = position
    guard skipValue() else { return nil }
    let value = bytes.extracting(start..<position)
    skipWhitespace()
    return skip(UInt8(ascii: ",")) || current == UInt8(ascii: "}") ? value : nil
  }

  // MARK: Position

  /// The byte at `position`; 0 at the end, which nothing here looks for.
  private var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhitespace() {
    while Self.isWhitespace(current) { position += 1 }
  }

  /// Ends the scan: nothing that follows can be read.
  @discardableResult
  private mutating func stop() -> Member? {
    position = bytes.count
    return nil
  }

  /// Ends the scan behind the object.
  private mutating func finish() {
    skipWhitespace()
    end = position == bytes.count ? .clean : .brackets
    while skip(UInt8(ascii: "}")) || skip(UInt8(ascii: "]")) { skipWhitespace() }
    if position < bytes.count { end = .more }
    stop()
  }

  // MARK: Values; false where the end of one was not found

  private mutating func skipValue() -> Bool {
    switch current {
    case UInt8(ascii: "\""): return skipString()
    case UInt8(ascii: "{"), UInt8(ascii: "["): return skipContainer()
    default:
      let start = position
      while position < bytes.count, !Self.isDelimiter(current) { position += 1 }
      return position > start
    }
  }

  private static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func isDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: isWhitespace(byte)
    }
  }

  private mutating func skipString() -> Bool {
    guard skip(UInt8(ascii: "\"")) else { return false }
    while position < bytes.count {
      defer { position += 1 }
      if current == UInt8(ascii: "\"") { return true }
      if current == UInt8(ascii: "\\") { position += 1 }
    }
    return false
  }

  /// Skips a colon and the white space around it.
  private mutating func skipColon() -> Bool {
    skipWhitespace()
    defer { skipWhitespace() }
    return skip(UInt8(ascii: ":"))
  }

  private mutating func skipContainer() -> Bool {
    var closers: [UInt8] = []
    var isBehindValue = false
    repeat {
      skipWhitespace()
      switch current {
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard closers.popLast() == current else { return false }
        position += 1
        isBehindValue = true
      case UInt8(ascii: ","):
        guard isBehindValue else { return false }
        position += 1
        isBehindValue = false
      default:
        guard !isBehindValue, skipElement(&closers, &isBehindValue) else { return false }
      }
    } while !closers.isEmpty
    return true
  }

  /// Skips the name of a member and its value, or an element, or the opening bracket of either.
  private mutating func skipElement(_ closers: inout [UInt8], _ isBehindValue: inout Bool) -> Bool {
    if closers.last == UInt8(ascii: "}") {
      guard skipString(), skipColon() else { return false }
    }
    switch current {
    case UInt8(ascii: "{"): closers.append(UInt8(ascii: "}"))
    case UInt8(ascii: "["): closers.append(UInt8(ascii: "]"))
    default:
      isBehindValue = true
      return skipValue()
    }
    position += 1
    return closers.count <= Self.maximumDepth
  }
}
