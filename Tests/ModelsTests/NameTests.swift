// NameTests: the rules of names, and the spec name of a phase.

import JSON
import Models
import XCTest

final class NameTests: XCTestCase {
  private let allowed = "1 to 255 characters, no control characters"

  func testName_whenWhiteSpaceSurroundsIt_isTrimmed() throws {
    XCTAssertEqual(try value(of: Name.self, " \t\r\n\u{A0}\u{3000}my  project\u{2028} ").value, "my  project")
  }

  func testName_whenASpaceCarriesAMark_keepsTheMark() throws {
    XCTAssertEqual(scalars(try value(of: Name.self, " \u{301}a").value), [0x301, 0x61])
  }

  func testName_whenDecomposed_isComposed() throws {
    XCTAssertEqual(scalars(try value(of: Name.self, "cafe\u{301}").value), scalars("caf\u{E9}"))
    XCTAssertEqual(scalars(try value(of: Name.self, "\u{1112}\u{1161}\u{11AB}").value), [0xD55C])
    XCTAssertEqual(scalars(try value(of: Name.self, "\u{212B}").value), [0xC5])
    XCTAssertEqual(scalars(try value(of: Name.self, "a\u{323}\u{307}").value), [0x1EA1, 0x307])
    XCTAssertEqual(scalars(try value(of: Name.self, "a\u{307}\u{323}").value), [0x1EA1, 0x307])
  }

  func testName_when255Scalars_isTaken() throws {
    for unit in ["a", "é", "👍"] {
      let name = String(repeating: unit, count: 255)
      XCTAssertEqual(try value(of: Name.self, .string(name)).value, name)
    }
    // 510 scalars come, 255 are left.
    let decomposed = String(repeating: "e\u{301}", count: 255)
    XCTAssertEqual(try value(of: Name.self, .string(decomposed)).value.unicodeScalars.count, 255)
  }

  func testName_when256Scalars_isRefused() {
    let name = String(repeating: "a", count: 256)
    assertRefused(
      Name.self, .string(name), "too long: 256 characters", allowed: allowed,
      got: "\"\(String(repeating: "a", count: 60))\"… (256 bytes)")
    XCTAssertEqual(
      violations(of: Name.self, .string(String(repeating: "👨‍👩‍👧", count: 52))).map(\.problem),
      [
        "too long: 260 characters"
      ])
  }

