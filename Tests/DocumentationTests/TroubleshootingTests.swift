// TroubleshootingTests: docs/troubleshooting.md has every message of the server, and no other as the server's own.

import DocumentationSupport
import XCTest

final class TroubleshootingTests: XCTestCase {
  private static let path = "docs/troubleshooting.md"

  /// The page's own messages: those in bold, `- **`…`**`.
  private func own() throws -> [String: Int] {
    let lines = try Repository.page(Self.path).prose.enumerated().compactMap { index, line in
      line.wholeMatch(of: #/- \*\*`(.+)`\*\*/#).map { (String($0.output.1), index + 1) }
    }
    return Dictionary(lines, uniquingKeysWith: { first, _ in first })
  }

  func testMessages_areOnThePage() throws {
    let own = try own()
    for message in try ServerMessages().messages where own[message.text] == nil {
      XCTFail(
        """
        \(message.place) has a message that \(Self.path) does not have. Add to the group where it belongs, with its \
        cause and what to do:
        - **`\(message.text)`**
        """)
    }
  }

  func testPage_hasNoMessageThatIsGone() throws {
    let texts = Set(try ServerMessages().messages.map(\.text))
    for (text, line) in try own() where !texts.contains(text) {
      XCTFail(
        "\(Self.path):\(line): no message in Sources reads `\(text)`: correct it, or take it out. (Messages of "
          + "PostgreSQL and libpq are not in bold.)")
    }
  }

  func testSentences_areKnownToBeMessagesOrNot() throws {
    for sentence in try ServerMessages().unknown {
      XCTFail(
        "\(sentence.place): is \"\(sentence.text)\" a message that an operator can see? Add what stands before it to "
          + "`message` or to `noMessage` in Tests/DocumentationSupport/ServerMessages.swift.")
    }
  }

  func testEntries_haveACauseAndAFix() throws {
    let lines = try Repository.page(Self.path).prose
    for (index, line) in lines.enumerated() where line.hasPrefix("- `") || line.hasPrefix("- **`") {
      let text = lines[(index + 1)...].prefix { $0.hasPrefix("  ") }.joined(separator: " ")
      XCTAssertTrue(text.contains("*Fix:*"), "\(Self.path):\(index + 1): no *Fix:* under \(line)")
    }
  }

  func testEntries_areThereOnce() throws {
    let lines = try Repository.page(Self.path).prose.filter { $0.hasPrefix("- `") || $0.hasPrefix("- **`") }
    XCTAssertEqual(Set(lines).count, lines.count)
  }
}
