// DocumentReading: the arguments that a document stands for, with what is wrong with it and what a caller should know.

import JSON
import Models

/// The outcome of reading a document.
package struct DocumentReading {
  /// The arguments that the document stands for. Additional sections are a list of objects {name, text} in their order.
  package private(set) var arguments = JSONObject()
  /// Remarks for the caller on what was read otherwise than it may have been meant; few.
  package private(set) var notes: [String] = []
  /// The line of the heading that each argument comes from.
  package private(set) var lines: [String: Int] = [:]
  /// The lines of headings of fields without a text, by the fields' names.
  package private(set) var emptyLines: [String: Int] = [:]
  /// The headings that stand for no part of the document's own, the first hundred, with their lines.
  package private(set) var others: [(heading: String, line: Int)] = []
  /// False where a part of the document could not be read, so that nothing can be said to be missing.
  package private(set) var isWhole = true

  private var refusals: [Violation] = []
  private var refusalCount = 0
  private var seen: [String: Int] = [:]
  private var sections: [JSONValue] = []

  /// The number of faults that an answer names; it counts the rest, for a message can hold a million headings.
  static let maximumNamed = 100
  /// The most notes of an answer.
  private static let maximumNotes = 10

  /// The faults of the document; of very many the first 100 and a count.
  package var violations: [Violation] {
    guard refusalCount > refusals.count else { return refusals }
    return refusals + [
      Violation(
        path: "markdown", problem: "\(refusalCount - refusals.count) more faults", allowed: "none",
        got: "\(refusalCount) faults")
    ]
  }

  // MARK: Collecting

  /// Sets an argument from a heading or a line.
  mutating func set(_ name: String, _ text: String, line: Int) {
    arguments[name] = .string(text)
    lines[name] = line
  }

  /// Notes a field's heading without a text.
  mutating func noteEmpty(_ name: String, line: Int) { emptyLines[name] = line }

  /// True where there are more sections than there may be, and the document is refused for it.
  var hasTooManySections: Bool { sections.count > AdditionalSections.maximumCount }

  /// Adds a section behind the others. Of more than there may be one is kept, for that to be told.
  mutating func add(_ name: String, _ text: String, to argument: String) {
    guard !hasTooManySections else { return }
    sections.append(["name": .string(name), "text": .string(text)])
    arguments[argument] = .array(sections)
  }

  /// Notes a heading that stands for no part of the document's own.
  mutating func noteOther(_ section: MarkdownSection) {
    if others.count < Self.maximumNamed { others.append((section.heading, section.line)) }
  }

  /// Notes what the caller should know.
  mutating func note(_ text: String) { if notes.count < Self.maximumNotes { notes.append(text) } }

  /// Notes that a part stands in a line; refuses a second one with both lines.
  ///
  /// - Returns: true for the first.
  mutating func takeOnce(_ key: String, _ section: MarkdownSection, _ what: @autoclosure () -> String) -> Bool {
    guard let first = seen[key] else {
      seen[key] = section.line
      return true
    }
    refuse(section, "\(what()) for the second time, first in line \(first)", allowed: "each heading once")
    return false
  }

  // MARK: Refusing

  /// Notes that a section has no place.
  mutating func refuse(_ section: MarkdownSection, _ problem: String, allowed: @autoclosure () -> String) {
    refuse(line: section.line, problem, allowed: allowed(), got: section.heading)
  }

  /// Notes that a line has no place.
  mutating func refuse(line: Int, _ problem: String, allowed: @autoclosure () -> String, got: String) {
    refusalCount += 1
    guard refusals.count < Self.maximumNamed else { return }
    refusals.append(
      Violation(
        path: "markdown", problem: "line \(line): \(problem)", allowed: allowed(),
        got: JSONValue.string(got).abbreviated))
  }

  /// Notes that the document could not be read to its end.
  mutating func refuseRest(line: Int, _ problem: String, allowed: String, got: String) {
    isWhole = false
    refuse(line: line, problem, allowed: allowed, got: got)
  }
}
