// JSONParseError: why a text is not JSON, and where.

/// Why a text could not be read as one JSON value.
public struct JSONParseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong. A struct, so that a new reason breaks no caller's switch.
  public struct Reason: Sendable, Equatable {
    public let text: String

    public static let unexpectedEnd = Reason(text: "the text ends too early")
    public static let unexpectedCharacter = Reason(text: "unexpected character")
    public static let trailingCharacters = Reason(text: "characters after the value")
    public static let invalidNumber = Reason(text: "not a number")
    public static let invalidEscape = Reason(text: "unknown escape in a string")
    public static let loneSurrogate = Reason(text: "a surrogate without its other half")
    public static let controlCharacter = Reason(text: "a control character in a string must be escaped")
    public static let invalidUTF8 = Reason(text: "invalid UTF-8")
    public static let tooDeep = Reason(text: "nested too deep")
  }

  public let reason: Reason
  /// The offset in bytes, from 0, at which reading stopped.
  public let offset: Int

  public var description: String { "\(reason.text) at byte \(offset)" }
}
