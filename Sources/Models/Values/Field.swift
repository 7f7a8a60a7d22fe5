// Field: one of a group of texts that are treated alike; FieldGroup: what such groups share.

/// A field's name in the contract, its heading in documents, where it is.
public struct Field<Group: Sendable, Value: Sendable>: Sendable {
  public let name: String
  public let title: String
  public let path: WritableKeyPath<Group, Value> & Sendable

  init(_ name: String, title: String, _ path: WritableKeyPath<Group, Value> & Sendable) {
    self.name = name
    self.title = title
    self.path = path
  }
}

/// A group of required texts that make up a document.
public protocol FieldGroup: Codable, Sendable, Equatable {
  /// The fields in the order of the contract.
  static var all: [Field<Self, Text>] { get }
}

extension FieldGroup {
  /// The group with its texts as documents hold them.
  public var normalized: Self {
    var group = self
    for field in Self.all { group[keyPath: field.path] = group[keyPath: field.path].normalized }
    return group
  }
}
