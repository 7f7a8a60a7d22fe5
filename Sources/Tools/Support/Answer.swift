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
  init(_ failure: Failure, within budget: AnswerBudget) {
    let failure = failure.fitting(budget)
    // A failure is strings alone: nothing in it that JSON could not write.
    let json = try! JSONModelEncoder.encode(failure)
    self.init(
      text: Array(failure.text.utf8), isError: true, failure: failure.code.rawValue,
      meta: Array("\"respec/error\":".utf8) + json)
  }
}

extension Failure {
  /// The same, with as many details as fit and the number of the others; strings of callers are short in it.
  fileprivate func fitting(_ budget: AnswerBudget) -> Failure {
    var (kept, used) = (0, message.utf8.count)
    for detail in details {
      used += [detail.path, detail.problem, detail.allowed, detail.got].reduce(64) { $0 + $1.utf8.count }
      if used > budget.bytes / 8 { break }
      kept += 1
    }
    guard kept < details.count else { return self }
    let rest = Violation(
      path: "", problem: "\(details.count - kept) more faults", allowed: "none", got: "\(details.count) faults")
    return Failure(code, message.cut(to: budget.bytes / 8), details: details.prefix(kept) + [rest])
  }

  /// The failure for a reader: violations that differ in their paths alone share a line.
  var text: String {
    var kinds: [[String]] = []
    var paths: [[String]: [String]] = [:]
    for violation in details {
      let kind = [violation.problem, violation.got, violation.allowed]
      if paths[kind] == nil { kinds.append(kind) }
      paths[kind, default: []].append(violation.path)
    }
    let lines = kinds.map { Self.line(for: paths[$0, default: []], problem: $0[0], got: $0[1], allowed: $0[2]) }
    return (["\(code.rawValue): \(message)"] + lines).joined(separator: "\n")
  }

  private static func line(for paths: [String], problem: String, got: String, allowed: String) -> String {
    let names = paths.joined(separator: ", ")
    if paths.count > 1 && problem == "missing" {
      return "- \(paths.count) arguments are missing: \(names); allowed for each: \(allowed)"
    }
    return "- \(names): \(problem); got \(got); allowed: \(allowed)"
  }
}
