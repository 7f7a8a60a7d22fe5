// AdditionalSections+Forms: the JSON that stands for additional sections: a list, an object by name, a section alone.

import JSON

/// One section as JSON has it, nothing checked.
struct SectionItem {
  /// The name; null where it is missing.
  let name: JSONValue
  /// The text; nil where it is missing.
  let text: JSONValue?
  /// Members that no section has.
  private let unknown: [String]
  /// The element of a list that is no object; nil for what may be a section.
  private let other: JSONValue?
  /// The place of the item in a violation's path: the section's name, or the index in a list where there is none.
  let part: String

  /// The items of a list, or of an object of texts by name; nil for any other value.
  static func items(of json: JSONValue) -> [SectionItem]? {
    switch json {
    case .array(let elements): elements.enumerated().map { SectionItem($1, index: $0) }
    case .object(let object): object.members.map { SectionItem(named: $0.key, text: $0.value) }
    default: nil
    }
  }

  private init(named name: String, text: JSONValue) {
    self.name = .string(name)
    self.text = text
    unknown = []
    other = Optional.none
    part = ".\(self.name.abbreviated)"
  }

  private init(_ json: JSONValue, index: Int) {
    name = json["name"] ?? .null
    text = json["text"]
    unknown = (json.objectValue?.keys ?? []).filter { $0 != "name" && $0 != "text" }
    if case .object = json { other = Optional.none } else { other = json }
    part = name.stringValue == nil ? "[\(index)]" : ".\(name.abbreviated)"
  }

  /// True where nothing is said: no text, or an empty one without a name.
  fileprivate var isLeftOut: Bool {
    if let other { return other.unlessEmpty == nil }
    guard unknown.isEmpty else { return false }
    return text == .null || name.unlessPlaceholder == nil && FlexibleText.meant(by: text ?? .null) == nil
  }

  /// The member of an object of texts by name; nil for what must be refused as it stands in its list.
  fileprivate var member: JSONObject.Member? {
    guard unknown.isEmpty, let name = name.stringValue, let text else { return nil }
    return JSONObject.Member(key: name, value: text)
  }

  /// The section; nil after reporting what is wrong with the item.
  func section(reporting report: inout ViolationReport) -> AdditionalSections.Section? {
    if let other {
      report.add("not an object", allowed: "an object {name, text}", got: other, part: part)
      return nil
    }
    for member in unknown {
      report.add("unknown member", allowed: "name, text", got: .string(member), part: part)
    }
    let name = checkedName(reporting: &report)
    let text = checkedText(reporting: &report)
    guard let name, let text, unknown.isEmpty else { return nil }
    return AdditionalSections.Section(name: name, text: text)
  }

  private func checkedName(reporting report: inout ViolationReport) -> Name? {
    let checked = name.stringValue.map { report.names == .new ? Name.checkNew($0) : Name.check($0) }
    if case .success(let string) = checked { return Name(trusted: string) }
    report.add("not a section name", allowed: Name.allowed, got: name, part: part)
    return nil
  }

  private func checkedText(reporting report: inout ViolationReport) -> FlexibleText? {
    let got = text ?? .null
    switch got.stringValue.map(FlexibleText.check) {
    case .success(let string): return FlexibleText(trusted: string)
    case .failure(let violation): report.add(violation.problem, allowed: FlexibleText.allowed, got: got, part: part)
    case nil:
      let problem = text == nil ? "text missing" : "not a string"
      report.add(problem, allowed: FlexibleText.allowed, got: got, part: part)
    }
    return nil
  }
}

extension AdditionalSections {
  /// An object of texts by name, in order, for all the forms: a list of objects, an object, a section alone, the JSON text
  /// of one of these, a list of such texts. Sections that say nothing are left out. Nil for a placeholder, and where no
  /// section is left. A list with an item that is no section is given as it is.
  public static func meant(by json: JSONValue) -> JSONValue? {
    let json = json.unlessPlaceholder?.unquoted { $0.arrayValue != nil || $0.objectValue != nil }
    guard let form = json.map(listed), let items = SectionItem.items(of: form) else { return json }
    let said = items.filter { !$0.isLeftOut }
    let members = said.compactMap(\.member)
    guard members.count == said.count, said.count <= maximumCount else { return form }
    let object = JSONObject(members)
    // Two sections that are called name and text stay a list, or they would be taken for one the next time.
    if object.isSection { return .array(members.map { ["name": .string($0.key), "text": $0.value] }) }
    return JSONValue.object(object).unlessEmpty
  }

  /// A section alone as a list of one, the elements of a list without their quotes; another value as it is.
  private static func listed(_ json: JSONValue) -> JSONValue {
    if case .object(let object) = json, object.isSection { return [json] }
    guard let elements = json.arrayValue else { return json }
    if elements.count == 1, let inner = elements[0].unquoted(where: { $0.arrayValue != nil }).arrayValue {
      return .array(inner)
    }
    return .array(elements.map { $0.unquoted { $0.objectValue != nil } })
  }
}

extension JSONObject {
  /// True for `{name, text}`, which stands for a section rather than for two that are called name and text.
  fileprivate var isSection: Bool {
    members.count == 2 && self["name"]?.stringValue != nil && self["text"]?.stringValue != nil
  }
}
