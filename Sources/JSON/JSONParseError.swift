// JSONParseError: the reason why a text is not JSON, and the place.

/// The refusal of a text that is not one JSON value as RFC 8259 has it.
public struct JSONParseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The broken rule. A struct, so that a new reason breaks no caller's switch.
  public struct Reason: Sendable, Equatable {
    /// The rule in words, without the place and without anything of the text.
    public let text: String

    /// The text ends within a value, or is empty.
    public static let unexpectedEnd = Reason(text: "the text ends too early")
    /// A byte stands where the grammar has no place for it.
    public static let unexpectedCharacter = Reason(text: "unexpected character")
    /// Something other than white space follows the value.
    public static let trailingCharacters = Reason(text: "characters after the value")
    /// A number has a leading zero, or no digit where one must be.
    public static let invalidNumber = Reason(text: "not a number")
    /// A backslash is followed by none of the escapes of RFC 8259.
    public static let invalidEscape = Reason(text: "unknown escape in a string")
    /// A `\u` escape is one half of a UTF-16 pair whose other half does not follow or precede it.
    public static let loneSurrogate = Reason(text: "a surrogate without its other half")
    /// A byte below 0x20 stands in a string unescaped.
    public static let controlCharacter = Reason(text: "a control character in a string must be escaped")
    /// A string holds bytes that are no UTF-8.
    public static let invalidUTF8 = Reason(text: "invalid UTF-8")
    /// More arrays and objects are open at once than the caller allows.
    public static let tooDeep = Reason(text: "nested too deep")
  }

  /// The broken rule.
  public let reason: Reason
  /// The offset in bytes, from 0, at which reading stopped.
  public let offset: Int

  /// The reason and the offset, for messages: "nested too deep at byte 1024".
  public var description: String { "\(reason.text) at byte \(offset)" }
}
