// JSONValue+Pretty: JSON with one member a line, so that people can read it and a diff shows the changes.

extension JSONValue {
  /// The value as JSON text in UTF-8, two spaces a level, without a line feed at its end. Lists of nothing but numbers,
  /// true, false and null stay on one line. Equal values with their members in the same order give equal bytes.
  public var pretty: [UInt8] {
    var writer = JSONWriter()
    writer.pretty(self, depth: 0)
    return writer.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func pretty(_ value: JSONValue, depth: Int) {
    switch value {
    case .array(let elements) where !elements.isEmpty: prettyList(elements, depth: depth)
    case .object(let object) where !object.isEmpty: prettyObject(object, depth: depth)
    default: self.value(value)
    }
  }

  private mutating func prettyList(_ elements: [JSONValue], depth: Int) {
    let isOneLine = elements.allSatisfy(\.isShortScalar)
    raw("[")
    for (index, element) in elements.enumerated() {
      if index > 0 { raw(",") }
      if isOneLine { if index > 0 { raw(" ") } } else { newLine(depth: depth + 1) }
      pretty(element, depth: depth + 1)
    }
    if !isOneLine { newLine(depth: depth) }
    raw("]")
  }

  private mutating func prettyObject(_ object: JSONObject, depth: Int) {
    raw("{")
    for (index, member) in object.members.enumerated() {
      if index > 0 { raw(",") }
      newLine(depth: depth + 1)
      string(member.key)
      raw(": ")
      pretty(member.value, depth: depth + 1)
    }
    newLine(depth: depth)
    raw("}")
  }

  private mutating func newLine(depth: Int) {
    raw("\n")
    for _ in 0..<depth { raw("  ") }
  }
}

extension JSONValue {
  fileprivate var isShortScalar: Bool {
    switch self {
    case .null, .bool, .number: true
    case .string, .array, .object: false
    }
  }
}
