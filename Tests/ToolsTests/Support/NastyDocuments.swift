// NastyDocuments: arguments of documents whose texts look like the structure around them.

import JSON
import Models
import TestSupport

/// Makes arguments for the tools that store documents.
struct NastyDocuments {
  var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  private static let lines = [
    "# x", "## Overview", "### Scope", "#### deep", "#", "##\t", "###", "### Non-Functional Requirements", "###### six",
    "####### seven", "#x", "## Metadata", "- Status: approved", "# Technical Specification: Other", "## Key Risks",
    "\\# x", "\\\\## y", "\\\\\\### z", "\\", "\\\\", "\\x", "\\#### deep", " \\# x", "   \\```", "    \\# x", "\\~~~",
    "\\\\```",
    "```", "````", "`````", "~~~", "~~~~~~", "```swift", "~~~ a ~~~", "```a`b", "   ```", "    ```", "```  ", "~~~\t",
    " ~~~", "``", "~~", "   # x", "    # x", "\t# x", " \t# x", "", "", "", " ", "\t", "    ", "a", "a\rb", "\r",
    "#\rx",
    "\r# x", "#\u{301} x", "# \u{301}x", "\u{301}", "`\u{301}``", "```\u{301}", "\\\u{301}# x", "\u{2028}# x", "\u{85}",
    "\u{a0}# x", "#\u{a0}x", "\u{feff}# x", "ü 漢 😀", "===", "---", "- a", "> # x", "<!-- # x -->", "\u{1}",
  ]
  private static let lineEnds = ["\n", "\n", "\n", "\n", "\r\n", "\r\r\n", "\r", "\n\n", "\n\u{301}"]

  private static let names = [
    "Overview", "Metadata", "\\Overview", "\\\\Overview", "\\Metadata", "Specs", "# x", "#", "##", "Overview of Risks",
    "Non-Functional Requirements", "Functional Requirements", "Scope", "System Design", "Implementation", "x #",
    "Additional Details", "\u{301}x", "\\\u{301}x", "\\", "\\x", "```", "~~~ x", "Technical Specification: x",
    "Key Risks",
    "a\u{a0}b", "e\u{301}", "- Status: approved", "Roadmap", "Roadmap: x", "Project Plan", "Project Plan: x",
    "overview",
    "\u{200d}x", "a  b", "<x>", "Roadmap: \u{301}x", "Technical Specification:", "\u{1f1e9}\u{1f1ea}", "Risks",
  ]

  /// Each nasty line by itself, in the texts' places one after another.
  static var singles: [String] { lines + lines.map { "\($0)\nx" } + lines.map { "x\r\n\($0)\r\n" } }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 1...one, using: &generator) == 1 }

  /// Any text, often an empty one.
  mutating func text() -> String {
    var text = chance(3) ? Self.lineEnds.randomElement(using: &generator)! : ""
    // Few kinds of lines make fences that open and close.
    let kinds = (0..<Int.random(in: 1...8, using: &generator)).map { _ in Self.lines.randomElement(using: &generator)! }
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      text += kinds.randomElement(using: &generator)! + Self.lineEnds.randomElement(using: &generator)!
    }
    if chance(2) { text += kinds[0] }
    return text
  }

  /// A text that is not blank.
  mutating func requiredText() -> String {
    let text = text()
    if case .success = Text.check(text) { return text }
    return text + "x" + (chance(2) ? "\n" : "")
  }

  /// Any name.
  mutating func name() -> String {
    chance(4)
      ? "\(Self.names.randomElement(using: &generator)!)\(Self.names.randomElement(using: &generator)!)"
      : Self
        .names.randomElement(using: &generator)!
  }

  /// The arguments of `create_spec`, apart from the project.
  mutating func spec() -> JSONObject {
    // A letter, so that something is left for the spec's name.
    var arguments: JSONObject = ["phase_name": .string(name() + (chance(2) ? "" : " ") + "q")]
    for field in FrozenFields.all { arguments[field.name] = .string(requiredText()) }
    for field in FlexibleFields.all where !chance(3) { arguments[field.name] = .string(text()) }
    var sections = JSONObject()
    for _ in 0..<Int.random(in: 0...5, using: &generator) {
      if case .success(let name) = Name.check(name()) { sections[name] = .string(text()) }
    }
    arguments["additional_sections"] = .array(sections.members.map { ["name": .string($0.key), "text": $0.value] })
    arguments["spec_status"] = .string(SpecStatus.allCases.randomElement(using: &generator)!.rawValue)
    return arguments
  }

  /// The arguments of `store_roadmap`, apart from the project.
  mutating func roadmap() -> JSONObject {
    var arguments = JSONObject()
    if chance(2) { arguments["roadmap_title"] = .string(name()) }
    for field in RoadmapFields.all { arguments[field.name] = .string(requiredText()) }
    arguments["roadmap_status"] = .string(RoadmapStatus.allCases.randomElement(using: &generator)!.rawValue)
    return arguments
  }

  /// The arguments of `store_project_plan`.
  mutating func plan() -> JSONObject {
    var arguments: JSONObject = ["project_name": .string(name())]
    for field in ProjectPlanFields.all { arguments[field.name] = .string(requiredText()) }
    arguments["project_status"] = .string(ProjectStatus.allCases.randomElement(using: &generator)!.rawValue)
    return arguments
  }
}
