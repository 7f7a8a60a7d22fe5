// DocumentReading: what reading any of our documents has in common; a document becomes the arguments that it stands for.

import JSON
import Models

/// Collects what a document says, and where it says what cannot be kept.
struct DocumentReading {
  /// The arguments that the document stands for.
  private(set) var arguments = JSONObject()
  private(set) var violations: [Violation] = []
  private var isTitled = false

  /// Sets an argument; a second text for it is refused.
  mutating func set(_ name: String, _ text: String, at section: MarkdownSection) {
    guard arguments[name] == nil else { return refuse(section, "a second section of this name") }
    arguments[name] = .string(text)
  }

  /// Sets a member of an argument that is an object.
  mutating func set(_ name: String, in object: String, _ text: String, at section: MarkdownSection) {
    var members = arguments[object]?.objectValue ?? JSONObject()
    guard members[name] == nil else { return refuse(section, "a second section of this name") }
    members[name] = .string(text)
    arguments[object] = .object(members)
  }

  /// Notes that something of the document has no place.
  mutating func refuse(_ section: MarkdownSection, _ problem: String, allowed: String = "each section once") {
    let heading = String(repeating: "#", count: section.level) + (section.level == 0 ? "" : " ") + section.title
    violations.append(
      Violation(
        path: "markdown", problem: "line \(max(section.line, 1)): \(problem)", allowed: allowed,
        got: JSONValue.string(heading).abbreviated))
  }

  /// Refuses text in a place that holds none.
  mutating func expectBlank(_ section: MarkdownSection, _ place: String, allowed: String) {
    if !section.isBlank { refuse(section, "text \(place)", allowed: allowed) }
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
    if let line = lines.first(where: { $0.hasPrefix(prefix) }) {
      set(name, String(line.dropFirst(prefix.count)), at: section)
    }
  }
}
