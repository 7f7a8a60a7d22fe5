// JSONFault: the place at which a text stops being JSON, in words for its author.

import JSON

/// The reason and the place for which a text is not JSON: `unexpected character in line 2, column 9, before "]}"`.
struct JSONFault: CustomStringConvertible {
  let description: String

  init(_ error: JSONParseError, in text: [UInt8]) {
    let before = text.prefix(error.offset)
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // Columns are what an editor counts: characters.
    let column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
    let rest = String(decoding: text.dropFirst(error.offset).prefix(80), as: UTF8.self).prefix(20)
    let shown = rest.isEmpty ? "at the end" : "before \(JSONValue.string(String(rest)).text)"
    description = "\(error.reason.text) in line \(line), column \(column), \(shown)"
  }
}
