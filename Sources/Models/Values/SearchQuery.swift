// SearchQuery: the words that a caller looks for among names.

/// Words to look for among names; the rules of a name hold.
public struct SearchQuery: FreeText {
  /// The words, trimmed and in NFC.
  public let value: String
  /// Takes words in their normal form, such as `check` gives; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// The rule as error messages quote it.
  public static let allowed = Name.allowed
  /// As `Name.check`.
  public static func check(_ string: String) -> Result<String, RuleViolation> { Name.check(string) }
}
