// WireRulesTests: the rules find what they are there for.

import EndToEndSupport
import XCTest

final class WireRulesTests: XCTestCase {
  /// The faults of the last of `received`, after a session with these requests; the line itself left out.
  private func faults(_ sent: [String], _ received: [String]) -> [String] {
    var rules = WireRules(
      sent: sent.flatMap { Array($0.utf8) + [0x0A] },
      outputSchemas: ["get": ["type": "object", "properties": ["n": ["type": "integer"]], "required": ["n"]]])
    for line in received { rules.check(Array(line.utf8)) }
    return rules.faults.filter { !$0.hasPrefix("  in: ") }
  }

  private func initialized(_ revision: String) -> String {
    #"{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"\#(revision)","capabilities":{"tools":{}},"#
      + #""serverInfo":{"name":"s","version":"1"}}}"#
  }

  private func legacy(_ result: String, _ revision: String = "2025-06-18") -> [String] {
    faults(
      [Message.initialize(revision), Message.call(1, "get", "{}")],
      [initialized(revision), #"{"jsonrpc":"2.0","id":1,"result":\#(result)}"#])
  }

  private let text = #""content":[{"type":"text","text":"{\"n\":1}"}]"#

  func testResult_whenGood() {
    XCTAssertEqual(legacy(#"{\#(text),"structuredContent":{"n":1}}"#), [])
    XCTAssertEqual(legacy("{\(text)}", "2025-03-26"), [])
    let info = #""_meta":{"io.modelcontextprotocol/serverInfo":{"name":"s","version":"1"}}"#
    let modern =
      #"{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete",\#(text),"structuredContent":{"n":1},\#(info)}}"#
    XCTAssertEqual(faults([Message.modernCall(1, "get", "{}")], [modern]), [])
  }

  func testResult_whenRevisionDoesNotKnowAMember() {
    XCTAssertEqual(
      legacy(#"{\#(text),"structuredContent":{"n":1}}"#, "2025-03-26"), ["a tool result has structuredContent"])
    XCTAssertEqual(
      legacy(#"{\#(text),"structuredContent":{"n":1},"resultType":"complete"}"#), ["a tool result has resultType"])
  }

  func testResult_whenStructureIsWrong() {
    XCTAssertEqual(legacy("{\(text)}"), ["no structuredContent"])
    XCTAssertEqual(
      legacy(#"{\#(text),"structuredContent":{"n":"1"}}"#),
      ["$.n: no integer", "the text is not the structuredContent"])
    XCTAssertEqual(legacy(#"{\#(text),"structuredContent":{"n":1,"n":1}}"#), ["a name twice in one object"])
  }

  func testResult_whenModernMembersAreMissing() {
    let answer = #"{"jsonrpc":"2.0","id":1,"result":{\#(text),"structuredContent":{"n":1}}}"#
    XCTAssertEqual(
      faults([Message.modernCall(1, "get", "{}")], [answer]),
      ["resultType is not complete", "an implementation is no object", "no name or version"])
  }

  func testAnswer_whenNothingWasAsked() {
    let pong = #"{"jsonrpc":"2.0","id":1,"result":{}}"#
    XCTAssertEqual(faults([Message.request(1, "ping")], [pong]), [])
    XCTAssertEqual(faults([Message.request(1, "ping")], [pong, pong]), ["answers no request, or one a second time"])
    XCTAssertEqual(faults([Message.request(2, "ping")], [pong]), ["answers no request, or one a second time"])
  }

  func testHandshake_whenSecond_endsTheFirstSession() {
    let pong = #"{"jsonrpc":"2.0","id":1,"result":{}}"#
    let handshakes = [initialized("2025-11-25"), initialized("2024-11-05")]
    let requests = [Message.initialize(), Message.request(1, "tools/list"), Message.initialize("2024-11-05")]
    XCTAssertEqual(faults(requests + [Message.request(1, "ping")], handshakes + [pong]), [])
    XCTAssertEqual(faults(requests, handshakes + [pong]), ["answers no request, or one a second time"])
  }

  func testError_whenLineIsUnreadable_mayCarryItsID() {
    let error = #"{"jsonrpc":"2.0","id":5,"error":{"code":-32700,"message":"m"}}"#
    XCTAssertEqual(faults([#"{"id": 5,"method":"ping"}}"#], [error]), [])
    XCTAssertEqual(faults([#"{"id": 5,"method":"ping"}}"#], [error, error]), ["an error for no request"])
    XCTAssertEqual(faults(["{"], [error]), ["an error for no request"])
  }

  func testError_whenIDIsUnknown() {
    let absent = #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"m"}}"#
    let null = #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}}"#
    XCTAssertEqual(faults(["{"], [absent]), [])
    XCTAssertEqual(faults(["{"], [null]), ["an error with id null"])
    for (revision, good, bad) in [("2025-06-18", null, absent), ("2025-11-25", absent, null)] {
      XCTAssertEqual(faults([Message.initialize(revision)], [initialized(revision), good]), [])
      XCTAssertEqual(faults([Message.initialize(revision)], [initialized(revision), bad]).count, 1)
    }
  }

  private let form =
    #""params":{"mode":"form","message":"m","requestedSchema":{"type":"object","properties":{"a":{"type":"string"}}}}"#

  private func asking(
    _ received: [String], _ revision: String = "2025-11-25", _ capabilities: String = Message.forms
  )
    -> [String]
  {
    let question = { (id: Int) in
      #"{"jsonrpc":"2.0","id":"\#(id)","method":"elicitation/create",\#(self.form)}"#
    }
    let lines = received.map { line in Int(line).map(question) ?? line }
    return faults([Message.initialize(revision, capabilities: capabilities)], [initialized(revision)] + lines)
  }

  func testQuestion_whenLegacy() {
    let withdrawal = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"1"}}"#
    XCTAssertEqual(asking(["1", "2", withdrawal]), [])
    XCTAssertEqual(asking(["1", "1"]), ["a question without an id of its own"])
    XCTAssertEqual(asking([withdrawal]), ["takes back no question, or one a second time"])
    XCTAssertEqual(asking(["1", withdrawal, withdrawal]), ["takes back no question, or one a second time"])
    XCTAssertEqual(asking(["1"], "2025-11-25", "{}"), ["a question to a client that shows no forms"])
    XCTAssertEqual(asking(["1"], "2025-06-18"), ["a question has mode"])
    XCTAssertEqual(
      asking([#"{"jsonrpc":"2.0","id":"1","method":"sampling/createMessage",\#(form)}"#]),
      ["a request that is not known"])
  }

  func testQuestion_whenModern() {
    let info = #""_meta":{"io.modelcontextprotocol/serverInfo":{"name":"s","version":"1"}}"#
    let asked =
      #"{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","inputRequests":{"a":{"method":"#
      + #""elicitation/create",\#(form)}},"requestState":"x",\#(info)}}"#
    XCTAssertEqual(faults([Message.askingCall(1, "get", "{}")], [asked]), [])
    XCTAssertEqual(
      faults([Message.modernCall(1, "get", "{}")], [asked]), ["a question to a client that shows no forms"])
    XCTAssertEqual(
      faults([Message.askingCall(1, "get", "{}")], [asked.replacing(#""requestState":"x","#, with: "")]),
      ["requestState is no text"])
  }

  func testLine_whenNoMessage() {
    XCTAssertEqual(faults([], ["serving"]), ["no JSON: unexpected character at byte 0"])
    XCTAssertEqual(faults([], ["[]"]), ["an array that no revision allows"])
  }
}
