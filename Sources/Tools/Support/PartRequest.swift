// PartRequest: the arguments by which a reader asks for a part of a long text.

import JSON
import Models

/// A part of a document: some sections, some lines, or some lines of some sections. Without any of them the whole.
struct PartRequest {
  var sections: TextList?
  var startLine: LineNumber?
  var lineCount: LineNumber?

  /// True where lines were asked for.
  var hasLines: Bool { startLine != nil || lineCount != nil }

  /// The notes on these arguments.
  static let notes = [
    "sections": "Headings or field names.", "start_line": "Gives lines from this one on.",
    "line_count": "So many lines.",
  ]
}

/// The number of a line, from 1, or of lines.
struct LineNumber: BoundedInteger {
  static let range = 1...1_000_000_000
  /// Without the upper bound, which no text reaches.
  static let schema: JSONObject = ["type": "integer", "minimum": 1]
  let value: Int
  init(trusted value: Int) { self.value = value }
}
