// SearchQuery: what a caller looks for among names.

/// Words to look for among names: the rules of a name hold.
public struct SearchQuery: StringValue {
  public let value: String
  public init(trusted value: String) { self.value = value }

  public static let allowed = Name.allowed
  public static func check(_ string: String) -> Result<String, RuleViolation> { Name.check(string) }
}
