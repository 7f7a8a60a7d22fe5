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
    A spec, as Markdown and as fields. Name it by project_name and spec_name, or by the loop_id linked to it. sections \
    limits a long spec to the fields and additional sections that you name; version gives an earlier version.
    """
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let projectName: Name?
    let specName: SpecName?
    let loopID: LoopID?
    let version: VersionNumber?
    let sections: TextList?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case specName = "spec_name"
      case loopID = "loop_id"
      case version, sections
    }

    static let ownNotes = ["sections": "Such as architecture, or an additional section's name."]

    static func violations(in arguments: JSONObject) -> [Violation] { referenceViolations(in: arguments) }

    var reference: SpecReference { SpecReference(project: projectName, spec: specName, loop: loopID) }
  }

  static func footprint(of arguments: Arguments) -> Footprint { .reading(arguments.reference) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Spec {
    let spec = try await state.spec(arguments.reference, version: arguments.version)
    let violations = arguments.sections.map { SpecSections($0.values).violations(against: spec) } ?? []
    guard violations.isEmpty else { throw Failure.invalidArguments(violations) }
    return spec
  }

  static func answer(_ spec: Spec, to arguments: Arguments) throws -> Answer {
    let sections = arguments.sections.map { SpecSections($0.values) }
    let text = SpecDocument(spec, only: sections).markdown
    guard let sections else {
      return Answer(json: try JSONModelEncoder.encode(spec), text: Array(text.utf8))
    }
    let json = sections.select(from: try JSONModelEncoder.tree(spec))
    return Answer(json: json.serialized, text: Array(text.utf8))
  }
}
