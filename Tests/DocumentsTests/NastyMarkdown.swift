// NastyMarkdown: texts of pieces of Markdown that open, close, swallow or look like something else.

import Models
import TestSupport

struct NastyMarkdown {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  static let lines = [
    // Headings, and what looks like one.
    "# x", "## Overview", "### Scope", "### Legal", "#### deep", "#", "##\t", "## ", "####### seven", "#x", "## x ##",
    "### #",
    "# x #", "## C#", "   ## x", "    ## x", "\t# x", " \t# x", "## Metadata", "### Status", "## 2. System design:",
    "===", "---", "=", "-", "   ===", "    ===", "- - -", "***", "--- x", "== =", "\\===", "\\---", "\\\\---", "\\- x",
    // Marks.
    "\\# x", "\\\\## y", "\\\\\\### z", "\\", "\\\\", "\\x", "\\#### deep", " \\# x", "    \\# x", "\\### Scope",
    "\\### Legal",
    "\\<!--", "\\```", "\\~~~",
    // Fences.
    "```", "````", "~~~", "~~~~~~", "```swift", "~~~ a ~~~", "```a`b", "   ```", "    ```", "```  ", "```\t", "```\t\t",
    "~~~\t", "````\t", "- ```sh", "  ```", "> ```", "1. ~~~", "   ~~~", "``", "`` ` ``",
    // HTML.
    "<!--", "-->", "-->\t", "-->\t\t", "<!-- # x -->", "<!-->", "<!--->", "<div>", "</div>", "<details>", "<pre>",
    "</pre>",
    "</pre>\t", "<script>", "</SCRIPT>", "<?php", "?>", "?>\t", "<!DOCTYPE html>", "<!DOCTYPE", ">", ">\t", "<![CDATA[",
    "]]>",
    "<b>", "<b class=\"x\">", "<style", "  <!--", "    <!--", "x <!--", "- <!--", "<textarea>", "<pre/>", "<preface>",
    // Lists and quotations.
    "- a", "* a", "+ a", "-", "1. a", "2. a", "12) a", "  b", "    b", "      c", "> a", ">", "> # x", "- # x", "  # x",
    "  ## x",
    "-   a", "- - a", "> > a", "a", "b  ", "-\ta",
    // Links, tables, and the rest.
    "[a]: /u", "[a]:", "/u", "[a", "\"title\"", "[a]: /u \"t", "[a]", "| a | b |", "|---|---|", "| # | x |", "![[]()",
    "[^1]: note", ": x", "&#35; x", "<https://x>", "ü 漢 😀", "Ω", "नमस्ते", "שלום", "مرحبا", "Привет", "日本語", "ไทย", "한국어",
    "\u{2028}# x", "\u{85}", "\u{a0}# x", "\u{feff}# x", "#\u{301} x", "`\u{301}``", "\u{1}", "a\rb", "\r", "#\rx",
    "\r# x",
    "a\r===", "", "", "", "", " ", "\t", "    ", "  \t  ",
  ]
  private static let lineEnds = ["\n", "\n", "\n", "\n", "\n\n", "\r\n", "\r", "\n\n\n"]

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 1...one, using: &generator) == 1 }

  /// Any text in the form that documents hold.
  mutating func text(maximumLines: Int = 12) -> String {
    // Few kinds of lines make blocks that open and close.
    let kinds = (0..<Int.random(in: 1...8, using: &generator)).map { _ in Self.lines.randomElement(using: &generator)! }
    var text = ""
    for _ in 0..<Int.random(in: 0...maximumLines, using: &generator) {
      text += kinds.randomElement(using: &generator)! + Self.lineEnds.randomElement(using: &generator)!
    }
    return (text + (chance(2) ? kinds[0] : "")).normalizedForDocument
  }

  /// A name as headings must carry it.
  mutating func name() -> String {
    let names = [
      "Overview", "overview:", "Metadata", "\\Overview", "\\\\Overview", "# x", "#", "##", "x #", "x \\#", "C#",
      "Scope",
      "2. Scope", "🚀 Scope", "Architecture", "Notes", "*x*", "a\u{a0}b", "---", "```", "- x", "<!-- x", "[a]: /u",
      "Specs",
      "Technical Specification: x", "Status", "日本語", "Preface", "Introduction", "Front matter", "1.", "\\", "\\x",
      "x\\",
    ]
    let name = names.randomElement(using: &generator)!
    return chance(3) ? name + names.randomElement(using: &generator)! : name
  }

  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
}
