// store_project_plan: a project's plan, whole.

import Documents
import JSON
import MCP
import Models
import State

enum StoreProjectPlan: StateTool {
  static let name = "store_project_plan"
  static let title = "Store a project plan"
  static let description = "Store a project's plan, replacing an earlier one: all its fields, or markdown."
  static let effect = Effect.updates(idempotent: true)

  struct Arguments: DocumentArguments {
    let projectName: Name
    let fields: ProjectPlanFields
    let projectStatus: ProjectStatus?
    let markdown: MarkdownSource?
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case projectStatus = "project_status"
      case markdown
      case idempotencyKey = "idempotency_key"
    }

    // The fields stand among the other arguments.
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      projectName = try container.decode(Name.self, forKey: .projectName)
      fields = try ProjectPlanFields(from: decoder)
      projectStatus = try container.decodeIfPresent(ProjectStatus.self, forKey: .projectStatus)
      markdown = try container.decodeIfPresent(MarkdownSource.self, forKey: .markdown)
      idempotencyKey = try container.decodeIfPresent(IdempotencyKey.self, forKey: .idempotencyKey)
    }

    static let ownNotes = ["project_status": "Default draft."]
    static let required: [String]? = ["project_name"]
    static let form = FieldDocument.projectPlan.form

    /// A document that is titled as another project's is not stored under this one's name.
    static func contradictions(_ document: JSONObject, to arguments: JSONObject) -> [Violation] {
      guard let titled = document["project_name"]?.stringValue, let stored = arguments["project_name"]?.stringValue,
        case .success(let name) = Name.check(stored)
      else { return [] }
      if case .success(name) = Name.check(titled) { return [] }
      return [
        Violation(
          path: "markdown", problem: "titled as another project's plan", allowed: "a title with \(name)",
          got: JSONValue.string(titled).abbreviated)
      ]
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(writes: [.plan(of: arguments.projectName)]) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Noted<ProjectPlanReceipt> {
    let draft = ProjectPlanDraft(
      projectName: arguments.projectName, fields: arguments.fields,
      projectStatus: arguments.projectStatus ?? .draft)
    return Noted(try await state.storePlan(draft, once: call), arguments)
  }
}
