// AdditionalSections: a spec's sections beyond the fixed ones, by name.

import JSON

/// Named texts beyond a spec's fixed fields: an object of strings, at most 100; docs/contract.md, "Values".
public struct AdditionalSections: ConstrainedValue, Hashable {
  /// The most sections that a spec may have.
  public static let maximumCount = 100

  /// The texts by the names of their sections; in changes, an empty one leaves its section as it is.
  public var texts: [Name: FlexibleText]
  /// Sections, at most `maximumCount` of them; that is not checked.
  public init(_ texts: [Name: FlexibleText] = [:]) { self.texts = texts }

  /// An object of strings.
  public static let schema: JSONObject = ["type": "object", "additionalProperties": ["type": "string"]]
  /// The rule as error messages quote it.
  public static let allowed = "an object of at most \(maximumCount) texts by section name"
  /// No sections.
  public static let placeholder = AdditionalSections()

  /// The sections by the bytes of their names.
  public var sorted: [(name: Name, text: FlexibleText)] {
    texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The object, also where a text has it as JSON, without the sections whose texts are left out; nil for a placeholder,
  /// and where no section is left.
  public static func meant(by json: JSONValue) -> JSONValue? {
    let sections = json.unlessPlaceholder?.unquoted { $0.objectValue != nil }
    guard case .object(let object) = sections else { return sections }
    return JSONValue.object(JSONObject(object.members.filter { FlexibleText.meant(by: $0.value) != nil })).unlessEmpty
  }

  /// Takes an object of texts. Reports one with too many members as such, and each member whose name or text breaks its
  /// rule, or whose name in its normal form was given before.
  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> AdditionalSections? {
    guard case .object(let object) = json else {
      report.addWrongType(wanted: "an object", allowed: allowed, got: json)
      return nil
    }
    guard object.members.count <= maximumCount else {
      report.add("too many", allowed: allowed, got: json)
      return nil
    }
    var sections = AdditionalSections()
    var isValid = true
    for member in object.members where !sections.add(member, reporting: &report) { isValid = false }
    return isValid ? sections : nil
  }

  private mutating func add(_ member: JSONObject.Member, reporting report: inout ViolationReport) -> Bool {
    let part = ".\(JSONValue.string(member.key).abbreviated)"
    guard case .success(let string) = report.names == .new ? Name.checkNew(member.key) : Name.check(member.key) else {
      report.add("not a section name", allowed: Name.allowed, got: .string(member.key), part: part)
      return false
    }
    let name = Name(trusted: string)
    guard texts[name] == nil else {
      report.add("given twice", allowed: "each section name once", got: .string(member.key), part: part)
      return false
    }
    switch member.value.stringValue.map(FlexibleText.check) {
    case .success(let text): texts[name] = FlexibleText(trusted: text)
    case .failure(let violation):
      report.add(violation.problem, allowed: FlexibleText.allowed, got: member.value, part: part)
      return false
    case nil:
      report.add("not a string", allowed: FlexibleText.allowed, got: member.value, part: part)
      return false
    }
    return true
  }

  /// The sections with their texts as documents hold them.
  var normalized: AdditionalSections { AdditionalSections(texts.mapValues(\.normalized)) }

  /// These sections with those of `changes` in place, an empty text not being one, and without the `removed` ones. There
  /// may be more than `maximumCount` afterwards.
  package func merging(_ changes: AdditionalSections, removing removed: [Name] = []) -> AdditionalSections {
    var merged = self
    for (name, text) in changes.texts where !text.value.isEmpty { merged.texts[name] = text }
    for name in removed { merged.texts[name] = nil }
    return merged
  }

  /// Takes names and texts unchecked, for decoders other than `ModelDecoder`, which calls `read`.
  public init(from decoder: any Decoder) throws {
    let texts = try [String: String](from: decoder)
    self.init(
      Dictionary(uniqueKeysWithValues: texts.map { (Name(trusted: $0.key), FlexibleText(trusted: $0.value)) }))
  }

  /// Writes an object of strings, its members by the bytes of their names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: SectionKey.self)
    for (name, text) in sorted { try container.encode(text.value, forKey: SectionKey(stringValue: name.value)) }
  }

  private struct SectionKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
