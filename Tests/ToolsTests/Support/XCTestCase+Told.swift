// XCTestCase+Told: the words of a refusal, as a caller reads them.

import XCTest

extension XCTestCase {
  /// Expects the lines of the answer after the first.
  func assertTold(
    _ reply: Reply, _ lines: [String], file: StaticString = #filePath, line: UInt = #line
  ) {
    let head = lines.count == 1 ? "An argument is" : "\(lines.count) arguments are"
    XCTAssertEqual(
      reply.text.split(separator: "\n").map(String.init),
      ["invalid_input: \(head) not valid; nothing was done. Correct and call again."] + lines.map { "- \($0)" },
      file: file, line: line)
  }
}

extension Toolbox {
  /// The rule of a required text.
  static let textRule = "a text that is not blank, at most 262,144 bytes of UTF-8, without U+0000"
}
