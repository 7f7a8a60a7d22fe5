// LineDiffTests: unified diffs as text.

import Models
import TestSupport
import XCTest

@testable import Tools

final class LineDiffTests: XCTestCase {
  private func diff(_ old: String, _ new: String) -> String { LineDiff(from: old, to: new).unified }

  private func lines(_ range: ClosedRange<Int>) -> String { range.map { "\($0)" }.joined(separator: "\n") }

  // MARK: Exact

  func testDiff_whenSmall_isThis() {
    let cases: [(name: String, old: String, new: String, diff: [String])] = [
      ("same", "a\nb", "a\nb", []),
      ("both empty", "", "", []),
      ("from nothing", "", "a\nb", ["@@ -0,0 +1,2 @@", "+a", "+b"]),
      ("to nothing", "a\nb", "", ["@@ -1,2 +0,0 @@", "-a", "-b"]),
      ("from nothing to an empty line", "", "\n", ["@@ -0,0 +1,2 @@", "+", "+"]),
      ("one line", "a", "b", ["@@ -1,1 +1,1 @@", "-a", "+b"]),
      ("inserted at the start", "a\nb", "x\na\nb", ["@@ -1,2 +1,3 @@", "+x", " a", " b"]),
      ("inserted in the middle", "a\nb", "a\nx\nb", ["@@ -1,2 +1,3 @@", " a", "+x", " b"]),
      ("inserted at the end", "a\nb", "a\nb\nx", ["@@ -1,2 +1,3 @@", " a", " b", "+x"]),
      ("deleted at the start", "x\na\nb", "a\nb", ["@@ -1,3 +1,2 @@", "-x", " a", " b"]),
      ("deleted in the middle", "a\nx\nb", "a\nb", ["@@ -1,3 +1,2 @@", " a", "-x", " b"]),
      ("deleted at the end", "a\nb\nx", "a\nb", ["@@ -1,3 +1,2 @@", " a", " b", "-x"]),
      ("replaced at the start", "x\na", "y\na", ["@@ -1,2 +1,2 @@", "-x", "+y", " a"]),
      ("replaced in the middle", "a\nx\nb", "a\ny\nz\nb", ["@@ -1,3 +1,4 @@", " a", "-x", "+y", "+z", " b"]),
      ("replaced at the end", "a\nx", "a\ny", ["@@ -1,2 +1,2 @@", " a", "-x", "+y"]),
      ("a line feed more at the end", "a", "a\n", ["@@ -1,1 +1,2 @@", " a", "+"]),
      ("a line feed less at the end", "a\n", "a", ["@@ -1,2 +1,1 @@", " a", "-"]),
      ("blank lines", "a\n\nb", "a\n\n\nb", ["@@ -1,3 +1,4 @@", " a", " ", "+", " b"]),
      ("one form of a letter to another", "\u{e9}", "e\u{301}", ["@@ -1,1 +1,1 @@", "-\u{e9}", "+e\u{301}"]),
      ("a mark at the start of a line", "a\n\u{301}b", "a\nb", ["@@ -1,2 +1,2 @@", " a", "-\u{301}b", "+b"]),
      ("lines that look like a diff", "-a\n+b", "-a\n@@", ["@@ -1,2 +1,2 @@", " -a", "-+b", "+@@"]),
      ("a line moved", "a\nb\nc", "b\nc\na", ["@@ -1,3 +1,3 @@", "-a", " b", " c", "+a"]),
    ]
    for (name, old, new, expected) in cases {
      XCTAssertEqual(Array(diff(old, new).utf8), Array(expected.joined(separator: "\n").utf8), name)
    }
  }

  func testDiff_whenAChangeIsAmongManyLines_showsThreeAround() {
    XCTAssertEqual(
      diff(lines(1...20), lines(1...20).replacing("10", with: "ten")),
      """
      @@ -7,7 +7,7 @@
       7
       8
       9
      -10
      +ten
       11
       12
       13
      """)
  }

  func testDiff_whenSixLinesAreBetweenTwoChanges_isOneHunk() {
    XCTAssertEqual(
      diff("x\n\(lines(1...6))\nx", "y\n\(lines(1...6))\ny"),
      "@@ -1,8 +1,8 @@\n-x\n+y\n 1\n 2\n 3\n 4\n 5\n 6\n-x\n+y")
  }

  func testDiff_whenSevenLinesAreBetweenTwoChanges_isTwoHunks() {
    XCTAssertEqual(
      diff("x\n\(lines(1...7))\nx", "\(lines(1...7))\ny\nz"),
      "@@ -1,4 +1,3 @@\n-x\n 1\n 2\n 3\n@@ -6,4 +5,5 @@\n 5\n 6\n 7\n-x\n+y\n+z")
  }

  // MARK: Any

