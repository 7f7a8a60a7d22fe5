// list_projects: the projects there are.

import MCP
import Models
import State

enum ListProjects: BudgetedTool {
  static let name = "list_projects"
  static let title = "List projects"
  static let description =
    "The projects, latest change first, each with its statuses and counts; with query, those with its words in their names."
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let query: SearchQuery?
    let limit: Limit?
    let cursor: Cursor<ChangeKey>?
  }

  struct Output: Codable, Sendable {
    let projects: [ProjectOverview]
    let nextCursor: Cursor<ChangeKey>?

    enum CodingKeys: String, CodingKey {
      case projects
      case nextCursor = "next_cursor"
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(reads: [.everything]) }

  static func read(
    _ arguments: Arguments, on state: any StateManager, within budget: AnswerBudget
  ) async throws(Failure) -> Output {
    let page = try await budget.page(arguments.limit ?? .default) { (limit) throws(Failure) in
      try await state.projects(matching: arguments.query, after: arguments.cursor, limit: limit)
    }
    return Output(projects: page.elements, nextCursor: page.next)
  }
}
