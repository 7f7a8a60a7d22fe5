// QuestionTests: record_user_feedback asks the human through the client, and the loop is as it must be after each end.

import EndToEndSupport
import Foundation
import JSON
import XCTest

final class QuestionTests: EndToEndTestCase {
  private static let checkpoints = ["LOOP_SPEC_CHECKPOINT_FREQUENCY": "1"]
  private let goOn = #"{"action":"accept","content":{"verdict":"continue","feedback":"Name the sensors."}}"#

  private func settings(_ more: [String: String] = [:]) -> [String: String] {
    fileSettings().merging(Self.checkpoints) { $1 }.merging(more) { $1 }
  }

  /// A session of a client that shows forms, and a loop that waits for a human.
  private func waitingLoop(
    _ revision: String = "2025-11-25", _ settings: [String: String]? = nil
  ) throws -> (process: ServerProcess, loop: String) {
    let process = try launch(environment: settings ?? self.settings())
    _ = try process.exchange(Message.initialize(revision, capabilities: Message.forms))
    let loop = try createLoop(process)
    XCTAssertEqual(try feedback(process, loop), "user_input")
    return (process, loop)
  }

  /// The loop's status after a critic's feedback.
  private func feedback(_ process: ServerProcess, _ loop: String, id: Int = 901) throws -> String {
    let answer = try process.exchange(
      Message.call(
        id, "record_feedback",
        #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":50,"assessment_summary":"No numbers.","#
          + #""key_issues":["Which sensors?"],"blockers":["No budget"]}"#))
    return try text("result.structuredContent.loop.status", of: answer)
  }

  private func arguments(_ loop: String) -> String { #"{"loop_id":"\#(loop)"}"# }

  /// Calls without feedback, and gives the id of the server's question.
  private func ask(_ process: ServerProcess, _ loop: String, id: Int) throws -> String {
    let line = try process.exchange(Message.call(id, "record_user_feedback", arguments(loop)))
    XCTAssertEqual(try text("method", of: line), "elicitation/create")
    return try text("id", of: line)
  }

  private func code(of answer: String) throws -> String {
    let meta = try JSONParser.parse(answer)["result"]?["_meta"]
    return meta?["respec/error"]?["code"]?.stringValue ?? "none in \(answer)"
  }

  /// The loop's status and the sources of what humans said, as another server on the file sees them.
  private func assertLoop(
    _ loop: String, _ status: String, _ sources: [String], file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let process = try launchSession(environment: settings())
    let answer = try process.exchange(Message.call(1, "list_history", arguments(loop)))
    XCTAssertEqual(try text("result.structuredContent.loop.status", of: answer), status, file: file, line: line)
    let said = try value("result.structuredContent.user_feedback", of: answer).arrayValue ?? []
    XCTAssertEqual(said.map { $0["source"]?.stringValue }, sources, file: file, line: line)
    try assertEnds(process)
  }

  // MARK: Answers

  func testAnswer_whenGiven_isStored() throws {
    for revision in ["2025-06-18", "2025-11-25"] {
      let (process, loop) = try waitingLoop(revision)
      let line = try process.exchange(Message.call(10, "record_user_feedback", arguments(loop)))
      let message = try text("params.message", of: line)
      for words in [
        loop, #""p""#, "checkpoint", "Scores: 50 (threshold 90)", "No numbers.", "Which sensors?", "No budget",
      ] {
        XCTAssertTrue(message.contains(words), "\(words) in \(message)")
      }
      // Others go through meanwhile, on this loop too.
      XCTAssertTrue(try process.exchange(Message.call(11, "get_loop", arguments(loop))).contains("user_input"))
      let note = #"{"loop_id":"\#(loop)","feedback":"a note"}"#
      XCTAssertTrue(try process.exchange(Message.call(12, "store_objective_feedback", note)).contains("stored_at"))
      let answer = try process.exchange(Message.response(to: try text("id", of: line), goOn))
      XCTAssertEqual(try value("id", of: answer), 10)
      XCTAssertEqual(try text("result.structuredContent.loop.status", of: answer), "refine")
      let changes = try process.exchange(Message.call(13, "list_changes", #"{"project_name":"p"}"#))
      let last = try value("result.structuredContent.changes", of: changes).arrayValue?.first
      XCTAssertEqual([last?["operation"], last?["client_name"]], ["guidance", "end-to-end"])
      try assertEnds(process)
      try assertLoop(loop, "refine", ["elicited"])
    }
  }

  func testAnswer_whenAVerdict_isCarriedOut() throws {
    for (verdict, status) in [("accept", "completed"), ("stop", "closed")] {
      let (process, loop) = try waitingLoop()
      let question = try ask(process, loop, id: 10)
      let result = #"{"action":"accept","content":{"verdict":"\#(verdict)","feedback":""}}"#
      let answer = try process.exchange(Message.response(to: question, result))
      XCTAssertEqual(try text("result.structuredContent.loop.status", of: answer), status)
      let again = try process.exchange(Message.call(11, "record_user_feedback", arguments(loop)))
      XCTAssertEqual(try code(of: again), "loop_completed")
      try assertEnds(process)
      try assertLoop(loop, status, ["elicited"])
    }
  }

  func testAnswer_whenTheGateIsVerified_opensIt() throws {
    let (process, loop) = try waitingLoop("2025-11-25", settings(["LOOP_HUMAN_GATE": "verified"]))
    let words = #"{"loop_id":"\#(loop)","feedback":"go on"}"#
    let relayed = try process.exchange(Message.call(10, "record_user_feedback", words))
    XCTAssertEqual(try text("result.structuredContent.loop.status", of: relayed), "user_input")
    let question = try ask(process, loop, id: 11)
    let answer = try process.exchange(Message.response(to: question, goOn))
    XCTAssertEqual(try text("result.structuredContent.loop.status", of: answer), "refine")
    XCTAssertEqual(try feedback(process, loop), "user_input")
    try assertEnds(process)
    try assertLoop(loop, "user_input", ["relayed", "elicited"])
  }

  func testAnswer_whenNone_saysSoAndLeavesTheLoop() throws {
    let (process, loop) = try waitingLoop()
    let none = [
      #""result":{"action":"decline"}"#, #""result":{"action":"cancel"}"#, #""result":{"action":"later"}"#,
      #""error":{"code":-32603,"message":"no dialog"}"#, #""result":{"action":"accept"}"#,
      #""result":{"action":"accept","content":{"verdict":"continue","feedback":" \n"}}"#,
      #""result":{"action":"accept","content":{"verdict":"maybe","feedback":"x"}}"#,
      #""result":{"action":"accept","content":{"verdict":"accept","feedback":7}}"#,
      #""result":{"action":"accept","content":{"verdict":"continue","feedback":"a\u0000"}}"#,
    ]
    for (number, member) in none.enumerated() {
      let question = try ask(process, loop, id: 10 + number)
      let answer = try process.exchange(#"{"jsonrpc":"2.0","id":"\#(question)",\#(member)}"#)
      XCTAssertEqual(try code(of: answer), "waiting_for_human", member)
      XCTAssertTrue(answer.contains("Ask the human in the conversation"), answer)
    }
    try assertEnds(process)
    try assertLoop(loop, "user_input", [])
  }

  func testQuestion_whenTheClientShowsNoForms_isInTheAnswer() throws {
    let process = try launchSession(environment: settings())
    let loop = try createLoop(process)
    XCTAssertEqual(try feedback(process, loop), "user_input")
    for (number, line) in [
      Message.call(10, "record_user_feedback", arguments(loop)),
      Message.modernCall(11, "record_user_feedback", arguments(loop)),
    ].enumerated() {
      let answer = try process.exchange(line)
      XCTAssertEqual(try code(of: answer), "waiting_for_human", "\(number)")
      for words in ["shows no forms", "checkpoint", "Which sensors?", "as feedback"] {
        XCTAssertTrue(answer.contains(words), "\(words) in \(answer)")
      }
    }
    let key = #"{"loop_id":"\#(loop)","idempotency_key":"k"}"#
    XCTAssertEqual(try code(of: process.exchange(Message.call(12, "record_user_feedback", key))), "invalid_input")
    try assertEnds(process)
    try assertLoop(loop, "user_input", [])
  }

  // MARK: Ends of the question

  func testQuestion_whenTheCallIsCancelled_isTakenBack() throws {
    let (process, loop) = try waitingLoop()
    let question = try ask(process, loop, id: 10)
    let cancel = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":10}}"#
    let line = try process.exchange(cancel)
    XCTAssertEqual(try text("params.requestId", of: line), question)
    // The answer comes all the same, and too late.
    try process.send(Message.response(to: question, goOn))
    XCTAssertTrue(try process.exchange(Message.call(11, "get_loop", arguments(loop))).contains("user_input"))
    let answer = try process.exchange(Message.response(to: try ask(process, loop, id: 12), goOn))
    XCTAssertEqual(try value("id", of: answer), 12)
    try assertEnds(process)
    try assertLoop(loop, "refine", ["elicited"])
  }

  func testQuestion_whenTheInputEnds_endsWithIt() throws {
    let (process, loop) = try waitingLoop()
    _ = try ask(process, loop, id: 10)
    let rest = try process.finish()
    XCTAssertEqual(rest.count, 1)
    XCTAssertEqual(try code(of: rest[0]), "waiting_for_human")
    XCTAssertEqual(try process.waitForExit(), .status(0))
    try assertLoop(loop, "user_input", [])
  }

  func testQuestion_whenTheServerIsStopped_endsWithIt() throws {
    let (process, loop) = try waitingLoop()
    _ = try ask(process, loop, id: 10)
    process.signal(SIGTERM)
    let rest = try process.readToEnd()
    XCTAssertEqual(rest.count, 1)
    XCTAssertEqual(try code(of: rest[0]), "waiting_for_human")
    XCTAssertEqual(try process.waitForExit(), .status(0))
    try assertLoop(loop, "user_input", [])
  }

  func testQuestion_whenTheClientIsKilled_endsWithIt() throws {
    let (process, loop) = try waitingLoop()
    _ = try ask(process, loop, id: 10)
    process.closeOutput()
    process.closeInput()
    XCTAssertEqual(try process.waitForExit(), .status(0))
    try assertLoop(loop, "user_input", [])
  }

  // MARK: Several answers

  func testAnswer_whenTwoAskAtOnce_isThatOfTheFirst() throws {
    let (process, loop) = try waitingLoop()
    let questions = try [ask(process, loop, id: 10), ask(process, loop, id: 11)]
    let stop = #"{"action":"accept","content":{"verdict":"stop"}}"#
    let first = try process.exchange(Message.response(to: questions[1], goOn))
    XCTAssertEqual(try value("id", of: first), 11)
    XCTAssertEqual(try text("result.structuredContent.loop.status", of: first), "refine")
    let second = try process.exchange(Message.response(to: questions[0], stop))
    XCTAssertEqual(try value("id", of: second), 10)
    XCTAssertEqual(try code(of: second), "conflict")
    XCTAssertTrue(second.contains("answered already"), second)
    try assertEnds(process)
    try assertLoop(loop, "refine", ["elicited"])
  }

  func testAnswer_whenAnotherProcessHasOne_isTooLate() throws {
    let (process, loop) = try waitingLoop()
    let question = try ask(process, loop, id: 10)
    let other = try launchSession(environment: settings())
    let words = #"{"loop_id":"\#(loop)","feedback":"Said elsewhere."}"#
    XCTAssertTrue(try other.exchange(Message.call(1, "record_user_feedback", words)).contains("refine"))
    try assertEnds(other)
    let answer = try process.exchange(Message.response(to: question, goOn))
    XCTAssertEqual(try code(of: answer), "conflict")
    try assertEnds(process)
    try assertLoop(loop, "refine", ["relayed"])
  }

  // MARK: Modern

  private func modern(_ id: Int, _ loop: String, _ state: String? = nil, _ result: String = "") -> String {
    let answer = state.map { #""inputResponses":{"answer":\#(result)},"requestState":"\#($0)""# } ?? ""
    return Message.askingCall(id, "record_user_feedback", arguments(loop), answer: answer)
  }

  private func state(_ process: ServerProcess, _ loop: String, id: Int) throws -> String {
    let line = try process.exchange(modern(id, loop))
    let message = try text("result.inputRequests.answer.params.message", of: line)
    XCTAssertTrue(message.contains("checkpoint") && message.contains(loop), message)
    return try text("result.requestState", of: line)
  }

  func testAnswer_whenModern_comesWithTheRepeatedCall() throws {
    let (process, loop) = try waitingLoop()
    let state = try state(process, loop, id: 10)
    let answer = try process.exchange(modern(11, loop, state, goOn))
    XCTAssertEqual(try text("result.structuredContent.loop.status", of: answer), "refine")
    // The client repeats it once more.
    let again = try process.exchange(modern(12, loop, state, goOn))
    XCTAssertEqual(try value("error.code", of: again), -32602)
    try assertEnds(process)
    try assertLoop(loop, "refine", ["elicited"])
  }

  func testAnswer_whenModernAndTwoAsked_isThatOfTheFirst() throws {
    let (process, loop) = try waitingLoop()
    let states = try [state(process, loop, id: 10), state(process, loop, id: 11)]
    XCTAssertTrue(try process.exchange(modern(12, loop, states[1], goOn)).contains("refine"))
    XCTAssertEqual(try code(of: process.exchange(modern(13, loop, states[0], goOn))), "conflict")
    try assertEnds(process)
    try assertLoop(loop, "refine", ["elicited"])
  }

  func testAnswer_whenModernAndNotOurs_isRefused() throws {
    let (process, loop) = try waitingLoop()
    let another = try createLoop(process, id: 902)
    let state = try state(process, loop, id: 10)
    for line in [
      modern(11, loop, "forged", goOn), modern(11, another, state, goOn),
      Message.askingCall(11, "record_user_feedback", arguments(loop), answer: #""requestState":"\#(state)x""#),
    ] {
      XCTAssertEqual(try value("error.code", of: process.exchange(line)), -32602)
    }
    try assertEnds(process)
    // The question went with its server.
    let next = try launch(environment: settings())
    XCTAssertEqual(try value("error.code", of: next.exchange(modern(1, loop, state, goOn))), -32602)
    let declined = try next.exchange(modern(3, loop, try self.state(next, loop, id: 2), #"{"action":"decline"}"#))
    XCTAssertEqual(try code(of: declined), "waiting_for_human")
    try assertEnds(next)
    try assertLoop(loop, "user_input", [])
  }
}
