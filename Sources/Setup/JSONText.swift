// JSONText: a JSON file of somebody else's, of which single members are changed and every other byte stays.

import JSON

/// The text of a JSON file whose top is an object. Comments and commas behind the last entry, as some clients allow them,
/// stay where they are.
struct JSONText: Equatable {
  private(set) var bytes: [UInt8]

  /// The reason for which a text cannot be changed in place.
  struct Fault: Error, Equatable {
    /// Completes "the file …".
    let reason: String
  }

  /// Takes a text; an empty one for a file that is not there yet.
  ///
  /// - Throws: `Fault` for what is no JSON, and for JSON without an object at its top.
  init(_ bytes: [UInt8]) throws(Fault) {
    self.bytes = bytes.allSatisfy(\.isJSONSpace) ? Array("{}\n".utf8) : bytes
    guard case .object = try tree() else { throw Fault(reason: "has no object at its top") }
  }

  /// The value of the whole text.
  ///
  /// - Throws: `Fault` where it is no JSON.
  func tree() throws(Fault) -> JSONValue {
    do throws(JSONParseError) {
      return try JSONParser.parse(JSONLayout(bytes).strict)
    } catch {
      throw Fault(reason: "is no JSON: \(error)")
    }
  }

  /// The value at a path of names; nil where there is none.
  func value(at path: [String]) throws(Fault) -> JSONValue? {
    path.reduce(try tree()) { value, name in value?[name] }
  }

  // MARK: Changing

  /// Puts a member there, in place of one that is there; the objects on the way are made where they lack.
  mutating func set(_ value: JSONValue, at path: [String]) throws(Fault) {
    if try self.value(at: path) == value { return }
    let (object, rest) = try deepest(on: path)
    let entry = rest.dropFirst().reversed().reduce(value) { inner, name in [name: inner] }
    if rest.count == 1, let member = object.entries.first(where: { $0.name == rest[0] }) {
      replace(member.value, by: pretty(value, depth: object.depth + 1))
    } else {
      append(entry, named: rest[0], to: object)
    }
  }

  /// Takes the member away, and the objects on the way that it leaves empty, without a comment in them.
  mutating func remove(at path: [String]) throws(Fault) {
    guard try value(at: path) != nil else { return }
    let (object, rest) = try deepest(on: path)
    guard rest.count == 1, let index = object.entries.firstIndex(where: { $0.name == rest[0] }) else { return }
    remove(index, from: object)
    let parent = Array(path.dropLast())
    if !parent.isEmpty, try value(at: parent) == [:], try !hasComment(at: parent) { try remove(at: parent) }
  }

  /// Adds an element at the end of the list at the path, which is made where it lacks.
  mutating func appendElement(_ element: JSONValue, at path: [String]) throws(Fault) {
    switch try value(at: path) {
    case nil: try set([element], at: path)
    case .array: append(element, named: nil, to: try container(at: path))
    default: throw Fault(reason: "has something else than a list as \(path.joined(separator: "."))")
    }
  }

  /// Takes elements out of the list at the path, and the list with the objects on the way where it leaves them empty.
  mutating func removeElements(at path: [String], where isMeant: (JSONValue) -> Bool) throws(Fault) {
    while let elements = try value(at: path)?.arrayValue, let index = elements.firstIndex(where: isMeant) {
      if elements.count == 1 { return try remove(at: path) }
      remove(index, from: try container(at: path))
    }
  }

  // MARK: Finding

  /// The deepest object on the way to the path's last name, and the names from there on.
  private func deepest(on path: [String]) throws(Fault) -> (JSONLayout.Container, [String]) {
    var container = try container(at: [])
    var rest = path[...]
    while rest.count > 1, let member = container.entries.first(where: { $0.name == rest.first }) {
      guard let inner = JSONLayout(bytes).container(at: member.value.lowerBound, depth: container.depth + 1),
        inner.isObject
      else {
        let name = path[...rest.startIndex].joined(separator: ".")
        throw Fault(reason: "has something else than an object as \(name)")
      }
      container = inner
      rest = rest.dropFirst()
    }
    return (container, Array(rest))
  }

  /// True where a comment stands in the member at the path, which is there, or before its comma.
  private func hasComment(at path: [String]) throws(Fault) -> Bool {
    let (object, rest) = try deepest(on: path)
    guard let entry = object.entries.first(where: { $0.name == rest[0] }) else { return false }
    let range = entry.start..<(entry.comma ?? entry.value.upperBound)
    return JSONLayout(bytes).strict[range] != bytes[range]
  }

