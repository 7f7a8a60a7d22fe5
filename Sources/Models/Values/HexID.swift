// HexID: the ids that the server draws.

/// An id of 8 lowercase hex characters.
public protocol HexID: StringValue, Comparable {}

extension HexID {
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    let isHex = string.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard string.utf8.count == 8 && isHex else { return .failure(RuleViolation("not an id")) }
    return .success(string)
  }

  /// A random id from `generator`, which outside tests is the system's secure source.
  public static func random(using generator: inout some RandomNumberGenerator) -> Self {
    let digits = String(UInt32.random(in: 0...UInt32.max, using: &generator), radix: 16)
    return Self(trusted: String(repeating: "0", count: 8 - digits.count) + digits)
  }

  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// A loop's id.
public struct LoopID: HexID {
  public let value: String
  public init(trusted value: String) { self.value = value }

  public static let allowed = "8 lowercase hex characters, as create_loop and list_loops show them"
}

/// A spec's id. Specs are named by project and spec name; the id tells a deleted spec from a later one of its name.
public struct SpecID: HexID {
  public let value: String
  public init(trusted value: String) { self.value = value }

  public static let allowed = "8 lowercase hex characters"
}
