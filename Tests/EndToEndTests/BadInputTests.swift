// BadInputTests: lines that are no request; each gets its exact error, and the next good line is served.

import EndToEndSupport
import JSON
import XCTest

final class BadInputTests: EndToEndTestCase {
  private let ping = Message.request(77, "ping")
  private let pong = #"{"jsonrpc":"2.0","id":77,"result":{}}"#
  private let memoryBound = 96 << 20

  private func notJSON(_ reason: String, id: String? = nil) -> String {
    error(-32700, "The line is no JSON message: \(reason). Send each message as one line.", id: id)
  }

  private func error(_ code: Int, _ message: String, id: String? = nil) -> String {
    #"{"jsonrpc":"2.0",\#(id.map { #""id":\#($0),"# } ?? "")"error":{"code":\#(code),"message":"\#(message)"}}"#
  }

  /// Sends each line, expects its answer and then that of a ping.
  private func assertAnswers(
    _ process: ServerProcess, _ cases: [(line: String, answer: String)], file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    for one in cases {
      try process.send(one.line, ping)
      XCTAssertEqual(try process.readLines(2), [one.answer, pong], "\(one.line.prefix(80))", file: file, line: line)
    }
    XCTAssertLessThan(try process.peakMemory(), memoryBound, file: file, line: line)
    try assertEnds(process)
  }

  // MARK: Not JSON

