// IdempotencyKey: the caller's name for one writing call, so that a repeat is applied once.

import JSON

/// A caller's key: 1–128 characters, no control characters.
public struct IdempotencyKey: StringValue {
  public let value: String
  public init(trusted value: String) { self.value = value }

  public static let allowed = "1 to 128 characters, no control characters"

  public static func check(_ string: String) -> Result<String, RuleViolation> {
    if string.isEmpty { return .failure(RuleViolation("empty")) }
    if string.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      return .failure(RuleViolation("contains a control character"))
    }
    let count = string.unicodeScalars.count
    return count <= 128 ? .success(string) : .failure(RuleViolation("too long: \(count) characters"))
  }
}
