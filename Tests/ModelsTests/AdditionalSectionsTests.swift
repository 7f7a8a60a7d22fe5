// AdditionalSectionsTests: named texts beyond a spec's fixed fields.

import JSON
import Models
import XCTest

final class AdditionalSectionsTests: XCTestCase {
  private let allowed = "an object of at most 100 texts by section name"

  private func sections(_ text: String) throws -> [String: String] {
    let sections = try value(of: AdditionalSections.self, json(text))
    return Dictionary(uniqueKeysWithValues: sections.texts.map { ($0.key.value, $0.value.value) })
  }

  func testSections_whenNamedTexts_areTaken() throws {
    XCTAssertEqual(
      try sections(#"{"Risks": "none", " Open questions ": "", "日本": " x "}"#),
      ["Risks": "none", "Open questions": "", "日本": " x "])
    XCTAssertEqual(try sections("{}"), [:])
  }

  func testSections_whenOneNameComesTwice_areRefused() throws {
    let composed = [("\u{E9}", "e\u{301}"), ("a", " a "), ("a", "a")]
    for (first, second) in composed {
      let object = JSONValue.object(
        JSONObject([.init(key: first, value: "1"), .init(key: second, value: "2"), .init(key: "b", value: "3")]))
      XCTAssertEqual(
        violations(of: AdditionalSections.self, object),
        [
          Violation(
            path: ".\(JSONValue.string(second).text)", problem: "given twice", allowed: "each section name once",
            got: JSONValue.string(second).text)
        ])
    }
  }

  func testSections_whenPartsAreWrong_namesEachOfThem() throws {
    XCTAssertEqual(
      violations(of: AdditionalSections.self, try json(#"{"": "a", "b": 1, "c": null, "d\n": "x", "e": "\u0000"}"#)),
      [
        Violation(
          path: ".\"\"", problem: "not a section name", allowed: "1 to 255 characters, no control characters",
          got: #""""#),
        Violation(
          path: #"."b""#, problem: "not a string",
          allowed: "a text, at most 262,144 bytes of UTF-8, without U+0000", got: "1"),
        Violation(
          path: #"."c""#, problem: "not a string",
          allowed: "a text, at most 262,144 bytes of UTF-8, without U+0000", got: "null"),
        Violation(
          path: #"."e""#, problem: "contains U+0000",
          allowed: "a text, at most 262,144 bytes of UTF-8, without U+0000", got: #""\u0000""#),
      ])
  }

  func testSections_whenAtTheLimit_areTaken() throws {
    func object(_ count: Int) -> JSONValue {
      .object(JSONObject((1...count).map { .init(key: "section \($0)", value: "x") }))
    }
    XCTAssertEqual(try value(of: AdditionalSections.self, object(100)).texts.count, 100)
    assertRefused(AdditionalSections.self, object(101), "too many", allowed: allowed, got: "an object of 101")
  }

  func testSections_whenNoObject_areRefused() {
    assertRefused(AdditionalSections.self, ["a"], "not an object", allowed: allowed, got: "a list of 1")
    assertRefused(AdditionalSections.self, nil, "missing", allowed: allowed, got: "null")
  }

  func testSections_whenMerged_emptyTextsChangeNothing() throws {
    let old = try value(of: AdditionalSections.self, ["a": "1", "b": "2"])
    let changes = try value(of: AdditionalSections.self, ["b": "", "c": "3", "d": ""])
    XCTAssertEqual(
      old.merging(changes, removing: [Name(trusted: "a"), Name(trusted: "e")]),
      try value(of: AdditionalSections.self, ["b": "2", "c": "3"]))
  }

  func testSections_whenEncoded_areSortedByTheBytesOfTheirNames() throws {
    let sections = try value(of: AdditionalSections.self, ["é": "1", "b": "2", "Z": "3", "🚀": "4", "\u{FF5A}": "5"])
    XCTAssertEqual(
      String(decoding: try JSONModelEncoder.encode(sections), as: UTF8.self),
      "{\"Z\":\"3\",\"b\":\"2\",\"é\":\"1\",\"\u{FF5A}\":\"5\",\"🚀\":\"4\"}")
  }
}
