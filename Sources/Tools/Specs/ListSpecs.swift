// list_specs: a project's specs, or those with some words in their names.

import MCP
import Models
import State

enum ListSpecs: BudgetedTool {
  static let name = "list_specs"
  static let title = "List a project's specs"
  static let description =
    "A project's specs by name; with query, those with its words in their names, or similar ones, best match first."
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let projectName: Name
    let status: SpecStatus?
    let query: SearchQuery?
    let limit: Limit?
    let cursor: Cursor<SpecKey>?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case status, query, limit, cursor
    }
  }

  struct Output: Codable, Sendable {
    let specs: [SpecSummary]
    let nextCursor: Cursor<SpecKey>?

    enum CodingKeys: String, CodingKey {
      case specs
      case nextCursor = "next_cursor"
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(reads: [.project(arguments.projectName)]) }

  static func read(
    _ arguments: Arguments, on state: any StateManager, within budget: AnswerBudget
  ) async throws(Failure) -> Output {
    let page = try await budget.page(arguments.limit ?? .default) { (limit) throws(Failure) in
      try await state.specs(
        of: arguments.projectName, status: arguments.status, query: arguments.query, after: arguments.cursor,
        limit: limit)
    }
    return Output(specs: page.elements, nextCursor: page.next)
  }
}
