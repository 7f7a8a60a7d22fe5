// MarkdownPageTests: the reader of pages, on the forms that ours use.

import XCTest

@testable import DocumentationSupport

final class MarkdownPageTests: XCTestCase {
  private let page = MarkdownPage(
    path: "a.md",
    text: """
      # The title

      See [this](b.md#part), `[not](that)` and [the web](https://example.com).

      ## One, two: `three`

      ```sql
      # no heading
      SELECT 1;
      ```

      ### Four
        ```
        five
        ```
      `six` and `seven`
      """)

  func testBlocks_haveLanguageAndHeadings() {
    XCTAssertEqual(
      page.blocks,
      [
        .init(
          language: "sql", headings: ["The title", "One, two: `three`"], line: 8, text: "# no heading\nSELECT 1;\n"),
        .init(language: "", headings: ["The title", "One, two: `three`", "Four"], line: 14, text: "  five\n"),
      ])
  }

  func testAnchors_areAsLinksNameThem() {
    XCTAssertEqual(page.anchors, ["the-title", "one-two-three", "four"])
  }

  func testLinks_areThoseOutsideCode() {
    XCTAssertEqual(page.links.map(\.target), ["b.md#part", "https://example.com"])
    XCTAssertEqual(page.links.map(\.line), [3, 3])
  }

  func testProse_isWhatStandsOutsideBlocks() {
    XCTAssertEqual(page.prose.count, 16)
    XCTAssertEqual(page.prose[8], "")
    XCTAssertEqual(page.prose[15], "`six` and `seven`")
  }
}
