// TextList: a list of texts, such as the key issues of a feedback.

import JSON

/// At most 100 texts, none of them blank.
public struct TextList: ConstrainedValue, Hashable {
  /// The most texts that a list may hold.
  public static let maximumCount = 100

  public let values: [Text]
  public init(_ values: [Text] = []) { self.values = values }

  public static let schema: JSONObject = ["type": "array", "items": .object(Text.schema)]
  public static let allowed = "a list of at most \(maximumCount) texts"
  public static let placeholder = TextList()

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

  public init(from decoder: any Decoder) throws { values = try [Text](from: decoder) }
  public func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }
}
