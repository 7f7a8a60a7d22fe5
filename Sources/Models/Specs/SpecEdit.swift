// SpecEdit: the replacement of one passage in a text of a spec. SpecEdits: a list of them.

import JSON

/// The replacement of a passage in one text of a spec; docs/contract.md, "Frozen fields, versions".
public struct SpecEdit: Codable, Sendable, Hashable {
  /// A field by its name in the schema; any other name is that of an additional section.
  public var field: Name
  /// The passage to be replaced, not empty.
  public var oldText: FlexibleText
  /// The text in its place; empty to take the passage away.
  public var newText: FlexibleText

  /// An edit of a field or section; that `oldText` is not empty is not checked.
  public init(field: Name, oldText: FlexibleText, newText: FlexibleText) {
    self.field = field
    self.oldText = oldText
    self.newText = newText
  }

  private enum CodingKeys: String, CodingKey {
    case field
    case oldText = "old_text"
    case newText = "new_text"
  }

  /// The edit with line feeds alone as line ends, as the stored texts have them.
  var normalized: SpecEdit {
    SpecEdit(
      field: field, oldText: FlexibleText(trusted: oldText.value.withLineFeeds),
      newText: FlexibleText(trusted: newText.value.withLineFeeds))
  }
}

/// At most 100 edits, in the order in which they are made.
public struct SpecEdits: ConstrainedValue, Hashable {
  /// The most edits of one update.
  public static let maximumCount = 100

  /// The edits in order.
  public var values: [SpecEdit]
  /// A list of at most `maximumCount` edits; that is not checked.
  public init(_ values: [SpecEdit] = []) { self.values = values }

  private static let members = ["field", "old_text", "new_text"]

  /// An array of objects of three strings.
  public static let schema: JSONObject = [
    "type": "array",
    "items": [
      "type": "object",
      "properties": .object(JSONObject(members.map { .init(key: $0, value: ["type": "string"]) })),
      "required": .array(members.map { .string($0) }),
    ],
  ]
  /// The rule as error messages quote it.
  public static let allowed = "a list of at most \(maximumCount) objects {field, old_text, new_text}"
  /// No edits.
  public static let placeholder = SpecEdits()

  /// The list, also where a text has it or one of its edits as JSON; an edit alone is a list of one. Nil for a
  /// placeholder.
  public static func meant(by json: JSONValue) -> JSONValue? {
    let json = json.unlessPlaceholder?.unquoted { $0.arrayValue != nil || $0.objectValue != nil }
    switch json {
    case .object: return json.map { [$0] }
    case .array(let edits): return JSONValue.array(edits.map { $0.unquoted { $0.objectValue != nil } }).unlessEmpty
    default: return json
    }
  }

  /// Takes a list of edits. Reports a list that is too long as one, and each faulty part of an edit.
  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> SpecEdits? {
    guard case .array(let elements) = json else {
      report.addWrongType(wanted: "a list", allowed: allowed, got: json)
      return nil
    }
    guard elements.count <= maximumCount else {
      report.add("too many", allowed: allowed, got: json)
      return nil
    }
    let edits = elements.enumerated().compactMap { edit(in: $1, at: "[\($0)]", reporting: &report) }
    return edits.count == elements.count ? SpecEdits(edits) : nil
  }

  private static func edit(in json: JSONValue, at part: String, reporting report: inout ViolationReport) -> SpecEdit? {
    guard case .object(let object) = json else {
      report.add("not an object", allowed: "an object {field, old_text, new_text}", got: json, part: part)
      return nil
    }
    for name in object.keys where !members.contains(name) {
      report.add("unknown member", allowed: "field, old_text, new_text", got: .string(name), part: part)
    }
    let field: Name? = value("field", of: object, at: part, reporting: &report)
    let oldText: FlexibleText? = value("old_text", of: object, at: part, reporting: &report)
    let newText: FlexibleText? = value("new_text", of: object, at: part, reporting: &report)
    if let oldText, oldText.value.isEmpty {
      report.add("empty", allowed: "a passage that occurs exactly once", got: "", part: part + ".old_text")
      return nil
    }
    guard let field, let oldText, let newText, object.keys.allSatisfy(members.contains) else { return nil }
    return SpecEdit(field: field, oldText: oldText, newText: newText)
  }

  private static func value<Value: StringValue>(
    _ name: String, of object: JSONObject, at part: String, reporting report: inout ViolationReport
  ) -> Value? {
    switch object[name]?.stringValue.map(Value.check) {
    case .success(let string): return Value(trusted: string)
    case .failure(let violation):
      report.add(violation.problem, allowed: Value.allowed, got: object[name] ?? .null, part: "\(part).\(name)")
    case nil:
      let problem = object[name] ?? .null == .null ? "missing" : "not a string"
      report.add(problem, allowed: Value.allowed, got: object[name] ?? .null, part: "\(part).\(name)")
    }
    return nil
  }

  /// Takes the edits unchecked, for decoders other than `ModelDecoder`, which calls `read`.
  public init(from decoder: any Decoder) throws { values = try [SpecEdit](from: decoder) }
  /// Writes an array of objects.
  public func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }
}