  func testLine_whenNotJSON() throws {
    let cases = [
      (#"{"jsonrpc":"2.0","id":1,"method":"ping""#, notJSON("the text ends too early at byte 39", id: "1")),
      ("nonsense", notJSON("unexpected character at byte 1")),
      ("{'a':1}", notJSON("unexpected character at byte 1")),
      (#"{"a":01}"#, notJSON("not a number at byte 6")),
      (ping + ping, notJSON("characters after the value at byte 53", id: "77")),
      (ping + "}", notJSON("characters after the value at byte 53", id: "77")),
      ("\u{FEFF}" + ping, notJSON("unexpected character at byte 0", id: "77")),
      (
        #"{"method":"ping","params":{"id":3,"a":NaN},"id":"x"}"#,
        notJSON("unexpected character at byte 38", id: #""x""#)
      ),
      (#"{"method":"ping","params":{"id":3,"a":[},"id":"x"}"#, notJSON("unexpected character at byte 39")),
      (#"[{"jsonrpc":"2.0","id":1,"method":"ping"]"#, notJSON("unexpected character at byte 40")),
    ]
    try assertAnswers(try launch(), cases)
    try assertAnswers(try launchSession("2025-11-25"), cases)
  }

  func testLine_whenNotJSONInOlderSession() throws {
    for revision in ["2024-11-05", "2025-03-26", "2025-06-18"] {
      let answer = notJSON("the text ends too early at byte 1").replacing(
        #""2.0","#, with: #""2.0","id":null,"#)
      try assertAnswers(try launchSession(revision), [("{", answer)])
    }
  }

  func testLine_whenInvalidUTF8() throws {
    let process = try launch()
    for (bytes, offset) in [([0xFF], 0), ([0xC0, 0xAF], 0), ([0xED, 0xA0, 0x80], 0), ([0x61, 0xE2, 0x82], 1)] {
      try process.write(Array(#"{"jsonrpc":"2.0","id":1,"method":""#.utf8) + bytes.map { UInt8($0) })
      try process.send(#""}"#, ping)
      XCTAssertEqual(try process.readLines(2), [notJSON("invalid UTF-8 at byte \(34 + offset)", id: "1"), pong])
    }
    try assertEnds(process)
  }

  func testLine_whenLoneSurrogate() throws {
    func line(_ escape: String) -> String { #"{"jsonrpc":"2.0","id":"\#(escape)","method":"ping"}"# }
    let fault = notJSON("a surrogate without its other half at byte 23")
    let cases = [
      (line(#"\ud800"#), fault), (line(#"\udc00\ud800"#), fault), (line(#"\ud83dx"#), fault),
      (line(#"\ud83d\ude00"#), #"{"jsonrpc":"2.0","id":"😀","result":{}}"#),
    ]
    try assertAnswers(try launch(), cases)
  }

  func testLine_whenLoneSurrogateIsInParams() throws {
    let inFront =
      #"{"jsonrpc":"2.0","id":41,"method":"tools/call","params":{"name":"x","arguments":{"id":7,"t":"\ud83d"}}}"#
    let behind =
      #"{"method":"tools/call","params":{"name":"x","arguments":{"id":7,"t":"\ud83d"}},"jsonrpc":"2.0","id":41}"#
    let cases = [
      (inFront, notJSON("a surrogate without its other half at byte 93", id: "41")),
      (behind, notJSON("a surrogate without its other half at byte 69", id: "41")),
    ]
    for revision in ["2024-11-05", "2025-11-25"] { try assertAnswers(try launchSession(revision), cases) }
  }

  func testLine_whenUnreadableAndNoRequest_isNotAnswered() throws {
    let process = try launchSession()
    try process.send(
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"\ud83d"}}"#,
      #"{"jsonrpc":"2.0","id":1,"result":{"action":"\ud83d"}}"#, #"{"result":{"id":1,"method":"#, ping)
    try assertEnds(process, with: [pong])
  }

  func testLine_whenNestedTooDeep() throws {
    func nested(_ depth: Int) -> String {
      #"{"jsonrpc":"2.0","id":5,"method":"ping","params":{"x":"#
        + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}}"
    }
    let cases = [
      (String(repeating: "[", count: 100_000), notJSON("nested too deep at byte 128")),
      (String(repeating: #"{"a":"#, count: 100_000), notJSON("nested too deep at byte 640")),
      (nested(100_000), notJSON("nested too deep at byte 180", id: "5")),
      (nested(127), notJSON("nested too deep at byte 180", id: "5")),
      (nested(126), #"{"jsonrpc":"2.0","id":5,"result":{}}"#),
    ]
    try assertAnswers(try launch(), cases)
  }

  // MARK: Length

  func testLine_when20MB() throws {
    let process = try launch()
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 20_000_000) + [0x0A]
    for _ in 1...3 {
      try process.write(line)
      try process.send(ping)
      XCTAssertEqual(try process.readLines(2), [notJSON("longer than 16777216 bytes"), pong])
    }
    XCTAssertLessThan(try process.peakMemory(), memoryBound)
    try assertEnds(process)
  }

  func testLine_whenTooLongAndItsIDIsInFront() throws {
    let process = try launch(environment: ["MCP_MAX_MESSAGE_BYTES": "65536"])
    let text = String(repeating: "[{\\\"", count: 100_000)
    try process.send(Message.call(5, "get_loop", #"{"loop_id":"\#(text)"}"#), ping)
    XCTAssertEqual(try process.readLines(2), [notJSON("longer than 65536 bytes", id: "5"), pong])
    try process.send(#"{"method":"x","params":{"id":7,"t":"\#(text)"},"id":6}"#, #"{"id":1,"result":"\#(text)"}"#, ping)
    XCTAssertEqual(try process.readLines(2), [notJSON("longer than 65536 bytes"), pong])
    try assertEnds(process)
  }

  func testLine_whenOneByteTooLong() throws {
    let process = try launch(environment: ["MCP_MAX_MESSAGE_BYTES": "65536"])
    let padding = String(repeating: " ", count: 65_536 - ping.utf8.count)
    try process.send(padding + ping, padding + " " + ping, ping)
    XCTAssertEqual(try process.readLines(3), [pong, notJSON("longer than 65536 bytes"), pong])
    try process.write([UInt8](repeating: UInt8(ascii: "["), count: 30_000_000))
    XCTAssertEqual(try process.readLine(), notJSON("longer than 65536 bytes"))
    XCTAssertLessThan(try process.peakMemory(), 40 << 20)
    // The end of input ends the long line too, without another error.
    try assertEnds(process)
  }

  // MARK: Line ends

  func testLine_whenBlankOrEndedByCRLF() throws {
    let process = try launch()
    try process.write(Array("\n\r\n  \t\n\(ping)\r\n\n \(ping) \n".utf8))
    XCTAssertEqual(try process.readLines(2), [pong, pong])
    try assertEnds(process)
  }

  func testLine_whenLastWithoutLineFeed() throws {
    let process = try launch()
    try process.write(Array((ping + "\n" + ping).utf8))
    try assertEnds(process, with: [pong, pong])
    let broken = try launch()
    try broken.write(Array(ping.utf8.dropLast()))
    try assertEnds(broken, with: [notJSON("the text ends too early at byte 52", id: "77")])
  }

  func testLine_whenItArrivesByteByByte() throws {
    let process = try launch()
    for byte in Array(ping.utf8) + [0x0A] {
      try process.write([byte])
      try process.waitUntilInputIsRead()
    }
    XCTAssertEqual(try process.readLine(), pong)
    try assertEnds(process)
  }

  // MARK: Not a request

  func testMessage_whenNoRequest() throws {
    let cases = [
      ("7", error(-32600, "A message must be a JSON object, not number.")),
      ("null", error(-32600, "A message must be a JSON object, not null.")),
      (#"{"jsonrpc":"2.0"}"#, error(-32600, "A message must have a method.")),
      (#"{"jsonrpc":"2.0","method":7}"#, error(-32600, "method must be a string, not number.")),
      (#"{"jsonrpc":"2.0","id":1,"method":7}"#, error(-32600, "method must be a string.", id: "1")),
      (#"{"jsonrpc":"2.0","id":"a"}"#, error(-32600, "method must be a string.", id: #""a""#)),
      (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, error(-32600, #"jsonrpc must be \"2.0\"."#, id: "1")),
      (#"{"id":1,"method":"ping"}"#, error(-32600, #"jsonrpc must be \"2.0\"."#, id: "1")),
    ]
    try assertAnswers(try launch(), cases)
  }

  func testMessage_whenNothingIsToBeAnswered() throws {
    let process = try launchSession()
    try process.send(
      #"{"jsonrpc":"2.0","id":1,"result":{}}"#, #"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}"#,
      #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, #"{"jsonrpc":"2.0","method":"ping"}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":7}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":12}}"#,
      #"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"create_loop","arguments":[]}}"#, ping)
    try assertEnds(process, with: [pong])
  }

  // MARK: Ids

  func testID_whenNotAllowed() throws {
    func line(_ id: String) -> String { #"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"# }
    func refused(_ what: String) -> String {
      error(-32600, "id must be a string or an integer from -2^63 to 2^64-1, not \(what).")
    }
    let cases = [
      (line("null"), refused("null")), (line("true"), refused("true")), (line("{}"), refused("object")),
      (line("[1]"), refused("array")), (line("1.5"), refused("a number of another kind")),
      (line("1.0"), refused("a number of another kind")), (line("1e3"), refused("a number of another kind")),
      (line("18446744073709551616"), refused("a number of another kind")),
    ]
    try assertAnswers(try launch(), cases)
  }

  func testID_whenAllowed_isEchoedExactly() throws {
    let ids = [
      "0", "-1", "9007199254740993", "-9223372036854775808", "18446744073709551615", #""""#, #""1""#,
      #""e\#u{301} é 😀""#, #""\"\\\n""#,
    ]
    let cases = ids.map {
      (#"{"jsonrpc":"2.0","id":\#($0),"method":"ping"}"#, #"{"jsonrpc":"2.0","id":\#($0),"result":{}}"#)
    }
    try assertAnswers(try launch(), cases)
  }

  func testID_whenStillInFlight() throws {
    // A subscription keeps its id in flight for as long as it is open.
    let process = try launch()
    let listen = Message.modern(1, "subscriptions/listen", #""notifications":{}"#)
    let meta = #""_meta":{"io.modelcontextprotocol/subscriptionId":1}"#
    let acknowledged =
      #"{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"#
      + meta + #","notifications":{}}}"#
    XCTAssertEqual(try process.exchange(listen), acknowledged)
    let taken = error(-32600, "A request with this id is in flight; its answer follows. Use another id.")
    XCTAssertEqual(try process.exchange(listen), taken)
    XCTAssertEqual(try process.exchange(Message.modern(1, "server/discover")), taken)
    let string = #"{"jsonrpc":"2.0","id":"1","method":"ping"}"#
    XCTAssertEqual(try process.exchange(string), #"{"jsonrpc":"2.0","id":"1","result":{}}"#)
    // Cancelled, the id is free again.
    try process.send(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#, listen)
    XCTAssertEqual(try process.readLine(), acknowledged)
    let rest = try process.finish()
    XCTAssertEqual(rest.count, 1)
    XCTAssertTrue(rest[0].hasPrefix(#"{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","_meta":{"#), rest[0])
    XCTAssertEqual(try process.waitForExit(), .status(0))
  }

  // MARK: Methods and params

  func testMethod_whenUnknown() throws {
    func line(_ method: String) -> String { Message.request(1, method) }
    func refused(_ method: String, _ revision: String) -> String {
      error(-32601, #"There is no method \"\#(method)\" here in revision \#(revision)."#, id: "1")
    }
    for revision in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
      try assertAnswers(
        try launchSession(revision),
        ["nope", "roots/list", "logging/setLevel", "server/discover", "subscriptions/listen"].map {
          (line($0), refused($0, revision))
        })
    }
    try assertAnswers(
      try launch(),
      ["nope", "ping", "logging/setLevel", "initialize"].map {
        (Message.modern(1, $0), refused($0, "2026-07-28"))
      })
  }

  func testParams_whenNotAnObject() throws {
    let cases = [
      (Message.request(1, "tools/list", "[1]"), error(-32602, "params must be an object, not array.", id: "1")),
      (Message.request(1, "tools/call", #""x""#), error(-32602, "params must be an object, not string.", id: "1")),
      (
        Message.request(1, "tools/list", #"{"_meta":1}"#),
        error(-32602, "params._meta must be an object, not number.", id: "1")
      ),
      (
        Message.call(1, "get_loop", "[1]"), error(-32602, "params.arguments must be an object, not array.", id: "1")
      ),
      (
        Message.call(1, "get_loop", #""[]""#),
        error(-32602, "params.arguments must be an object, not string.", id: "1")
      ),
      (
        Message.request(1, "tools/call", #"{"name":7}"#),
        error(-32602, "params.name must be a string, the name of a tool.", id: "1")
      ),
      (
        Message.call(1, "get_lop", "{}"),
        error(-32602, #"There is no tool \"get_lop\". Did you mean \"get_loop\"?"#, id: "1")
      ),
    ]
    try assertAnswers(try launchSession(), cases)
  }

  /// As several clients and proxies write what they leave out, and as models write objects.
  func testParams_whenNullOrJSONText_areRead() throws {
    let process = try launchSession()
    let list = try process.exchange(Message.request(1, "tools/list"))
    for params in ["null", #"{"cursor":""}"#, #"{"cursor":null,"_meta":null}"#] {
      XCTAssertEqual(try process.exchange(Message.request(1, "tools/list", params)), list)
    }
    XCTAssertEqual(try process.exchange(Message.request(77, "ping", "null")), pong)
    let plans = try process.exchange(Message.call(2, "list_project_plans", "null"))
    XCTAssertEqual(try value("result.structuredContent.plans", of: plans), [])
    let arguments = JSONValue.string(#"{"project_name":"p\u2028","loop_type":"spec"}"#).text
    let loop = try process.exchange(Message.call(3, "create_loop", arguments))
    XCTAssertEqual(try text("result.structuredContent.loop_type", of: loop), "spec")
    try assertEnds(process)
  }

  func testArguments_whenHugeAndUnknown_areNotAnsweredAtLength() throws {
    let process = try launchSession()
    let score = #""loop_id":"00000000","critic_agent":"spec-critic","assessment_summary":"s","score":"#
    let calls = [
      Message.call(1, "get_loop", "{" + (1...100_000).map { #""u\#($0)":1"# }.joined(separator: ",") + "}"),
      Message.call(2, "get_loop", #"{"\#(String(repeating: "u", count: 1 << 20))":1}"#),
      Message.call(3, "record_feedback", "{" + score + String(repeating: "1", count: 1 << 20) + "}"),
    ]
    for call in calls {
      let answer = try process.exchange(call)
      XCTAssertLessThan(answer.utf8.count, 40_000)
      XCTAssertEqual(try text("result._meta.respec/error.code", of: answer), "invalid_input")
    }
    XCTAssertLessThan(try process.peakMemory(), memoryBound)
    XCTAssertEqual(try process.exchange(ping), pong)
  }

  // MARK: Arrays

  func testArray_whenRevisionHasNoBatches() throws {
    let refused = error(-32600, "Arrays of messages exist in revision 2025-03-26 alone; send one a line.")
    let cases = [("[]", refused), ("[\(ping)]", refused)]
    try assertAnswers(try launch(), cases)
    try assertAnswers(try launchSession("2025-11-25"), cases)
    let withNull = refused.replacing(#""2.0","#, with: #""2.0","id":null,"#)
    for revision in ["2024-11-05", "2025-06-18"] {
      try assertAnswers(try launchSession(revision), [("[]", withNull), ("[\(ping)]", withNull)])
    }
  }

  func testArray_whenBatch() throws {
    let notification = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
    let process = try launchSession("2025-03-26")
    func fault(_ message: String) -> String { error(-32600, message, id: "null") }
    try assertAnswers(
      process,
      [
        ("[]", fault("A batch must hold a message.")),
        ("[\(Message.initialize())]", fault("initialize may not be part of a batch.")),
        (
          "[\(ping),\(notification),7,\(Message.request(2, "ping"))]",
          #"[\#(pong),\#(fault("A message must be a JSON object, not number.")),{"jsonrpc":"2.0","id":2,"result":{}}]"#
        ),
        (
          "[\(ping),\(ping)]",
          "[\(pong),\(fault("A request with this id is in flight; its answer follows. Use another id."))]"
        ),
      ])
    let silent = try launchSession("2025-03-26")
    try silent.send("[\(notification)]")
    try assertEnds(silent)
  }
}
