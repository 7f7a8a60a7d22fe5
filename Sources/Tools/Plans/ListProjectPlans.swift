// list_project_plans: the projects that have a plan.

import MCP
import Models
import State

enum ListProjectPlans: BudgetedTool {
  static let name = "list_project_plans"
  static let title = "List project plans"
  static let description = "The projects that have a plan, newest first."
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let status: ProjectStatus?
    let limit: Limit?
    let cursor: Cursor<CreationKey>?
  }

  struct Output: Codable, Sendable {
    let plans: [ProjectPlanSummary]
    let nextCursor: Cursor<CreationKey>?

    enum CodingKeys: String, CodingKey {
      case plans
      case nextCursor = "next_cursor"
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(reads: [.allPlans]) }

  static func read(
    _ arguments: Arguments, on state: any StateManager, within budget: AnswerBudget
  ) async throws(Failure) -> Output {
    let page = try await budget.page(arguments.limit ?? .default) { (limit) throws(Failure) in
      try await state.plans(status: arguments.status, after: arguments.cursor, limit: limit)
    }
    return Output(plans: page.elements, nextCursor: page.next)
  }
}
