// Written: the result of a writing operation, and whether a repeat of an earlier call got it.

import JSON
import Models

/// What a writing operation answers. In JSON its value's members, and `replayed`: true for a repeat, else absent.
@dynamicMemberLookup
public struct Written<Value: Codable & Sendable>: Codable, Sendable {
  /// The result; of a repeat, that of the first call.
  public let value: Value
  /// True where an earlier call with the same idempotency key and arguments had done it.
  public let isReplay: Bool

  /// A result, of this call where nothing else is said.
  public init(_ value: Value, isReplay: Bool = false) {
    self.value = value
    self.isReplay = isReplay
  }

  /// A member of the value.
  public subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member { value[keyPath: path] }

  /// The same about another value.
  public func map<Other>(_ transform: (Value) -> Other) -> Written<Other> {
    Written<Other>(transform(value), isReplay: isReplay)
  }

  private enum CodingKeys: String, CodingKey {
    case isReplay = "replayed"
  }

  /// Reads the value's members beside `replayed`, from one object.
  public init(from decoder: any Decoder) throws {
    value = try Value(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    isReplay = container.contains(.isReplay) ? try container.decode(Bool.self, forKey: .isReplay) : false
  }

  /// Writes the value's members beside `replayed`, into one object.
  public func encode(to encoder: any Encoder) throws {
    try value.encode(to: encoder)
    guard isReplay else { return }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(true, forKey: .isReplay)
  }
}

extension Written: Equatable where Value: Equatable {}

extension JSONValue {
  /// The result of a call with an idempotency key in the form of this version. Version 0.1.0 kept whole documents, of which
  /// the short answer is read; only what has another form there is changed.
  package var keptResultInThisForm: JSONValue {
    guard case .object(var object) = self else { return self }
    if case .object(let sections) = object["additional_sections"] {
      object["additional_sections"] = .array(sections.keys.map { .string($0) })
    }
    if object["roadmap_status"] ?? object["project_status"] != nil, object["version"] == nil {
      // Of a roadmap or plan that had no versions then.
      for (name, value) in [("version", 1), ("additional_sections", []), ("changed_fields", [])]
        as [(String, JSONValue)]
      {
        object[name] = value
      }
    }
    if let scores = object["score_history"]?.arrayValue, object["score_count"] == nil {
      object["score_count"] = JSONValue(scores.count)
    }
    if let loop = object["loop"] { object["loop"] = loop.keptResultInThisForm }
    return .object(object)
  }
}
