// SchemaAgreementTests: every tool reads the arguments that its input schema takes, and refuses the others.
//
// Rules on lengths and blanks, the forms of ids and cursors, and rules between arguments are beyond the schemas; the
// values here obey them.

import JSON
import MCP
import Models
import TestSupport
import XCTest

final class SchemaAgreementTests: XCTestCase {
  private func assertTaken(
    _ shape: ArgumentShape, _ arguments: JSONObject, file: StaticString = #filePath, line: UInt = #line
  ) async throws {
    let told = "\(shape.tool.name) \(JSONValue.object(arguments).text)"
    XCTAssertEqual(shape.faults(of: arguments), [], told, file: file, line: line)
    let violations = try await shape.violations(arguments)
    XCTAssertEqual(violations, [], told, file: file, line: line)
  }

  /// Expects the schema to refuse the arguments and the call to tell of exactly one violation: its path, problem, and
  /// what came.
  private func assertRefused(
    _ shape: ArgumentShape, _ arguments: JSONObject, _ path: String, _ problem: String, got: String,
    file: StaticString = #filePath, line: UInt = #line
  ) async throws {
    let told = "\(shape.tool.name) \(JSONValue.object(arguments).text)"
    XCTAssertEqual(shape.faults(of: arguments), [ArgumentShape.head(path)], told, file: file, line: line)
    let violations = try await shape.violations(arguments)
    let found = violations.map { "\($0.path): \($0.problem); got \($0.got)" }
    XCTAssertEqual(found, ["\(path): \(problem); got \(got)"], told, file: file, line: line)
    XCTAssertFalse(violations.contains { $0.allowed.isEmpty }, told, file: file, line: line)
  }

  // MARK: Taken

  func testArguments_whenOnlyTheNeeded_areTaken() async throws {
    for shape in try ArgumentShape.all() { try await assertTaken(shape, shape.object(shape.needed)) }
  }

  func testArguments_whenAll_areTaken() async throws {
    for shape in try ArgumentShape.all() { try await assertTaken(shape, shape.object(shape.names)) }
  }

  func testArguments_whenOneOptionalIsThere_areTaken() async throws {
    for shape in try ArgumentShape.all() {
      for name in shape.optional { try await assertTaken(shape, shape.object(shape.needed + [name])) }
    }
  }

  func testArguments_whenOneHasEachOfItsGoodValues_areTaken() async throws {
    for shape in try ArgumentShape.all() {
      for name in shape.names {
        var arguments = shape.object(shape.needed)
        for value in shape.good(name, beside: shape.needed) {
          arguments[name] = value
          try await assertTaken(shape, arguments)
        }
      }
    }
  }

  // MARK: Refused

  func testArguments_whenARequiredOneIsMissing_areRefused() async throws {
    for shape in try ArgumentShape.all() {
      for name in shape.required {
        var arguments = shape.object(shape.names)
        arguments[name] = nil
        try await assertRefused(shape, arguments, name, "missing", got: "nothing")
      }
    }
  }

  func testArguments_whenOneIsWrong_areRefusedForThat() async throws {
    for shape in try ArgumentShape.all() {
      for name in shape.names {
        for wrong in shape.wrong(name) where wrong.value != .null {
          var arguments = shape.object(shape.needed)
          arguments[name] = wrong.value
          let got = (wrong.got ?? wrong.value).abbreviated
          try await assertRefused(shape, arguments, name + wrong.part, wrong.problem, got: got)
        }
      }
    }
  }

  func testArguments_whenARequiredOneIsNull_areRefused() async throws {
    for shape in try ArgumentShape.all() {
      for name in shape.required {
        var arguments = shape.object(shape.names)
        arguments[name] = .null
        try await assertRefused(shape, arguments, name, "missing", got: "null")
      }
    }
  }

  func testArguments_whenOneIsUnknown_areRefused() async throws {
    for shape in try ArgumentShape.all() {
      var arguments = shape.object(shape.needed)
      arguments["zzz"] = 1
      try await assertRefused(shape, arguments, "zzz", "unknown argument", got: #""zzz""#)
    }
  }

  func testArguments_whenAllAreWrong_areNamedInOneReplyInTheirOrder() async throws {
    for shape in try ArgumentShape.all() where !shape.needsDocument {
      var arguments = JSONObject()
      for name in ["zzz"] + shape.names { arguments[name] = true }
      let violations = try await shape.violations(arguments)
      XCTAssertEqual(violations.map(\.path), shape.names + ["zzz"], shape.tool.name)
      XCTAssertEqual(shape.faults(of: arguments), (shape.names + ["zzz"]).sorted(), shape.tool.name)
    }
  }

  func testArguments_whenThereAreNone_nameAllThatIsRequired() async throws {
    for shape in try ArgumentShape.all() {
      guard let missed = shape.missed else { continue }
      let paths = try await shape.violations([:]).map(\.path)
      XCTAssertEqual(paths, missed, shape.tool.name)
    }
  }

  // MARK: Taken although the schema refuses it

  func testInteger_whenWrittenAsText_isTaken() async throws {
    for shape in try ArgumentShape.all() {
      for name in shape.names where shape.schema(of: name)["type"] == "integer" {
        var arguments = shape.object(shape.needed)
        arguments[name] = .string(shape.good(name, beside: [])[0].text)
        XCTAssertEqual(shape.faults(of: arguments), [name])
        let violations = try await shape.violations(arguments)
        XCTAssertEqual(violations, [], "\(shape.tool.name) \(name)")
      }
    }
  }

  func testOptional_whenNull_countsAsLeftOut() async throws {
    for shape in try ArgumentShape.all() {
      var arguments = shape.object(shape.needed)
      for name in shape.optional { arguments[name] = .null }
      XCTAssertEqual(shape.faults(of: arguments), shape.optional.sorted())
      let violations = try await shape.violations(arguments)
      XCTAssertEqual(violations, [], shape.tool.name)
    }
  }

  // MARK: Random

  func testArguments_whenRandom_areAtFaultWhereTheSchemaSaysSo() async throws {
    let seed = UInt64.random(in: 1...999_999_999)
    var generator = SplitMix64(seed: seed)
    for shape in try ArgumentShape.all() {
      for _ in 1...100 {
        let arguments = random(shape, &generator)
        let violations = try await shape.violations(arguments)
        let paths = Set(violations.map { ArgumentShape.head($0.path) }).sorted()
        let told = "seed \(seed): \(shape.tool.name) \(JSONValue.object(arguments).text)"
        XCTAssertEqual(paths, shape.faults(of: arguments), told)
      }
    }
  }

  /// Some of the arguments in any order, one in four of them wrong, sometimes an unknown one.
  private func random(_ shape: ArgumentShape, _ generator: inout SplitMix64) -> JSONObject {
    // An argument that a rule requires, not the schema, stays and is never null.
    let ruled = Set(shape.needed).subtracting(shape.required)
    let kept = shape.names.filter { ruled.contains($0) || Int.random(in: 0..<5, using: &generator) > 0 }
    var arguments = JSONObject()
    for name in kept.shuffled(using: &generator) {
      let wrong = shape.wrong(name).filter { $0.value != .null || !ruled.contains(name) }
      let isWrong = Int.random(in: 0..<4, using: &generator) == 0
      arguments[name] =
        isWrong && !wrong.isEmpty
        ? wrong.randomElement(using: &generator)!.value
        : shape.good(name, beside: kept).randomElement(using: &generator)!
    }
    if Int.random(in: 0..<4, using: &generator) == 0 { arguments["zzz"] = [:] }
    return arguments
  }
}
