// store_roadmap: a project's roadmap, whole or in part; every version is kept.

import Documents
import JSON
import MCP
import Models
import State

enum StoreRoadmap: StateTool {
  static let name = "store_roadmap"
  static let title = "Store a roadmap"
  static let description = "Store a project's roadmap: the first with all fields, later in part, as update_spec does."
  // A blind repeat would take back, as one more version, what another caller changed in between.
  static let effect = Effect.updates

  static func footprint(of arguments: StoreDocumentArguments<RoadmapKind>) -> Footprint {
    Footprint(writes: [.roadmap(of: arguments.projectName), .beginning(of: arguments.projectName)])
  }

  static func run(
    _ arguments: StoreDocumentArguments<RoadmapKind>, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Noted<RoadmapReceipt> {
    do {
      let written = try await state.storeRoadmap(
        arguments.changes, of: arguments.projectName, expecting: arguments.expectedVersion, once: call)
      return Noted(written, arguments)
    } catch {
      throw arguments.rephrase(error)
    }
  }
}

extension RoadmapKind: StorableDocumentKind {
  static var form: DocumentForm { FieldDocument.roadmap.form }

  /// A roadmap's title names no project.
  static func contradictions(_ document: JSONObject, to arguments: JSONObject) -> [Violation] { [] }
}