  /// Applies a unified diff to a text; nil where it does not fit.
  private func apply(_ diff: String, to old: String) -> String? {
    let old = old.isEmpty ? [] : split(old)
    var result: [String] = []
    var next = 0
    var expected = (old: 0, new: 0)
    for line in diff.isEmpty ? [] : split(diff) {
      let rest = String(decoding: line.utf8.dropFirst(), as: UTF8.self)
      if expected == (0, 0) {
        guard let match = line.wholeMatch(of: #/@@ -(\d+),(\d+) \+(\d+),(\d+) @@/#),
          let start = Int(match.1), let count = Int(match.2), let newStart = Int(match.3), let newCount = Int(match.4)
        else { return nil }
        let begin = count == 0 ? start : start - 1
        guard begin >= next, begin <= old.count else { return nil }
        result += old[next..<begin]
        next = begin
        guard result.count == (newCount == 0 ? newStart : newStart - 1) else { return nil }
        expected = (count, newCount)
        continue
      }
      let mark = line.utf8.first
      if mark != UInt8(ascii: "+") {
        guard next < old.count, old[next].utf8.elementsEqual(rest.utf8) else { return nil }
        next += 1
        expected.old -= 1
      }
      if mark != UInt8(ascii: "-") {
        result.append(rest)
        expected.new -= 1
      }
    }
    guard expected == (0, 0) else { return nil }
    return (result + old[next...]).joined(separator: "\n")
  }

  private func split(_ text: String) -> [String] {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }

  private func assertApplies(_ old: String, _ new: String, _ told: String, line: UInt = #line) {
    let applied = apply(diff(old, new), to: old)
    XCTAssertEqual(applied.map { Array($0.utf8) }, Array(new.utf8), told, line: line)
  }

  func testDiff_whenAppliedToTheOldText_givesTheNewOne() {
    let seed = UInt64.random(in: 1...999_999_999)
    var generator = SplitMix64(seed: seed)
    let words = ["a", "b", "c", "", " ", "-x", "+x", "@@ -1,1 +1,1 @@", "\u{301}", "\u{e9}", "e\u{301}", "\r"]
    for _ in 1...2_000 {
      let choice = Array(words.prefix(Int.random(in: 1...words.count, using: &generator)))
      var old = (0..<Int.random(in: 0...40, using: &generator)).map { _ in choice.randomElement(using: &generator)! }
      let before = old.joined(separator: "\n")
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        let at = Int.random(in: 0...old.count, using: &generator)
        if Bool.random(using: &generator), at < old.count {
          old.remove(at: at)
        } else {
          old.insert(choice.randomElement(using: &generator)!, at: at)
        }
      }
      assertApplies(before, old.joined(separator: "\n"), "seed \(seed): \(before.debugDescription)")
    }
  }

  // MARK: Long texts

  /// A second; builds without optimisation are several times as slow.
  private static let patience: Duration = {
    #if DEBUG
      .seconds(5)
    #else
      .seconds(1)
    #endif
  }()

  /// A text of as many lines as fit.
  private func longText(_ line: String) -> String {
    let count = Text.maximumBytes / (line.utf8.count + 1)
    return Array(repeating: line, count: count).joined(separator: "\n")
  }

  func testDiff_whenLongTextsHaveNothingInCommon_takesLessThanASecond() {
    let pairs = [
      (longText("a"), longText("b")), (longText("a"), lines(1...30)), (lines(1...40_000), lines(50_000...80_000)),
      (longText(""), longText("b")),
    ]
    for (old, new) in pairs {
      let duration = ContinuousClock().measure { XCTAssertTrue(diff(old, new).hasPrefix("@@ -1,")) }
      XCTAssertLessThan(duration, Self.patience)
      assertApplies(old, new, "nothing in common")
    }
  }

  func testDiff_whenLongTextsDifferInManyPlaces_takesLessThanASecond() {
    let old = (1...40_000).map(String.init)
    let new = old.enumerated().map { $0.offset % 50 == 0 ? "x" : $0.element }
    var text = ""
    let duration = ContinuousClock().measure {
      text = diff(old.joined(separator: "\n"), new.joined(separator: "\n"))
    }
    XCTAssertLessThan(duration, Self.patience)
    XCTAssertEqual(text.matches(of: #/(?m)^@@ /#).count, 800)
    assertApplies(old.joined(separator: "\n"), new.joined(separator: "\n"), "many places")
  }

  func testDiff_whenFarApartLinesOfALongTextChange_showsThoseAlone() {
    let old = lines(1...40_000)
    let new = "x\n" + lines(2...39_999) + "\ny"
    XCTAssertEqual(
      diff(old, new),
      "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -39997,4 +39997,4 @@\n 39997\n 39998\n 39999\n-40000\n+y")
  }
}
