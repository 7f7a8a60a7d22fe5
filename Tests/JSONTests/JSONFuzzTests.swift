// JSONFuzzTests: random values and broken texts, judged by Foundation's JSONSerialization.

import Foundation
import JSON
import XCTest

final class JSONFuzzTests: XCTestCase {
  /// A new one each run; put a printed seed here to repeat a failure.
  private let seed = UInt64.random(in: 0...UInt64.max)

  func testParse_whenSpeltAtRandom_readsTheSameValue() throws {
    var random = RandomJSON(seed: seed)
    for round in 0..<1_000 {
      let value = random.value(depth: 5)
      let spelling = random.spelling(of: value)
      XCTAssertTrue(try JSONParser.parse(spelling) == value, at(round, Array(spelling.utf8)))
      XCTAssertTrue(try JSONParser.parse(value.serialized) == value, at(round, value.serialized))
    }
  }

  func testSerialized_whenValueIsRandom_isReadTheSameByFoundation() throws {
    var random = RandomJSON(seed: seed)
    for round in 0..<1_000 {
      let value = random.value(depth: 5)
      let theirs = try JSONSerialization.jsonObject(with: Data(value.serialized), options: .fragmentsAllowed)
      XCTAssertTrue(agree(value, theirs), at(round, value.serialized))
    }
  }

  func testParse_whenTextIsBroken_acceptsWhatFoundationAccepts() {
    var random = RandomJSON(seed: seed)
    for round in 0..<40_000 {
      let text = random.mutation(of: Array(random.spelling(of: random.value(depth: 3)).utf8))
      let ours = try? JSONParser.parse(text)
      if mayBeAnotherEncoding(text) {
        XCTAssertNil(ours, at(round, text))
      } else {
        let value = ours ?? valueWithoutTrailingCommas(text)
        if value.map(holdsNumberBeyondDouble) == true { continue }
        XCTAssertEqual(value != nil, isAcceptedByFoundation(text), at(round, text))
      }
    }
  }

  /// The differences that the test above allows for, and those that its mutations do not reach.
  func testFoundation_whenItDiffersFromUs_differsAsWeKnow() {
    let theyAlone: [(name: String, text: [UInt8])] = [
      ("a trailing comma, which RFC 8259 does not have", Array("[1,]".utf8)),
      ("a trailing comma in an object", Array(#"{"a":1,}"#.utf8)),
      ("UTF-16, which MCP does not allow", [0x31, 0x00]),
      ("a byte order mark, which RFC 8259 lets a parser refuse", [0xEF, 0xBB, 0xBF, 0x31]),
      (
        "more depth than we serve",
        Array((String(repeating: "[", count: 129) + String(repeating: "]", count: 129)).utf8)
      ),
    ]
    for (name, text) in theyAlone {
      XCTAssertNil(try? JSONParser.parse(text), name)
      XCTAssertTrue(isAcceptedByFoundation(text), name)
    }
    let weAlone: [(name: String, text: String)] = [
      ("a number beyond a double, which we keep as text", "1e400")
    ]
    for (name, text) in weAlone {
      XCTAssertNotNil(try? JSONParser.parse(text), name)
      XCTAssertFalse(isAcceptedByFoundation(Array(text.utf8)), name)
    }
    for text in [#""\ud800""#, #""\udc00""#, #""\udc00\ud800""#, #""\ud800\u0041""#] {
      XCTAssertFalse(isAcceptedByFoundation(Array(text.utf8)), text)
    }
  }

  // MARK: Foundation

  private func isAcceptedByFoundation(_ text: [UInt8]) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) != nil
  }

  /// Foundation looks for a byte order mark and for the NULs that UTF-16 and UTF-32 have between ASCII characters.
  private func mayBeAnotherEncoding(_ text: [UInt8]) -> Bool {
    text.contains(0) || text.first.map { $0 >= 0x80 } ?? false
  }

  /// Nil for a text that is refused for something else too.
  private func valueWithoutTrailingCommas(_ text: [UInt8]) -> JSONValue? {
    do throws(JSONParseError) {
      return try JSONParser.parse(text)
    } catch {
      guard error.reason == .unexpectedCharacter, "]}".utf8.contains(text[error.offset]),
        let before = text[..<error.offset].lastIndex(where: { !" \t\r\n".utf8.contains($0) }),
        text[before] == UInt8(ascii: ",")
      else { return nil }
      var shorter = text
      shorter.remove(at: before)
      return valueWithoutTrailingCommas(shorter)
    }
  }

  /// True when Foundation's objects hold the same as our value.
  private func agree(_ ours: JSONValue, _ theirs: Any) -> Bool {
    switch ours {
    case .null: return theirs is NSNull
    case .bool(let value): return theirs as? Bool == value
    case .number(let number): return (theirs as? NSNumber).map { isClose(number.doubleValue, $0.doubleValue) } ?? false
    case .string(let string): return (theirs as? String).map { Array($0.utf8) == Array(string.utf8) } ?? false
    case .array(let elements):
      guard let theirs = theirs as? [Any], theirs.count == elements.count else { return false }
      return zip(elements, theirs).allSatisfy { agree($0, $1) }
    case .object(let object):
      guard let theirs = theirs as? [String: Any], theirs.count == object.members.count else { return false }
      return object.members.allSatisfy { member in theirs[member.key].map { agree(member.value, $0) } ?? false }
    }
  }

  /// Foundation reads some numbers by way of a decimal one and then misses the nearest double by a little.
  private func isClose(_ ours: Double, _ theirs: Double) -> Bool { abs(ours - theirs) <= abs(ours) * 1e-14 }

  /// Foundation turns every number into a double and refuses what is beyond its range; we keep the text.
  private func holdsNumberBeyondDouble(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let number): number.doubleValue.isInfinite
    case .array(let elements): elements.contains(where: holdsNumberBeyondDouble)
    case .object(let object): object.members.contains { holdsNumberBeyondDouble($0.value) }
    default: false
    }
  }

  private func at(_ round: Int, _ text: [UInt8]) -> String {
    "seed \(seed), round \(round): \(String(decoding: text, as: UTF8.self).debugDescription) \(text)"
  }
}
