// get_spec: a spec as a document, whole or in parts.

import Documents
import JSON
import MCP
import Models
import State

enum GetSpec: StateTool {
  static let name = "get_spec"
  static let title = "Get a technical spec"
  static let description = """
    A spec, as Markdown and as fields. Name it by project_name and spec_name, or by the loop_id linked to it. A long one \
    comes as its outline with its first lines: go on with start_line, or ask for sections. version gives an earlier version.
    """
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let projectName: Name?
    let specName: SpecName?
    let loopID: LoopID?
    let version: VersionNumber?
    let sections: TextList?
    let startLine: LineNumber?
    let lineCount: LineNumber?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case specName = "spec_name"
      case loopID = "loop_id"
      case version, sections
      case startLine = "start_line"
      case lineCount = "line_count"
    }

    static let ownNotes = PartRequest.notes

    static func violations(in arguments: JSONObject) -> [Violation] { referenceViolations(in: arguments) }

    var part: PartRequest { PartRequest(sections: sections, startLine: startLine, lineCount: lineCount) }
    var reference: SpecReference { SpecReference(project: projectName, spec: specName, loop: loopID) }
  }

  static func footprint(of arguments: Arguments) -> Footprint { .reading(arguments.reference) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Spec {
    try await state.spec(arguments.reference, version: arguments.version)
  }

  static func answer(_ spec: Spec, to arguments: Arguments, within budget: AnswerBudget) throws -> Answer {
    try DocumentAnswer(form: SpecDocument.form, request: arguments.part, budget: budget)
      .make(spec, markdown: SpecDocument(spec).markdown)
  }
}
