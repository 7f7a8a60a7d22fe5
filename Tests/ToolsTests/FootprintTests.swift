// FootprintTests: each call's read set and write set, and the calls that keep their order for them.

import JSON
import MCP
import Models
import XCTest

@testable import Tools

final class FootprintTests: XCTestCase {
  private static let loop: AccessScope = [nil, "loop", "0123abef"]
  private static let spec: AccessScope = ["p", "spec", "user-login"]
  private static let anySpec: AccessScope = [nil, "spec"]
  private static let named: JSONObject = ["project_name": "p", "spec_name": "User Login"]
  private static let linked: JSONObject = ["loop_id": "0123abef"]

  private func footprint(_ tool: String, _ arguments: JSONObject) throws -> Footprint {
    try Toolbox().prepare(tool, arguments).footprint
  }

  func testFootprint_whenACallIsPrepared_isWhatItTouches() throws {
    let (loop, spec, anySpec, beginning) = (Self.loop, Self.spec, Self.anySpec, AccessScope(["\u{0}name", "p"]))
    let cases: [(String, JSONObject, Footprint)] = [
      ("create_loop", ["project_name": " p ", "loop_type": "plan"], Footprint(writes: [["p"], beginning])),
      ("get_loop", Self.linked, Footprint(reads: [loop])),
      ("list_loops", ["project_name": "p"], Footprint(reads: [["p"]])),
      ("record_feedback", Toolbox.feedback("0123abef", score: 1), Footprint(writes: [loop])),
      ("record_user_feedback", ["loop_id": "0123abef", "feedback": "f"], Footprint(writes: [loop])),
      ("list_history", ["project_name": "p"], Footprint(reads: [["p"]])),
      ("list_history", Self.linked, Footprint(reads: [loop])),
      ("analyze_loop", Self.linked, Footprint(reads: [loop])),
      ("delete_loop", Self.linked, Footprint(writes: [loop])),
      ("create_spec", Toolbox.spec("p", "User_Login"), Footprint(writes: [spec, beginning])),
      (
        "create_spec", Toolbox.spec("p", "v1.2"),
        Footprint(
          reads: [.spec(SpecName(trusted: "v12"), in: Name(trusted: "p"))],
          writes: [.spec(SpecName(trusted: "v1-2"), in: Name(trusted: "p")), beginning])
      ),
      ("get_spec", Self.named, Footprint(reads: [spec])),
      ("get_spec", Self.linked, Footprint(reads: [loop, anySpec])),
      ("update_spec", Self.named, Footprint(writes: [spec])),
      ("update_spec", Self.linked, Footprint(reads: [loop], writes: [anySpec])),
      ("list_specs", ["project_name": "p"], Footprint(reads: [["p"]])),
      (
        "link_loop_to_spec", ["loop_id": "0123abef", "project_name": "p", "spec_name": "user-login"],
        Footprint(reads: [spec], writes: [loop])
      ),
      ("unlink_loop", Self.linked, Footprint(writes: [loop])),
      ("store_objective_feedback", ["loop_id": "0123abef", "feedback": "f"], Footprint(writes: [loop])),
      ("get_objective_feedback", Self.linked, Footprint(reads: [loop])),
      ("list_spec_versions", Self.named, Footprint(reads: [spec])),
      (
        "diff_spec", ["project_name": "p", "spec_name": "User Login", "from_version": 1], Footprint(reads: [spec])
      ),
      ("delete_spec", Self.named, Footprint(writes: [["p"]])),
      ("store_roadmap", Toolbox.roadmap("p"), Footprint(writes: [["p", "roadmap"], beginning])),
      ("get_roadmap", ["project_name": "p"], Footprint(reads: [["p"]])),
      ("store_project_plan", Toolbox.plan("p"), Footprint(writes: [["p", "plan"], beginning])),
      ("get_project_plan", ["project_name": "p"], Footprint(reads: [["p", "plan"]])),
      ("list_project_plans", [:], Footprint(reads: [[nil, "plan"]])),
      ("delete_project_plan", ["project_name": "p"], Footprint(writes: [["p", "plan"]])),
      ("resume_project", ["project_name": "p"], Footprint(reads: [["p"]])),
      ("list_projects", [:], Footprint(reads: [[]])),
      ("search", ["query": "x"], Footprint(reads: [[]])),
      ("search", ["query": "x", "project_name": "p"], Footprint(reads: [["p"]])),
    ]
    for (tool, arguments, expected) in cases { XCTAssertEqual(try footprint(tool, arguments), expected, tool) }
    XCTAssertEqual(Set(try Toolbox().definitions.map(\.name)).subtracting(cases.map(\.0)), [])
  }

  func testFootprint_whenThereIsAKey_hasItToo() throws {
    for shape in try ArgumentShape.all() where !shape.tool.annotations.readOnly {
      let name = shape.tool.name
      var expected = try footprint(name, shape.object(shape.needed))
      expected.writes.append(["\u{0}key", name, "Some text"])
      XCTAssertEqual(try footprint(name, shape.object(shape.needed + ["idempotency_key"])), expected, name)
    }
  }

