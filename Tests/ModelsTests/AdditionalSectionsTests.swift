// AdditionalSectionsTests: named texts beyond a spec's fixed fields, in order.

import JSON
import Models
import XCTest

final class AdditionalSectionsTests: XCTestCase {
  private let allowed = "a list of at most 100 objects {name, text}"
  private let text = "a text, at most 262,144 bytes of UTF-8, without U+0000"
  private let nameRule = "1 to 255 characters, no control characters"

  func testSections_whenAListOrAnObject_areTakenInOrder() throws {
    let expected = AdditionalSections(["Risks": "none", "Open questions": "", "日本": " x ", "A": "1"])
    for text in [
      #"{"Risks": "none", " Open questions ": "", "日本": " x ", "A": "1"}"#,
      #"""
      [{"name": "Risks", "text": "none"}, {"text": "", "name": " Open questions "}, {"name": "日本", "text": " x "},
       {"name": "A", "text": "1"}]
      """#,
    ] {
      XCTAssertEqual(try value(of: AdditionalSections.self, json(text)), expected, text)
    }
    XCTAssertEqual(try value(of: AdditionalSections.self, json("{}")), AdditionalSections())
    XCTAssertEqual(try value(of: AdditionalSections.self, json("[]")), AdditionalSections())
  }

  func testSections_whenOneNameComesTwice_areRefused() throws {
    let composed = [("\u{E9}", "e\u{301}"), ("a", " a "), ("a", "a")]
    for (first, second) in composed {
      let members = [(first, "1"), (second, "2"), ("b", "3")]
      let object = JSONValue.object(JSONObject(members.map { .init(key: $0.0, value: .string($0.1)) }))
      let list = JSONValue.array(members.map { ["name": .string($0.0), "text": .string($0.1)] })
      for sections in [object, list] {
        XCTAssertEqual(
          violations(of: AdditionalSections.self, sections),
          [
            Violation(
              path: ".\(JSONValue.string(second).text)", problem: "given twice", allowed: "each section name once",
              got: JSONValue.string(second).text)
          ])
      }
    }
  }

  func testSections_whenPartsAreWrong_namesEachOfThem() throws {
    XCTAssertEqual(
      violations(of: AdditionalSections.self, try json(#"{"": "a", "b": 1, "c": null, "d\n": "x", "e": "\u0000"}"#)),
      [
        Violation(path: ".\"\"", problem: "not a section name", allowed: nameRule, got: #""""#),
        Violation(path: #"."b""#, problem: "not a string", allowed: text, got: "1"),
        Violation(path: #"."c""#, problem: "not a string", allowed: text, got: "null"),
        Violation(path: #"."e""#, problem: "contains U+0000", allowed: text, got: #""\u0000""#),
      ])
    XCTAssertEqual(
      violations(
        of: AdditionalSections.self,
        try json(#"[{"name": "a", "content": "x"}, {"text": "x"}, 7, {"name": "b", "text": ["x"]}]"#)),
      [
        Violation(path: #"."a""#, problem: "unknown member", allowed: "name, text", got: #""content""#),
        Violation(path: #"."a""#, problem: "text missing", allowed: text, got: "null"),
        Violation(path: "[1]", problem: "not a section name", allowed: nameRule, got: "null"),
        Violation(path: "[2]", problem: "not an object", allowed: "an object {name, text}", got: "7"),
        Violation(path: #"."b""#, problem: "not a string", allowed: text, got: "a list of 1"),
      ])
  }

  func testSections_whenAtTheLimit_areTaken() throws {
    func object(_ count: Int) -> JSONValue {
      .object(JSONObject((1...count).map { .init(key: "section \($0)", value: "x") }))
    }
    func list(_ count: Int) -> JSONValue {
      .array((1...count).map { ["name": .string("section \($0)"), "text": "x"] })
    }
    for sections in [object(100), list(100)] {
      XCTAssertEqual(try value(of: AdditionalSections.self, sections).sections.count, 100)
    }
    assertRefused(AdditionalSections.self, object(101), "too many", allowed: allowed, got: "an object of 101")
    assertRefused(AdditionalSections.self, list(101), "too many", allowed: allowed, got: "a list of 101")
  }

  func testSections_whenNoList_areRefused() {
    assertRefused(AdditionalSections.self, "a", "a string, not a list", allowed: allowed, got: #""a""#)
    assertRefused(AdditionalSections.self, nil, "missing", allowed: allowed, got: "null")
  }

  func testSections_whenSet_keepTheirPlaces() {
    var sections = AdditionalSections(["b": "1", "a": "2"])
    sections[Name(trusted: "b")] = FlexibleText(trusted: "3")
    sections[Name(trusted: "0")] = FlexibleText(trusted: "4")
    XCTAssertEqual(sections, AdditionalSections(["b": "3", "a": "2", "0": "4"]))
    XCTAssertEqual(sections.names.map(\.value), ["b", "a", "0"])
    XCTAssertEqual(sections[Name(trusted: "a")]?.value, "2")
    sections[Name(trusted: "a")] = nil
    XCTAssertEqual(sections, AdditionalSections(["b": "3", "0": "4"]))
    XCTAssertNil(sections[Name(trusted: "a")])
  }

  func testSections_whenMerged_keepTheirPlacesAndTakeNewOnesAtTheEnd() {
    let old = AdditionalSections(["c": "0", "a": "1", "b": "2", "e": ""])
    let changes = AdditionalSections(["z": "3", "b": "", "d": "", "c": "4", "e": "5"])
    XCTAssertEqual(
      old.merging(changes, removing: [Name(trusted: "a"), Name(trusted: "x")]),
      AdditionalSections(["c": "4", "b": "2", "e": "5", "z": "3", "d": ""]))
  }

  func testSections_whenEncoded_areReadBackInOrder() throws {
    let sections = AdditionalSections(["é": "1", "b": "", "Z": "3", "🚀": "4", "\u{FF5A}": "5"])
    let bytes = try JSONModelEncoder.encode(sections)
    XCTAssertEqual(
      String(decoding: bytes.prefix(50), as: UTF8.self),
      #"[{"name":"é","text":"1"},{"name":"b","text":""},{"#)
    XCTAssertEqual(try value(of: AdditionalSections.self, JSONParser.parse(bytes)), sections)
  }
}
