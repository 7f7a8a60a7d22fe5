// JSONObject: an object's members in the order of the text.

/// The members of a JSON object, in order. Objects on the wire are small, so look-ups scan.
public struct JSONObject: Sendable {
  /// One name and its value.
  public struct Member: Sendable, Equatable {
    /// The name, unescaped.
    public var key: String
    /// The value, a tree of its own.
    public var value: JSONValue

    /// A member of the given name and value.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }

    /// Equal when the bytes of the names and the values are.
    public static func == (left: Member, right: Member) -> Bool {
      left.isNamed(right.key) && left.value == right.value
    }

    func isNamed(_ name: String) -> Bool { key.hasSameBytes(as: name) }
  }

  /// The members as they came, a repeated name included.
  public private(set) var members: [Member]

  /// An object of these members, in this order; a repeated name is kept.
  public init(_ members: [Member] = []) { self.members = members }

  /// The value of the last member named `key`: where a name is repeated the last one counts, as in most parsers.
  /// Setting appends or replaces; setting nil removes.
  public subscript(key: String) -> JSONValue? {
    get { members.last { $0.isNamed(key) }?.value }
    set {
      guard let newValue else { return members.removeAll { $0.isNamed(key) } }
      if let index = members.lastIndex(where: { $0.isNamed(key) }) {
        members[index].value = newValue
      } else {
        members.append(Member(key: key, value: newValue))
      }
    }
  }

  /// The names in order.
  public var keys: [String] { members.map(\.key) }

  /// True for `{}`.
  public var isEmpty: Bool { members.isEmpty }
}

extension JSONObject: Equatable {
  /// Equal when look-ups find the same: whatever the order, and only the last of a repeated name counts.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.valuesByName == right.valuesByName
  }

  private var valuesByName: [[UInt8]: JSONValue] {
    Dictionary(members.map { (Array($0.key.utf8), $0.value) }, uniquingKeysWith: { _, last in last })
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// The members in the order of the literal, a repeated name included.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements.map { Member(key: $0.0, value: $0.1) })
  }
}
