// RevisionTests: the real binary's answers in each revision of the protocol.

import EndToEndSupport
import JSON
import XCTest

final class RevisionTests: EndToEndTestCase {
  private let legacy = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]

  func testInitialize_selectsTheRevision() throws {
    let asked = legacy.map { ($0, $0) } + [("2026-07-28", "2025-11-25"), ("1999-01-01", "2025-11-25")]
    for (revision, given) in asked {
      let answer = try launch().exchange(Message.initialize(revision))
      XCTAssertEqual(try text("result.protocolVersion", of: answer), given)
      let completions = given == "2024-11-05" ? "" : #","completions":{}"#
      XCTAssertEqual(
        try value("result.capabilities", of: answer).text, #"{"tools":{},"prompts":{},"resources":{}\#(completions)}"#)
    }
  }

  func testResult_whenRevisionHasNoStructuredContent() throws {
    for revision in legacy {
      let process = try launchSession(revision)
      let answer = try process.exchange(Message.call(1, "list_projects", "{}"))
      let text = #"{"content":[{"type":"text","text":"{\"projects\":[],\"next_cursor\":null}"}]"#
      let structured = revision < "2025-06-18" ? "" : #","structuredContent":{"projects":[],"next_cursor":null}"#
      XCTAssertEqual(answer, #"{"jsonrpc":"2.0","id":1,"result":"# + text + structured + "}}")
    }
  }

  func testToolList_isTheSameEachTime() throws {
    for revision in legacy {
      let process = try launchSession(revision)
      let first = try process.exchange(Message.request(1, "tools/list"))
      XCTAssertEqual(try process.exchange(Message.request(1, "tools/list")), first)
    }
  }

  func testModern_whenBesideAHandshake() throws {
    // Both eras on one stream: the handshake decides nothing about requests that carry their own version.
    let process = try launchSession("2024-11-05")
    let modern = try process.exchange(Message.modernCall(1, "list_projects", "{}"))
    XCTAssertEqual(try text("result.resultType", of: modern), "complete")
    XCTAssertNotNil(try value("result.structuredContent", of: modern))
    let old = try process.exchange(Message.call(2, "list_projects", "{}"))
    XCTAssertNil(try value("result", of: old)["structuredContent"])
    XCTAssertNil(try value("result", of: old)["resultType"])
  }

  func testDiscover_whenFirstMessage() throws {
    let answer = try launch().exchange(Message.modern(1, "server/discover"))
    XCTAssertEqual(try value("result.supportedVersions", of: answer).text, #"["2026-07-28"]"#)
  }

  func testVersion_whenNotSpoken() throws {
    let line = Message.modern(1, "tools/list").replacing("2026-07-28", with: "2027-01-01")
    XCTAssertEqual(
      try launch().exchange(line),
      #"{"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"Protocol version \"2027-01-01\" is not supported in "#
        + #"params._meta; see data.supported. Versions before 2026-07-28 need initialize instead.","#
        + #""data":{"supported":["2026-07-28"],"requested":"2027-01-01"}}}"#)
  }

  func testRequest_whenNeitherHandshakeNorVersion() throws {
    XCTAssertEqual(
      try launch().exchange(Message.request(1, "tools/list")),
      #"{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"The protocol version of this request is not known. "#
        + #"Send initialize first, or put \"io.modelcontextprotocol/protocolVersion\": \"2026-07-28\" and "#
        + #"\"io.modelcontextprotocol/clientCapabilities\": {} into params._meta of every request."}}"#)
  }

  /// As FastMCP's proxy sends it: one process, a handshake for each of its clients, ids from 0 each time.
  func testInitialize_whenRepeated_beginsASession() throws {
    let process = try launch()
    for revision in ["2025-11-25", "2024-11-05", "2025-11-25"] {
      let answer = try process.exchange(Message.initialize(revision))
      XCTAssertEqual(try text("result.protocolVersion", of: answer), revision)
      try process.send(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
      let list = try process.exchange(Message.request(1, "tools/list"))
      let hasTitles = try value("result.tools", of: list).arrayValue?.first?["title"] != nil
      XCTAssertEqual(hasTitles, revision == "2025-11-25")
      _ = try process.exchange(Message.call(2, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#))
    }
    let loops = try process.exchange(Message.call(3, "list_loops", #"{"project_name":"p"}"#))
    XCTAssertEqual(
      try value("result.structuredContent.loops", of: loops).arrayValue?.count, 3, "state outlives sessions")
    try assertEnds(process)
  }

  /// As a tunnel sends it: a probe of the modern era, then two handshakes.
  func testInitialize_whenSentTwiceAfterDiscovery() throws {
    let process = try launch()
    try process.send(Message.modern(0, "server/discover"), Message.initialize(), Message.initialize())
    let answers = try process.readLines(3)
    XCTAssertEqual(answers[1], answers[2])
    XCTAssertTrue(answers[2].contains(#""protocolVersion":"2025-11-25""#))
    try assertEnds(process)
  }

  func testInitialize_whenCallsWerePipedInBefore_keepsWhatTheyDid() throws {
    let process = try launch()
    try process.send(
      Message.initialize(), Message.call(1, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#),
      Message.modern(2, "subscriptions/listen", #""notifications":{}"#), Message.initialize(),
      Message.call(2, "list_loops", #"{"project_name":"p"}"#))
    let last = try XCTUnwrap(try process.finish().last)
    XCTAssertEqual(try value("id", of: last), 2)
    XCTAssertEqual(try value("result.structuredContent.loops", of: last).arrayValue?.count, 1)
  }
}
