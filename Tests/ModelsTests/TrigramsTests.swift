// TrigramsTests: similarities as PostgreSQL's pg_trgm tells them.

import Models
import XCTest

final class TrigramsTests: XCTestCase {
  /// similarity(a, b) of pg_trgm 1.6 on PostgreSQL 15 in a database of C.UTF-8.
  private let table: [(a: String, b: String, similarity: Float)] = [
    ("user-login", "user-logout", 0.53333336),
    ("user-login", "User_Login", 1),
    ("user login", "login user", 1),
    ("a", "a", 1),
    ("a", "b", 0),
    ("a", "ab", 0.25),
    ("ab", "ba", 0),
    ("", "a", 0),
    ("", "", 0),
    ("---", "___", 0),
    ("word", "two words", 0.36363637),
    ("api", "api gateway", 0.33333334),
    ("payment-service", "payments", 0.3888889),
    ("payment-service", "service-payment", 1),
    ("aaaa", "aa", 0.75),
    ("v1.2.3", "v1-2-3", 1),
    ("x2", "x²", 0.25),
    ("½ cup", "cup", 1),
    ("half½way", "half way", 1),
    ("Ⅷ century", "ⅷ century", 1),
    ("Straße", "strasse", 0.36363637),
    ("straße", "STRASSE", 0.36363637),
    ("STRAẞE", "straße", 1),
    ("é", "e", 0),
    ("café", "CAFÉ", 1),
    ("cafe\u{301}", "café", 0.42857143),
    ("İstanbul", "istanbul", 1),
    ("ISTANBUL", "ıstanbul", 0.5),
    ("ΟΔΟΣ", "οδος", 0.42857143),
    ("ΟΔΟΣ", "οδοσ", 1),
    ("Привет мир", "привет", 0.6363636),
    ("поиск-имени", "поиск имени", 1),
    ("日本語", "日本", 0.4),
    ("日本語の検索", "検索", 0.11111111),
    ("한국어 이름", "한국어", 0.5714286),
    ("हिन्दी", "हिंदी", 0.3),
    ("ไทย", "ไทยแลนด์", 0.33333334),
    ("مرحبا", "مرحبا بك", 0.6666667),
    ("٣٤٥", "٣٤", 0.4),
    ("１２３", "123", 0),
    ("rocket🚀launch", "rocket launch", 1),
    ("👩\u{200D}👩\u{200D}👧", "👩", 0),
    ("ǅungla", "ǆungla", 1),
    ("ﬁle", "file", 0.125),
    ("naïve-approach", "naive-approach", 0.6666667),
    ("𝒳𝒴", "𝒳", 0.25),
    ("Ａｂｃ", "ａｂｃ", 1),
    ("ⓐⓑ", "Ⓐⓑ", 1),
    ("a_b", "a b", 1),
    ("o'neill", "o neill", 1),
    ("ǰump", "jump", 0.25),
    ("ŉo", "no", 0),
    ("ᾳbc", "ᾼbc", 1),
    ("ꟊx", "ꟊx y", 0.6),
  ]

  func testSimilarity_whenComparedWithPostgreSQL_isTheSame() {
    for (a, b, similarity) in table {
      XCTAssertEqual(Float(Trigrams(a).similarity(to: Trigrams(b))), similarity, "\(a) and \(b)")
      XCTAssertEqual(Float(Trigrams(b).similarity(to: Trigrams(a))), similarity, "\(b) and \(a)")
    }
  }

  func testThousandths_whenExactlyBetweenTwo_areRoundedUp() {
    // 1 of 16, 5 of 16 and 27 of 80 trigrams are shared: 0.0625, 0.3125 and 0.3375.
    func word(_ length: Int, from start: Int) -> String {
      String(String.UnicodeScalarView((0..<length).map { Unicode.Scalar(UInt32(0x4E00 + start + $0))! }))
    }
    func thousandths(_ shared: Int, of all: Int) -> Int {
      // Words of one letter have two trigrams of their own: sets of words make any fraction of even numbers.
      let common = (0..<shared).map { word(1, from: $0) }, rest = (shared..<all).map { word(1, from: $0) }
      return Trigrams(common.joined(separator: " ")).thousandths(to: Trigrams((common + rest).joined(separator: " ")))
    }
    XCTAssertEqual(thousandths(1, of: 16), 63)
    XCTAssertEqual(thousandths(5, of: 16), 313)
    XCTAssertEqual(thousandths(27, of: 80), 338)
    XCTAssertEqual(thousandths(1, of: 3), 333)
    XCTAssertEqual(thousandths(2, of: 3), 667)
    XCTAssertEqual(thousandths(7, of: 7), 1000)
    XCTAssertEqual(Trigrams("").thousandths(to: Trigrams("")), 0)
  }

  func testClosestNames_whenSomeAreAlike_areTheThreeBest() {
    let names = ["user-logout", "payments", "user-login", "login", "user", "user-logins"]
    XCTAssertEqual(
      ClosestNames.find(to: "user-logn", among: names), ["user-login", "user-logins", "user-logout"])
    XCTAssertEqual(ClosestNames.find(to: "zebra", among: names), [])
    XCTAssertEqual(ClosestNames.find(to: "🚀", among: names), [])
    XCTAssertEqual(ClosestNames.find(to: "ab cd", among: ["cd ef", "ab ef"]), ["ab ef", "cd ef"])
  }

  func testMeantName_whenHalfIsShared_isTheMostAlike() {
    let names = ["get_loop", "get_spec", "list_loops", "delete_loop"]
    XCTAssertEqual(ClosestNames.meant(by: "get_lop", among: names), "get_loop")
    XCTAssertEqual(ClosestNames.meant(by: "getLoop", among: names), "get_loop")
    XCTAssertEqual(ClosestNames.meant(by: "loops_list", among: names), "list_loops")
    XCTAssertNil(ClosestNames.meant(by: "delete_everything", among: names))
    XCTAssertNil(ClosestNames.meant(by: "x", among: []))
  }
}
