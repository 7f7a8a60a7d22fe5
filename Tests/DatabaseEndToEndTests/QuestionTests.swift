// QuestionTests: a question to the human while the database is small, gone, or written to by others.

import EndToEndSupport
import JSON
import SharedStateSupport
import XCTest

final class QuestionTests: DatabaseTestCase {
  private let goOn = #"{"action":"accept","content":{"verdict":"continue","feedback":"go on"}}"#
  private let checkpoints = ["LOOP_SPEC_CHECKPOINT_FREQUENCY": "1", "LOOP_HUMAN_GATE": "verified"]

  /// A server of a client that shows forms, and a loop that waits for a human.
  private func waitingLoop(_ uri: String, _ more: [String: String] = [:]) throws -> (ServerProcess, loop: String) {
    let process = try launch(uri, checkpoints.merging(more) { $1 })
    _ = try process.exchange(Message.initialize(capabilities: Message.forms))
    let loop = try createLoop(process)
    let feedback = #"{"loop_id":"\#(loop)","critic_agent":"c","score":50,"assessment_summary":"s"}"#
    let answer = try call(process, "record_feedback", feedback, id: 2)
    XCTAssertEqual(answer.content?["loop"]?["status"], "user_input", answer.line)
    return (process, loop)
  }

  private func ask(_ process: ServerProcess, _ loop: String, id: Int) throws -> String {
    let line = try process.exchange(Message.call(id, "record_user_feedback", #"{"loop_id":"\#(loop)"}"#))
    return try XCTUnwrap(JSONParser.parse(line)["id"]?.stringValue, line)
  }

  private func status(_ process: ServerProcess, _ loop: String, id: Int) throws -> JSONValue? {
    try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#, id: id).content?["status"]
  }

  func testQuestion_whenThereIsOneConnection_keepsNone() throws {
    let (process, loop) = try waitingLoop(
      emptyDatabase().uri, ["DATABASE_POOL_MIN_SIZE": "1", "DATABASE_POOL_MAX_SIZE": "1"])
    let questions = try (10...13).map { try ask(process, loop, id: $0) }
    XCTAssertEqual(try status(process, loop, id: 20), "user_input")
    let first = try Answer(process.exchange(Message.response(to: questions[2], goOn)))
    XCTAssertEqual(first.id, 12)
    XCTAssertEqual(first.content?["loop"]?["status"], "refine", first.line)
    for (number, question) in questions.enumerated() where number != 2 {
      let late = try Answer(process.exchange(Message.response(to: question, goOn)))
      XCTAssertEqual(late.id, 10 + number)
      XCTAssertEqual(late.code, "conflict", late.line)
    }
    try assertEnds(process)
  }

  func testQuestion_whenTheDatabaseGoesAway_storesNothing() throws {
    let cluster = try TestCluster()
    defer { XCTAssertNoThrow(try cluster.remove()) }
    let database = try cluster.address.createDatabase()
    let (process, loop) = try waitingLoop(database.uri)
    let question = try ask(process, loop, id: 10)
    try cluster.stopImmediately()
    let lost = try Answer(process.exchange(Message.response(to: question, goOn)))
    XCTAssertEqual(lost.id, 10)
    XCTAssertEqual(lost.code, "unavailable", lost.line)
    try cluster.start()
    try assertRecovers(process)
    XCTAssertEqual(try status(process, loop, id: 11), "user_input")
    let answer = try Answer(process.exchange(Message.response(to: ask(process, loop, id: 12), goOn)))
    XCTAssertEqual(answer.content?["loop"]?["status"], "refine", answer.line)
    let said = try call(process, "list_history", #"{"loop_id":"\#(loop)"}"#, id: 13).content?["user_feedback"]
    XCTAssertEqual(said?.arrayValue?.map { $0["source"] }, ["elicited"])
    try assertEnds(process)
  }
}
