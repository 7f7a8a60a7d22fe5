// store_project_plan: a project's plan, whole or in part; every version is kept.

import Documents
import JSON
import MCP
import Models
import State

enum StoreProjectPlan: StateTool {
  static let name = "store_project_plan"
  static let title = "Store a project plan"
  static let description = "Store a project's plan, whole or in part, as update_spec does."
  // A blind repeat would take back, as one more version, what another caller changed in between.
  static let effect = Effect.updates

  static func footprint(of arguments: StoreDocumentArguments<ProjectPlanKind>) -> Footprint {
    Footprint(writes: [.plan(of: arguments.projectName), .beginning(of: arguments.projectName)])
  }

  static func run(
    _ arguments: StoreDocumentArguments<ProjectPlanKind>, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Noted<ProjectPlanReceipt> {
    let written = try await state.storePlan(
      arguments.changes, of: arguments.projectName, expecting: arguments.expectedVersion, once: call)
    return Noted(written, arguments)
  }
}

extension ProjectPlanKind: StorableDocumentKind {
  static var form: DocumentForm { FieldDocument.projectPlan.form }

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
