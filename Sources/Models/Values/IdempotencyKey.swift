// IdempotencyKey: the name that a caller gives one writing call, so that a repeat is applied once.

import JSON

/// A caller's key for one writing call: 1–128 Unicode scalars, no control characters, unique per tool;
/// docs/contract.md, "Tools".
public struct IdempotencyKey: StringValue {
  /// The key as the caller gave it.
  public let value: String
  /// Takes a key that `check` has passed; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// The rule as error messages quote it.
  public static let allowed = "1 to 128 characters, no control characters"

  /// Passes 1–128 scalars, none of them a control character; nothing is trimmed.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    if string.isEmpty { return .failure(RuleViolation("empty")) }
    if string.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      return .failure(RuleViolation("contains a control character"))
    }
    let count = string.unicodeScalars.count
    return count <= 128 ? .success(string) : .failure(RuleViolation("too long: \(count) characters"))
  }
}
