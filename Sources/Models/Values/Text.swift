// Text and FlexibleText: the long texts of specs, plans and feedback.

import JSON

/// A required text: not blank, at most 262,144 bytes of UTF-8, any Unicode except U+0000.
public struct Text: StringValue {
  /// The most bytes of UTF-8 that a text may have.
  public static let maximumBytes = 262_144

  public let value: String
  public init(trusted value: String) { self.value = value }

  public static let allowed = "a text that is not blank, at most 262,144 bytes of UTF-8, without U+0000"

  public static func check(_ string: String) -> Result<String, RuleViolation> {
    if string.isBlank { return .failure(RuleViolation("blank")) }
    return FlexibleText.check(string)
  }
}

/// A text that may be empty: where an update takes it, `""` clears the field.
public struct FlexibleText: StringValue {
  public let value: String
  public init(trusted value: String) { self.value = value }

  public static let allowed = "a text, at most 262,144 bytes of UTF-8, without U+0000"

  public static func check(_ string: String) -> Result<String, RuleViolation> {
    guard string.utf8.count <= Text.maximumBytes else {
      return .failure(RuleViolation("too long: \(string.utf8.count) bytes"))
    }
    if let violation = Characters.refusingNUL(string) { return .failure(violation) }
    return .success(string)
  }
}
