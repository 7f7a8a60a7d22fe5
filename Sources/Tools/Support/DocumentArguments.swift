// DocumentArguments: arguments that may come as one Markdown document, with or without some of them beside it.

import Documents
import JSON
import Models

/// The arguments of a tool that also takes `markdown`.
protocol DocumentArguments: ToolArguments {
  /// The document, where one was given.
  var markdown: MarkdownSource? { get }

  /// The form of the document.
  static var form: DocumentForm { get }

  /// The violations where a document contradicts the arguments that name its project or spec.
  static func contradictions(_ document: JSONObject, to arguments: JSONObject) -> [Violation]
}

extension DocumentArguments {
  static func contradictions(_ document: JSONObject, to arguments: JSONObject) -> [Violation] { [] }

  /// The remarks on the document.
  var documentNotes: [String] { markdown.map { Self.form.read($0.value).notes } ?? [] }

  /// One for each change that is given beside a version to restore.
  ///
  /// - Parameter changes: the arguments that change something.
  static func besideRestoring(_ changes: [String], in arguments: JSONObject) -> [Violation] {
    guard arguments.has("restore_version") else { return [] }
    // What a document stands for has not been given.
    let given = arguments.has("markdown") ? ["markdown"] : changes.filter { arguments.has($0) }
    return given.map {
      Violation(
        path: $0, problem: "given beside restore_version", allowed: "restore_version without other changes",
        got: arguments[$0]?.abbreviated ?? "")
    }
  }

  /// Puts what the document says in the place of `markdown`. Arguments beside it beat it; those that the schema requires
  /// are never taken from it. Sections beside it beat those of their names.
  static func expand(_ arguments: JSONObject, _ violations: inout [Violation]) -> JSONObject? {
    guard let markdown = arguments["markdown"]?.stringValue else { return nil }
    let reading = form.read(markdown)
    violations += reading.violations + contradictions(reading.arguments, to: arguments)
    var expanded = arguments
    for member in reading.arguments.members where required?.contains(member.key) != true {
      guard arguments.has(member.key) else {
        expanded[member.key] = member.value
        continue
      }
      guard member.key == form.sectionsArgument, let given = arguments[member.key] else { continue }
      expanded[member.key] = DocumentSections.merge(given, into: member.value)
    }
    return expanded
  }

  /// What is missing, in the words of the document: the headings, lines that come close to them, and its skeleton once.
  static func rephrase(_ violations: [Violation], of arguments: JSONObject) -> [Violation] {
    guard let markdown = arguments["markdown"]?.stringValue else { return violations }
    // What the schema requires is never taken from a document.
    let own = violations.filter { required?.contains($0.path) != true }
    let others = violations.filter { required?.contains($0.path) == true }
    return others + MissingParts(own, form: form, reading: form.read(markdown), arguments: arguments).violations
  }

  /// A failure for what a first document lacks, in the words of the document that came; any other as it is.
  func rephrase(_ failure: Failure) -> Failure {
    guard let markdown, failure.code == .invalidInput,
      !failure.details.isEmpty, failure.details.allSatisfy({ $0.problem == "missing" })
    else { return failure }
    let reading = Self.form.read(markdown.value)
    let parts = MissingParts(failure.details, form: Self.form, reading: reading, arguments: JSONObject())
    return Failure(failure.code, failure.message, details: parts.violations)
  }
}

/// A list of sections in the forms that callers give it.
private enum DocumentSections {
  /// The sections of a document, those of `given` in the place of the ones of their names, new ones behind them. What is
  /// no list of sections is left for its own violations.
  static func merge(_ given: JSONValue, into document: JSONValue) -> JSONValue {
    guard let new = list(given), var merged = list(document) else { return given }
    for section in new {
      let name = normalized(section["name"])
      if let index = merged.firstIndex(where: { normalized($0["name"]) == name }) {
        merged[index] = section
      } else {
        merged.append(section)
      }
    }
    return .array(merged)
  }

  private static func list(_ sections: JSONValue) -> [JSONValue]? {
    if let object = sections.objectValue {
      return object.members.map { ["name": .string($0.key), "text": $0.value] }
    }
    return sections.arrayValue
  }

  private static func normalized(_ name: JSONValue?) -> String? {
    name?.stringValue.map { (try? Name.check($0).get()) ?? $0 }
  }
}

/// The required arguments that a document lacks, told in its words.
private struct MissingParts {
  private let form: DocumentForm
  private let reading: DocumentReading
  private var missing: [String] = []
  /// The violations that are about something else.
  private var others: [Violation] = []

  init(_ violations: [Violation], form: DocumentForm, reading: DocumentReading, arguments: JSONObject) {
    self.form = form
    self.reading = reading
    for violation in violations {
      let name = violation.path
      let given = arguments[name]
      if given == nil, form.titles[name] != nil || name == form.nameArgument {
        missing.append(name)
      } else if let line = reading.lines[name], given == reading.arguments[name] {
        others.append(
          Violation(
            path: "markdown", problem: "line \(line): \(name): \(violation.problem)", allowed: violation.allowed,
            got: violation.got))
      } else {
        others.append(violation)
      }
    }
  }

  var violations: [Violation] {
    // A part that could not be read may hold what is missing.
    guard !missing.isEmpty, reading.isWhole else { return others }
    return [
      Violation(
        path: "markdown", problem: "missing: " + missing.map(place).joined(separator: ", "),
        allowed: "arguments of these names beside markdown, or the headings \(form.skeleton)", got: "no text for them")
    ] + others
  }

  /// An argument's name, with the line that comes close to its heading.
  private func place(_ name: String) -> String {
    guard form.titles[name] != nil else { return "\(name) (the title)" }
    if let line = reading.emptyLines[name] { return "\(name) (line \(line) has no text below it)" }
    let close = reading.others.first { form.field(near: $0.heading) == name }
    return close.map { "\(name) (close is line \($0.line): \($0.heading))" } ?? name
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
