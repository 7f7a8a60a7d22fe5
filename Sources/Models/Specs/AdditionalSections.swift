// AdditionalSections: a spec's sections beyond the fixed ones, by name.

import JSON

/// Named texts beyond a spec's fixed fields: an object of strings, at most 100.
public struct AdditionalSections: ConstrainedValue, Hashable {
  /// The most sections that a spec may have.
  public static let maximumCount = 100

  public var texts: [Name: FlexibleText]
  public init(_ texts: [Name: FlexibleText] = [:]) { self.texts = texts }

  public static let schema: JSONObject = ["type": "object", "additionalProperties": ["type": "string"]]
  public static let allowed = "an object of at most \(maximumCount) texts by section name"
  public static let placeholder = AdditionalSections()

  /// The sections in the order of their names.
  public var sorted: [(name: Name, text: FlexibleText)] {
    texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

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
    guard case .success(let string) = Name.check(member.key) else {
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

  /// These sections with those of `changes` in place; an empty text removes its section.
  public func merging(_ changes: AdditionalSections) -> AdditionalSections {
    var merged = self
    for (name, text) in changes.texts { merged.texts[name] = text.value.isEmpty ? nil : text }
    return merged
  }

  public init(from decoder: any Decoder) throws {
    let texts = try [String: String](from: decoder)
    self.init(
      Dictionary(uniqueKeysWithValues: texts.map { (Name(trusted: $0.key), FlexibleText(trusted: $0.value)) }))
  }

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
