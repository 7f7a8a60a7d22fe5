// HexID: the ids of loops and specs, drawn at random.

import JSON

/// An id of 8 lowercase hex characters; docs/contract.md, "Values".
public protocol HexID: StringValue, Comparable {}

extension HexID {
  /// Passes exactly 8 of `0-9` and `a-f`.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    let isHex = string.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard string.utf8.count == 8 && isHex else { return .failure(RuleViolation("not an id")) }
    return .success(string)
  }

  /// A random id from `generator`, which outside tests is the system's secure source. It may be taken: the caller draws
  /// again on a collision.
  public static func random(using generator: inout some RandomNumberGenerator) -> Self {
    let number = UInt32.random(in: 0...UInt32.max, using: &generator)
    return Self(trusted: String(digitsOf: UInt64(number), count: 8, isHex: true))
  }

  /// By the characters, as the database orders.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// A loop's id, unique among all projects.
public struct LoopID: HexID {
  /// 8 lowercase hex characters.
  public let value: String
  /// Takes an id that is known to be one, such as one from a row; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// The rule as error messages quote it.
  public static let allowed = "8 lowercase hex characters, as create_loop and list_loops show them"
}

/// A spec's id. Specs are named by project and spec name; the id tells a deleted spec from a later one of its name.
public struct SpecID: HexID {
  /// 8 lowercase hex characters.
  public let value: String
  /// Takes an id that is known to be one, such as one from a row; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// The rule as error messages quote it.
  public static let allowed = "8 lowercase hex characters"
}
