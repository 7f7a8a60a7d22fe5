// SchemaChecker: checks a value against a JSON Schema, for the keywords that our schemas use.

import JSON

/// Checks values against a schema. A keyword that it does not know is a fault of the schema.
public enum SchemaChecker {
  /// The faults of `value`, by path; empty when it is valid.
  public static func faults(of value: JSONValue, in schema: JSONValue, at path: String = "$") -> [String] {
    guard let keywords = schema.objectValue else { return ["\(path): the schema is no object"] }
    return keywords.members.flatMap { keyword -> [String] in
      let operand = keyword.value
      switch keyword.key {
      case "type":
        let names = (operand.arrayValue ?? [operand]).compactMap(\.stringValue)
        return names.contains { isOfType($0, value) } ? [] : ["\(path): no \(names.joined(separator: " or "))"]
      case "enum": return operand.arrayValue!.contains(value) ? [] : ["\(path): not in the enum"]
      case "minimum": return limit(value) { $0 >= operand.intValue! } ? [] : ["\(path): below the minimum"]
      case "maximum": return limit(value) { $0 <= operand.intValue! } ? [] : ["\(path): above the maximum"]
      case "items":
        return (value.arrayValue ?? []).enumerated()
          .flatMap { faults(of: $0.element, in: operand, at: "\(path)[\($0.offset)]") }
      case "properties":
        return operand.objectValue!.members.flatMap { property in
          value[property.key].map { faults(of: $0, in: property.value, at: "\(path).\(property.key)") } ?? []
        }
      case "required":
        let missing = operand.arrayValue!.compactMap(\.stringValue).filter { value.isObject && value[$0] == nil }
        return missing.map { "\(path).\($0): missing" }
      case "description", "format": return []
      default: return ["\(path): unknown keyword \(keyword.key)"]
      }
    }
  }

  private static func isOfType(_ name: String, _ value: JSONValue) -> Bool {
    switch (name, value) {
    case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object): true
    case ("number", .number): true
    case ("integer", .number): value.intValue != nil
    default: false
    }
  }

  /// Limits hold for numbers only.
  private static func limit(_ value: JSONValue, _ holds: (Int) -> Bool) -> Bool { value.intValue.map(holds) ?? true }
}

extension JSONValue {
  fileprivate var isObject: Bool { objectValue != nil }
}
