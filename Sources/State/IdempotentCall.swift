// IdempotentCall: one writing call that its caller may repeat, and the fingerprint of its arguments.

import JSON
import Models

/// A writing call with the key that its caller gave it; docs/contract.md, "Tools".
public struct IdempotentCall: Sendable, Hashable {
  /// The tool's name: keys are unique per tool.
  public let tool: String
  /// The caller's name for this call.
  public let key: IdempotencyKey
  /// The other arguments' hash: equal for equal arguments, whatever their order.
  public let fingerprint: Fingerprint

  /// A call of `tool` with a key and the fingerprint of its arguments.
  public init(tool: String, key: IdempotencyKey, fingerprint: Fingerprint) {
    self.tool = tool
    self.key = key
    self.fingerprint = fingerprint
  }
}

/// A 128-bit FNV-1a hash of a call's arguments. It tells a repeat from a mistake. It need not resist a caller who looks
/// for collisions: the only result such a caller would get is that of their own earlier call.
public struct Fingerprint: Sendable, Hashable {
  /// The hash.
  public let value: UInt128

  /// The hash of bytes as they are.
  public init(_ bytes: [UInt8]) {
    var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    for byte in bytes { hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b }
    value = hash
  }

  /// 32 hex characters, the form in which it is stored.
  package var hex: String {
    let (high, low) = (UInt64(truncatingIfNeeded: value >> 64), UInt64(truncatingIfNeeded: value))
    return String(digitsOf: high, count: 16, isHex: true) + String(digitsOf: low, count: 16, isHex: true)
  }

  /// The hash of arguments as they came, whatever the order of their names, without the key itself.
  public init(arguments: JSONObject) {
    let members = arguments.members.filter { $0.key != "idempotency_key" }
    self.init(JSONValue.object(JSONObject(members)).withSortedNames.serialized)
  }
}

extension JSONValue {
  /// The same value, the names of each object in the order of their bytes.
  fileprivate var withSortedNames: JSONValue {
    switch self {
    case .array(let elements): return .array(elements.map(\.withSortedNames))
    case .object(let object):
      let members = object.members.map { JSONObject.Member(key: $0.key, value: $0.value.withSortedNames) }
      return .object(JSONObject(members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }))
    default: return self
    }
  }
}

extension Failure {
  /// The refusal of a key that stands for other arguments.
  package static func keyReused(_ call: IdempotentCall) -> Failure {
    Failure(
      .conflict, "This idempotency_key was used for another \(call.tool) call: take a new key for new arguments.",
      details: [
        Violation(
          path: "idempotency_key", problem: "used with other arguments", allowed: "a key not used before",
          got: JSONValue.string(call.key.value).abbreviated)
      ])
  }
}
