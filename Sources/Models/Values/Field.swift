// Field: one of a group of texts that are treated alike. FieldGroup: a group whose texts are all required.

import JSON

/// One field of `Group`, for code that treats all of its fields alike: SQL, documents, differences.
public struct Field<Group: Sendable, Value: Sendable>: Sendable {
  /// The argument, JSON member and column, such as `project_goal`.
  public let name: String
  /// The heading in documents, such as `Project Goal`.
  public let title: String
  /// The property of the group that holds the field's value.
  public let path: WritableKeyPath<Group, Value> & Sendable

  init(_ name: String, title: String, _ path: WritableKeyPath<Group, Value> & Sendable) {
    self.name = name
    self.title = title
    self.path = path
  }
}

/// A group of required texts that make up a document.
public protocol FieldGroup: Codable, Sendable, Equatable {
  /// The fields in the order of docs/contract.md, "Tables".
  static var all: [Field<Self, Text>] { get }
}

extension FieldGroup {
  /// The group with one text in all of its fields, for filling it field by field.
  package static func filled(with text: Text) -> Self {
    // Any text that a model takes: `text` may be one that only a store holds.
    let any = JSONObject(all.map { JSONObject.Member(key: $0.name, value: "x") })
    guard var group = try? ModelDecoder.decode(Self.self, from: .object(any)) else {
      preconditionFailure("\(Self.self): its fields are not those that it is decoded from")
    }
    for field in all { group[keyPath: field.path] = text }
    return group
  }

  /// The group with its texts as documents hold them.
  public var normalized: Self {
    var group = self
    for field in Self.all { group[keyPath: field.path] = group[keyPath: field.path].normalized }
    return group
  }
}
