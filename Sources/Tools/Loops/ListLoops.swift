// list_loops: a project's loops.

import MCP
import Models
import State

enum ListLoops: BudgetedTool {
  static let name = "list_loops"
  static let title = "List a project's loops"
  static let description = "All loops of a project, newest first."
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let projectName: Name
    let status: LoopStatus?
    let limit: Limit?
    let cursor: Cursor<CreationKey>?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case status, limit, cursor
    }
  }

  struct Output: Codable, Sendable {
    let loops: [Loop]
    let nextCursor: Cursor<CreationKey>?

    enum CodingKeys: String, CodingKey {
      case loops
      case nextCursor = "next_cursor"
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(reads: [.project(arguments.projectName)]) }

  static func read(
    _ arguments: Arguments, on state: any StateManager, within budget: AnswerBudget
  ) async throws(Failure) -> Output {
    let page = try await budget.page(arguments.limit ?? .default) { (limit) throws(Failure) in
      try await state.loops(
        of: arguments.projectName, status: arguments.status, after: arguments.cursor, limit: limit)
    }
    return Output(loops: page.elements, nextCursor: page.next)
  }
}
