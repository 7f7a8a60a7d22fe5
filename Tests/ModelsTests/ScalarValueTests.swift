// ScalarValueTests: scores, choices, ids and keys.

import JSON
import Models
import XCTest

final class ScalarValueTests: XCTestCase {
  // MARK: Whole numbers

  func testScore_whenAWholeNumberHoweverSpelt_isTaken() throws {
    for spelling in ["90", "90.0", "9e1", "9.0E+1", "900e-1"] {
      XCTAssertEqual(try value(of: Score.self, json(spelling)), 90, spelling)
    }
    XCTAssertEqual(try value(of: Score.self, 0), 0)
    XCTAssertEqual(try value(of: Score.self, 100), 100)
    XCTAssertEqual(try value(of: Score.self, json("-0")), 0)
    XCTAssertEqual(try value(of: Score.self, json("-0.0")), 0)
  }

  func testScore_whenOutOfRange_isRefused() throws {
    for spelling in ["140", "101", "-1", "1e3", "99999999999999999999"] {
      assertRefused(
        Score.self, try json(spelling), "out of range", allowed: "a whole number from 0 to 100", got: spelling)
    }
  }

  func testScore_whenNotWhole_isRefused() throws {
    for spelling in ["90.5", "0.1", "1e-1", "\"90\"", "\"x\"", "\"\"", "\" 90\"", "\"90.0\"", "\"90%\"", "\"９０\""] {
      assertRefused(
        Score.self, try json(spelling), "not a whole number", allowed: "a whole number from 0 to 100", got: spelling)
    }
  }

  func testScore_whenAnotherType_isRefused() {
    let allowed = "a whole number from 0 to 100"
    assertRefused(Score.self, true, "not a whole number", allowed: allowed, got: "true")
    assertRefused(Score.self, nil, "missing", allowed: allowed, got: "null")
    assertRefused(Score.self, [], "not a whole number", allowed: allowed, got: "a list of 0")
    assertRefused(Score.self, [:], "not a whole number", allowed: allowed, got: "an object of 0")
  }

  func testLimit_whenAtItsEdges_obeysItsRange() throws {
    XCTAssertEqual(Limit.default.value, 10)
    XCTAssertEqual(try value(of: Limit.self, 1), 1)
    XCTAssertEqual(try value(of: Limit.self, 100), 100)
    assertRefused(Limit.self, 0, "out of range", allowed: "a whole number from 1 to 100", got: "0")
    assertRefused(Limit.self, 101, "out of range", allowed: "a whole number from 1 to 100", got: "101")
  }

  func testVersionNumber_whenAtItsEdges_obeysItsRange() throws {
    XCTAssertEqual(try value(of: VersionNumber.self, 2_147_483_647), 2_147_483_647)
    XCTAssertEqual(violations(of: VersionNumber.self, 0).map(\.problem), ["out of range"])
    XCTAssertEqual(violations(of: VersionNumber.self, 2_147_483_648).map(\.problem), ["out of range"])
  }

  // MARK: Choices

  func testChoice_whenAnyOfTheContractsNames_isTaken() throws {
    func names<C: Choice>(_ type: C.Type) -> String { type.allCases.map(\.rawValue).joined(separator: " ") }
    XCTAssertEqual(names(LoopType.self), "plan roadmap spec build_plan build_code analyst")
    XCTAssertEqual(names(LoopStatus.self), "initialized in_progress completed user_input refine closed")
    XCTAssertEqual(names(GuidanceVerdict.self), "continue accept stop")
    XCTAssertEqual(names(GuidanceSource.self), "relayed command elicited")
    XCTAssertEqual(
      names(SpecStatus.self), "draft in-review approved implementation-ready in-development completed")
    XCTAssertEqual(names(RoadmapStatus.self), "draft in-review approved in-progress completed blocked")
    XCTAssertEqual(names(ProjectStatus.self), "draft in-review approved active completed cancelled")
    XCTAssertEqual(try value(of: LoopType.self, "build_code"), .buildCode)
  }

