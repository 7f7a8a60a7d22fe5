// JSONTextTests: members of a JSON file are changed, and nothing else.

import JSON
import TestSupport
import XCTest

@testable import Setup

final class JSONTextTests: XCTestCase {
  private func text(_ string: String) throws -> JSONText { try JSONText(Array(string.utf8)) }

  private func check(
    _ before: String, _ expected: String, line: UInt = #line, _ change: (inout JSONText) throws -> Void
  ) throws {
    var text = try text(before)
    try change(&text)
    XCTAssertEqual(String(decoding: text.bytes, as: UTF8.self), expected, line: line)
  }

  func testSet_whenTheFileIsEmpty_makesIt() throws {
    for empty in ["", " \n", "{}\n"] {
      try check(empty, "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n") { try $0.set(1, at: ["a", "b"]) }
    }
  }

  func testSet_whenThereAreOthers_isTheLastInTheirIndentation() throws {
    try check(
      "{\n\t\"x\": 1,\n\t\"a\": {\n\t\t\"c\": []\n\t}\n}",
      "{\n\t\"x\": 1,\n\t\"a\": {\n\t\t\"c\": [],\n\t\t\"b\": {\n\t\t\t\"d\": 2\n\t\t}\n\t}\n}"
    ) {
      try $0.set(["d": 2], at: ["a", "b"])
    }
    try check(#"{"x": 1, "a": {"c": 3}}"#, #"{"x": 1, "a": {"c": 3, "b": {"d":2}}}"#) {
      try $0.set(["d": 2], at: ["a", "b"])
    }
  }

  func testSet_whenThereAreComments_leavesThem() throws {
    try check(
      "// mine\n{\n  \"x\": 1, // one, [two]\n  /* \"a\": {} */\n  \"y\": \"// no comment\", // last\n  // after\n}\n",
      "// mine\n{\n  \"x\": 1, // one, [two]\n  /* \"a\": {} */\n  \"y\": \"// no comment\", // last\n  // after\n  \"a\": 5\n}\n"
    ) {
      try $0.set(5, at: ["a"])
    }
    try check("{\n  \"x\": 1 // one\n}", "{\n  \"x\": 1, // one\n  \"a\": 5\n}") { try $0.set(5, at: ["a"]) }
    try check("{\n  // nothing yet\n}", "{\n  // nothing yet\n  \"a\": 5\n}") { try $0.set(5, at: ["a"]) }
  }

