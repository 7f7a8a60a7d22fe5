// store_roadmap: a project's roadmap, whole.

import Documents
import MCP
import Models
import State

enum StoreRoadmap: StateTool {
  static let name = "store_roadmap"
  static let title = "Store a roadmap"
  static let description = "Store a project's roadmap, replacing an earlier one: all its fields, or markdown."
  static let effect = Effect.updates(idempotent: true)

  struct Arguments: DocumentArguments {
    let projectName: Name
    let roadmapTitle: Name?
    let fields: RoadmapFields
    let roadmapStatus: RoadmapStatus?
    let markdown: MarkdownSource?
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case roadmapTitle = "roadmap_title"
      case roadmapStatus = "roadmap_status"
      case markdown
      case idempotencyKey = "idempotency_key"
    }

    // The fields stand among the other arguments.
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      projectName = try container.decode(Name.self, forKey: .projectName)
      roadmapTitle = try container.decodeIfPresent(Name.self, forKey: .roadmapTitle)
      fields = try RoadmapFields(from: decoder)
      roadmapStatus = try container.decodeIfPresent(RoadmapStatus.self, forKey: .roadmapStatus)
      markdown = try container.decodeIfPresent(MarkdownSource.self, forKey: .markdown)
      idempotencyKey = try container.decodeIfPresent(IdempotencyKey.self, forKey: .idempotencyKey)
    }

    static let ownNotes = ["roadmap_status": "Default draft."]
    static let required: [String]? = ["project_name"]
    static let form = FieldDocument.roadmap.form
  }

  static func footprint(of arguments: Arguments) -> Footprint {
    Footprint(writes: [.roadmap(of: arguments.projectName)])
  }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Noted<RoadmapReceipt> {
    let draft = RoadmapDraft(
      projectName: arguments.projectName, roadmapTitle: arguments.roadmapTitle, fields: arguments.fields,
      roadmapStatus: arguments.roadmapStatus ?? .draft)
    return Noted(try await state.storeRoadmap(draft, once: call), arguments)
  }
}
