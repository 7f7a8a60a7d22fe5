// CallerInput: the forms in which clients and models send a value besides the one that the schema tells.
//
// Proxies and models fill arguments that they leave out with placeholders, and pass lists, objects and numbers as JSON
// text. `ConstrainedValue.meant(by:)` says for each type what stands for what.

import JSON

extension JSONValue {
  /// This value; nil for null, `""`, `[]` and `{}`, the placeholders that no value needs.
  var unlessEmpty: JSONValue? {
    let isEmpty =
      switch self {
      case .null: true
      case .string(let string): string.isEmpty
      case .array(let elements): elements.isEmpty
      case .object(let object): object.isEmpty
      case .bool, .number: false
      }
    if isEmpty { return nil }
    return self
  }

  /// This value; nil for what is empty, for white space, and for the words null, none and undefined in whatever case.
  /// Not to be asked for where a free text is wanted.
  var unlessPlaceholder: JSONValue? {
    guard case .string(let string) = self else { return unlessEmpty }
    // Most texts differ from those words in their first letter.
    if let first = string.utf8.first, (0x21...0x7E).contains(first), first | 0x20 != UInt8(ascii: "n"),
      first | 0x20 != UInt8(ascii: "u")
    {
      return self
    }
    if ["", "null", "none", "undefined"].contains(string.trimmed.lowercased()) { return nil }
    return self
  }

  /// The value that a text spells as JSON, where it is a wanted one; any other value as it is.
  func unquoted(where isWanted: (JSONValue) -> Bool) -> JSONValue {
    guard case .string(let string) = self, let value = try? JSONParser.parse(string), isWanted(value) else {
      return self
    }
    return value
  }

  /// The meaning of this value where a model, a list of models, or a plain number or truth value is wanted; nil for a
  /// placeholder.
  public var meantAsData: JSONValue? { unlessPlaceholder?.unquoted { $0.stringValue == nil }.unlessEmpty }
}

/// A text that means itself, whatever it says: a text "none" is one, and JSON in it stays text.
public protocol FreeText: StringValue {}

extension FreeText {
  /// The text as it is; nil for what is empty, also once documents hold it.
  public static func meant(by json: JSONValue) -> JSONValue? {
    if case .string(let string) = json, string.normalizedForDocument.isEmpty { return nil }
    return json.unlessEmpty
  }
}
