// SearchTextTests: names as searches compare them.

import XCTest

@testable import Models

final class SearchTextTests: XCTestCase {
  func testText_whenDifferentInCaseAccentsOrWidth_isTheSame() {
    for (a, b) in [
      ("Crème Brûlée", "creme brulee"), ("NAÏVE", "naive"), ("Ångström", "angstrom"), ("Smørrebrød", "SMORREBROD"),
      ("Łódź", "lodz"), ("Đà Nẵng", "da nang"), ("Straße", "STRASSE"), ("STRAẞE", "strasse"), ("ﬁle", "FILE"),
      ("İstanbul", "istanbul"), ("ISPARTA", "ısparta"), ("ΟΔΥΣΣΕΥΣ", "Ὀδυσσεύς"), ("ᾳ", "Α"), ("Ёлка", "ЕЛКА"),
      ("Й", "и"), ("أحمد", "احمد"), ("مُحَمَّد", "محمد"), ("שָׁלוֹם", "שלום"), ("क़लम", "कलम"), ("ＡＰＩ１２", "api12"),
      ("ﾊﾟｰﾃｨｰ", "パーティー"), ("ｶﾞｲﾄﾞ", "ガイド"), ("한국", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}"),
      ("が", "か\u{3099}"), ("a_b - c", "A B C"), ("a\u{3000}b", "a b"), ("a–b", "a-b"), ("co\u{AD}op", "coop"),
      ("  x ", "x"), ("--", ""),
    ] { XCTAssertEqual(SearchText(a), SearchText(b), "\(a) and \(b)") }
  }

  func testText_whenOtherLetters_isAnother() {
    for (a, b) in [
      ("か", "が"), ("は", "ぱ"), ("हिन्दी", "हनद"), ("ข่าว", "ขาว"), ("한", "하"), ("c++", "c"), ("ab", "a b"), ("日", "目"),
    ] { XCTAssertNotEqual(SearchText(a), SearchText(b), "\(a) and \(b)") }
  }

  private func match(_ query: String, _ names: String...) -> SearchText.Match {
    SearchText(query).match(in: names.map(SearchText.init))
  }

  func testMatch_isTheBestPlaceOfTheWorstWord() {
    XCTAssertEqual(match("offline sync", "Offline-Sync"), .whole)
    XCTAssertEqual(match("sync", "Async Sync"), .word)
    XCTAssertEqual(match("sync offline", "Offline Sync Engine"), .word)
    XCTAssertEqual(match("sync eng", "Offline Sync Engine"), .prefix)
    XCTAssertEqual(match("line sync", "Offline Sync Engine"), .inside)
    XCTAssertEqual(match("sync later", "Offline Sync Engine"), .none)
    XCTAssertEqual(match("neill v1.2", "O'Neill v1.2", "oneill v12"), .word)
    XCTAssertEqual(match("oneill v1.2", "O'Neill v1.2", "oneill v12"), .word)
    XCTAssertEqual(match("v1", "API v1.2"), .word)
    XCTAssertEqual(match("c++", "C++ Bindings"), .word)
    XCTAssertEqual(match("aa", "aaa aab"), .prefix)
    XCTAssertEqual(match("", "a"), .none)
    XCTAssertEqual(match("-", "a"), .none)
    XCTAssertEqual(match("abc", "ab"), .none)
  }
}
