// JSONValue: the tree a JSON text (RFC 8259) is read into, and built from where no model stands behind it.

/// One JSON value.
///
/// Two strings are equal when their bytes are: JSON knows no canonical equivalence, `String` does.
public enum JSONValue: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number with its digits as written.
  case number(JSONNumber)
  /// A string, unescaped; valid Unicode, U+0000 included.
  case string(String)
  /// The elements in order.
  case array([JSONValue])
  /// The members in order, repeated names included.
  case object(JSONObject)

  /// The value of the last member named `key`; nil for an object without it and for any other value.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let object) = self else { return nil }
    return object[key]
  }

  /// The text of a string value, else nil.
  public var stringValue: String? {
    guard case .string(let string) = self else { return nil }
    return string
  }

  /// The members of an object value, else nil.
  public var objectValue: JSONObject? {
    guard case .object(let object) = self else { return nil }
    return object
  }

  /// The elements of an array value, else nil.
  public var arrayValue: [JSONValue]? {
    guard case .array(let array) = self else { return nil }
    return array
  }

  /// The integer of a number value without a fraction that fits in 64 bits, else nil.
  public var intValue: Int? {
    guard case .number(let number) = self else { return nil }
    return number.intValue
  }

  /// The name of this value's JSON type, for messages: `string`, `number`, `true` …
  public var typeName: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

extension JSONValue: Equatable {
  /// Numbers by their text, so `1` is not `1.0`; strings by their bytes; objects whatever the order of their members.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  /// A string value.
  public init(stringLiteral value: String) { self = .string(value) }
  /// `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A number value.
  public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
  /// An array value.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object value with its members in the order of the literal.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }
  /// `null`.
  public init(nilLiteral: ()) { self = .null }

  /// A number value, for integers that are not literals.
  public init(_ integer: Int) { self = .number(JSONNumber(integer)) }
}
