// JSONLayout: the places of members and elements in a JSON text that may have comments.

import JSON

/// Finds places in a text. What it says of a text that is no JSON means nothing.
struct JSONLayout {
  /// An object or a list in the text.
  struct Container {
    /// A member with its name, or an element without one.
    struct Entry {
      let name: String?
      /// The first byte of the name, or of the value.
      let start: Int
      let value: Range<Int>
      /// The place of the comma behind it; nil without one.
      let comma: Int?
    }

    let isObject: Bool
    /// 0 at the top.
    let depth: Int
    /// With its brackets.
    let range: Range<Int>
    let entries: [Entry]

    /// Without its brackets.
    var contents: Range<Int> { range.lowerBound + 1..<range.upperBound - 1 }
    var hasFinalComma: Bool { entries.last?.comma != nil }
  }

  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The place of the value of the whole text.
  var start: Int { afterSpace(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0) }

  // MARK: Strict JSON

  /// The text as strict JSON: comments are white space, and commas behind the last entry are gone.
  var strict: [UInt8] {
    var result = bytes
    var position = 0
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      for index in 0..<3 { result[index] = 0x20 }
      position = 3
    }
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position = afterString(position)
      } else if let end = afterComment(position) {
        for index in position..<end where !bytes[index].isJSONSpace { result[index] = 0x20 }
        position = end
      } else {
        if byte == UInt8(ascii: ","), isClosing(afterSpace(position + 1)), !isOpening(before: position) {
          result[position] = 0x20
        }
        position += 1
      }
    }
    return result
  }

  private func isClosing(_ position: Int) -> Bool {
    position < bytes.count && (bytes[position] == UInt8(ascii: "}") || bytes[position] == UInt8(ascii: "]"))
  }

  /// True where nothing but white space stands between a bracket that opens, or another comma, and the position.
  private func isOpening(before position: Int) -> Bool {
    guard let index = bytes[..<position].lastIndex(where: { !$0.isJSONSpace }) else { return true }
    return [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ",")].contains(bytes[index])
  }

  // MARK: Containers

  /// The object or list that begins at the position; nil for another value.
  func container(at position: Int, depth: Int) -> Container? {
    guard position < bytes.count else { return nil }
    let isObject = bytes[position] == UInt8(ascii: "{")
    guard isObject || bytes[position] == UInt8(ascii: "[") else { return nil }
    var entries: [Container.Entry] = []
    var next = afterSpace(position + 1)
    while next < bytes.count, !isClosing(next) {
      let start = next
      var name: String?
      if isObject {
        let end = afterString(next)
        name = (try? JSONParser.parse(Array(bytes[next..<end])))?.stringValue
        next = afterSpace(afterSpace(end) + 1)
      }
      let value = next..<afterValue(next)
      next = afterSpace(value.upperBound)
      let hasComma = next < bytes.count && bytes[next] == UInt8(ascii: ",")
      entries.append(.init(name: name, start: start, value: value, comma: hasComma ? next : nil))
      if hasComma { next = afterSpace(next + 1) }
    }
    return Container(isObject: isObject, depth: depth, range: position..<min(next + 1, bytes.count), entries: entries)
  }

  private func afterValue(_ position: Int) -> Int {
    guard position < bytes.count else { return position }
    switch bytes[position] {
    case UInt8(ascii: "\""): return afterString(position)
    case UInt8(ascii: "{"), UInt8(ascii: "["): return afterBrackets(position)
    default:
      let ends: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "/")]
      return bytes[position...].firstIndex { ends.contains($0) || $0.isJSONSpace } ?? bytes.count
    }
  }

  private func afterBrackets(_ position: Int) -> Int {
    var (next, depth) = (position, 0)
    while next < bytes.count {
      switch bytes[next] {
      case UInt8(ascii: "\""):
        next = afterString(next)
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return next + 1 }
      default:
        if let end = afterComment(next) {
          next = end
          continue
        }
      }
      next += 1
    }
    return next
  }

  private func afterString(_ position: Int) -> Int {
    var next = position + 1
    while next < bytes.count, bytes[next] != UInt8(ascii: "\"") { next += bytes[next] == UInt8(ascii: "\\") ? 2 : 1 }
    return min(next + 1, bytes.count)
  }

  /// The first byte behind white space and comments.
  private func afterSpace(_ position: Int) -> Int {
    var next = position
    while next < bytes.count {
      if bytes[next].isJSONSpace {
        next += 1
      } else if let end = afterComment(next) {
        next = end
      } else {
        return next
      }
    }
    return next
  }

  /// The end of the comment that begins there; nil where none does, or it does not end.
  private func afterComment(_ position: Int) -> Int? {
    guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "/") else { return nil }
    if bytes[position + 1] == UInt8(ascii: "/") {
      return bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    }
    guard bytes[position + 1] == UInt8(ascii: "*") else { return nil }
    var next = position + 2
    while next + 1 < bytes.count {
      if bytes[next] == UInt8(ascii: "*") && bytes[next + 1] == UInt8(ascii: "/") { return next + 2 }
      next += 1
    }
    return nil
  }
}
