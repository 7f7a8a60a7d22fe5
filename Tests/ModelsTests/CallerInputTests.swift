// CallerInputTests: what a caller's value means where its type is known.

import JSON
import Models
import XCTest

final class CallerInputTests: XCTestCase {
  /// Expects each text of JSON to mean another, or nothing where that is nil.
  private func assertMeant<Value: ConstrainedValue>(
    _ type: Value.Type, _ cases: [(input: String, meant: String?)], file: StaticString = #filePath, line: UInt = #line
  ) throws {
    for (input, meant) in cases {
      let value = type.meant(by: try json(input))
      XCTAssertEqual(value?.text, meant, "\(type) \(input)", file: file, line: line)
      guard let value else { continue }
      XCTAssertEqual(type.meant(by: value)?.text, meant, "\(type) \(input), twice", file: file, line: line)
    }
  }

  private let empty: [(String, String?)] = ["null", #""""#, "[]", "{}"].map { ($0, nil) }
  private let words: [(String, String?)] = [
    #""null""#, #""None""#, #"" undefined\n""#, #""NULL""#, #"" ""#,
  ].map { ($0, nil) }

  func testPlaceholders_whenAWordIsWanted_meanNothing() throws {
    try assertMeant(Name.self, empty + words + [(#""nullable""#, #""nullable""#), ("0", "0"), ("false", "false")])
    try assertMeant(SpecName.self, empty + words)
    try assertMeant(LoopID.self, empty + words)
    try assertMeant(IdempotencyKey.self, empty + words + [(#"" a ""#, #"" a ""#)])
    try assertMeant(Cursor<CreationKey>.self, empty + words)
    try assertMeant(LoopType.self, empty + words)
  }

  func testText_whateverItSays_meansItself() throws {
    let texts = [#""null""#, #""None""#, #"" ""#, #""[\"a\"]""#, #""{\"a\":\"b\"}""#, #""40""#, #"["a"]"#, "7"]
    let same: [(String, String?)] = texts.map { ($0, $0) }
    try assertMeant(Text.self, empty + same)
    try assertMeant(FlexibleText.self, empty + same + [(#""\r\n\n""#, nil)])
    try assertMeant(SearchQuery.self, empty + same)
  }

  func testNumber_whenATextHasIt_isMeant() throws {
    try assertMeant(
      Limit.self,
      empty + words + [
        (#""40""#, "40"), (#"" 40 ""#, "40"), (#""20.0""#, "20.0"), (#""2e1""#, "2e1"), (#""040""#, "40"), ("40", "40"),
        (#""ninety""#, #""ninety""#), (#""1.5""#, #""1.5""#), (#""[40]""#, #""[40]""#), ("[40]", "[40]"),
        ("true", "true"), ("-1", "-1"), ("0", nil), ("0.0", nil), (#""0""#, nil),
      ])
    // 0 is a score.
    try assertMeant(Score.self, empty + words + [("0", "0"), (#""0""#, "0")])
  }

  func testChoice_whenSpeltOtherwise_isMeant() throws {
    let spellings: [(String, String?)] = ["build_code", "BUILD-CODE", "Build Code", " build  code ", "build__code"].map
    {
      (JSONValue.string($0).text, #""build_code""#)
    }
    try assertMeant(LoopType.self, spellings + [(#""buildcode""#, #""buildcode""#), ("7", "7")])
    try assertMeant(SpecStatus.self, [(#""In Review""#, #""in-review""#), (#""in_review""#, #""in-review""#)])
    for status in LoopStatus.allCases {
      XCTAssertEqual(LoopStatus.meant(by: .string(status.rawValue.uppercased())), .string(status.rawValue))
    }
  }

  func testList_whenATextHasIt_isMeant() throws {
    try assertMeant(
      TextList.self,
      empty + words + [
        (#""[\"scope\"]""#, #"["scope"]"#), (#"["[\"a\", \"b\"]"]"#, #"["a","b"]"#), (#""[]""#, nil), (#"["[]"]"#, nil),
        (#""No limits""#, #"["No limits"]"#), (#""[1] is wrong""#, #"["[1] is wrong"]"#), (#""[7]""#, "[7]"),
        (#"["[7]"]"#, #"["[7]"]"#), (#"["a","[\"b\"]"]"#, #"["a","[\"b\"]"]"#), (#"["none"]"#, #"["none"]"#),
        (#"[""]"#, #"[""]"#), ("7", "7"), (#"{"a":1}"#, #"{"a":1}"#), (#""{\"a\":1}""#, #"["{\"a\":1}"]"#),
      ])
  }

  func testSections_whenATextHasThem_areMeant() throws {
    try assertMeant(
      AdditionalSections.self,
      empty + words + [
        (#""{\"risks\":\"none\"}""#, #"{"risks":"none"}"#), (#"{"a":"","b":"null","c":null}"#, #"{"a":"","b":"null"}"#),
        (#"{"a":null,"":""}"#, nil), (#""{}""#, nil), (#""risks""#, #""risks""#), (#"{"d":[]}"#, #"{"d":[]}"#),
        (#"{"a":"{\"b\":1}"}"#, #"{"a":"{\"b\":1}"}"#), (#"["a"]"#, #"["a"]"#), (#""[\"a\"]""#, #"["a"]"#),
      ])
  }

  func testSections_whenAList_areMeantAsTextsByName() throws {
    try assertMeant(
      AdditionalSections.self,
      [
        (#"[{"name":"b","text":"1"},{"text":"","name":"a"}]"#, #"{"b":"1","a":""}"#),
        (#""[{\"name\":\"b\",\"text\":\"1\"}]""#, #"{"b":"1"}"#),
        (#"["{\"name\":\"b\",\"text\":\"1\"}"]"#, #"{"b":"1"}"#),
        (#"["[{\"name\":\"b\",\"text\":\"1\"}]"]"#, #"{"b":"1"}"#), (#"{"name":"b","text":"1"}"#, #"{"b":"1"}"#),
        (#"[{"name":"b","text":null},{"name":"","text":""},{"name":null,"text":"\n"},{}]"#, nil), ("[null]", nil),
        (#"[{"name":"b","text":"1"},{"name":" none ","text":""}]"#, #"{"b":"1"}"#),
        // What is no section stays, to be refused.
        (#"[{"name":"b"}]"#, #"[{"name":"b"}]"#), (#"[{"name":"","text":"x"}]"#, #"{"":"x"}"#),
        (#"[{"name":"b","text":"1","x":2}]"#, #"[{"name":"b","text":"1","x":2}]"#),
        (#"[{"text":"1"}]"#, #"[{"text":"1"}]"#), ("[7]", "[7]"),
        // Two sections are not taken for one.
        (
          #"[{"name":"name","text":"a"},{"name":"text","text":"b"}]"#,
          #"[{"name":"name","text":"a"},{"name":"text","text":"b"}]"#
        ),
      ])
  }

  func testData_whenATextHasIt_isMeant() throws {
    let cases: [(String, String?)] = [
      (#""[{\"a\":1}]""#, #"[{"a":1}]"#), (#""true""#, "true"), (#""7""#, "7"), (#""no""#, #""no""#), (#""[]""#, nil),
      ("[1]", "[1]"), ("false", "false"),
    ]
    for (input, meant) in empty + words + cases { XCTAssertEqual(try json(input).meantAsData?.text, meant, input) }
  }

  func testFieldTypes_whenAModelHasPartsAndPlainValues_areThoseWithRules() {
    let types = ModelSchema.fieldTypes(of: Order.self)
    XCTAssertEqual(Set(types.keys), ["id", "kind", "tags"])
    XCTAssertTrue(types["tags"] == TextList.self)
    XCTAssertTrue(ModelSchema.fieldTypes(of: SpecChanges.self)["architecture"] == FlexibleText.self)
  }
}
