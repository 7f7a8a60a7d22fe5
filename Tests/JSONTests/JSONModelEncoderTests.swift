// JSONModelEncoderTests: models as exact text, and as Foundation reads them back.

import Foundation
import JSON
import XCTest

final class JSONModelEncoderTests: XCTestCase {
  // MARK: Shapes

  func testEncode_whenNested_keepsTheOrderOfKeys() throws {
    let model = Outer(
      name: "a \"b\"", inner: Inner(id: 7, state: .inProgress), list: [Inner(id: 8, state: .done)], ratio: 0.5, on: true
    )
    XCTAssertEqual(
      try text(model),
      #"{"name":"a \"b\"","inner":{"id":7,"state":"in_progress"},"list":[{"id":8,"state":"done"}],"ratio":0.5,"on":true}"#
    )
    try assertReadBack(model)
  }

  func testEncode_whenEmpty_isAnEmptyContainer() throws {
    XCTAssertEqual(try text([Int]()), "[]")
    XCTAssertEqual(try text([String: Int]()), "{}")
    XCTAssertEqual(try text(Empty()), "{}")
    XCTAssertEqual(try text([Empty(), Empty()]), "[{},{}]")
    XCTAssertEqual(try text([[[Int]]](arrayLiteral: [], [[]])), "[[],[[]]]")
  }

