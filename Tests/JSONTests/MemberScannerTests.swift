// MemberScannerTests: how far text that is not JSON can be followed.

import XCTest

@testable import JSON

final class MemberScannerTests: XCTestCase {
  private func scan(_ text: String) -> (members: [String], end: MemberScanner.End) { scan(Array(text.utf8)) }

  private func scan(_ text: [UInt8]) -> (members: [String], end: MemberScanner.End) {
    text.withUnsafeBufferPointer { bytes in
      var scanner = MemberScanner(bytes)
      var members: [String] = []
      while let member = scanner.next() {
        members.append((member.name ?? "?") + "=" + (member.value.map { String(decoding: $0, as: UTF8.self) } ?? "?"))
      }
      return (members, scanner.end)
    }
  }

  private func check(
    _ text: String, _ members: [String], _ end: MemberScanner.End, file: StaticString = #filePath, line: UInt = #line
  ) {
    let found = scan(text)
    XCTAssertEqual(found.members, members, file: file, line: line)
    XCTAssertEqual(found.end, end, file: file, line: line)
  }

  func testMembers_whenTextIsJSON_areAllFound() {
    check("{}", [], .clean)
    check(
      #" { "a" : 1 , "b":"x\"}","c":{"a":[{}]},"\u0064":null } "#,
      ["a=1", #"b="x\"}""#, #"c={"a":[{}]}"#, "d=null"], .clean)
    check("\u{FEFF}{\"a\":-1.5e3}", ["a=-1.5e3"], .clean)
  }

  func testMembers_whenAValueIsBroken_areFoundBehindIt() {
    check(
      #"{"a":"\ud800","b":"\x","c":NaN,"d":01,"e":1}"#, [#"a="\ud800""#, #"b="\x""#, "c=NaN", "d=01", "e=1"], .clean)
    check("{\"a\":\"\u{1}\",\"b\":[1,,}", [#"a="# + "\"\u{1}\"", "b=?"], .missing)
    check(#"{"a":[+1,{"b":tru,},0x],"b":1,}"#, ["a=[+1,{\"b\":tru,},0x]", "b=1"], .clean)
    XCTAssertEqual(scan(Array(#"{"a":""#.utf8) + [0xFF, 0xC0] + Array(#"","b":1}"#.utf8)).members.last, "b=1")
  }

  func testMembers_whenNestedDeep_areFoundUpToABound() {
    func nested(_ depth: Int) -> String {
      #"{"a":\#(String(repeating: "[", count: depth))\#(String(repeating: "]", count: depth)),"b":1}"#
    }
    XCTAssertEqual(scan(nested(10_000)).members.last, "b=1")
    XCTAssertEqual(scan(nested(100_000)).members, ["a=?"])
  }

  func testScan_whenTextCannotBeFollowed_ends() {
    check(#"{"a":1 2,"b":1}"#, ["a=?"], .missing)
    check(#"{"a":,"b":1}"#, ["a=?"], .missing)
    check(#"{"a":1"b":1}"#, ["a=?"], .missing)
    for value in [
      #"{"x":[1}]"#, "[1,,2]", "[,1]", "[1 2]", "[1:2]", #"{"x" 1}"#, #"{"x":}"#, #"{"x":1,2}"#, "{x:1}", #"["x""y"]"#,
      "]",
      #"{"x":1"y":2}"#, "[1][2]",
    ] {
      check(#"{"a":\#(value),"b":1}"#, ["a=?"], .missing)
    }
    check(#"{"a":1]"#, ["a=?"], .missing)
    check(#"{"a" 1,"b":1}"#, [], .missing)
    check(#"{'a':1,"b":1}"#, [], .missing)
    check(#"{"a":1,,"b":1}"#, ["a=1"], .missing)
    for text in ["", " ", "{", "[{}]", "x", "\"{\"", "\u{FEFF}"] { check(text, [], .missing) }
  }

  func testScan_whenTextIsCut_givesNoUnfinishedValue() {
    check(#"{"a":1,"b":12"#, ["a=1", "b=?"], .missing)
    check(#"{"a":1,"b":"x""#, ["a=1", "b=?"], .missing)
    check(#"{"a":1,"b":"x\"#, ["a=1", "b=?"], .missing)
    check(#"{"a":1,"b":{"c":1"#, ["a=1", "b=?"], .missing)
    check(#"{"a":1,"b":"#, ["a=1", "b=?"], .missing)
    check(#"{"a":1,"b"#, ["a=1"], .missing)
    check(#"{"a":1,"#, ["a=1"], .missing)
    check(#"{"a":1 "#, ["a=?"], .missing)
  }

  func testEnd_whenSomethingFollows_tells() {
    check(#"{"a":1}}"#, ["a=1"], .brackets)
    check(#"{"a":1} ]} "#, ["a=1"], .brackets)
    check(#"{"a":1} {"b":1}"#, ["a=1"], .more)
    check(#"{"a":1}},"b":1}"#, ["a=1"], .more)
  }

  func testName_whenNoJSONStringOrLong_isUnknown() {
    check(#"{"\ud800":1,"a":2}"#, ["?=1", "a=2"], .clean)
    check(#"{"\#(String(repeating: "n", count: 64))":1}"#, [String(repeating: "n", count: 64) + "=1"], .clean)
    check(#"{"\#(String(repeating: "n", count: 65))":1}"#, ["?=1"], .clean)
  }
}
