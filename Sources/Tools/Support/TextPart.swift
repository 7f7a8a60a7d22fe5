// TextPart: some lines of a long text, as answers have them.

import Documents
import JSON
import Models

/// Some lines, and the place at which the text goes on.
struct TextPart: Codable, Sendable {
  /// The most Unicode scalars of a text that is given whole, and of the lines that a caller asks for.
  static let longestWhole = 40_000
  /// The most Unicode scalars of the part that is given of a longer text where nobody asked for lines.
  static let firstPart = 20_000

  let startLine: Int
  let lineCount: Int
  let totalLines: Int
  /// The line to go on with; nil at the end.
  let nextStartLine: Int?
  let text: String

  enum CodingKeys: String, CodingKey {
    case startLine = "start_line"
    case lineCount = "line_count"
    case totalLines = "total_lines"
    case nextStartLine = "next_start_line"
    case text
  }

  /// The lines that were asked for, as far as they fit.
  ///
  /// - Parameter room: the most bytes of the text as JSON.
  /// - Throws: `invalid_input` where the text has fewer lines.
  init(_ lines: TextLines, _ request: PartRequest, room: Int) throws(Failure) {
    let first = request.startLine?.value ?? 1
    guard first <= lines.count else {
      throw Failure.invalidArguments([
        Violation(path: "start_line", problem: "behind the end", allowed: "1 to \(lines.count)", got: "\(first)")
      ])
    }
    let part = lines.part(
      from: first, atMost: request.lineCount?.value ?? .max,
      characters: request.hasLines ? Self.longestWhole : Self.firstPart, encodedBytes: room)
    (startLine, lineCount, totalLines, text) = (first, part.lines, lines.count, part.text)
    nextStartLine = first + part.lines <= lines.count ? first + part.lines : nil
  }

  /// True for a text that is given whole.
  static func isWhole(_ text: String) -> Bool {
    text.utf8.count <= longestWhole || text.unicodeScalars.count <= longestWhole
  }

  /// A sentence for a reader about the lines and how to go on.
  var note: String {
    let lines = "Lines \(startLine)–\(startLine + lineCount - 1) of \(totalLines)."
    return nextStartLine.map { "\(lines) Go on with start_line \($0)." } ?? lines
  }
}