  func testEncode_whenNothingIsWritten_isAnEmptyObject() throws {
    XCTAssertEqual(try text(Silent()), "{}")
    XCTAssertEqual(try text([Silent(), Silent()]), "[{},{}]")
    XCTAssertEqual(try text(["a": Silent(), "b": Silent()]), #"{"a":{},"b":{}}"#)
  }

  func testEncode_whenNoContainer_isTheValueAlone() throws {
    XCTAssertEqual(try text("a"), #""a""#)
    XCTAssertEqual(try text(1), "1")
    XCTAssertEqual(try text(State.done), #""done""#)
    XCTAssertEqual(try text(Int?.none), "null")
    XCTAssertEqual(try text(Int??.some(nil)), "null")
    XCTAssertEqual(try text(Int??.some(3)), "3")
  }

  func testEncode_whenArray_spellsEachElement() throws {
    XCTAssertEqual(try text([1, nil, 3]), "[1,null,3]")
    XCTAssertEqual(try text(["a", nil]), #"["a",null]"#)
    XCTAssertEqual(try text([State.done, .inProgress]), #"["done","in_progress"]"#)
    XCTAssertEqual(try text([[1], [], [2, 3]]), "[[1],[],[2,3]]")
  }

  func testEncode_whenEnumHasAssociatedValues_isAsSynthesised() throws {
    enum Change: Codable, Equatable { case renamed(from: String, to: String), moved(Int), deleted }
    let changes: [Change] = [.renamed(from: "a", to: "b"), .moved(3), .deleted]
    XCTAssertEqual(try text(changes), #"[{"renamed":{"from":"a","to":"b"}},{"moved":{"_0":3}},{"deleted":{}}]"#)
    try assertReadBack(changes)
  }

  // MARK: Values

  func testEncode_whenNil_isNullForEveryType() throws {
    let names = ["b", "s", "d", "f", "i", "i8", "i16", "i32", "i64", "i128", "u", "u8", "u16", "u32", "u64", "u128"]
    let members = (names + ["state", "list", "map", "inner"]).map { "\"\($0)\":null" }
    XCTAssertEqual(try text(Optionals()), "{\(members.joined(separator: ","))}")
  }

  func testEncode_whenExtreme_isExact() throws {
    var model = Optionals()
    model.i64 = .min
    model.u64 = .max
    model.i128 = .min
    model.u128 = .max
    model.i8 = -128
    let tree = try JSONModelEncoder.tree(model)
    XCTAssertEqual(tree["i64"]?.text, "-9223372036854775808")
    XCTAssertEqual(tree["u64"]?.text, "18446744073709551615")
    XCTAssertEqual(tree["i128"]?.text, "-170141183460469231731687303715884105728")
    XCTAssertEqual(tree["u128"]?.text, "340282366920938463463374607431768211455")
    XCTAssertEqual(tree["i8"]?.intValue, -128)
  }

  func testEncode_whenOptionalsAreSet_areReadBackEqual() throws {
    let model = Optionals(
      b: false, s: "é\n\u{0}😀", d: 1e300, f: 0.1, i: .min, i8: .min, i16: .max, i32: .min, i64: .max, u: .max, u8: .max,
      u16: .max, u32: .max, u64: .max, state: .done, list: [], map: ["": 0], inner: Inner(id: 0, state: .inProgress))
    try assertReadBack(model)
  }

  func testEncode_whenNotFinite_isRefusedWithItsPath() throws {
    for number in [Double.infinity, -.infinity, .nan] {
      let model = ["a": [Outer(name: "", inner: Inner(id: 0, state: .done), list: [], ratio: number, on: false)]]
      XCTAssertThrowsError(try JSONModelEncoder.encode(model)) { error in
        guard case EncodingError.invalidValue(_, let context) = error else { return XCTFail("\(error)") }
        XCTAssertEqual(context.codingPath.map(\.stringValue), ["a", "0", "ratio"])
        XCTAssertEqual(context.codingPath.map(\.intValue), [nil, 0, nil])
      }
    }
    XCTAssertThrowsError(try JSONModelEncoder.encode(Float.infinity))
    XCTAssertThrowsError(try JSONModelEncoder.encode([1, Double.nan]))
  }

  func testEncode_whenModelThrows_passesItsError() {
    XCTAssertThrowsError(try JSONModelEncoder.encode([Failing()])) { XCTAssertTrue($0 is Failing.Refusal) }
  }

  // MARK: Dictionaries

  func testEncode_whenDictionary_isSortedByBytes() throws {
    let names = ["b", "a", "", "ab", "B", "é", "😀", "\u{FFFD}", "a\u{0}", "10", "9"]
    let model = Dictionary(uniqueKeysWithValues: names.map { ($0, $0.utf8.count) })
    XCTAssertEqual(
      try text(model),
      #"{"":0,"10":2,"9":1,"B":1,"a":1,"a\u0000":2,"ab":2,"b":1,"é":2,"\#u{FFFD}":3,"😀":4}"#)
  }

  func testEncode_whenDictionaryIsAMemberOrNested_isSorted() throws {
    var model = Optionals()
    model.map = ["z": 1, "y": 2, "x": 3]
    XCTAssertEqual(try JSONModelEncoder.tree(model)["map"]?.text, #"{"x":3,"y":2,"z":1}"#)
    XCTAssertEqual(
      try text([["b": ["d": State.done, "c": nil], "a": nil]] as [[String: [String: State?]?]]),
      #"[{"a":null,"b":{"c":null,"d":"done"}}]"#)
  }

  // MARK: Containers by hand

  func testEncode_whenContainersAreNested_closesEach() throws {
    let model = ByHand { encoder in
      var object = encoder.container(keyedBy: Name.self)
      var list = object.nestedUnkeyedContainer(forKey: "list")
      try list.encode(1)
      var inner = list.nestedContainer(keyedBy: Name.self)
      try inner.encodeNil(forKey: "n")
      var empty = list.nestedUnkeyedContainer()
      XCTAssertEqual(list.count, 3)
      _ = empty.nestedContainer(keyedBy: Name.self)
      var other = object.nestedContainer(keyedBy: Name.self, forKey: "object")
      try other.encode(2, forKey: "m")
      try object.encode(3, forKey: "last")
    }
    XCTAssertEqual(try text(model), #"{"list":[1,{"n":null},[{}]],"object":{"m":2},"last":3}"#)
    XCTAssertEqual(try text([model]), #"[{"list":[1,{"n":null},[{}]],"object":{"m":2},"last":3}]"#)
  }

  func testEncode_whenAPartIsWrittenFlat_isOneObject() throws {
    let model = ByHand { encoder in
      try Inner(id: 1, state: .done).encode(to: encoder)
      var object = encoder.container(keyedBy: Name.self)
      try object.encode([2], forKey: "more")
      try Inner(id: 3, state: .done).encode(to: encoder)
    }
    XCTAssertEqual(try text([model]), #"[{"id":1,"state":"done","more":[2],"id":3,"state":"done"}]"#)
  }

  func testEncode_whenSuperEncoder_writesItsKey() throws {
    let model = ByHand { encoder in
      var object = encoder.container(keyedBy: Name.self)
      try object.encode(1, forKey: "a")
      try Inner(id: 2, state: .done).encode(to: object.superEncoder())
      try 3.encode(to: object.superEncoder(forKey: "b"))
      _ = object.superEncoder(forKey: "nothing")
      var list = object.nestedUnkeyedContainer(forKey: "list")
      try 4.encode(to: list.superEncoder())
      _ = list.superEncoder()
      try list.encode(5)
    }
    XCTAssertEqual(
      try text(model), #"{"a":1,"super":{"id":2,"state":"done"},"b":3,"nothing":{},"list":[4,{},5]}"#)
  }

  // MARK: Others

  func testEncode_whenFoundationType_isReadBackEqual() throws {
    struct Model: Codable, Equatable {
      let id: UUID
      let date: Date
      let numbers: Set<Int>
      let range: Range<Int>
    }
    try assertReadBack(
      Model(id: UUID(), date: Date(timeIntervalSinceReferenceDate: 1.25), numbers: [1, 2], range: 3..<4))
  }

  func testTree_whenDeeperThanTheParserReads_throws() {
    struct Deep: Encodable {
      let level: Int
      func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        if level > 1 { try list.encode(Deep(level: level - 1)) }
      }
    }
    XCTAssertNoThrow(try JSONModelEncoder.tree(Deep(level: 128)))
    XCTAssertThrowsError(try JSONModelEncoder.tree(Deep(level: 129))) {
      XCTAssertEqual(($0 as? JSONParseError)?.reason, .tooDeep)
    }
  }

  // MARK: Support

  private func text(_ model: some Encodable) throws -> String {
    String(decoding: try JSONModelEncoder.encode(model), as: UTF8.self)
  }

  private func assertReadBack<Model: Codable & Equatable>(_ model: Model, line: UInt = #line) throws {
    let bytes = try JSONModelEncoder.encode(model)
    XCTAssertEqual(try JSONDecoder().decode(Model.self, from: Data(bytes)), model, line: line)
  }
}

private enum State: String, Codable { case inProgress = "in_progress", done }

private struct Inner: Codable, Equatable {
  let id: Int
  let state: State
}

private struct Outer: Codable, Equatable {
  let name: String
  let inner: Inner
  let list: [Inner]
  let ratio: Double
  let on: Bool
}

private struct Empty: Codable {}

/// One of every type for which KeyedEncodingContainer has an encodeIfPresent of its own, and some that take the rest.
private struct Optionals: Codable, Equatable {
  var b: Bool?
  var s: String?
  var d: Double?
  var f: Float?
  var i: Int?
  var i8: Int8?
  var i16: Int16?
  var i32: Int32?
  var i64: Int64?
  var i128: Int128?
  var u: UInt?
  var u8: UInt8?
  var u16: UInt16?
  var u32: UInt32?
  var u64: UInt64?
  var u128: UInt128?
  var state: State?
  var list: [Int]?
  var map: [String: Int]?
  var inner: Inner?
}

/// Asks for no container.
private struct Silent: Encodable {
  func encode(to encoder: any Encoder) throws {}
}

private struct Failing: Encodable {
  struct Refusal: Error {}

  func encode(to encoder: any Encoder) throws { throw Refusal() }
}

/// A model whose encode(to:) is given by the test.
private struct ByHand: Encodable {
  let write: (any Encoder) throws -> Void

  func encode(to encoder: any Encoder) throws { try write(encoder) }
}

private struct Name: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init(stringLiteral: String) { stringValue = stringLiteral }
  init?(intValue: Int) { nil }
}
