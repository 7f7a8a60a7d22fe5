// list_spec_versions: a spec's versions with the names of the fields that each changed.

import MCP
import Models
import State

enum ListSpecVersions: BudgetedTool {
  static let name = "list_spec_versions"
  static let title = "List a spec's versions"
  static let description = "A spec's versions, newest first, each with the fields that it changed."
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let projectName: Name
    let specName: SpecName
    let limit: Limit?
    let cursor: Cursor<DescendingKey>?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case specName = "spec_name"
      case limit, cursor
    }
  }

  struct Output: Codable, Sendable {
    let versions: [SpecVersion]
    let nextCursor: Cursor<DescendingKey>?

    enum CodingKeys: String, CodingKey {
      case versions
      case nextCursor = "next_cursor"
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint {
    Footprint(reads: [.spec(arguments.specName, in: arguments.projectName)])
  }

  static func read(
    _ arguments: Arguments, on state: any StateManager, within budget: AnswerBudget
  ) async throws(Failure) -> Output {
    let page = try await budget.page(arguments.limit ?? .default) { (limit) throws(Failure) in
      try await state.specVersions(
        of: arguments.projectName, spec: arguments.specName, after: arguments.cursor, limit: limit)
    }
    return Output(versions: page.elements, nextCursor: page.next)
  }
}
