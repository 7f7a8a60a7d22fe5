// MarkdownTextTests: a text in a document ends with itself, and comes back byte for byte.

import Foundation
import Models
import TestSupport
import XCTest

@testable import Documents

final class MarkdownTextTests: XCTestCase {
  private let form = SpecDocument.form

  private func assertComesBack(_ text: String, below level: Int, _ told: String) {
    let place = form.text(below: level)
    let escaped = place.escape(text)
    XCTAssertEqual(place.unescape(Array(escaped.utf8)), Array(text.utf8), "\(told), as \(escaped.debugDescription)")
    let mark = String(repeating: "#", count: level)
    let document = "\(mark) first\n\n\(escaped)\n\n\(mark) last\n"
    let rendered = OutlineOracle.headings(of: document, upTo: level)
    XCTAssertEqual(
      rendered, [RenderedHeading(level: level, text: "first"), RenderedHeading(level: level, text: "last")],
      "\(told), as \(escaped.debugDescription)")
  }

  func testText_whenNasty_comesBackAndSwallowsNothing() {
    let seed = UInt64.random(in: 1...999_999_999)
    var markdown = NastyMarkdown(seed: seed)
    let count = ProcessInfo.processInfo.environment["RESPEC_TEST_OPERATIONS"].flatMap { Int($0) } ?? 5_000
    for index in 1...count {
      let text = markdown.text()
      for level in [2, 3] { assertComesBack(text, below: level, "seed \(seed), \(index): \(text.debugDescription)") }
    }
  }

  func testText_whenEachNastyLineStandsAlone_comesBack() {
    for line in NastyMarkdown.lines {
      for text in [
        line, "\(line)\nx", "x\n\(line)", "x\n\n\(line)\ny", "- a\n\(line)", "```\n\(line)", "<!--\n\(line)",
      ] {
        for level in [2, 3] { assertComesBack(text.normalizedForDocument, below: level, text.debugDescription) }
      }
    }
  }

  func testText_withoutHeadings_rendersAsAlone() {
    let seed = UInt64.random(in: 1...999_999_999)
    var markdown = NastyMarkdown(seed: seed)
    for index in 1...3_000 {
      let text = markdown.text()
      // Headings of the structure's levels cannot stand as such; and a backslash there needs a second one.
      guard OutlineOracle.headings(of: text, upTo: 3).isEmpty, !text.contains("\\") else { continue }
      let escaped = form.text(below: 3).escape(text)
      XCTAssertEqual(
        OutlineOracle.html(of: escaped).lines, OutlineOracle.html(of: text).lines,
        "seed \(seed), \(index): \(text.debugDescription)")
    }
  }

  func testText_whenPlain_standsAsItIs() {
    let text =
      "Some *words*.\n\n- a\n\n```sh\n# a comment\n```\n\n<!--\n## x\n-->\n\n#### Deep\n\n\\x #1\n\n---\n\n- ```\n  # b\n  ```"
    XCTAssertEqual(form.text(below: 3).escape(text), text)
  }

  func testText_whenItHasHeadings_marksThem() {
    XCTAssertEqual(
      form.text(below: 2).escape("## a\n### Legal\n### 2. scope:\n#### d"), "\\## a\n### Legal\n\\### 2. scope:\n#### d"
    )
    XCTAssertEqual(form.text(below: 3).escape("Title\n---\ntext"), "Title\n\\---\ntext")
    XCTAssertEqual(form.text(below: 3).escape("```sh\nmake"), "```sh\nmake\n```\t")
    XCTAssertEqual(form.text(below: 3).escape("<!-- open"), "<!-- open\n-->\t")
  }
}

extension String {
  /// The lines that say something: a closing line of ours is one more in a comment or a block of HTML.
  fileprivate var lines: [String] {
    split(separator: "\n").map(String.init).filter {
      !["-->", "]]>", "?>", ">"].contains($0.trimmedTabs) && !$0.hasPrefix("</")
    }
  }

  private var trimmedTabs: String { String(drop { $0 == "\t" }.reversed().drop { $0 == "\t" }.reversed()) }
}