  func testFootprint_whenArgumentsAreWrong_isEmpty() throws {
    for tool in try Toolbox().definitions { XCTAssertEqual(try footprint(tool.name, ["zzz": 1]), Footprint()) }
  }

  // MARK: Order

  private typealias Call = (tool: String, arguments: JSONObject)
  private static func create(_ project: String, key: JSONValue = nil) -> Call {
    ("create_loop", ["project_name": .string(project), "loop_type": "plan", "idempotency_key": key])
  }
  private static func feedback(_ loop: String) -> Call { ("record_feedback", Toolbox.feedback(loop, score: 1)) }
  private static func update(_ project: String, _ spec: String) -> Call {
    ("update_spec", ["project_name": .string(project), "spec_name": .string(spec), "scope": "s"])
  }
  private static func get(_ project: String, _ spec: String) -> Call {
    ("get_spec", ["project_name": .string(project), "spec_name": .string(spec)])
  }
  private static let updateLinked: Call = ("update_spec", ["loop_id": "0123abef", "scope": "s"])
  private static let link: Call = (
    "link_loop_to_spec", ["loop_id": "0123abef", "project_name": "p", "spec_name": "user-login"]
  )

  private func assertConflict(
    _ left: Call, _ right: Call, _ expected: Bool, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let (a, b) = (try footprint(left.tool, left.arguments), try footprint(right.tool, right.arguments))
    let told = "\(left.tool) \(right.tool)"
    XCTAssertEqual(a.conflicts(with: b), expected, told, file: file, line: line)
    XCTAssertEqual(b.conflicts(with: a), expected, told, file: file, line: line)
  }

  func testCalls_whenOneSeesWhatTheOtherDoes_keepTheirOrder() throws {
    let pairs: [(Call, Call)] = [
      (Self.feedback("0123abef"), Self.feedback("0123abef")),
      (Self.feedback("0123abef"), ("get_loop", Self.linked)),
      (Self.feedback("0123abef"), ("analyze_loop", Self.linked)),
      (Self.feedback("0123abef"), ("list_loops", ["project_name": "p"])),
      (("delete_loop", Self.linked), ("list_history", ["project_name": "p"])),
      (("unlink_loop", Self.linked), ("get_spec", Self.linked)),
      (Self.create("p"), Self.create("p")),
      // Two names that only one of them may have.
      (Self.create("My Shop"), ("store_roadmap", Toolbox.roadmap("myshop"))),
      (Self.create("p"), ("list_projects", [:])),
      (Self.feedback("0123abef"), ("list_projects", [:])),
      (Self.create("p"), ("list_history", ["project_name": "p"])),
      (Self.create("p", key: "k"), Self.create("q", key: "k")),
      // The spec that a new loop names, and the one that it is the first to be linked to.
      (("create_spec", Toolbox.spec("p", "User Login")), Self.create("p")),
      (("create_spec", Toolbox.spec("p", "User Login")), Self.get("p", "user_login")),
      (("create_spec", Toolbox.spec("p", "User Login")), Self.link),
      (("create_spec", Toolbox.spec("p", "User Login")), ("list_specs", ["project_name": "p"])),
      (Self.update("p", "user-login"), Self.get("p", "User Login")),
      (Self.update("p", "user-login"), ("get_spec", Self.linked)),
      (Self.updateLinked, Self.get("q", "other")),
      (Self.updateLinked, Self.updateLinked),
      (Self.updateLinked, Self.link),
      (Self.updateLinked, ("list_specs", ["project_name": "p"])),
    ]
    for (left, right) in pairs { try assertConflict(left, right, true) }
  }

  func testCalls_whenUnrelated_runAtTheSameTime() throws {
    let pairs: [(Call, Call)] = [
      (Self.feedback("0123abef"), Self.feedback("0123abe0")),
      (Self.feedback("0123abef"), Self.update("p", "user-login")),
      (Self.feedback("0123abef"), Self.get("p", "user-login")),
      (Self.feedback("0123abef"), ("create_spec", Toolbox.spec("p", "User Login"))),
      (Self.create("p"), Self.create("q")),
      (Self.create("p", key: "k"), Self.create("q", key: "l")),
      // A key is one tool's alone.
      (
        ("unlink_loop", ["loop_id": "0123abef", "idempotency_key": "k"]),
        ("delete_loop", ["loop_id": "0123abe0", "idempotency_key": "k"])
      ),
      (Self.create("p"), Self.update("q", "user-login")),
      (Self.update("p", "user-login"), Self.update("p", "other")),
      (Self.update("p", "user-login"), Self.update("q", "user-login")),
      (Self.link, Self.get("p", "user-login")),
      (Self.get("p", "user-login"), Self.get("p", "user-login")),
      (("list_loops", ["project_name": "p"]), ("list_specs", ["project_name": "p"])),
      (("get_loop", Self.linked), ("get_spec", Self.linked)),
    ]
    for (left, right) in pairs { try assertConflict(left, right, false) }
  }
}
