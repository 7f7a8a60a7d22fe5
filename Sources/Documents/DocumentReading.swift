// DocumentReading: the common part of reading our documents; a document becomes the arguments that it stands for.

import JSON
import Models

/// Collects the arguments that a document stands for, and the places that stand for none.
package struct DocumentReading {
  /// The arguments that the document stands for.
  package private(set) var arguments = JSONObject()
  private var refusals: [Violation] = []
  private var refusalCount = 0
  private var isTitled = false
  private var titles: Set<String> = []

  /// The number of faults that an answer names; it counts the rest, for a message can hold a million headings.
  private static let maximumNamed = 100

  /// The places of the document that stand for no argument, as violations; of very many the first 100 and a count.
  package var violations: [Violation] {
    guard refusalCount > refusals.count else { return refusals }
    return refusals + [
      Violation(
        path: "markdown", problem: "\(refusalCount - refusals.count) more faults", allowed: "none",
        got: "\(refusalCount) faults")
    ]
  }

  /// Sets an argument; a second text for it is refused.
  mutating func set(_ name: String, _ text: String, at section: MarkdownSection) {
    guard arguments[name] == nil else { return refuse(section, "a second section of this name") }
    arguments[name] = .string(text)
  }

  /// Adds a section to an argument that is a list of them. Of more than there may be one is kept, for that to be told.
  mutating func add(_ name: String, to list: String, _ text: String, at section: MarkdownSection) {
    let sections = arguments[list]?.arrayValue ?? []
    guard sections.count <= AdditionalSections.maximumCount else { return }
    let name = JSONValue.string(name)
    guard !sections.contains(where: { $0["name"] == name }) else {
      return refuse(section, "a second section of this name")
    }
    arguments[list] = .array(sections + [["name": name, "text": .string(text)]])
  }

  /// Notes that something of the document has no place.
  mutating func refuse(
    _ section: MarkdownSection, _ problem: String, allowed: @autoclosure () -> String = "each section once"
  ) {
    let heading = String(repeating: "#", count: section.level) + " " + section.title
    refuse(line: section.line, problem, allowed: allowed(), got: heading)
  }

  /// Refuses text in a place that holds none.
  mutating func expectBlank(_ section: MarkdownSection, _ place: String, allowed: @autoclosure () -> String) {
    guard let text = section.firstText else { return }
    refuse(line: text.line, "text \(place)", allowed: allowed(), got: text.text)
  }

  private mutating func refuse(line: Int, _ problem: String, allowed: @autoclosure () -> String, got: String) {
    refusalCount += 1
    guard refusals.count < Self.maximumNamed else { return }
    refusals.append(
      Violation(
        path: "markdown", problem: "line \(line): \(problem)", allowed: allowed(),
        got: JSONValue.string(got).abbreviated))
  }

  /// Notes a section that stands for no argument of its own; a second one of its name is refused.
  ///
  /// - Returns: true for the first.
  mutating func takeOnce(_ section: MarkdownSection) -> Bool {
    let isFirst = titles.insert(section.title).inserted
    if !isFirst { refuse(section, "a second section of this name") }
    return isFirst
  }

  /// Takes the first title; a second one is refused.
  ///
  /// - Returns: true for the first.
  mutating func takeTitle(_ section: MarkdownSection) -> Bool {
    expectBlank(section, "between the title and the first section", allowed: "sections alone below the title")
    if isTitled { refuse(section, "a second title", allowed: "one first-level heading") }
    defer { isTitled = true }
    return !isTitled
  }

  /// Takes the status out of the metadata; the rest of it does not count.
  mutating func takeStatus(_ name: String, from section: MarkdownSection) {
    let prefix = "- Status: "
    let lines = section.text(level: 2).split(separator: "\n")
    if let status = lines.lazy.compactMap({ String($0).dropping(prefix) }).first { set(name, status, at: section) }
  }
}

extension String {
  /// The text after `prefix`; nil for a text that does not begin with it. By bytes: the prefix's last space and a mark
  /// behind it would be one `Character`.
  func dropping(_ prefix: String) -> String? {
    guard utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }
}
