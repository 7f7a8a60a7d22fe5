// LoopID: the 8 hex characters that name a loop.

import JSON

/// A loop's id: 8 lowercase hex characters.
public struct LoopID: StringValue, Comparable {
  public let value: String
  public init(trusted value: String) { self.value = value }

  public static let allowed = "8 lowercase hex characters, as create_loop returned them"

  public static func check(_ string: String) -> Result<String, RuleViolation> {
    let isHex = string.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard string.utf8.count == 8 && isHex else { return .failure(RuleViolation("not a loop id")) }
    return .success(string)
  }

  /// A random id from `generator`, which outside tests is the system's secure source.
  public static func random(using generator: inout some RandomNumberGenerator) -> LoopID {
    let digits = String(UInt32.random(in: 0...UInt32.max, using: &generator), radix: 16)
    return LoopID(trusted: String(repeating: "0", count: 8 - digits.count) + digits)
  }

  public static func < (left: LoopID, right: LoopID) -> Bool { left.value < right.value }
}