  func testSet_whenTheMemberIsThere_replacesItsValueAlone() throws {
    try check(
      "{\n  \"a\": {\"b\": 1 /* old */}, \"c\": 2\n}",
      "{\n  \"a\": {\"b\": [\n      \"x\"\n    ] /* old */}, \"c\": 2\n}"
    ) {
      try $0.set(["x"], at: ["a", "b"])
    }
    try check(#"{"a": {"b":1}}"#, #"{"a": {"b":1}}"#) { try $0.set(1, at: ["a", "b"]) }
  }

  func testRemove_takesTheMemberWithItsComma() throws {
    let three = "{\n  \"a\": 1,\n  \"b\": 2, // two\n  \"c\": 3\n}"
    try check(three, "{\n  \"b\": 2, // two\n  \"c\": 3\n}") { try $0.remove(at: ["a"]) }
    try check(three, "{\n  \"a\": 1,\n  // two\n  \"c\": 3\n}") { try $0.remove(at: ["b"]) }
    try check(three, "{\n  \"a\": 1,\n  \"b\": 2 // two\n}") { try $0.remove(at: ["c"]) }
    try check("{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": 3\n}", "{\n  \"c\": 3\n}") { try $0.remove(at: ["a", "b"]) }
    try check("{\"a\": {\"b\": 1}}", "{}") { try $0.remove(at: ["a", "b"]) }
    try check(three, three) { try $0.remove(at: ["d"]) }
  }

  func testElements_areAddedAndRemoved() throws {
    try check("{\n  \"h\": [\n    1\n  ]\n}", "{\n  \"h\": [\n    1,\n    {\n      \"x\": 2\n    }\n  ]\n}") {
      try $0.appendElement(["x": 2], at: ["h"])
    }
    try check("{\n  \"h\": [\n    1,\n    5,\n    2,\n    5\n  ]\n}", "{\n  \"h\": [\n    1,\n    2\n  ]\n}") {
      try $0.removeElements(at: ["h"]) { $0 == 5 }
    }
    try check("{\n  \"h\": [\n    5\n  ]\n}", "{}") { try $0.removeElements(at: ["h"]) { $0 == 5 } }
  }

  func testFaults_areNamed() throws {
    for (before, reason) in [
      ("[]", "has no object at its top"), ("{\"a\": 1", "is no JSON: the text ends too early at byte 7"),
    ] {
      XCTAssertThrowsError(try text(before)) { XCTAssertEqual(($0 as? JSONText.Fault)?.reason, reason) }
    }
    var other = try text(#"{"a": [1]}"#)
    XCTAssertThrowsError(try other.set(1, at: ["a", "b"])) {
      XCTAssertEqual(($0 as? JSONText.Fault)?.reason, "has something else than an object as a")
    }
    var third = try text(#"{"h": {}}"#)
    XCTAssertThrowsError(try third.appendElement(1, at: ["h"])) {
      XCTAssertEqual(($0 as? JSONText.Fault)?.reason, "has something else than a list as h")
    }
  }

  // MARK: Any text

  /// Random files with comments, spaces and final commas: a member set is there, all others are as they were, in their
  /// order; removed again, all is as before, and the bytes outside of the member's line too.
  func testChanges_whenTheFileIsRandom_touchNothingElse() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SplitMix64(seed: seed)
    for round in 0..<2_000 {
      let before = RandomFile.object(&generator, depth: 0)
      var text = try text(before)
      let original = try text.tree()
      guard original["servers"] == nil || original["servers"]?.objectValue != nil else { continue }
      let had = original["servers"]?["ours"] != nil
      try text.set(["command": "x", "args": []], at: ["servers", "ours"])
      let message = "seed \(seed), round \(round):\n\(before)\n\(String(decoding: text.bytes, as: UTF8.self))"
      XCTAssertEqual(try text.value(at: ["servers", "ours"]), ["command": "x", "args": []], message)
      XCTAssertEqual(without(try text.tree()), without(original), message)
      let once = text
      try text.set(["command": "x", "args": []], at: ["servers", "ours"])
      XCTAssertEqual(text, once, message)
      try text.remove(at: ["servers", "ours"])
      XCTAssertEqual(without(try text.tree()), without(original), message)
      XCTAssertNil(try text.value(at: ["servers", "ours"]), message)
      for comment in RandomFile.comments(in: before) where !had {
        XCTAssertTrue(String(decoding: text.bytes, as: UTF8.self).contains(comment), message)
      }
    }
  }

  /// The tree without our member, and without its parent where that is empty.
  private func without(_ tree: JSONValue) -> JSONValue {
    JSONValue.object(
      JSONObject(
        (tree.objectValue?.members ?? []).compactMap { member in
          guard member.key == "servers", let inner = member.value.objectValue else { return member }
          let kept = inner.members.filter { $0.key != "ours" }
          return kept.isEmpty ? nil : .init(key: "servers", value: .object(JSONObject(kept)))
        }))
  }
}

/// Random JSON with comments.
enum RandomFile {
  static func object(_ generator: inout SplitMix64, depth: Int) -> String {
    var names = ["a", "b \\\" {", "servers", "ours", "//", "é"].shuffled(using: &generator)
    names = Array(names.prefix(Int.random(in: 0...4, using: &generator)))
    return list(
      names.map { "\"\($0)\"\(space(&generator)):\(space(&generator))\(value(&generator, depth: depth + 1))" }, "{",
      "}", &generator)
  }

  private static func value(_ generator: inout SplitMix64, depth: Int) -> String {
    switch Int.random(in: depth > 3 ? 2...6 : 0...6, using: &generator) {
    case 0: return object(&generator, depth: depth)
    case 1:
      let count = Int.random(in: 0...3, using: &generator)
      return list((0..<count).map { _ in value(&generator, depth: depth + 1) }, "[", "]", &generator)
    case 2: return "-1.5e3"
    case 3: return "true"
    case 4: return "null"
    case 5: return "\"/* text */ , ] } \\\\\""
    default: return "\"\""
    }
  }

  private static func list(
    _ entries: [String], _ open: String, _ close: String, _ generator: inout SplitMix64
  ) -> String {
    var text = open + space(&generator)
    for (index, entry) in entries.enumerated() {
      let isLast = index == entries.count - 1
      text += entry + space(&generator) + (!isLast || Bool.random(using: &generator) ? "," : "") + space(&generator)
    }
    return text + close
  }

  private static func space(_ generator: inout SplitMix64) -> String {
    [
      "", "", " ", "\n", "\n\t", "\r\n  ", " // one, {two]\n", " /* \"three\": , */ ", "\n  // four\n  ",
    ].randomElement(using: &generator)!
  }

  /// The comments of a text, by the forms that `space` has.
  static func comments(in text: String) -> [String] {
    ["// one, {two]\n", "/* \"three\": , */", "// four\n"].filter { text.contains($0) }
  }
}
