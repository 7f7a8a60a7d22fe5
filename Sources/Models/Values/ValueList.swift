// ValueList: a list of texts, such as the key issues of a feedback, or of names.

import JSON

/// A checked string that arguments list.
public protocol ListElement: StringValue {
  /// The word for several of them in messages, such as "texts".
  static var plural: String { get }
}

/// At most 100 texts, none of them blank; docs/contract.md, "Values".
public typealias TextList = ValueList<Text>

/// At most 100 strings, each by the rule of its type; docs/contract.md, "Values".
public struct ValueList<Element: ListElement>: ConstrainedValue, Hashable {
  /// The most elements that a list may hold.
  public static var maximumCount: Int { 100 }

  /// The elements in the caller's order, repeated ones included.
  public let values: [Element]
  /// A list of at most `maximumCount` elements; that is not checked.
  public init(_ values: [Element] = []) { self.values = values }

  /// An array of strings.
  public static var schema: JSONObject { ["type": "array", "items": .object(Element.schema)] }
  /// The rule as error messages quote it.
  public static var allowed: String { "a list of at most \(maximumCount) \(Element.plural)" }
  /// The empty list.
  public static var placeholder: Self { Self() }

  /// The list, also where a text has it as JSON, or a list's one text has it; another text is a list of one. Nil for a
  /// placeholder.
  public static func meant(by json: JSONValue) -> JSONValue? {
    guard let list = json.unlessPlaceholder?.unquoted(where: { $0.arrayValue != nil }) else { return nil }
    if case .string = list { return [list] }
    guard let elements = list.arrayValue, elements.count == 1 else { return meant(by: list.arrayValue, or: list) }
    let inner = elements[0].unquoted { $0.arrayValue?.allSatisfy { $0.stringValue != nil } ?? false }
    return meant(by: inner.arrayValue ?? elements, or: list)
  }

  /// The elements, each in the form that its type reads; `other` where there is no list of them.
  private static func meant(by elements: [JSONValue]?, or other: JSONValue) -> JSONValue? {
    (elements.map { .array($0.map { Element.meant(by: $0) ?? $0 }) } ?? other).unlessEmpty
  }

  /// Takes a list of strings. Reports a list that is too long as one, and each wrong element by its index.
  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> Self? {
    guard case .array(let elements) = json else {
      report.addWrongType(wanted: "a list", allowed: allowed, got: json)
      return nil
    }
    guard elements.count <= maximumCount else {
      report.add("too many", allowed: allowed, got: json)
      return nil
    }
    var values: [Element] = []
    for (index, element) in elements.enumerated() {
      switch element.stringValue.map(Element.check) {
      case .success(let string): values.append(Element(trusted: string))
      case .failure(let violation):
        report.add(violation.problem, allowed: Element.allowed, got: element, part: "[\(index)]")
      case nil: report.add("not a string", allowed: Element.allowed, got: element, part: "[\(index)]")
      }
    }
    return values.count == elements.count ? Self(values) : nil
  }

  /// Takes the strings unchecked, for decoders other than `ModelDecoder`, which calls `read`.
  public init(from decoder: any Decoder) throws { values = try [Element](from: decoder) }
  /// Writes an array of strings.
  public func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }
}
