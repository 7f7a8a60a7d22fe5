// AdditionalSections: a spec's sections beyond the fixed ones, in the order in which they were given.

import JSON

/// Named texts beyond a spec's fixed fields, at most 100, in order; docs/contract.md, "Values". Look-ups by name scan:
/// there are few.
public struct AdditionalSections: ConstrainedValue, Hashable {
  /// One section.
  public struct Section: Codable, Sendable, Hashable {
    /// The name, which no other section has.
    public let name: Name
    /// The text, which may be empty.
    public var text: FlexibleText

    /// A section of that name.
    public init(name: Name, text: FlexibleText) {
      self.name = name
      self.text = text
    }
  }

  /// The most sections that a spec may have.
  public static let maximumCount = 100

  /// The sections in order, each name once.
  public private(set) var sections: [Section]

  /// Sections in this order, at most `maximumCount` of them, each name once; that is not checked.
  public init(_ sections: [Section] = []) { self.sections = sections }

  /// The names in order.
  public var names: [Name] { sections.map(\.name) }

  /// The text of the section of that name; nil where there is none. A new text takes the place of the old one, that of a
  /// new section the last; nil removes the section.
  public subscript(name: Name) -> FlexibleText? {
    get { sections.first { $0.name == name }?.text }
    set {
      guard let newValue else { return sections.removeAll { $0.name == name } }
      if let index = sections.firstIndex(where: { $0.name == name }) {
        sections[index].text = newValue
      } else {
        sections.append(Section(name: name, text: newValue))
      }
    }
  }

  /// These sections with those of `changes`: a text takes the place of the old one unless it is empty, new sections
  /// follow at the end in their order, empty ones too. Without the `removed` ones. There may be more than `maximumCount`
  /// afterwards.
  package func merging(_ changes: AdditionalSections, removing removed: [Name] = []) -> AdditionalSections {
    var merged = self
    for section in changes.sections where !section.text.value.isEmpty || merged[section.name] == nil {
      merged[section.name] = section.text
    }
    for name in removed { merged[name] = nil }
    return merged
  }

  /// The sections with their texts as documents hold them.
  var normalized: AdditionalSections {
    AdditionalSections(sections.map { Section(name: $0.name, text: $0.text.normalized) })
  }

  // MARK: The rule

  private static let members = ["name", "text"]

  /// An array of objects of two strings.
  public static let schema: JSONObject = [
    "type": "array",
    "items": [
      "type": "object",
      "properties": .object(JSONObject(members.map { .init(key: $0, value: ["type": "string"]) })),
      "required": .array(members.map { .string($0) }),
    ],
  ]
  /// The rule as error messages quote it.
  public static let allowed = "a list of at most \(maximumCount) objects {name, text}"
  /// No sections.
  public static let placeholder = AdditionalSections()

  /// Takes a list of objects, or an object of texts by name. Reports one with too many sections as such, and each section
  /// whose name or text breaks its rule, or whose name in its normal form was given before.
  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> AdditionalSections? {
    guard let items = SectionItem.items(of: json) else {
      report.addWrongType(wanted: "a list", allowed: allowed, got: json)
      return nil
    }
    guard items.count <= maximumCount else {
      report.add("too many", allowed: allowed, got: json)
      return nil
    }
    var sections = AdditionalSections()
    var isValid = true
    for item in items {
      guard let section = item.section(reporting: &report) else {
        isValid = false
        continue
      }
      guard sections[section.name] == nil else {
        report.add("given twice", allowed: "each section name once", got: item.name, part: item.part)
        isValid = false
        continue
      }
      sections[section.name] = section.text
    }
    return isValid ? sections : nil
  }

  // MARK: Other forms

  /// Takes names and texts unchecked, for decoders other than `ModelDecoder`, which calls `read`.
  public init(from decoder: any Decoder) throws { sections = try [Section](from: decoder) }
  /// Writes an array of objects.
  public func encode(to encoder: any Encoder) throws { try sections.encode(to: encoder) }
}
