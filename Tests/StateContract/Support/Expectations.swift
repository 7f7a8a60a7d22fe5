// Expectations: the checks of a case; the first that fails ends it.

import Models

/// A difference between docs/contract.md and a manager.
public struct Mismatch: Error, CustomStringConvertible {
  /// The difference, in words.
  public let message: String
  /// The file of the failed check.
  public let file: StaticString
  /// The line of the failed check.
  public let line: UInt

  /// The place and the difference.
  public var description: String { "\(file):\(line): \(message)" }
}

func expect(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #filePath, line: UInt = #line
) throws {
  if !condition { throw Mismatch(message: message(), file: file, line: line) }
}

func expectEqual<Value: Equatable>(
  _ actual: Value, _ expected: Value, _ what: String = "", file: StaticString = #filePath, line: UInt = #line
) throws {
  try expect(
    actual == expected, "\(what.isEmpty ? "" : what + ": ")got \(actual), expected \(expected)", file: file, line: line)
}

/// Checks that `body` fails with `code` and names `paths` in its details.
@discardableResult
func expectFailure<Value>(
  _ code: Failure.Code, _ paths: [String], file: StaticString = #filePath, line: UInt = #line,
  _ body: () async throws -> Value
) async throws -> Failure {
  do {
    let value = try await body()
    throw Mismatch(message: "got \(value), expected \(code.rawValue)", file: file, line: line)
  } catch let failure as Failure {
    try expectEqual(failure.code.rawValue, code.rawValue, failure.message, file: file, line: line)
    try expectEqual(failure.details.map(\.path), paths, "paths", file: file, line: line)
    return failure
  }
}

/// Walks a list to its end. Every page but the last is full, and each cursor is taken back as text.
func everyPage<Element, Key>(
  limit: Limit = 3, file: StaticString = #filePath, line: UInt = #line,
  _ page: (Cursor<Key>?, Limit) async throws -> Page<Element, Key>
) async throws -> [Element] {
  var elements: [Element] = []
  var cursor: Cursor<Key>?
  repeat {
    let next = try await page(cursor, limit)
    elements += next.elements
    try expect(next.elements.count <= limit.value, "\(next.elements.count) entries", file: file, line: line)
    try expect(
      next.next == nil || next.elements.count == limit.value, "a page before the last is short", file: file, line: line)
    try expect(next.next == nil || next.next != cursor, "the cursor stands still", file: file, line: line)
    cursor = try next.next.map { try takenBack($0, file: file, line: line) }
  } while cursor != nil
  return elements
}

/// A cursor as a caller hands it in: as text.
func takenBack<Key>(
  _ cursor: Cursor<Key>, file: StaticString = #filePath, line: UInt = #line
) throws -> Cursor<Key> {
  guard case .success(let text) = Cursor<Key>.check(cursor.value) else {
    throw Mismatch(message: "the list refuses its own cursor \(cursor)", file: file, line: line)
  }
  return Cursor(trusted: text)
}
