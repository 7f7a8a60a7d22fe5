// BrokenMessageTests: what is found in lines that are not JSON, and that no inner id is ever taken for the message's.

import JSON
import TestSupport
import XCTest

@testable import MCP

final class BrokenMessageTests: XCTestCase {
  private func read(_ text: some Sequence<UInt8>) -> BrokenMessage {
    Array(text).withUnsafeBufferPointer(BrokenMessage.init)
  }

  private func check(
    _ text: String, _ expected: BrokenMessage, file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertEqual(read(text.utf8), expected, text, file: file, line: line)
  }

  private func number(_ id: Int) -> BrokenMessage { .request(.integer(JSONNumber(id))) }

  // MARK: Requests

  func testID_whenInFront_isFoundWhateverFollows() {
    let front = #"{"jsonrpc":"2.0","id":41,"method":"tools/call""#
    for rest in [
      "", ",", #","params":{"name""#, #","params":{"a":"\ud83d"}}"#, #","params":{"id":7}}}"#, "} x", "}}", "}{}",
      #","params":{"id":7]"#, #","params":[1 2"#, ",params:1}", #" "x""#,
    ] {
      check(front + rest, number(41))
    }
    check(#"{"id":41,"method":"tools/c"#, number(41))
    check(#"{"method":"ping","id":"a\n","x"#, .request(.string("a\n")))
    check("\u{FEFF}" + front + "}", number(41))
    check(#"{"\u0069d":41,"method":"x"]"#, number(41))
  }

  func testID_whenBehindParams_isFoundIfAllCanBeFollowed() {
    func line(_ params: String, _ rest: String = "}") -> String {
      #"{"method":"tools/call","params":\#(params),"jsonrpc":"2.0","id":41\#(rest)"#
    }
    let deep = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
    for params in [#"{"id":7,"a":"\ud83d"}"#, #"{"a":NaN,"id":7}"#, #"{"a":[1,],"id":"}"}"#, #"{"a":\#(deep)}"#] {
      check(line(params), number(41))
      check(line(params, " \r"), .unknown)
      check(line(params, ""), .unknown)
      check(line(params, "}}"), .unknown)
      check(line(params, #","x"#), .unknown)
    }
    check(line(#"{"a":"b}"#), .unknown)
    check(line(#"{"a":[1,,]}"#), .unknown)
    check(line(#"{"a":[{"id":7]}"#), .unknown)
  }

  func testID_whenAmbiguousOrUnusable_isNotFound() {
    check(#"{"id":1,"method":"x","id":2,"#, .unknown)
    check(#"{"id":1,"method":"x","params":{"a":1},"id":7}}"#, .unknown)
    for id in ["null", "1.5", "true", "{}", "[1]", "01", #""\ud800""#, "18446744073709551616", ""] {
      check(#"{"id":\#(id),"method":"x","params":NaN}"#, .unknown)
    }
    check(#"{"id":12"#, .unknown)
    check(#"{"method":"x","id":12"#, .unknown)
    check(#"{"id":"\#(String(repeating: "i", count: 2_000))","method":"x"]"#, .unknown)
    check(#"{"id":1,"params":{}]"#, .unknown)
    check(#"{"id":1}}"#, .unknown)
  }

  func testLine_whenNoObject_isUnknown() {
    for text in ["", "nonsense", #"[{"id":1,"method":"x"}"#, #""{\"id\":1,\"method\":\"x\"}"#, "{'id':1,'method':'x'}"]
    {
      check(text, .unknown)
    }
  }

  // MARK: Messages that want no answer

  func testNotification_whenItsEndIsFound_isKnown() {
    check(#"{"jsonrpc":"2.0","method":"notifications/x","params":{"id":7,"a":"\ud83d"}}"#, .unanswered)
    check(#"{"jsonrpc":"2.0","method":"notifications/x"}}"#, .unanswered)
    check(#"{"jsonrpc":"2.0","method":"notifications/x","params":{"a":1}"#, .unknown)
    check(#"{"jsonrpc":"2.0","method":"notifications/x","params":{"a":1}},"id":1}"#, .unknown)
    check(#"{"jsonrpc":"2.0","method":"notifications/x","params":{"a":1}}"id":1}"#, .unknown)
    check(#"{"method":"notifications/x","params":{"a":1},"id":7}}"#, .unknown)
  }

  func testResponse_whenBroken_isKnownByItsOutcome() {
    for outcome in ["result", "error"] {
      check(#"{"jsonrpc":"2.0","id":1,"\#(outcome)":{"a":"\ud83d"}}"#, .unanswered)
      check(#"{"\#(outcome)":{"method":"x","id":3,"#, .unanswered)
    }
    check(#"{"id":1,"result":{},"method":"x","params":NaN}"#, number(1))
    check(#"{"id":1,"params":{"a":1},"result":2},"method":"x"}"#, .unknown)
  }

  // MARK: Random breaks

  /// A new one each run; put a printed seed here to repeat a failure.
  private let seed = UInt64.random(in: 0...UInt64.max)

  func testID_whenRequestIsBrokenAtRandom_isItsOwnOrNone() {
    var random = RandomRequest(seed: seed)
    var (found, broken) = (0, 0)
    for round in 0..<10_000 {
      let (line, id) = random.request()
      XCTAssertEqual(read(line), .request(id), "seed \(seed), round \(round)")
      let text = random.broken(line, sparing: id)
      guard (try? JSONParser.parse(text)) == nil else { continue }
      broken += 1
      switch read(text) {
      case .request(let other):
        found += 1
        XCTAssertEqual(other, id, "seed \(seed), round \(round): \(String(decoding: text, as: UTF8.self))")
      case .unanswered:
        XCTFail("seed \(seed), round \(round): \(String(decoding: text, as: UTF8.self))")
      case .unknown: break
      }
    }
    XCTAssertGreaterThan(broken, 5_000)
    XCTAssertGreaterThan(found, broken / 4)
  }

  func testID_whenNotificationIsBrokenAtRandom_isNone() {
    var random = RandomRequest(seed: seed)
    for round in 0..<10_000 {
      let line = random.notification()
      let text = random.broken(line)
      guard (try? JSONParser.parse(text)) == nil, case .request(let id) = read(text) else { continue }
      XCTFail("\(id), seed \(seed), round \(round): \(String(decoding: text, as: UTF8.self))")
    }
  }
}

/// Requests made up, with the names and brackets of messages inside their strings and values, and their breaks.
private struct RandomRequest {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  private mutating func pick<Element>(_ choices: [Element]) -> Element { choices.randomElement(using: &generator)! }

  /// A request in UTF-8, its members in a random order, and its id, which stands in it nowhere else.
  mutating func request() -> (line: [UInt8], id: RequestID) {
    let number = Int.random(in: 1_000_000...9_999_999, using: &generator)
    let id: JSONValue = pick([JSONValue(number), .string("top-\(number)")])
    let members: [JSONObject.Member] = [
      .init(key: "jsonrpc", value: "2.0"), .init(key: "id", value: id), .init(key: "method", value: "tools/call"),
      .init(key: "params", value: object(depth: 4)),
    ]
    return (JSONValue.object(JSONObject(members.shuffled(using: &generator))).serialized, RequestID(id)!)
  }

  /// A notification in UTF-8.
  mutating func notification() -> [UInt8] {
    let members: [JSONObject.Member] = [
      .init(key: "jsonrpc", value: "2.0"), .init(key: "method", value: "notifications/x"),
      .init(key: "params", value: object(depth: 4)),
    ]
    return JSONValue.object(JSONObject(members.shuffled(using: &generator))).serialized
  }

  private mutating func value(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 4), using: &generator) {
    case 0: JSONValue(Int.random(in: 0...99, using: &generator))
    case 1: pick([nil, true, 1])
    case 2, 3:
      .string(
        pick([
          "", "id", "method", ",", ":", "{", "}", "[", "]", #"},"id":5,"method":"x","#, #"{"id":6,"method":"y"}"#, "\\",
          #"\""#, "é😀", #"":""#, #"","id":8,""#,
        ]))
    case 4, 5: .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in value(depth: depth - 1) })
    default: object(depth: depth - 1)
    }
  }

  private mutating func object(depth: Int) -> JSONValue {
    let names = ["id", "method", "jsonrpc", "params", "result", "error", "name", "a\"b"].shuffled(using: &generator)
    let count = Int.random(in: 0...4, using: &generator)
    return .object(JSONObject(names.prefix(count).map { .init(key: $0, value: value(depth: depth)) }))
  }

  /// `line` with one or two bytes changed, put in or taken out anywhere but in the member with the id, or cut off.
  mutating func broken(_ line: [UInt8], sparing id: RequestID) -> [UInt8] {
    var writer = JSONWriter()
    writer.raw(#""id":"#)
    id.write(to: &writer)
    let spared = line.firstRange(of: writer.bytes)!
    // From the back, so that the index in front stays right.
    let indices = Set([line.indices, line.indices].map { $0.randomElement(using: &generator)! }).sorted(by: >)
    return indices.reduce(line) { text, index in
      (spared.lowerBound...spared.upperBound).contains(index) ? text : broken(text, at: index)
    }
  }

  /// `line` with one byte changed, put in or taken out, or cut off.
  mutating func broken(_ line: [UInt8]) -> [UInt8] {
    broken(line, at: line.indices.randomElement(using: &generator)!)
  }

  private mutating func broken(_ line: [UInt8], at index: Int) -> [UInt8] {
    var bytes = line
    switch Int.random(in: 0..<10, using: &generator) {
    case 0...3: bytes[index] = byte()
    case 4...6: bytes.insert(byte(), at: index)
    case 7, 8: bytes.remove(at: index)
    default: bytes.removeSubrange(index...)
    }
    return bytes
  }

  /// Mostly a byte that means something to JSON.
  private mutating func byte() -> UInt8 {
    pick([true, true, true, true, false])
      ? pick(Array(#"{}[]:,"\/-+.eEu0123456789abdfnrtDCls"#.utf8)) : UInt8.random(in: 0...255, using: &generator)
  }
}
