// DocumentArguments: arguments that may come as one Markdown document instead of field by field.

import Documents
import JSON
import Models

/// The arguments of a tool that also takes `markdown`.
protocol DocumentArguments: ToolArguments {
  /// The arguments that the document stands for, and that may not come beside it.
  static var content: [String] { get }

  /// The arguments that a document stands for.
  static func read(_ markdown: String) -> DocumentReading

  /// The violations where a document contradicts the arguments that name its project or spec.
  static func contradictions(_ document: JSONObject, to arguments: JSONObject) -> [Violation]
}

extension DocumentArguments {
  static func contradictions(_ document: JSONObject, to arguments: JSONObject) -> [Violation] { [] }

  /// Puts what the document says in the place of `markdown`. Arguments that may come beside it beat it; those that the
  /// schema requires are never taken from it.
  static func expand(_ arguments: JSONObject, _ violations: inout [Violation]) -> JSONObject {
    guard let markdown = arguments["markdown"]?.stringValue else { return arguments }
    violations += content.filter { arguments.has($0) }.map {
      Violation(
        path: $0, problem: "given beside markdown", allowed: "either markdown, or the fields one by one",
        got: arguments[$0]?.abbreviated ?? "")
    }
    let reading = read(markdown)
    violations += reading.violations + contradictions(reading.arguments, to: arguments)
    var expanded = arguments
    for member in reading.arguments.members where !arguments.has(member.key) {
      if required?.contains(member.key) != true { expanded[member.key] = member.value }
    }
    return expanded
  }
}

/// A whole document. Its parts are checked as the arguments that they stand for.
struct MarkdownSource: FreeText {
  let value: String
  init(trusted value: String) { self.value = value }

  static let allowed = "a Markdown document as the tools for reading give it"

  static func check(_ string: String) -> Result<String, RuleViolation> {
    string.contains { !$0.isWhitespace } ? .success(string) : .failure(RuleViolation("blank"))
  }
}
