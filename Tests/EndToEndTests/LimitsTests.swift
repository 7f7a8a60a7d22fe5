// LimitsTests: each row of the table in docs/contract.md, "Limits", against the real binary: at the limit a call is taken,
// beyond it refused.

import DocumentationSupport
import EndToEndSupport
import JSON
import XCTest

final class LimitsTests: EndToEndTestCase {
  /// A row's limit, and what tries it out.
  private struct Probe {
    let what: String
    let limit: Int
    var environment: [String: String] = [:]
    let run: (LimitsTests, ServerProcess, Int) throws -> Void
  }

  private static var probes: [Probe] {
    [
      Probe(what: "A message", limit: 16_777_216) { test, process, limit in
        try test.assertStandard("MCP_MAX_MESSAGE_BYTES", limit)
        try test.tryMessages(process, taken: message(bytes: limit), refused: message(bytes: limit + 1))
      },
      Probe(what: "The nesting of a message", limit: 128) { test, process, limit in
        try test.tryMessages(process, taken: message(nesting: limit), refused: message(nesting: limit + 1))
      },
      Probe(what: "A text", limit: 262_144) { test, process, limit in
        let loop = try test.createLoop(process)
        try test.tryCalls(process, "record_user_feedback", limit, #""loop_id":"\#(loop)""#) {
          #""feedback":"\#(text($0))""#
        }
      },
      Probe(what: "A name, a `query`", limit: 255) { test, process, limit in
        try test.tryCalls(process, "create_loop", limit, #""loop_type":"spec""#) { #""project_name":"\#(text($0))""# }
        try test.tryCalls(process, "list_projects", limit, #""limit":1"#) { #""query":"\#(text($0))""# }
      },
      Probe(what: "An `idempotency_key`", limit: 128) { test, process, limit in
        try test.tryCalls(process, "create_loop", limit, #""project_name":"p","loop_type":"spec""#) {
          #""idempotency_key":"\#(text($0))""#
        }
      },
      Probe(what: "A list of texts or names", limit: 100) { test, process, limit in
        try test.tryCalls(process, "record_feedback", limit, feedback(try test.createLoop(process))) {
          #""key_issues":[\#(list($0) { _ in #""x""# })]"#
        }
      },
      Probe(what: "The edits of an update", limit: 100) { test, process, limit in
        let places = (0...limit).map { "<\($0)>" }.joined()
        try test.take(process, "create_spec", #"{"architecture":"\#(places)",\#(Message.spec("p", "A").dropFirst())"#)
        try test.tryCalls(process, "update_spec", limit, #""project_name":"p","spec_name":"a""#) {
          #""edits":[\#(list($0) { #"{"field":"architecture","old_text":"<\#($0)>","new_text":"[\#($0)]"}"# })]"#
        }
      },
      Probe(what: "The additional sections of a spec", limit: 100) { test, process, limit in
        try test.take(process, "create_spec", Message.spec("p", "A"))
        try test.tryCalls(process, "update_spec", limit, #""project_name":"p","spec_name":"a""#) {
          #""additional_sections":{\#(list($0) { #""s\#($0)":"x""# })}"#
        }
      },
      Probe(what: "A page of a list", limit: 100) { test, process, limit in
        try test.tryCalls(process, "list_projects", limit, #""query":"p""#) { #""limit":\#($0)"# }
      },
      Probe(what: "An answer, in each form", limit: 262_144) { test, process, limit in
        try test.assertStandard("MCP_MAX_ANSWER_BYTES", limit)
        let loop = try test.createLoop(process)
        for _ in 1...8 {
          try test.take(process, "record_feedback", #"{\#(feedback(loop)),"detailed_feedback":"\#(text(60_000))"}"#)
        }
        let page = try test.take(process, "list_history", #"{"loop_id":"\#(loop)"}"#)
        XCTAssertLessThanOrEqual(page.text.utf8.count, limit)
        XCTAssertNotEqual(page["next_cursor"], .null)
      },
      Probe(what: "A document given whole", limit: 40_000) { test, process, limit in
        try test.take(process, "create_spec", Message.spec("p", "a", scopeBytes: 10))
        let answer = try process.exchange(Message.call(1, "get_spec", #"{"project_name":"p","spec_name":"a"}"#))
        let text = try test.value("result.content", of: answer).arrayValue?.first?["text"]?.stringValue ?? ""
        let room = limit - text.unicodeScalars.count + 10
        try test.take(process, "create_spec", Message.spec("p", "b", scopeBytes: room))
        XCTAssertNil(try test.take(process, "get_spec", #"{"project_name":"p","spec_name":"b"}"#)["text"])
        try test.take(process, "create_spec", Message.spec("p", "c", scopeBytes: room + 1))
        XCTAssertNotNil(try test.take(process, "get_spec", #"{"project_name":"p","spec_name":"c"}"#)["text"])
      },
      Probe(what: "The texts of a feedback together", limit: 65_536) { test, process, limit in
        try test.tryCalls(process, "record_feedback", limit, feedback(try test.createLoop(process))) {
          // With the summary, which has one byte.
          #""detailed_feedback":"\#(text($0 - 9))","key_issues":["é","x"],"recommendations":["12345"]"#
        }
      },
      Probe(what: "The feedbacks of a loop", limit: 1_000) { test, process, limit in
        let arguments = "{\(feedback(try test.createLoop(process)))}"
        for _ in 0..<limit { try test.take(process, "record_feedback", arguments) }
        try test.refuse(process, "record_feedback", arguments, "conflict")
      },
      Probe(what: "The reviewers of a loop", limit: 10) { test, process, limit in
        func arguments(_ count: Int) -> String {
          #"{"project_name":"p","loop_type":"spec","reviewers":[\#(list(count) { #""critic \#($0)""# })]}"#
        }
        try test.take(process, "create_loop", arguments(limit))
        try test.refuse(process, "create_loop", arguments(limit + 1), "invalid_input")
      },
      Probe(what: "The human guidance of a loop", limit: 1_000) { test, process, limit in
        let arguments = #"{"loop_id":"\#(try test.createLoop(process))","feedback":"go on"}"#
        for _ in 0..<limit { try test.take(process, "record_user_feedback", arguments) }
        try test.refuse(process, "record_user_feedback", arguments, "conflict")
      },
      Probe(what: "A project's history of loops", limit: 10) { test, process, limit in
        let loops = try (0...limit).map { _ in try test.createLoop(process) }
        let history = try test.take(process, "list_history", #"{"project_name":"p","limit":100}"#)["history"]?
          .arrayValue
        XCTAssertEqual(history?.map { $0["loop"]?["id"]?.stringValue }, loops.dropFirst().reversed())
      },
      Probe(what: "A kept result of an `idempotency_key`", limit: 262_144) { test, process, limit in
        XCTAssertLessThan(try test.take(process, "create_spec", longestNames(1)).text.utf8.count, limit)
      },
      Probe(what: "The number of kept results in memory", limit: 10_000) { test, process, limit in
        let loop = try test.createLoop(process)
        func store(_ key: Int) throws -> Bool {
          let arguments = #"{"loop_id":"\#(loop)","feedback":"f","idempotency_key":"\#(key)"}"#
          return try test.take(process, "store_objective_feedback", arguments)["replayed"] == true
        }
        for key in 1...limit { XCTAssertFalse(try store(key)) }
        XCTAssertTrue(try store(1))
        XCTAssertFalse(try store(limit + 1))
        XCTAssertFalse(try store(1), "the oldest is forgotten")
        XCTAssertTrue(try store(3))
      },
      Probe(what: "The bytes of kept results in memory", limit: 16_777_216) { test, process, limit in
        let size = try test.take(process, "create_spec", longestNames(1)).text.utf8.count
        let count = limit / size
        for number in 2..<count { try test.take(process, "create_spec", longestNames(number)) }
        XCTAssertEqual(try test.take(process, "create_spec", longestNames(1))["replayed"], true)
        for number in count...count + 2 { try test.take(process, "create_spec", longestNames(number)) }
        try test.refuse(process, "create_spec", longestNames(1), "already_exists")
        XCTAssertEqual(try test.take(process, "create_spec", longestNames(count))["replayed"], true)
      },
      Probe(what: "The state in memory", limit: 268_435_456, environment: ["STATE_MEMORY_LIMIT": "1048576"]) {
        test, process, limit in
        try test.assertStandard("STATE_MEMORY_LIMIT", limit)
        let loop = try test.createLoop(process)
        func spec(_ phase: String) -> String { Message.spec("p", phase, scopeBytes: 262_144) }
        for number in 1...3 { try test.take(process, "create_spec", spec("A\(number)")) }
        try test.refuse(process, "create_spec", spec("B"), "unavailable")
        try test.refuse(process, "get_spec", #"{"project_name":"p","spec_name":"b"}"#, "not_found")
        try test.take(process, "record_feedback", "{\(feedback(loop))}")
        try test.take(process, "delete_spec", #"{"project_name":"p","spec_name":"a1"}"#)
        try test.take(process, "create_spec", spec("B"))
      },
    ]
  }

  // MARK: The table

  func testTable_hasARowForEachProbe() throws {
    let prose = try Repository.page("docs/contract.md").prose
    let start = try XCTUnwrap(prose.firstIndex(of: "## Limits"))
    let rows = prose[start...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }.dropFirst(2)
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    XCTAssertEqual(rows.map { $0[0] }, Self.probes.map(\.what))
    for (row, probe) in zip(rows, Self.probes) {
      let number = row[1].prefix { $0.isNumber || $0 == "," }.filter(\.isNumber)
      XCTAssertEqual(Int(number), probe.limit, probe.what)
    }
  }

  func testLimits_whenReached_takeNothingMore() throws {
    for probe in Self.probes {
      let settings = probe.environment.merging(["LOOP_HUMAN_GATE": "advisory"]) { $1 }
      let process = try launchSession(environment: settings)
      try probe.run(self, process, probe.limit)
      try assertEnds(process)
    }
  }

  // MARK: The process

  /// A client that writes small things for ever ends in the failure, with a process that is not much larger than the limit.
  func testMemory_whenAClientWritesForEver_staysNearTheLimit() throws {
    let limit = 8 << 20
    for tool in ["create_loop", "record_feedback", "create_spec"] {
      let process = try launchSession(
        environment: ["STATE_MEMORY_LIMIT": "\(limit)", "LOOP_HUMAN_GATE": "advisory"])
      let before = try process.peakMemory()
      let loop = try createLoop(process)
      var (number, code) = (0, "")
      var place = loop
      while code == "" {
        number += 1
        if number % 1_000 == 0 { place = (try? createLoop(process)) ?? place }
        let arguments =
          switch tool {
          case "create_loop": #"{"project_name":"p","loop_type":"spec"}"#
          case "create_spec": Message.spec("p", "phase \(number)")
          default: #"{\#(Self.feedback(place)),"key_issues":[\#(Self.list(100) { #""An issue of many, \#($0)""# })]}"#
          }
        let answer = try process.exchange(Message.call(number, tool, arguments))
        code = try JSONParser.parse(answer)["result"]?["_meta"]?["respec/error"]?["code"]?.stringValue ?? ""
      }
      XCTAssertEqual(code, "unavailable", tool)
      XCTAssertGreaterThan(number, 500, tool)
      XCTAssertLessThan(Double(try process.peakMemory() - before), 1.5 * Double(limit), "\(tool): \(number) calls")
      try take(process, "delete_loop", #"{"loop_id":"\#(loop)"}"#)
      try assertEnds(process)
    }
  }

  // MARK: Support

  private static func text(_ count: Int) -> String { String(repeating: "x", count: count) }

  private static func list(_ count: Int, _ element: (Int) -> String) -> String {
    (0..<count).map(element).joined(separator: ",")
  }

  private static func feedback(_ loop: String) -> String {
    #""loop_id":"\#(loop)","critic_agent":"spec-critic","score":5,"assessment_summary":"s""#
  }

  /// The arguments of a create_spec whose receipt is as long as it can be: names of characters that JSON escapes.
  private static func longestNames(_ number: Int) -> String {
    func name(_ number: Int) -> String {
      let digits = "\(number)".padding(toLength: 4, withPad: "_", startingAt: 0)
      return digits + String(repeating: #"\u2028"#, count: 250) + "b"
    }
    let sections = list(100) { #""\#(name($0))":"x""# }
    let spec = Message.spec("p", "phase").replacing(#""phase""#, with: #""\#(name(number))""#).dropFirst()
    return #"{"additional_sections":{\#(sections)},"idempotency_key":"\#(number)",\#(spec)"#
  }

  private static func message(bytes: Int) -> String {
    let line = #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":""}}"#
    return line.replacing(#""""#, with: #""\#(text(bytes - line.utf8.count))""#)
  }

  private static func message(nesting: Int) -> String {
    let lists = String(repeating: "[", count: nesting - 2) + String(repeating: "]", count: nesting - 2)
    return #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":\#(lists)}}"#
  }

  private func tryMessages(_ process: ServerProcess, taken: String, refused: String) throws {
    XCTAssertEqual(try process.exchange(taken), #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
    XCTAssertEqual(try value("error.code", of: process.exchange(refused)), -32700)
  }

  /// Makes a call with so much of something, which is taken, and one with one more, which is not.
  private func tryCalls(
    _ process: ServerProcess, _ tool: String, _ limit: Int, _ arguments: String, _ member: (Int) -> String
  ) throws {
    try refuse(process, tool, "{\(arguments),\(member(limit + 1))}", "invalid_input")
    try take(process, tool, "{\(arguments),\(member(limit))}")
  }

  @discardableResult
  private func take(_ process: ServerProcess, _ tool: String, _ arguments: String) throws -> JSONValue {
    try value("result.structuredContent", of: process.exchange(Message.call(1, tool, arguments)))
  }

  private func refuse(_ process: ServerProcess, _ tool: String, _ arguments: String, _ code: String) throws {
    let answer = try process.exchange(Message.call(1, tool, arguments))
    XCTAssertEqual(try text("result._meta.respec/error.code", of: answer), code, "\(tool): \(answer.prefix(500))")
  }

  /// Expects the variable's default in what `--help` prints.
  private func assertStandard(_ variable: String, _ value: Int) throws {
    let help = try ServerProcess(arguments: ["--help"]).finish()
    XCTAssertTrue(help.contains { $0.contains("\(variable)=\(value)") }, variable)
  }
}