  func testCriticAgent_whenOfPlainCharacters_isTakenInItsNormalForm() throws {
    XCTAssertEqual(
      CriticAgent.known.map(\.value),
      ["plan-critic", "analyst-critic", "roadmap-critic", "spec-critic", "build-critic", "build-reviewer"])
    let most = String(repeating: "x", count: 64)
    for (name, normal) in [
      ("plan-critic", "plan-critic"), (" Plan_CRITIC\n", "plan-critic"), ("gpt 5  reviewer", "gpt-5-reviewer"),
      ("-a--b-", "a-b"), ("7", "7"), (most, most),
    ] {
      XCTAssertEqual(try value(of: CriticAgent.self, .string(name)).value, normal)
      XCTAssertEqual(CriticAgent.meant(by: .string(name)), .string(normal))
    }
    for (name, problem) in [
      ("kritík", "contains another character"), ("a.b", "contains another character"), ("__", "empty"),
      (most + "x", "too long: 65 characters"),
    ] {
      XCTAssertEqual(violations(of: CriticAgent.self, .string(name)).map(\.problem), [problem])
      XCTAssertEqual(CriticAgent.meant(by: .string(name)), .string(name))
    }
    XCTAssertNil(CriticAgent.meant(by: "none"))
  }

  func testChoice_whenNotOnTheList_isRefused() {
    let allowed = "one of plan, roadmap, spec, build_plan, build_code, analyst"
    assertRefused(
      LoopType.self, "Plan", "unknown value, did you mean plan or build_plan?", allowed: allowed, got: #""Plan""#)
    assertRefused(LoopType.self, "", "unknown value", allowed: allowed, got: #""""#)
    assertRefused(LoopType.self, 1, "not a string", allowed: allowed, got: "1")
    assertRefused(LoopType.self, nil, "missing", allowed: allowed, got: "null")
  }

  // MARK: Ids and keys

  func testLoopID_whenEightHexCharacters_isTaken() throws {
    XCTAssertEqual(try value(of: LoopID.self, "0123abef").value, "0123abef")
  }

  func testLoopID_whenAnythingElse_isRefused() {
    for id in ["", "0123abe", "0123abeff", "0123ABEF", "0123abeg", " 123abef", "0123abe\u{301}", "𝟎123abe"] {
      assertRefused(
        LoopID.self, .string(id), "not an id",
        allowed: "8 lowercase hex characters, as create_loop and list_loops show them",
        got: JSONValue.string(id).text)
    }
  }

  func testLoopID_whenRandom_obeysItsRule() {
    struct Fixed: RandomNumberGenerator {
      let value: UInt64
      mutating func next() -> UInt64 { value }
    }
    var (low, high) = (Fixed(value: 0), Fixed(value: .max))
    XCTAssertEqual(LoopID.random(using: &low).value, "00000000")
    XCTAssertEqual(LoopID.random(using: &high).value, "ffffffff")
    var system = SystemRandomNumberGenerator()
    for _ in 0..<1_000 {
      let id = LoopID.random(using: &system)
      XCTAssertEqual(violations(of: LoopID.self, .string(id.value)), [])
    }
  }

  func testIdempotencyKey_whenWithinItsRule_isTakenAsItIs() throws {
    for key in ["a", " a ", "🔑", String(repeating: "é", count: 128), "e\u{301}"] {
      XCTAssertEqual(scalars(try value(of: IdempotencyKey.self, .string(key)).value), scalars(key))
    }
  }

  func testIdempotencyKey_whenOutsideItsRule_isRefused() {
    let allowed = "1 to 128 characters, no control characters"
    assertRefused(IdempotencyKey.self, "", "empty", allowed: allowed, got: #""""#)
    assertRefused(IdempotencyKey.self, "a\n", "contains a control character", allowed: allowed, got: #""a\n""#)
    assertRefused(IdempotencyKey.self, "\u{0}", "contains a control character", allowed: allowed, got: #""\u0000""#)
    XCTAssertEqual(
      violations(of: IdempotencyKey.self, .string(String(repeating: "a", count: 129))).map(\.problem),
      ["too long: 129 characters"])
  }

  func testSearchQuery_whenBlank_isRefused() {
    XCTAssertEqual(violations(of: SearchQuery.self, " ").map(\.problem), ["blank"])
    XCTAssertEqual(try value(of: SearchQuery.self, " log in ").value, "log in")
  }
}
