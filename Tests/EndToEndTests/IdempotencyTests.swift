// IdempotencyTests: repeats with an idempotency key, one after the other and all at once.

import EndToEndSupport
import JSON
import XCTest

final class IdempotencyTests: EndToEndTestCase {
  private func create(_ id: Int, _ project: String, key: String) -> String {
    let arguments = #"{"project_name":"\#(project)","loop_type":"plan","idempotency_key":"\#(key)"}"#
    return Message.call(id, "create_loop", arguments)
  }

  /// The result of a call as the first one had it, and whether this is a repeat's.
  private func result(_ answer: String) throws -> (first: String, isReplay: Bool) {
    var content = try XCTUnwrap(try value("result.structuredContent", of: answer).objectValue)
    let isReplay = content["replayed"] == true
    content["replayed"] = nil
    return (JSONValue.object(content).text, isReplay)
  }

  private func loopCount(_ process: ServerProcess, _ project: String) throws -> Int? {
    let list = try process.exchange(Message.call(800, "list_loops", #"{"project_name":"\#(project)","limit":100}"#))
    return try value("result.structuredContent.loops", of: list).arrayValue?.count
  }

  func testRepeat_whenOneAfterTheOther_returnsTheFirstResult() throws {
    let process = try launchSession()
    let first = try process.exchange(create(1, "p", key: "k"))
    let second = try process.exchange(create(2, "p", key: "k"))
    XCTAssertEqual(try result(first).first, try result(second).first)
    XCTAssertEqual([try result(first).isReplay, try result(second).isReplay], [false, true])
    XCTAssertEqual(try loopCount(process, "p"), 1)
  }

  func testRepeat_whenConcurrent_actsOnce() throws {
    let process = try launchSession()
    try process.send((1...50).map { create($0, "p", key: "k") })
    let answers = try process.readLines(50)
    XCTAssertEqual(Set(try answers.map { try result($0).first }).count, 1)
    XCTAssertEqual(try answers.filter { try !result($0).isReplay }.count, 1)
    XCTAssertEqual(Set(try answers.map { try value("id", of: $0).intValue }).count, 50)
    XCTAssertEqual(try loopCount(process, "p"), 1)
  }

  func testRepeat_whenArgumentsDiffer_isAConflict() throws {
    let process = try launchSession()
    try process.send(create(1, "p", key: "k"), create(2, "q", key: "k"))
    let answers = try process.readLines(2).sorted()
    let error = try value("result", of: answers[1]).text
    let message = "This idempotency_key was used for another create_loop call: take a new key for new arguments."
    XCTAssertEqual(
      error,
      #"{"content":[{"type":"text","text":"conflict: \#(message)\n- idempotency_key: used with other arguments; "#
        + #"got \"k\"; allowed: a key not used before"}],"isError":true,"_meta":{"respec/error":{"code":"conflict","#
        + #""message":"\#(message)","details":[{"path":"idempotency_key","problem":"used with other arguments","#
        + #""allowed":"a key not used before","got":"\"k\""}]}}}"#)
    let other = try process.exchange(Message.call(3, "list_loops", #"{"project_name":"q"}"#))
    XCTAssertTrue(other.contains(#""code":"not_found""#), other)
  }

  func testKey_whenUsedForAnotherTool_isAnotherKey() throws {
    let process = try launchSession()
    let loop = try text("result.structuredContent.id", of: process.exchange(create(1, "p", key: "k")))
    let deletion = try process.exchange(
      Message.call(2, "delete_loop", #"{"loop_id":"\#(loop)","idempotency_key":"k"}"#))
    XCTAssertEqual(try value("result.structuredContent", of: deletion).text, #"{"deleted":true}"#)
  }

  func testKey_whenTheCallFailed_isNotUsed() throws {
    let process = try launchSession()
    let arguments = #"{"project_name":"p","loop_type":"spec","spec_name":"a","idempotency_key":"k"}"#
    let failed = try process.exchange(Message.call(1, "create_loop", arguments))
    XCTAssertEqual(try text("result._meta.respec/error.code", of: failed), "not_found")
    _ = try process.exchange(Message.call(2, "create_spec", Message.spec("p", "a")))
    let created = try process.exchange(Message.call(3, "create_loop", arguments))
    XCTAssertEqual(try text("result.structuredContent.spec_name", of: created), "a")
  }
}
