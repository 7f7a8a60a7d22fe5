// Text and FlexibleText: the long texts of specs, plans and feedback.

import JSON

/// A required text: not blank, at most 262,144 bytes of UTF-8, any Unicode except U+0000; docs/contract.md, "Values".
public struct Text: FreeText, ListElement {
  /// The most bytes of UTF-8 that a text may have.
  public static let maximumBytes = 262_144

  /// The text as it was given, white space at its ends included.
  public let value: String
  /// Takes a text that `check` has passed or the database holds; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// The rule as error messages quote it.
  public static let allowed = "a text that is not blank, at most 262,144 bytes of UTF-8, without U+0000"
  /// Several texts.
  public static let plural = "texts"

  /// Passes the text as it is, or the reason why it is refused: blank, too long, U+0000 in it.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    if string.isBlank { return .failure(RuleViolation("blank")) }
    return FlexibleText.check(string)
  }
}

/// A text that may be empty or blank, else with the limits of `Text`. In changes of a spec an empty one
/// leaves its field as it is.
public struct FlexibleText: FreeText {
  /// The text as it was given.
  public let value: String
  /// Takes a text that `check` has passed or the database holds; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// The rule as error messages quote it.
  public static let allowed = "a text, at most 262,144 bytes of UTF-8, without U+0000"

  /// Passes the text as it is, or the reason why it is refused: too long, U+0000 in it.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    guard string.utf8.count <= Text.maximumBytes else {
      return .failure(RuleViolation("too long: \(string.utf8.count) bytes"))
    }
    if let violation = Characters.refusingNUL(string) { return .failure(violation) }
    return .success(string)
  }
}
