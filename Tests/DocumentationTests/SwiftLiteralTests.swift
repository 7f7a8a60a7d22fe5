// SwiftLiteralTests: the reader of Swift's literals, on the forms that the sources use.

import XCTest

@testable import DocumentationSupport

final class SwiftLiteralTests: XCTestCase {
  private func texts(_ source: String) -> [String] { SwiftLiteral.all(in: source).map(\.text) }

  func testLiteral_whenPlain_isItsText() {
    XCTAssertEqual(texts(#"let a = "one", b = "two \"quoted\" \\ three""#), ["one", #"two "quoted" \ three"#])
    XCTAssertEqual(texts(#"let a = """#), [""])
  }

  func testInterpolation_isAnEllipsis() {
    XCTAssertEqual(texts(#""a \(b) c \(d.e(f, "g \(h)")) i""#), ["a … c … i"])
    XCTAssertEqual(texts(#""\(a)\(b)""#), ["…"])
    XCTAssertEqual(texts(##"#"a \(b) \#(c)"#"##), [#"a \(b) …"#])
  }

  func testLiterals_whenJoined_areOne() {
    XCTAssertEqual(texts("f(\n  \"a \"\n    + \"b\", \"c\")"), ["a b", "c"])
    XCTAssertEqual(texts(#""a " + b + " c""#), ["a ", " c"])
  }

  func testLiteral_whenOfSeveralLines_isOneLine() {
    XCTAssertEqual(texts("let a = \"\"\"\n  one\n  two \\\n  three\n  \"\"\""), [" one two three "])
  }

  func testComment_isNotRead() {
    XCTAssertEqual(texts("// \"a\"\n/* \"b\" */ let c = \"d\" // \"e\""), ["d"])
    XCTAssertEqual(texts("let a = \"http://b\""), ["http://b"])
  }

  func testRegex_isNotRead() { XCTAssertEqual(texts(##"let a = #/"([a-z]+)/#, b = "c""##), ["c"]) }

  func testBefore_isTheCodeUpToIt() {
    let literals = SwiftLiteral.all(in: "throw Failure(\n  // why\n  .busy, \"a\", details: [\"b\"])")
    XCTAssertEqual(literals.map(\.before), ["throw Failure( .busy,", #"throw Failure( .busy, "", details: ["#])
    XCTAssertEqual(literals.map(\.line), [3, 3])
  }
}
