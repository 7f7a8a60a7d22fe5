// get_project_plan: a project's plan as a document.

import Documents
import MCP
import Models
import State

enum GetProjectPlan: StateTool {
  static let name = "get_project_plan"
  static let title = "Get a project plan"
  static let description = "A project's plan, as Markdown and as fields."
  static let effect = Effect.reads

  static func footprint(of arguments: ProjectDocumentArguments) -> Footprint {
    Footprint(reads: [.plan(of: arguments.projectName)])
  }

  static func run(
    _ arguments: ProjectDocumentArguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> ProjectPlan {
    try await state.plan(of: arguments.projectName, version: arguments.version)
  }

  static func answer(
    _ plan: ProjectPlan, to arguments: ProjectDocumentArguments, within budget: AnswerBudget
  ) throws -> Answer {
    try DocumentAnswer(form: FieldDocument.projectPlan.form, request: arguments.part, budget: budget)
      .make(plan, markdown: plan.markdown())
  }
}
