// ForeignDocuments: documents in the shapes that specs, proposals and notes of other systems have.

/// Makes documents up: front matter, texts without headings, headings of all kinds, fences, tables, comments, scripts.
public struct ForeignDocuments {
  /// Everything follows from its seed.
  public var generator: SplitMix64
  /// The number of marks so far.
  private var marks = 0

  /// The documents that follow from a seed.
  public init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  private static let headings = [
    "Why", "What Changes", "Impact", "Purpose", "Requirements", "User Scenarios & Testing",
    "Success Criteria *(mandatory)*", "Context", "Decision", "Consequences", "1. Introduction", "2. Goals", "2.1 Scope",
    "3) Out of scope", "Architecture:", "System design", "Overview", "Overview", "Tech stack 🚀", "🎯 Objectives", "背景",
    "要件", "Контекст", "Ziele", "Périmètre", "المتطلبات", "הקשר", "उद्देश्य", "배경", "บริบท", "Στόχοι", "நோக்கம்", "Notes #", "C#",
    "Metadata", "Status", "Tasks", "Phase 1: Setup", "Open Questions?", "**Bold**", "`code`", "[Link](https://x)", "",
    "Introduction", "Preface", "notes", "NOTES", "Notes:", "2024-01-05 Notes", "2024-02-05 Notes", "\\Notes",
    "a\u{a0}b",
  ]
  private static let bodies = [
    "A paragraph.\nIts second line.", "- [ ] T001 do\n- [x] T002 done\n  - more\n\n    text in it",
    "| a | b |\n|---|---|\n| # | ## |", "```swift\n# not a heading\n## nor this\n```", "- ```sh\n  # make\n  ```",
    "<!-- ## Template\n\nnote -->", "> ## quoted\n> text", "---", "#### Deep\n\ntext\n\n### Third\n\nmore",
    "    # indented code", "<details>\n<summary>x</summary>\n\n## inside\n\n</details>", "1. one\n2. two",
    "**Status**: Draft\n**Owner**: x", "日本語の文章。", "Текст.", "نص عربي", "טקסט", "टेक्स्ट", "ข้อความ", "텍스트", "Κείμενο", "உரை",
    "中文文本。", "", "", "\tTabbed", "* * *", "~~~\n```\n~~~", "[a]: https://x \"t\"",
    "Line with trailing spaces  \nand more",
    "```\nnever closed", "<!-- never closed", "Under\n-----\n\nlined", "\\# escaped", "e\u{301} and \u{e9}", "a\rb",
  ]
  private static let starts = [
    "", "", "", "---\ntitle: A title\nstatus: approved\n---\n\n", "---\ntags: [a, b]\n# comment\n---\n",
    "Some text first.\n\n", "\u{feff}", "<!-- license -->\n\n", "[![badge](x)](y)\n\n", "---\n\n",
  ]
  private static let titles = [
    "# A Title\n\n", "# Feature Specification: Login\n\n", "# ADR-001: Use Swift\n\nProposed\n\n", "Title\n=====\n\n",
    "", "", "# Phase: One\n\n**Feature**: 1\n\n",
  ]

  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements.randomElement(using: &generator)! }

  /// A document.
  public mutating func document() -> String {
    withLineEnds(pick(Self.starts) + pick(Self.titles) + sections(Int.random(in: 0...8, using: &generator)))
  }

  /// The beginning of lines of which no two are the same, one below each heading.
  static let mark = "mark "

  /// So many headings with what stands below them.
  ///
  /// - Parameter known: headings of which about half are.
  public mutating func sections(_ count: Int, known: [String] = []) -> String {
    (0..<count).reduce(into: "") { text, _ in
      let level = pick([1, 2, 2, 2, 2, 3, 3, 4])
      let heading = known.isEmpty || Bool.random(using: &generator) ? pick(Self.headings) : pick(known)
      text += String(repeating: "#", count: level) + " " + heading + "\n"
      if Bool.random(using: &generator) { text += "\n" }
      text += pick(Self.bodies) + "\n\n"
      marks += 1
      text += "\(Self.mark)\(marks)\n\n"
    }
  }

  /// The text with the line ends of one system or the other.
  public mutating func withLineEnds(_ text: String) -> String {
    Bool.random(using: &generator) ? text : text.replacing("\n", with: "\r\n")
  }
}
