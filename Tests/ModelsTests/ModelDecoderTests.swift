// ModelDecoderTests: every violation of a model in one go, by path.

import JSON
import Models
import XCTest

/// A model with everything that models have: required and optional values, plain and checked, lists, parts.
struct Order: Codable, Equatable {
  struct Line: Codable, Equatable {
    let article: Name
    let count: Score
    let note: FlexibleText?
  }

  let id: LoopID
  let kind: LoopType
  let lines: [Line]
  let buyer: Line
  let seller: Line?
  let tags: TextList?
  let amount: Int
  let weight: Double?
  let isPaid: Bool
  let remark: String?

  private enum CodingKeys: String, CodingKey {
    case id, kind, lines, buyer, seller, tags, amount, weight
    case isPaid = "is_paid"
    case remark
  }
}

final class ModelDecoderTests: XCTestCase {
  private let line = #"{"article": "a", "count": 5.0}"#

  private func order(
    id: String = #""0123abef""#, kind: String = #""plan""#, lines: String? = nil, buyer: String? = nil,
    more: String = ""
  ) throws -> JSONValue {
    try json(
      #"""
      {"id": \#(id), "kind": \#(kind), "lines": \#(lines ?? "[\(line)]"), "buyer": \#(buyer ?? line), \#
      "amount": 3, "is_paid": true\#(more)}
      """#)
  }

  /// The violations as lines of text.
  private func told(_ value: JSONValue) -> [String] {
    violations(of: Order.self, value).map { "\($0.path): \($0.problem), allowed \($0.allowed), got \($0.got)" }
  }

  func testDecode_whenComplete_isTheModel() throws {
    let decoded = try value(of: Order.self, order(more: #", "weight": 1.5, "tags": ["t"], "remark": "r""#))
    let line = Order.Line(article: Name(trusted: "a"), count: 5, note: nil)
    XCTAssertEqual(
      decoded,
      Order(
        id: LoopID(trusted: "0123abef"), kind: .plan, lines: [line], buyer: line, seller: nil,
        tags: TextList([Text(trusted: "t")]), amount: 3, weight: 1.5, isPaid: true, remark: "r"))
  }

  func testDecode_whenOptionalsAreNull_countAsAbsent() throws {
    let nulls = try order(more: #", "seller": null, "tags": null, "weight": null, "remark": null"#)
    XCTAssertEqual(try value(of: Order.self, nulls), try value(of: Order.self, order()))
  }

  func testDecode_whenEverythingIsMissing_namesEachRequiredField() {
    XCTAssertEqual(
      told([:]),
      [
        "id: missing, allowed 8 lowercase hex characters, as create_loop and list_loops show them, got nothing",
        "kind: missing, allowed one of plan, roadmap, spec, build_plan, build_code, analyst, got nothing",
        "lines: missing, allowed a list, got nothing",
        "buyer: missing, allowed an object, got nothing",
        "amount: missing, allowed a whole number, got nothing",
        "is_paid: missing, allowed true or false, got nothing",
      ])
  }

  func testDecode_whenRequiredFieldsAreNull_namesEachOfThem() throws {
    let nulls = try json(
      #"{"id": null, "kind": null, "lines": null, "buyer": null, "amount": null, "is_paid": null}"#)
    XCTAssertEqual(
      told(nulls),
      [
        "id: missing, allowed 8 lowercase hex characters, as create_loop and list_loops show them, got null",
        "kind: missing, allowed one of plan, roadmap, spec, build_plan, build_code, analyst, got null",
        "lines: wrong type, allowed a list, got null",
        "buyer: wrong type, allowed an object, got null",
        "amount: wrong type, allowed a whole number, got null",
        "is_paid: wrong type, allowed true or false, got null",
      ])
  }

  func testDecode_whenPartsAreWrong_namesTheirPaths() throws {
    let bad = try order(
      id: "7", kind: #""x""#, lines: #"[{"article": "a", "count": 5}, {"article": " "}, 3, null]"#,
      buyer: #"{"article": 1, "count": 500, "note": "\u0000"}"#,
      more: #", "tags": ["a", ""], "seller": {"count": 1}, "weight": "1", "remark": 5"#)
    XCTAssertEqual(
      violations(of: Order.self, bad).map { "\($0.path): \($0.problem)" },
      [
        "id: not a string", "kind: unknown value", "lines[1].article: blank", "lines[1].count: missing",
        "lines[2]: wrong type", "lines[3]: wrong type", "buyer.article: not a string", "buyer.count: out of range",
        "buyer.note: contains U+0000", "seller.article: missing", "tags[1]: blank", "weight: wrong type",
        "remark: wrong type",
      ])
  }

  func testDecode_whenNoObject_isOneViolation() {
    for (value, got) in [([], "a list of 0"), ("x", #""x""#), (nil, "null"), (1, "1")] as [(JSONValue, String)] {
      XCTAssertEqual(told(value), [": wrong type, allowed an object, got \(got)"])
    }
  }

  func testDecode_whenAModelHasFlatGroups_isStillOneViolation() {
    XCTAssertEqual(
      violations(of: Spec.self, ["a"]),
      [Violation(path: "", problem: "wrong type", allowed: "an object", got: "a list of 1")])
    XCTAssertEqual(violations(of: ProjectPlan.self, [:]).count, 6)
    XCTAssertEqual(violations(of: Spec.self, [:]).count, 14)
  }

  func testDecode_whenNumbersDoNotFit_areRefused() throws {
    struct Small: Decodable { let byte: Int8, word: UInt16, real: Float, optional: Int? }
    XCTAssertEqual(
      violations(of: Small.self, ["byte": 200, "word": -1, "real": "x", "optional": true]).map(\.path),
      ["byte", "word", "real", "optional"])
    XCTAssertEqual(violations(of: Small.self, try json(#"{"byte": 1e2, "word": 65535.0, "real": 1.5}"#)), [])
  }

  func testDecode_whenANameIsRepeated_theLastCounts() throws {
    struct One: Decodable { let a: Score }
    XCTAssertEqual(try value(of: One.self, json(#"{"a": 1, "a": 2}"#)).a, 2)
  }

  func testDecode_whenALongTextIsWrong_theMessageIsShort() {
    let long = String(repeating: "👍", count: 300)
    let got = violations(of: Name.self, .string(long)).map(\.got)
    XCTAssertEqual(got, ["\"\(String(repeating: "👍", count: 60))\"… (1200 bytes)"])
  }
}