  private func container(at path: [String]) throws(Fault) -> JSONLayout.Container {
    let layout = JSONLayout(bytes)
    var container = layout.container(at: layout.start, depth: 0)
    for (depth, name) in path.enumerated() {
      let member = container?.entries.first { $0.name == name }
      container = member.flatMap { layout.container(at: $0.value.lowerBound, depth: depth + 1) }
    }
    guard let container else { throw Fault(reason: "has nothing at \(path.joined(separator: "."))") }
    return container
  }

  // MARK: Writing

  private mutating func replace(_ range: Range<Int>, by text: [UInt8]) { bytes.replaceSubrange(range, with: text) }

  /// Puts an entry behind the last one, on a line of its own, unless the container stands on one line.
  private mutating func append(_ value: JSONValue, named name: String?, to container: JSONLayout.Container) {
    let isOneLine = !container.entries.isEmpty && !bytes[container.range].contains(UInt8(ascii: "\n"))
    var entry: [UInt8] = []
    if let name { entry += JSONValue.string(name).serialized + Array(": ".utf8) }
    entry += isOneLine ? value.serialized : pretty(value, depth: container.depth + 1)
    let lineStart = isOneLine ? Array(" ".utf8) : newLine(container.depth + 1)
    guard let last = container.entries.last else {
      let inside = container.contents
      let comments = bytes[inside].drop(while: \.isJSONSpace)
      let kept = comments.isEmpty ? [] : newLine(container.depth + 1) + comments.trimmedEnd
      return replace(inside, by: kept + lineStart + entry + newLine(container.depth))
    }
    // Behind the comments that follow the last entry; its comma goes before them.
    let end = container.contents.upperBound - bytes[container.contents].reversed().prefix { $0.isJSONSpace }.count
    bytes.insert(contentsOf: lineStart + entry, at: end)
    if !container.hasFinalComma { bytes.insert(UInt8(ascii: ","), at: last.value.upperBound) }
  }

  /// Takes an entry away with its comma, and with its line where nothing else stands there.
  private mutating func remove(_ index: Int, from container: JSONLayout.Container) {
    let entry = container.entries[index]
    var range = entry.start..<(entry.comma.map { $0 + 1 } ?? entry.value.upperBound)
    let lineStart = bytes[..<range.lowerBound].lastIndex { !$0.isBlank }.map { $0 + 1 } ?? 0
    let lineEnd = bytes[range.upperBound...].firstIndex { !$0.isBlank } ?? bytes.count
    let isOwnLine = lineStart > 0 && bytes[lineStart - 1] == UInt8(ascii: "\n")
    if isOwnLine, lineEnd < bytes.count, bytes[lineEnd] == UInt8(ascii: "\n") {
      range = lineStart..<lineEnd + 1
    } else if index < container.entries.count - 1 {
      range = range.lowerBound..<lineEnd
    }
    bytes.removeSubrange(range)
    if entry.comma == nil, index > 0, let comma = container.entries[index - 1].comma { bytes.remove(at: comma) }
    if container.entries.count == 1 {
      let rest = container.range.lowerBound + 1..<container.range.upperBound - 1 - range.count
      if bytes[rest].allSatisfy(\.isJSONSpace) { bytes.removeSubrange(rest) }
    }
  }

  /// The value over several lines, its first one where it will stand.
  private func pretty(_ value: JSONValue, depth: Int) -> [UInt8] {
    let lines = value.pretty.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let unit = indentation
    return Array(
      lines.enumerated().map { number, line in
        let spaces = line.prefix { $0 == UInt8(ascii: " ") }.count
        let levels = (number == 0 ? 0 : depth) + spaces / 2
        return Array(repeatElement(unit, count: levels).joined()) + line.dropFirst(spaces)
      }.joined(separator: [UInt8(ascii: "\n")]))
  }

  private func newLine(_ depth: Int) -> [UInt8] {
    Array("\n".utf8) + Array(repeatElement(indentation, count: depth).joined())
  }

  /// The white space of one level: that before the first indented line of the text, else two spaces.
  private var indentation: [UInt8] {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let space = line.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      if !space.isEmpty && space.count < line.count { return Array(space) }
    }
    return Array("  ".utf8)
  }
}

extension UInt8 {
  /// True for white space within a line.
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }

  /// True for the white space of JSON.
  var isJSONSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

extension ArraySlice<UInt8> {
  /// Without white space at its end.
  fileprivate var trimmedEnd: [UInt8] { Array(dropLast(reversed().prefix { $0.isJSONSpace }.count)) }
}
