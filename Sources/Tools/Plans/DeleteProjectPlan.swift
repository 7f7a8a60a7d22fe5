// delete_project_plan: takes a project's plan away for good.

import MCP
import Models
import State

enum DeleteProjectPlan: StateTool {
  static let name = "delete_project_plan"
  static let title = "Delete a project plan"
  static let description = "Delete a project's plan with its versions, for good. Its roadmap, specs and loops stay."
  static let effect = Effect.deletes

  static func footprint(of arguments: ProjectWriteArguments) -> Footprint {
    Footprint(writes: [.plan(of: arguments.projectName)])
  }

  static func run(
    _ arguments: ProjectWriteArguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Deletion> {
    try await state.deletePlan(of: arguments.projectName, once: call)
  }
}
