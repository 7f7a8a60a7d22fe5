// CursorTests: places in lists, written and taken back, and what is refused.

import JSON
import Models
import XCTest

final class CursorTests: XCTestCase {
  private let time = Timestamp(microseconds: 1_785_231_000_000_125)

  /// The key after a way through JSON.
  private func roundTrip<Key: CursorKey>(_ key: Key) throws -> Key? {
    try value(of: Cursor<Key>.self, .string(Cursor(after: key).value)).key
  }

  func testCursor_whenTakenBack_isTheSameKey() throws {
    for id in ["0123abef", "my project", "a~b~c", "~", "\u{301}a", "👩‍👩‍👧", "\u{93E}", "\u{200D}~"] {
      let key = CreationKey(createdAt: time, id: id)
      let back = try roundTrip(key)
      XCTAssertEqual(back?.createdAt, time)
      XCTAssertEqual(back.map { scalars($0.id) }, scalars(id))
    }
    for edge in [Timestamp.earliest, Timestamp(microseconds: -1), .latest] {
      let key = CreationKey(createdAt: edge, id: "a")
      XCTAssertEqual(try roundTrip(key), key)
    }
    XCTAssertEqual(try roundTrip(DescendingKey(0)), DescendingKey(0))
    XCTAssertEqual(try roundTrip(DescendingKey(.max)), DescendingKey(.max))
    XCTAssertEqual(
      try roundTrip(LoopHistoryKey(feedback: 12, guidance: 0)), LoopHistoryKey(feedback: 12, guidance: 0))
    for rank in [nil, 0, 300, 41_000] {
      for name in ["user-login", "\u{93E}\u{915}", "日本語"] {
        let key = SpecKey(rank: rank, name: SpecName(trusted: name))
        XCTAssertEqual(try roundTrip(key), key)
      }
    }
  }

  func testCursor_whenFromAnotherList_isRefused() {
    let creation = Cursor(after: CreationKey(createdAt: time, id: "0123abef")).value
    let descending = Cursor(after: DescendingKey(3)).value
    let history = Cursor(after: LoopHistoryKey(feedback: 1, guidance: 2)).value
    let spec = Cursor(after: SpecKey(rank: nil, name: SpecName(trusted: "a"))).value
    let all = [creation, descending, history, spec]
    func refused<Key: CursorKey>(_ type: Cursor<Key>.Type) -> [Bool] {
      all.map { violations(of: type, .string($0)).map(\.problem) == ["not a cursor of this list"] }
    }
    XCTAssertEqual(refused(Cursor<CreationKey>.self), [false, true, true, true])
    XCTAssertEqual(refused(Cursor<DescendingKey>.self), [true, false, true, true])
    XCTAssertEqual(refused(Cursor<LoopHistoryKey>.self), [true, true, false, true])
    XCTAssertEqual(refused(Cursor<SpecKey>.self), [true, true, true, false])
  }

  func testCursor_whenGarbage_isRefused() {
    assertRefused(
      Cursor<CreationKey>.self, "page 2", "not a cursor of this list",
      allowed: "next_cursor of this tool's last answer",
      got: #""page 2""#)
    for text in [
      "", "c", "c1", "c1~", "c~a", "cx~a", "c+1~a", "c01~a", "c9223372036854775807~a", "c1~a\u{0}", " c1~a", "C1~a",
      "c253402300800000000~a", "c1.5~a", "c\u{301}1~a",
    ] { XCTAssertEqual(violations(of: Cursor<CreationKey>.self, .string(text)).count, 1, text) }
    for text in ["n", "n-1", "n+1", "n1x", "n99999999999999999999", "n 1"] {
      XCTAssertEqual(violations(of: Cursor<DescendingKey>.self, .string(text)).count, 1, text)
    }
    for text in ["h", "h1", "h1~", "h~1", "h-1~1", "h1~-1", "h1~1~1", "h01~1"] {
      XCTAssertEqual(violations(of: Cursor<LoopHistoryKey>.self, .string(text)).count, 1, text)
    }
    for text in ["s", "sa", "s~", "s1~", "s-1~a", "s01~a", "sx~a", "s~a\u{0}"] {
      XCTAssertEqual(violations(of: Cursor<SpecKey>.self, .string(text)).count, 1, text)
    }
    assertRefused(
      Cursor<DescendingKey>.self, 3, "not a string", allowed: "next_cursor of this tool's last answer", got: "3")
  }

  // MARK: Pages

  func testPage_whenMoreThanTheLimit_leadsOn() {
    let page = Page([9, 8, 7], limit: 2) { DescendingKey($0) }
    XCTAssertEqual(page.elements, [9, 8])
    XCTAssertEqual(page.next?.key, DescendingKey(8))
  }

  func testPage_whenTheListEnds_leadsNowhere() {
    for elements in [[], [9], [9, 8]] {
      let page = Page(elements, limit: 2) { DescendingKey($0) }
      XCTAssertEqual(page.elements, elements)
      XCTAssertNil(page.next)
    }
  }

  func testPage_whenCandidatesAreLazy_looksAtOneMoreThanTheLimit() {
    var looked = 0
    let candidates = (1...1_000).lazy.map { number -> Int in
      looked += 1
      return number
    }
    XCTAssertEqual(Page(candidates, limit: 10) { DescendingKey($0) }.elements.count, 10)
    XCTAssertEqual(looked, 11)
  }
}
