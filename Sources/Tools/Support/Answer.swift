// Answer: the result of a call, in the two forms that a client may read.

import JSON
import MCP
import Models

/// A successful answer: structured content, and the same as text.
struct Answer {
  /// A JSON object that matches the tool's output schema.
  let json: [UInt8]
  /// The text block; the JSON itself unless a tool has a better one for reading.
  let text: [UInt8]

  init(json: [UInt8], text: [UInt8]) {
    self.json = json
    self.text = text
  }

  init(_ model: some Encodable, text: String) throws {
    json = try JSONModelEncoder.encode(model)
    self.text = Array(text.utf8)
  }

  init(_ model: some Encodable) throws {
    json = try JSONModelEncoder.encode(model)
    text = json
  }
}

extension ToolResult {
  init(_ answer: Answer) { self.init(text: answer.text, structuredContent: answer.json) }

  /// A failed call: the text names every violation; `_meta` mirrors it for programs; docs/contract.md, "Errors".
  init(_ failure: Failure) {
    let lines = failure.details.map { "- \($0.path): \($0.problem); got \($0.got); allowed: \($0.allowed)" }
    let text = (["\(failure.code.rawValue): \(failure.message)"] + lines).joined(separator: "\n")
    // A failure is strings alone: nothing in it that JSON could not write.
    let json = try! JSONModelEncoder.encode(failure)
    self.init(text: Array(text.utf8), isError: true, meta: Array("\"respec/error\":".utf8) + json)
  }
}
