// MarkdownBlocksTests: the blocks that we see are those of cmark on the whole text, in little time and memory.

import CCMark
import TestSupport
import XCTest

@testable import Documents

final class MarkdownBlocksTests: XCTestCase {
  private func blocks(_ text: String, pieceSize: Int = 65_536) -> [MarkdownBlock] {
    Array(MarkdownBlocks(Array(text.utf8), pieceSize: pieceSize))
  }

  /// The lines and types of the top-level blocks as cmark has them.
  private func expected(_ text: String) -> [String] {
    let root = cmark_parse_document(text, text.utf8.count, CMARK_OPT_DEFAULT)
    defer { cmark_node_free(root) }
    var blocks: [String] = []
    var node = cmark_node_first_child(root)
    while let current = node {
      let kind =
        switch cmark_node_get_type(current) {
        case CMARK_NODE_HEADING: "heading\(cmark_node_get_heading_level(current))"
        case CMARK_NODE_PARAGRAPH: "paragraph"
        case CMARK_NODE_CODE_BLOCK: "code"
        case CMARK_NODE_HTML_BLOCK: "html"
        default: "other"
        }
      blocks.append("\(cmark_node_get_start_line(current)) \(kind)")
      node = cmark_node_next(current)
    }
    return blocks
  }

  private func found(_ text: String, pieceSize: Int) -> [String] {
    blocks(text, pieceSize: pieceSize).map { block in
      switch block.kind {
      case .heading(let level): "\(block.line) heading\(level)"
      default: "\(block.line) \(block.kind)"
      }
    }
  }

  func testBlocks_whenReadInPieces_areThoseOfTheWhole() {
    let seed = UInt64.random(in: 1...999_999_999)
    var markdown = NastyMarkdown(seed: seed)
    for index in 1...3_000 {
      // A byte order mark at the very beginning is none of the text: documents are read without.
      let text = "a\n\n" + markdown.text(maximumLines: 30)
      let told = "seed \(seed), \(index): \(text.debugDescription)"
      let expected = expected(text)
      for size in [1, 40, 65_536] { XCTAssertEqual(found(text, pieceSize: size), expected, told) }
    }
  }

  func testBlocks_haveThePlacesOfTheirLines() {
    let text = "# a\r\nb\rc\n\n```\nd\n```\n\n[x]: y\n\nE\n-"
    let bytes = Array(text.utf8)
    let parts = blocks(text).map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) }
    XCTAssertEqual(parts, ["# a\r\n", "b\rc\n", "```\nd\n```\n", "E\n-"])
    XCTAssertEqual(blocks(text).map(\.line), [1, 2, 5, 11])
  }

  func testTexts_whenMadeToTakeLong_areReadQuickly() {
    let patterns = [
      "![[]()", "[a](<b", "*a_ ", "<!--", "x <?", "`a``b```", "[", "> ", ">", "- ", "1. ", "+ a\n  ", "[a]: u\n",
      "a\n\n",
      "- a\n", "\n", "#\n", "```a\n", "<!-- \n", "===\n", "a\n===\n", "* * ", "   - ", "\\# x\n", "# a\n2. b\n   # c\n",
      "[a\n", "<a b=", "&#1", "\t", "|a|b|\n",
    ]
    let form = MarkdownText { level, _ in level <= 3 }
    for pattern in patterns {
      let text = String(repeating: pattern, count: 131_000 / pattern.utf8.count)
      let duration = ContinuousClock().measure {
        _ = form.escape(text.trimmingSuffix("\n"))
        _ = blocks(text + "\n" + text)
      }
      XCTAssertLessThan(duration, .seconds(60), pattern)
    }
  }

  func testTexts_whenNestedDeeplyAndBlank_areReadQuickly() {
    let text = String(repeating: "- ", count: 60_000) + "a" + String(repeating: "\n", count: 100_000) + "b"
    let duration = ContinuousClock().measure { XCTAssertEqual(blocks(text).count, 2) }
    XCTAssertLessThan(duration, .seconds(5))
  }

  func testBlock_whenLongerThanAnyText_endsTheReading() {
    var long = MarkdownBlocks(Array(("a\n\n" + String(repeating: "b\n", count: 400_000)).utf8))
    while long.next() != nil {}
    XCTAssertEqual(long.oversized, 3)
    var wide = MarkdownBlocks(Array(("a\n\n" + String(repeating: "[", count: 600_000)).utf8))
    while wide.next() != nil {}
    XCTAssertEqual(wide.oversized, 3)
  }
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var text = self
    while text.last == character { text.removeLast() }
    return text
  }
}
