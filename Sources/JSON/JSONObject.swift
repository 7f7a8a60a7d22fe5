// JSONObject: an object's members in the order of the text.

/// The members of a JSON object, in order. Objects on the wire are small, so look-ups scan.
public struct JSONObject: Sendable {
  /// One name and its value.
  public struct Member: Sendable, Equatable {
    public var key: String
    public var value: JSONValue

    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }

    public static func == (left: Member, right: Member) -> Bool {
      left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
    }
  }

  /// The members as they came, a repeated name included.
  public private(set) var members: [Member]

  public init(_ members: [Member] = []) { self.members = members }

  /// The value of the last member named `key`: where a name is repeated the last one counts, as in most parsers.
  /// Setting appends or replaces; setting nil removes.
  public subscript(key: String) -> JSONValue? {
    get { members.last { $0.key == key }?.value }
    set {
      guard let newValue else { return members.removeAll { $0.key == key } }
      if let index = members.lastIndex(where: { $0.key == key }) {
        members[index].value = newValue
      } else {
        members.append(Member(key: key, value: newValue))
      }
    }
  }

  /// The names in order.
  public var keys: [String] { members.map(\.key) }

  public var isEmpty: Bool { members.isEmpty }
}

extension JSONObject: Equatable {
  /// Equal when both have the same members, whatever their order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.count == right.members.count && left.members.allSatisfy { right[$0.key] == $0.value }
  }
}