  func testName_whenBlank_isRefused() {
    assertRefused(Name.self, "", "blank", allowed: allowed, got: #""""#)
    assertRefused(Name.self, " \t\n", "blank", allowed: allowed, got: #"" \t\n""#)
    assertRefused(Name.self, "\u{2003}", "blank", allowed: allowed, got: "\"\u{2003}\"")
  }

  func testName_whenAControlCharacterIsInside_isRefused() {
    for control in ["\u{0}", "\u{1}", "\t", "\n", "\u{1B}", "\u{7F}", "\u{85}", "\u{9F}"] {
      XCTAssertEqual(
        violations(of: Name.self, .string("a\(control)b")).map(\.problem), ["contains a control character"],
        "\(scalars(control))")
    }
  }

  func testName_whenItTurnsTheDirectionOfText_isRefusedAsANewOne() throws {
    let controls: [ClosedRange<UInt32>] = [0x61C...0x61C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069]
    for code in controls.joined() {
      let name = "a\(Unicode.Scalar(code)!)b"
      XCTAssertEqual(try value(of: Name.self, .string(name)).value, name)
      XCTAssertThrowsError(try ModelDecoder.decode(Name.self, from: .string(name), names: .new)) {
        let shown = String(code, radix: 16, uppercase: true)
        let problem =
          "contains U+\(String(repeating: "0", count: 4 - shown.count) + shown), which changes the direction of text"
        XCTAssertEqual(($0 as? InvalidModel)?.violations.map(\.problem), [problem])
      }
    }
    for name in ["مرحبا", "שלום", "می\u{200C}خواهم", "👨‍👩‍👧"] {
      XCTAssertEqual(try ModelDecoder.decode(Name.self, from: .string(name), names: .new).value, name)
    }
  }

  func testName_whenEmojiOrOtherScripts_isTakenAsItIs() throws {
    for name in ["🚀", "👩‍👩‍👧 family", "日本語", "हिन्दी", "a/b: \"c\" \\ 'd'", "%_*", "مرحبا"] {
      XCTAssertEqual(scalars(try value(of: Name.self, .string(name)).value), scalars(name))
    }
  }

  func testName_whenNoString_isRefused() {
    assertRefused(Name.self, 7, "not a string", allowed: allowed, got: "7")
    assertRefused(Name.self, nil, "missing", allowed: allowed, got: "null")
    assertRefused(Name.self, ["a"], "not a string", allowed: allowed, got: "a list of 1")
    assertRefused(Name.self, ["a": "b"], "not a string", allowed: allowed, got: "an object of 1")
  }

  func testName_whenCompared_isOrderedByBytes() {
    let names = ["Z", "a", "é", "\u{FF5A}", "🚀"].map { Name(trusted: $0) }
    XCTAssertEqual(names.shuffled().sorted(), names)
    XCTAssertNotEqual(Name(trusted: "e\u{301}"), Name(trusted: "\u{E9}"))
    XCTAssertEqual(Set([Name(trusted: "e\u{301}"), Name(trusted: "\u{E9}")]).count, 2)
  }
}

final class SpecNameTests: XCTestCase {
  /// Phase names and the spec names they have.
  private let table: [(phase: String, spec: String)] = [
    ("User Login", "user-login"),
    ("user_login", "user-login"),
    ("  Phase 1:   Set-up  ", "phase-1-set-up"),
    ("a--b__c  d_-_e", "a-b-c-d-e"),
    ("-_ a _-", "a"),
    ("API v2.1 (beta)!", "api-v2-1-beta"),
    ("v1.2.3", "v1-2-3"),
    ("a/b", "a-b"),
    ("Stage 2: a ./: b", "stage-2-a-b"),
    (".a:", "a"),
    ("a\\b\u{2215}c", "abc"),
    ("a – b", "a-b"),
    ("a–b", "ab"),
    ("a\u{A0}b\u{3000}c", "a-b-c"),
    ("Größe", "größe"),
    ("ΟΔΟΣ", "οδοσ"),
    ("Привет, Мир", "привет-мир"),
    ("日本語 の 検索", "日本語-の-検索"),
    ("हिन्दी नाम", "हिन्दी-नाम"),
    ("٣٤ و ٥", "٣٤-و-٥"),
    ("x²", "x"),
    ("½ cup", "cup"),
    ("Ⅷ. Kapitel", "ⅷ-kapitel"),
    ("Rocket 🚀 launch", "rocket-launch"),
    ("1️⃣ first", "1-first"),
    ("❤️ heart", "heart"),
    ("a\u{200D}b\u{200B}c\u{FEFF}d", "abcd"),
    ("می\u{200C}خواهم", "میخواهم"),
    ("e\u{301}tude", "\u{E9}tude"),
    ("E\u{301}tude", "\u{E9}tude"),
    ("\u{130}stanbul", "i\u{307}stanbul"),
    ("e.\u{301}f", "e-f"),
    ("e!\u{301}f", "ef"),
    ("\u{301}a", "a"),
    ("a \u{301}b", "a-b"),
    ("q\u{323}\u{307}", "q\u{323}\u{307}"),
    ("q\u{307}\u{323}", "q\u{323}\u{307}"),
    ("\u{1E9E}", "ß"),
    ("A\u{30A}", "\u{E5}"),
    ("\u{212B}", "\u{E5}"),
  ]

  func testSpecName_whenPhasesAreNamed_isNormalised() {
    for (phase, spec) in table {
      let name = SpecName(phase: Name(checked: phase))
      XCTAssertEqual(name.map { scalars($0.value) }, scalars(spec), phase)
    }
  }

  func testSpecName_whenOfVersion010_staysWithItsPhase() {
    let phase = Name(trusted: "API v1.2.3: a/b")
    let (name, earlier) = (SpecName(trusted: "api-v1-2-3-a-b"), SpecName(trusted: "api-v123-ab"))
    XCTAssertEqual(SpecName(phase: phase), name)
    XCTAssertEqual(SpecName(byEarlierRule: phase), earlier)
    XCTAssertEqual(SpecName.earlier(for: phase), earlier)
    XCTAssertNil(SpecName.earlier(for: Name(trusted: "User_Login")))
    XCTAssertNil(SpecName.earlier(for: Name(trusted: "./:")))
    for spec in [name, earlier] {
      XCTAssertTrue(spec.mayStand(for: phase))
      // A stored name is read as it is.
      XCTAssertEqual(SpecName(checked: spec.value), spec)
    }
    XCTAssertFalse(SpecName(trusted: "api-v1-2-3-ab").mayStand(for: phase))
  }

  func testSpecName_whenGivenAgain_staysAsItIs() {
    for (_, spec) in table { XCTAssertEqual(SpecName(checked: spec), SpecName(trusted: spec), spec) }
  }

  func testSpecName_whenAnyScalarIsNamed_normalisesToItself() {
    for code in UInt32(0)...0x2FFFF {
      guard let scalar = Unicode.Scalar(code), case .success(let once) = SpecName.check("a\(scalar)b") else { continue }
      guard case .success(let twice) = SpecName.check(once), twice.utf8.elementsEqual(once.utf8) else {
        return XCTFail("\(String(code, radix: 16)): \(scalars(once))")
      }
    }
  }

  func testSpecName_whenNothingIsLeft_isRefused() {
    for phase in ["---", "_ _", "./:", "🚀", "!?", "½", "\u{301}", "\u{200D}"] {
      XCTAssertEqual(
        violations(of: SpecName.self, .string(phase)).map(\.problem), ["no letter or digit is left once normalised"],
        "\(scalars(phase))")
      XCTAssertNil(SpecName(phase: Name(trusted: phase)))
    }
    XCTAssertEqual(violations(of: SpecName.self, "  ").map(\.problem), ["blank"])
  }

  func testSpecName_whenItGrowsPastTheLimit_isRefused() {
    let phase = String(repeating: "\u{130}", count: 128)
    XCTAssertNil(SpecName(phase: Name(checked: phase)))
    XCTAssertEqual(
      violations(of: SpecName.self, .string(phase)).map(\.problem), ["too long once normalised: 256 characters"])
  }
}
