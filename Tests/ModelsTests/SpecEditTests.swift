// SpecEditTests: passages that edits find or miss, and the words for those that they miss.

import JSON
import Models
import XCTest

final class SpecEditTests: XCTestCase {
  private func edited(_ text: String, _ old: String, _ new: String) throws -> SpecUpdate {
    var changes = SpecChanges()
    changes.edits = SpecEdits([
      SpecEdit(
        field: Name(trusted: "architecture"), oldText: FlexibleText(trusted: old), newText: FlexibleText(trusted: new))
    ])
    var spec = Samples.spec
    spec.flexible.architecture = FlexibleText(trusted: text)
    return try spec.applying(changes, expecting: nil, at: Samples.later)
  }

  private func assertEdited(
    _ text: String, _ old: String, _ new: String, _ expected: String?, changes: Bool = true, line: UInt = #line
  ) throws {
    let update = try edited(text, old, new)
    XCTAssertEqual(update.spec.flexible.architecture?.value, expected, line: line)
    XCTAssertEqual(update.changedFields, changes ? ["architecture"] : [], line: line)
  }

  private func assertRefused(
    _ text: String, _ old: String, _ new: String, count: Int, allowed: String, line: UInt = #line
  ) {
    XCTAssertThrowsError(try edited(text, old, new), line: line) { error in
      let violation = (error as? Failure)?.details.first
      XCTAssertEqual((error as? Failure)?.code, .invalidInput, line: line)
      XCTAssertEqual(violation?.path, "edits[0].old_text", line: line)
      XCTAssertEqual(violation?.problem, "occurs \(count) times in architecture", line: line)
      XCTAssertEqual(violation?.allowed, allowed, line: line)
    }
  }

  func testEdit_whenThePassageOccursOnce_replacesIt() throws {
    try assertEdited("ab", "a", "xyz", "xyzb")
    try assertEdited("ab", "b", "", "a")
    try assertEdited("aabaab", "baa", "-", "aa-b")
    try assertEdited("aabaaab", "aaab", "-", "aab-")
    try assertEdited("é日本👩‍👩‍👧", "日本", "\u{301}", "é\u{301}👩‍👩‍👧")
    try assertEdited("one\ntwo", "one\r\ntwo", "1\r\n2\r\n", "1\n2")
    try assertEdited("ab", "ab", "", nil)
    try assertEdited("ab", "ab", "ab", "ab", changes: false)
  }

  func testEdit_whenItIsThereAlready_changesNothing() throws {
    try assertEdited("xb", "a", "x", "xb", changes: false)
    assertRefused("xbx", "a", "x", count: 0, allowed: "a passage that occurs exactly once")
    assertRefused("xb", "a", "", count: 0, allowed: "a passage that occurs exactly once")
    // The old passage stands in the new one: nothing tells that this was done before.
    try assertEdited("ab", "b", "bc", "abc")
  }

  func testEdit_whenThePassageOccursMoreOften_isRefusedWithTheirNumber() {
    let advice = "a passage that occurs exactly once: give more of the text around it"
    assertRefused("aaa", "aa", "b", count: 2, allowed: advice)
    assertRefused("abcabcab", "ab", "c", count: 3, allowed: advice)
    assertRefused(
      String(repeating: "a", count: 200_000), String(repeating: "a", count: 100_000), "b", count: 100_001,
      allowed: advice)
  }

  func testEdit_whenThePassageDoesNotOccur_showsTheClosestLine() {
    let text =
      "The server keeps loops.\nUsers log in with their e-mail address and a password.\nTwo factors are optional."
    assertRefused(
      text, "log in with their email address", "x", count: 0,
      allowed: "a passage that occurs exactly once; the closest line is "
        + #""Users log in with their e-mail address and a password.""#)
    assertRefused(
      text, "The server keeps loops.\nTwo factors are required.", "x", count: 0,
      allowed: #"a passage that occurs exactly once; the closest line is "Two factors are optional.""#)
    assertRefused(text, "zzz", "x", count: 0, allowed: "a passage that occurs exactly once")
    assertRefused("", "zzz", "x", count: 0, allowed: "the field is unset: set it whole")
    // Canonically equivalent is not equal.
    assertRefused(
      "caf\u{E9}", "cafe\u{301}", "x", count: 0,
      allowed: "a passage that occurs exactly once; the closest line is \"caf\u{E9}\"")
  }

  func testEdit_whenTheTextGrowsTooLong_isRefused() {
    let long = String(repeating: "x", count: Text.maximumBytes - 1)
    XCTAssertThrowsError(try edited("a" + long, "a", "bc")) { error in
      XCTAssertEqual(
        (error as? Failure)?.details,
        [
          Violation(
            path: "edits[0].new_text", problem: "makes the text too long: 262145 bytes", allowed: FlexibleText.allowed,
            got: #""bc""#)
        ])
    }
  }

  func testEdits_whenRead_reportEveryFault() throws {
    XCTAssertEqual(
      violations(
        of: SpecEdits.self,
        try json(
          #"""
          [{"field": " a ", "old_text": "x", "new_text": ""}, 7, {"old_text": "", "new_text": null}, \#
          {"field": "a", "old_text": 1, "new_text": "\u0000", "old": ""}]
          """#)
      ).map { "\($0.path): \($0.problem)" },
      [
        "[1]: not an object", "[2].field: missing", "[2].new_text: missing", "[2].old_text: empty",
        "[3]: unknown member", "[3].old_text: not a string", "[3].new_text: contains U+0000",
      ])
    XCTAssertEqual(violations(of: SpecEdits.self, .array(Array(repeating: 1, count: 101))).map(\.problem), ["too many"])
  }

  func testEdits_whenMeant_mayBeJSONTextOrOneAlone() throws {
    let edit = try json(#"{"field": "a", "old_text": "x", "new_text": ""}"#)
    let text = JSONValue.string(edit.text)
    for form in [edit, text, [edit], [text], .string(JSONValue.array([edit]).text)] as [JSONValue] {
      XCTAssertEqual(SpecEdits.meant(by: form), [edit])
    }
    for form in ["", "null", [], nil] as [JSONValue] { XCTAssertNil(SpecEdits.meant(by: form)) }
  }

  func testClearedFields_whenWrong_offerTheClosest() {
    XCTAssertEqual(
      violations(of: ValueList<FlexibleFieldName>.self, ["architecure", "Technology Stack"]).map(\.problem),
      ["no flexible field, did you mean architecture?"])
  }
}
