// Reading values and models in tests: what came out, or every violation.

import JSON
import Models
import XCTest

/// The violations of reading `json` as a `type`; empty when it is taken.
func violations<Model: Decodable>(of type: Model.Type, _ json: JSONValue) -> [Violation] {
  do {
    _ = try ModelDecoder.decode(type, from: json)
    return []
  } catch {
    return error.violations
  }
}

/// The value of `json`, which must be taken.
func value<Model: Decodable>(
  of type: Model.Type, _ json: JSONValue, file: StaticString = #filePath, line: UInt = #line
) throws -> Model {
  do {
    return try ModelDecoder.decode(type, from: json)
  } catch {
    XCTFail("\(json.abbreviated) is refused: \(error.violations)", file: file, line: line)
    throw error
  }
}

/// Checks that `json` is refused with one violation at the value itself.
func assertRefused<Model: Decodable>(
  _ type: Model.Type, _ json: JSONValue, _ problem: String, allowed: String, got: String,
  file: StaticString = #filePath, line: UInt = #line
) {
  XCTAssertEqual(
    violations(of: type, json), [Violation(path: "", problem: problem, allowed: allowed, got: got)], file: file,
    line: line)
}

/// The tree of JSON text.
func json(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

/// The scalars of a text, for texts that look alike.
func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

extension StringValue {
  /// A value that obeys its rule; for literals in tests.
  init(checked string: String) {
    guard case .success(let value) = Self.check(string) else { preconditionFailure("\(Self.self): \(string)") }
    self.init(trusted: value)
  }
}
