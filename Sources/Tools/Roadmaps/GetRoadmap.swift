// get_roadmap: a project's roadmap as a document, with its specs.

import Documents
import MCP
import Models
import State

enum GetRoadmap: StateTool {
  static let name = "get_roadmap"
  static let title = "Get a roadmap"
  static let description = "A project's roadmap, as Markdown and as fields, with the first 100 specs of the project."
  static let effect = Effect.reads

  /// The roadmap's fields, and the specs beside them.
  struct Output: Codable, Sendable {
    let roadmap: Roadmap
    let specs: [SpecSummary]

    enum CodingKeys: String, CodingKey {
      case specs
    }

    init(roadmap: Roadmap, specs: [SpecSummary]) {
      self.roadmap = roadmap
      self.specs = specs
    }

    init(from decoder: any Decoder) throws {
      roadmap = try Roadmap(from: decoder)
      specs = try decoder.container(keyedBy: CodingKeys.self).decode([SpecSummary].self, forKey: .specs)
    }

    func encode(to encoder: any Encoder) throws {
      try roadmap.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(specs, forKey: .specs)
    }
  }

  static func footprint(of arguments: ProjectDocumentArguments) -> Footprint {
    Footprint(reads: [.project(arguments.projectName)])
  }

  static func run(
    _ arguments: ProjectDocumentArguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Output {
    let roadmap = try await state.roadmap(of: arguments.projectName, version: arguments.version)
    let specs = try await state.specs(
      of: arguments.projectName, status: nil, query: nil, after: nil, limit: Limit(trusted: Limit.range.upperBound))
    return Output(roadmap: roadmap, specs: specs.elements)
  }

  static func answer(
    _ output: Output, to arguments: ProjectDocumentArguments, within budget: AnswerBudget
  ) throws -> Answer {
    let specs = output.specs.map { "- \($0.specName) (\($0.specStatus.rawValue), version \($0.version))" }
    return try DocumentAnswer(form: FieldDocument.roadmap.form, request: arguments.part, budget: budget)
      .make(output, markdown: output.roadmap.markdown(specs: specs))
  }
}
