// EraTests: the rules of both eras as a table of lines in and exact lines out.

import XCTest

@testable import MCP

final class EraTests: XCTestCase {
  /// Sends `line`, after a handshake if there is a session, and compares what comes back for it.
  private func check(
    _ session: String?, _ line: String, _ expected: String?, file: StaticString = #filePath, at: UInt = #line
  ) throws {
    var lines = [line]
    if let session { lines.insert(Line.initialize(session), at: 0) }
    var answers = try PipeClient.transcript(lines)
    if session != nil { answers.removeFirst() }
    XCTAssertEqual(answers, expected.map { [$0] } ?? [], file: file, line: at)
  }

  private func error(_ id: String?, _ code: Int, _ message: String, data: String? = nil) -> String {
    let id = id.map { #""id":\#($0),"# } ?? ""
    let data = data.map { #","data":\#($0)"# } ?? ""
    return #"{"jsonrpc":"2.0",\#(id)"error":{"code":\#(code),"message":"\#(message)"\#(data)}}"#
  }

  private let noHandshake =
    "The protocol version of this request is not known. Send initialize first, or put "
    + #"\"io.modelcontextprotocol/protocolVersion\": \"2026-07-28\" and "#
    + #"\"io.modelcontextprotocol/clientCapabilities\": {} into params._meta of every request."#

  // MARK: Handshake

  func testInitialize_whenRevisionIsSpoken_choosesIt() throws {
    let answers = [
      "2024-11-05": #""serverInfo":{"name":"test-server","version":"1.2.3"}"#,
      "2025-03-26": #""serverInfo":{"name":"test-server","version":"1.2.3"}"#,
      "2025-06-18": #""serverInfo":{"name":"test-server","title":"Test Server","version":"1.2.3"}"#,
      "2025-11-25": #""serverInfo":{"name":"test-server","title":"Test Server","version":"1.2.3"}"#,
    ]
    for (revision, info) in answers {
      try check(
        nil, Line.initialize(revision),
        #"{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"\#(revision)","capabilities":{"tools":{}},"#
          + info + #","instructions":"Be brief."}}"#)
    }
  }

  func testInitialize_whenRevisionIsNotSpoken_choosesNewestLegacy() throws {
    for name in ["1999-01-01", "2026-07-28", ""] {
      let answers = try PipeClient.transcript([Line.initialize(name)])
      XCTAssertTrue(answers.first?.contains(#""protocolVersion":"2025-11-25""#) == true, "\(answers)")
    }
  }

  func testInitialize_whenWithoutVersion_isRefused() throws {
    let message = #"params.protocolVersion must be a string such as \"2025-11-25\"."#
    try check(nil, Line.request(1, "initialize"), error("1", -32602, message))
    try check(nil, Line.request(1, "initialize", #"{"protocolVersion":5}"#), error("1", -32602, message))
  }

  func testInitialize_whenModern_isUnknown() throws {
    try check(
      nil, Line.modern(1, "initialize"),
      error("1", -32601, #"There is no method \"initialize\" here in revision 2026-07-28."#))
  }

  // MARK: Legacy requests

  func testRequest_whenBeforeHandshake_namesBothRoutes() throws {
    for method in ["tools/list", "tools/call", "server/discover", "nonsense"] {
      try check(nil, Line.request(1, method), error("1", -32602, noHandshake))
    }
    let partial = #"{"_meta":{"io.modelcontextprotocol/clientCapabilities":{}}}"#
    try check(nil, Line.request(1, "tools/list", partial), error("1", -32602, noHandshake))
  }

  func testPing_whenLegacy_isAlwaysAnswered() throws {
    try check(nil, Line.request(1, "ping"), #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
    try check(nil, #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
    try check("2024-11-05", Line.request(1, "ping"), #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
  }

  func testMethod_whenUnknownInSession_isRefused() throws {
    for method in ["server/discover", "subscriptions/listen", "logging/setLevel", "resources/list"] {
      try check(
        "2025-06-18", Line.request(1, method),
        error("1", -32601, #"There is no method \"\#(method)\" here in revision 2025-06-18."#))
    }
  }

  // MARK: Modern requests

  func testVersion_whenNotAString_isRefused() throws {
    try check(
      nil, Line.request(1, "tools/list", #"{"_meta":{"io.modelcontextprotocol/protocolVersion":20260728}}"#),
      error("1", -32602, #"params._meta[\"io.modelcontextprotocol/protocolVersion\"] must be a string."#))
  }

  func testVersion_whenNotSpoken_listsModernOnes() throws {
    for version in ["2025-11-25", "2027-01-01"] {
      let meta = #"{"_meta":{"io.modelcontextprotocol/protocolVersion":"\#(version)"}}"#
      let message =
        #"Protocol version \"\#(version)\" is not supported in params._meta; see data.supported. "#
        + "Versions before 2026-07-28 need initialize instead."
      let data = #"{"supported":["2026-07-28"],"requested":"\#(version)"}"#
      try check(nil, Line.request(1, "server/discover", meta), error("1", -32022, message, data: data))
    }
  }

  func testCapabilities_whenMissingOrWrong_areAskedFor() throws {
    let message = #"params._meta[\"io.modelcontextprotocol/clientCapabilities\"] must be an object; {} will do."#
    for rest in ["", #","io.modelcontextprotocol/clientCapabilities":[]"#] {
      let meta = #"{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"\#(rest)}}"#
      try check(nil, Line.request(1, "tools/list", meta), error("1", -32602, message))
    }
  }

  func testMethod_whenUnknownInModernEra_isRefused() throws {
    for method in ["ping", "logging/setLevel", "prompts/list"] {
      try check(
        "2025-06-18", Line.modern(1, method),
        error("1", -32601, #"There is no method \"\#(method)\" here in revision 2026-07-28."#))
    }
  }

  func testDiscover_whenBeforeOrAfterHandshake_isAnswered() throws {
    for session in [nil, "2024-11-05"] {
      try check(
        session, Line.modern(1, "server/discover"),
        #"{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","supportedVersions":["2026-07-28"],"#
          + #""capabilities":{"tools":{}},"instructions":"Be brief.","ttlMs":3600000,"cacheScope":"public","_meta":{"#
          + #""io.modelcontextprotocol/serverInfo":{"name":"test-server","title":"Test Server","version":"1.2.3"}}}}"#)
    }
  }

  func testSessions_whenErasMix_areServedSideBySide() throws {
    let answers = try PipeClient.transcript([
      Line.modern(1, "tools/call", #""name":"echo""#), Line.initialize("2024-11-05"), Line.call(2, "echo"),
      Line.modern(3, "tools/call", #""name":"echo""#),
    ])
    let modern =
      #""result":{"resultType":"complete","content":[{"type":"text","text":"{}"}],"structuredContent":{},"_meta":{"#
      + #""io.modelcontextprotocol/serverInfo":{"name":"test-server","title":"Test Server","version":"1.2.3"}}}}"#
    XCTAssertEqual(answers[0], #"{"jsonrpc":"2.0","id":1,"# + modern)
    XCTAssertEqual(answers[2], #"{"jsonrpc":"2.0","id":2,"result":{"content":[{"type":"text","text":"{}"}]}}"#)
    XCTAssertEqual(answers[3], #"{"jsonrpc":"2.0","id":3,"# + modern)
  }

  // MARK: Parameters

  func testParams_whenNotAnObject_areRefused() throws {
    for (params, type) in [("[]", "array"), ("5", "number"), (#""a""#, "string")] {
      try check(nil, Line.request(1, "ping", params), error("1", -32602, "params must be an object, not \(type)."))
    }
    try check(
      nil, Line.request(1, "ping", #"{"_meta":5}"#), error("1", -32602, "params._meta must be an object, not number."))
  }

  func testCall_whenParamsAreWrong_isRefused() throws {
    let cases = [
      ("{}", "params.name must be a string, the name of a tool."),
      (#"{"name":5}"#, "params.name must be a string, the name of a tool."),
      (#"{"name":"echo","arguments":[]}"#, "params.arguments must be an object, not array."),
      (#"{"name":"echo","arguments":"[1]"}"#, "params.arguments must be an object, not string."),
      (#"{"name":"echo","arguments":"null"}"#, "params.arguments must be an object, not string."),
      (#"{"name":"echo","arguments":"{"}"#, "params.arguments must be an object, not string."),
      (#"{"name":"echo","arguments":""}"#, "params.arguments must be an object, not string."),
      (#"{"name":"echo","arguments":"\"{}\""}"#, "params.arguments must be an object, not string."),
      (#"{"name":"ecco"}"#, #"There is no tool \"ecco\". Did you mean \"echo\"?"#),
      (#"{"name":"something"}"#, #"There is no tool \"something\". tools/list names all tools."#),
      (#"{"name":""}"#, #"There is no tool \"\". tools/list names all tools."#),
    ]
    for (params, message) in cases {
      try check("2025-11-25", Line.request(1, "tools/call", params), error("1", -32602, message))
    }
  }

  func testNull_whenForParamsArgumentsOrMeta_countsAsLeftOut() throws {
    let pong = #"{"jsonrpc":"2.0","id":1,"result":{}}"#
    for params in ["null", #"{"_meta":null}"#] { try check(nil, Line.request(1, "ping", params), pong) }
    let echo = #"{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{}"}]}}"#
    try check("2024-11-05", Line.request(1, "tools/call", #"{"name":"echo","arguments":null,"_meta":null}"#), echo)
    try check(nil, Line.request(1, "tools/list", "null"), error("1", -32602, noHandshake))
    try check(
      "2025-11-25", Line.request(1, "tools/call", "null"),
      error("1", -32602, "params.name must be a string, the name of a tool."))
    try check("2025-11-25", #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":null}"#, nil)
  }

  func testArguments_whenJSONTextOfAnObject_areThatObject() throws {
    let answer = #"{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"{\"a\":[1,\"é\"]}"}]}}"#
    for text in [#"{\"a\":[1,\"é\"]}"#, #" {\n\"a\" : [1, \"\\u00e9\"]} "#] {
      try check("2024-11-05", Line.call(1, "echo", #""\#(text)""#), answer)
    }
  }

  func testList_whenCursorIsNullOrEmpty_isTheFirstPage() throws {
    let whole = try PipeClient.transcript([Line.initialize("2025-11-25"), Line.request(1, "tools/list")]).last
    for params in ["null", "{}", #"{"cursor":null}"#, #"{"cursor":""}"#] {
      try check("2025-11-25", Line.request(1, "tools/list", params), whole)
    }
  }

  func testList_whenCursorWasNeverGiven_isRefused() throws {
    let message = "This cursor was never given out: all tools are on the first page."
    try check("2025-11-25", Line.request(1, "tools/list", #"{"cursor":"x"}"#), error("1", -32602, message))
    try check("2025-11-25", Line.request(1, "tools/list", #"{"cursor":5}"#), error("1", -32602, message))
  }

  func testListen_whenFilterIsNoObject_isRefused() throws {
    let message = "params.notifications must be an object."
    try check(nil, Line.modern(1, "subscriptions/listen"), error("1", -32602, message))
    try check(nil, Line.modern(1, "subscriptions/listen", #""notifications":[]"#), error("1", -32602, message))
  }

  // MARK: Lines that are no requests

  func testLine_whenNotJSON_isRefusedInTheSessionsForm() throws {
    let message = "The line is no JSON message: unexpected character at byte 1. Send each message as one line."
    for session in [nil, "2025-11-25"] { try check(session, "{nonsense}", error(nil, -32700, message)) }
    for session in ["2024-11-05", "2025-03-26", "2025-06-18"] {
      try check(session, "{nonsense}", error("null", -32700, message))
    }
  }

  func testLine_whenJSONOfTheWrongKind_isRefused() throws {
    let cases = [
      ("{}", "A message must have a method."), ("5", "A message must be a JSON object, not number."),
      (#"{"jsonrpc":"2.0","method":5}"#, "method must be a string, not number."),
      ("[]", "Arrays of messages exist in revision 2025-03-26 alone; send one a line."),
      (
        #"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#,
        "Arrays of messages exist in revision 2025-03-26 alone; send one a line."
      ),
    ]
    for (line, message) in cases {
      for session in [nil, "2025-11-25"] { try check(session, line, error(nil, -32600, message)) }
      for session in ["2024-11-05", "2025-06-18"] { try check(session, line, error("null", -32600, message)) }
    }
  }

  func testRequest_whenMalformed_isRefusedWithItsID() throws {
    try check(nil, #"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, error("1", -32600, #"jsonrpc must be \"2.0\"."#))
    try check(nil, #"{"id":"a","method":"ping"}"#, error(#""a""#, -32600, #"jsonrpc must be \"2.0\"."#))
    try check(nil, #"{"jsonrpc":"2.0","id":1}"#, error("1", -32600, "method must be a string."))
    try check(nil, #"{"jsonrpc":"2.0","id":1,"method":[]}"#, error("1", -32600, "method must be a string."))
  }

  func testNotificationsAndResponses_areNeverAnswered() throws {
    for line in [
      #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, #"{"jsonrpc":"2.0","method":"nonsense","params":[]}"#,
      #"{"jsonrpc":"1.0","method":"ping"}"#, #"{"method":"initialize"}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled"}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":null}}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}"#,
      #"{"jsonrpc":"2.0","id":1,"result":{}}"#, #"{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":""}}"#,
      #"{"jsonrpc":"2.0","error":{"code":1,"message":""}}"#, " \t",
    ] {
      try check(nil, line, nil)
      try check("2025-03-26", line, nil)
    }
  }

  // MARK: Ids

  func testID_whenStringOr64BitInteger_isEchoedExactly() throws {
    for id in [
      "0", "-1", "9223372036854775808", "18446744073709551615", "-9223372036854775808", #""""#, #""é\"x""#, #""1""#,
    ] {
      try check(nil, #"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#, #"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#)
    }
  }

  func testID_whenAnythingElse_isRefused() throws {
    for (id, found) in [
      ("null", "null"), ("1.5", "a number of another kind"), ("1.0", "a number of another kind"),
      ("1e2", "a number of another kind"), ("18446744073709551616", "a number of another kind"),
      ("-9223372036854775809", "a number of another kind"), ("true", "true"), ("{}", "object"), ("[1]", "array"),
    ] {
      let message = "id must be a string or an integer from -2^63 to 2^64-1, not \(found)."
      try check(nil, #"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#, error(nil, -32600, message))
      try check("2025-06-18", #"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#, error("null", -32600, message))
    }
  }

  // MARK: Bad input and what follows it

  func testLine_whenUnreadable_doesNotDisturbTheNext() throws {
    let deep = String(repeating: "[", count: 129)
    for bad in ["{", deep, #"{"a":"\ud800"}"#, #"{"a":1}}"#] {
      let answers = try PipeClient.transcript([bad, Line.request(1, "ping")])
      XCTAssertEqual(answers.count, 2)
      XCTAssertTrue(answers[0].hasPrefix(#"{"jsonrpc":"2.0","error":{"code":-32700,"#), answers[0])
      XCTAssertEqual(answers[1], #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
    }
  }

  func testLine_whenInvalidUTF8_isRefused() throws {
    let client = try PipeClient()
    client.send(bytes: Array(#"{"jsonrpc":"2.0","id":1,"method":""#.utf8) + [0xFF] + Array("\"}\n".utf8))
    XCTAssertEqual(client.receive(), notJSON("1", "invalid UTF-8 at byte 34"))
  }

  private func notJSON(_ id: String?, _ reason: String) -> String {
    error(id, -32700, "The line is no JSON message: \(reason). Send each message as one line.")
  }

  func testLine_whenUnreadableRequest_isRefusedWithItsID() throws {
    let cut = #"{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"id":7"#
    let surrogate = #"{"method":"tools/call","params":{"id":7,"text":"cut \ud83d"},"jsonrpc":"2.0","id":41}"#
    for session in [nil, "2024-11-05", "2025-11-25"] {
      try check(session, cut, notJSON(#""a""#, "the text ends too early at byte 64"))
      try check(session, surrogate, notJSON("41", "a surrogate without its other half at byte 52"))
      try check(session, Line.request(5, "ping") + "}", notJSON("5", "characters after the value at byte 52"))
    }
  }

  func testLine_whenUnreadableNotificationOrResponse_isNotAnswered() throws {
    for line in [
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"\ud83d"}}"#,
      #"{"jsonrpc":"2.0","id":1,"result":{"text":"\ud83d"}}"#, #"{"jsonrpc":"2.0","id":1,"error":{"code""#,
    ] {
      for session in [nil, "2025-03-26"] { try check(session, line, nil) }
    }
  }

  func testLine_whenTooLong_isRefusedAndSkipped() throws {
    var limits = ServerLimits()
    limits.maximumMessageBytes = 100
    let client = try PipeClient(limits: limits)
    client.send(#"{"pad":"\#(String(repeating: "x", count: 1_000_000))"}"#, Line.request(1, "ping"))
    XCTAssertEqual(
      client.receive(),
      error(nil, -32700, "The line is no JSON message: longer than 100 bytes. Send each message as one line."))
    XCTAssertEqual(client.receive(), #"{"jsonrpc":"2.0","id":1,"result":{}}"#)
    client.send(
      Line.call(2, "echo", #"{"pad":"\#(String(repeating: "x", count: 1_000_000))"}"#), Line.request(3, "ping"))
    XCTAssertEqual(client.receive(), notJSON("2", "longer than 100 bytes"))
    XCTAssertEqual(client.receive(), #"{"jsonrpc":"2.0","id":3,"result":{}}"#)
  }
}
