// SwiftLiteral: the string literals of a Swift file, each with the code before it.

/// A string literal, or several joined by `+`.
public struct SwiftLiteral: Sendable, Equatable {
  /// The text as it comes out: escapes resolved, interpolations replaced by `…`, line breaks by a space.
  public var text: String
  /// The code before it: comments left out, white space as single spaces, literals as `""`.
  public var before: String
  /// From 1.
  public var line: Int

  /// All literals of a file, in order.
  public static func all(in source: String) -> [SwiftLiteral] {
    var reader = SwiftReader(source)
    reader.readAll()
    return reader.literals
  }
}

/// Goes through Swift code, one character at a time. Knows comments and literals, nothing else.
private struct SwiftReader {
  private let source: [Character]
  private var position = 0
  private var line = 1
  /// The code since the last literal, as `before` has it.
  private var code = ""
  /// The code up to there, as far as it matters.
  private var codeBefore = ""
  private(set) var literals: [SwiftLiteral] = []

  /// The number of characters before a literal that are kept.
  private static let reach = 200

  init(_ source: String) { self.source = Array(source) }

  mutating func readAll() {
    while position < source.count {
      if starts("//") {
        while position < source.count, source[position] != "\n" { step() }
      } else if starts("/*") {
        while position < source.count, !starts("*/") { step() }
      } else if starts("#/") {
        readRegex()
      } else if let hashes = openingHashes {
        readLiteral(hashes)
      } else {
        note(source[position])
        step()
      }
    }
  }

  // MARK: Literals

  /// The number of `#` before the quote that begins a literal here; nil where none begins.
  private var openingHashes: Int? {
    let hashes = source[position...].prefix { $0 == "#" }.count
    return position + hashes < source.count && source[position + hashes] == "\"" ? hashes : nil
  }

  private mutating func readLiteral(_ hashes: Int) {
    let start = line
    let text = literal(hashes)
    if !literals.isEmpty, code.trimmed == "+" {
      literals[literals.count - 1].text = Self.tidied(literals[literals.count - 1].text + text)
    } else {
      literals.append(SwiftLiteral(text: Self.tidied(text), before: (codeBefore + code).trimmed, line: start))
      codeBefore = String((codeBefore + code).suffix(Self.reach)) + "\"\""
    }
    code = ""
  }

  /// The text of the literal that begins here.
  private mutating func literal(_ hashes: Int) -> String {
    position += hashes
    let quote = starts("\"\"\"") ? "\"\"\"" : "\""
    position += quote.count
    let (end, escape) = (quote + String(repeating: "#", count: hashes), "\\" + String(repeating: "#", count: hashes))
    var text = ""
    while position < source.count, !starts(end) {
      if starts(escape) {
        position += escape.count
        text += escaped()
      } else {
        text.append(source[position])
        step()
      }
    }
    position += end.count
    return text
  }

  /// The text of the escape whose backslash has been read.
  private mutating func escaped() -> String {
    let character = source[position]
    if character == "(" {
      skipInterpolation()
      return "…"
    }
    step()
    return switch character {
    case "n", "t", "r": " "
    case "\n": ""
    default: String(character)
    }
  }

  private mutating func skipInterpolation() {
    var depth = 0
    repeat {
      if let hashes = openingHashes {
        _ = literal(hashes)
        continue
      }
      if source[position] == "(" { depth += 1 }
      if source[position] == ")" { depth -= 1 }
      step()
    } while depth > 0 && position < source.count
  }

  private mutating func readRegex() {
    position += 2
    while position < source.count, !starts("/#") { step() }
    position += 2
  }

  // MARK: Characters

  private func starts(_ text: String) -> Bool { source[position...].starts(with: text) }

  private mutating func step() {
    if source[position] == "\n" { line += 1 }
    position += 1
  }

  private mutating func note(_ character: Character) {
    if !character.isWhitespace { code.append(character) } else if code.last != " " { code.append(" ") }
  }

  /// White space and what interpolations left, once each.
  private static func tidied(_ text: String) -> String {
    text.replacing(#/\s+/#, with: " ").replacing(#/…+/#, with: "…")
  }
}

extension StringProtocol {
  /// Without spaces at both ends.
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
