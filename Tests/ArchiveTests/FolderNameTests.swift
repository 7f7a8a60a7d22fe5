// FolderNameTests: names as folders.

import Models
import TestSupport
import XCTest

@testable import Archive

final class FolderNameTests: XCTestCase {
  private func folder(_ name: String) -> String { FolderName(name).value }

  func testName_whenPlain_isItself() {
    for name in ["shop", "web-app-2", "a", "7"] { XCTAssertEqual(folder(name), name) }
  }

  func testName_whenNotPlain_hasDigitsBehindIt() {
    XCTAssertEqual(folder("Web App"), "web-app-\(folder("Web App").suffix(8))")
    XCTAssertNotEqual(folder("Web App"), folder("web app"))
    XCTAssertNotEqual(folder("WEB-APP"), folder("web-app"))
    // Known for good: folders must not change their names from version to version.
    XCTAssertEqual(folder("Web App"), "web-app-3ad24726")
  }

  func testName_whenItLooksLikeOneWithDigits_getsOwnOnes() {
    let taken = folder("Web App")
    XCTAssertEqual(folder(taken).count, taken.count + 9)
  }

  func testName_whenHostile_isAHarmlessFolder() {
    let names = [
      "..", ".", "/", "../../etc/passwd", "a/b", "", " ", "\u{1}", "a\nb", "con", ".git", ".respec-export", "-rf", "~",
      String(repeating: "👩‍👩‍👧", count: 51), String(repeating: "ä", count: 255), String(repeating: "x", count: 255),
      "\u{202E}txt", "e\u{301}", "日本語", "a\u{0}b", "C:\\x", "*", "İ",
    ]
    var seen: Set<String> = []
    for name in names {
      let folder = folder(name)
      XCTAssertLessThanOrEqual(folder.utf8.count, 100, name)
      XCTAssertFalse(folder.isEmpty || folder.hasPrefix(".") || folder.hasPrefix("-"), folder)
      XCTAssertFalse(folder.unicodeScalars.contains { "/\\:*\u{0}\n\u{1} ".unicodeScalars.contains($0) }, folder)
      XCTAssertEqual(folder, folder.lowercased())
      XCTAssertTrue(seen.insert(folder).inserted, folder)
    }
  }
}
