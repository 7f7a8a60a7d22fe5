// TextList: a list of texts, such as the key issues of a feedback.

import JSON

/// At most 100 texts, none of them blank; docs/contract.md, "Values".
public struct TextList: ConstrainedValue, Hashable {
  /// The most texts that a list may hold.
  public static let maximumCount = 100

  /// The texts in the caller's order, repeated ones included.
  public let values: [Text]
  /// A list of at most `maximumCount` texts; that is not checked.
  public init(_ values: [Text] = []) { self.values = values }

  /// An array of strings.
  public static let schema: JSONObject = ["type": "array", "items": .object(Text.schema)]
  /// The rule as error messages quote it.
  public static let allowed = "a list of at most \(maximumCount) texts"
  /// The empty list.
  public static let placeholder = TextList()

  /// The list, also where a text has it as JSON, or a list's one text has it; another text is a list of one. Nil for a
  /// placeholder.
  public static func meant(by json: JSONValue) -> JSONValue? {
    guard let list = json.unlessPlaceholder?.unquoted(where: { $0.arrayValue != nil }) else { return nil }
    if case .string = list { return [list] }
    guard let elements = list.arrayValue, elements.count == 1 else { return list.unlessEmpty }
    let inner = elements[0].unquoted { $0.arrayValue?.allSatisfy { $0.stringValue != nil } ?? false }
    return inner.arrayValue == nil ? list : inner.unlessEmpty
  }

  /// Takes a list of texts. Reports a list that is too long as one, and each element that is no text by its index.
  public static func read(_ json: JSONValue, reporting report: inout ViolationReport) -> TextList? {
    guard case .array(let elements) = json else {
      report.addWrongType(wanted: "a list", allowed: allowed, got: json)
      return nil
    }
    guard elements.count <= maximumCount else {
      report.add("too many", allowed: allowed, got: json)
      return nil
    }
    var texts: [Text] = []
    for (index, element) in elements.enumerated() {
      switch element.stringValue.map(Text.check) {
      case .success(let string): texts.append(Text(trusted: string))
      case .failure(let violation):
        report.add(violation.problem, allowed: Text.allowed, got: element, part: "[\(index)]")
      case nil: report.add("not a string", allowed: Text.allowed, got: element, part: "[\(index)]")
      }
    }
    return texts.count == elements.count ? TextList(texts) : nil
  }

  /// Takes the texts unchecked, for decoders other than `ModelDecoder`, which calls `read`.
  public init(from decoder: any Decoder) throws { values = try [Text](from: decoder) }
  /// Writes an array of strings.
  public func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }
}
