// list_changes: who changed what, and when.

import MCP
import Models
import State

enum ListChanges: BudgetedTool {
  static let name = "list_changes"
  static let title = "List changes"
  static let description =
    "Who changed what and when, newest first, deletions too: of a project, of one loop or spec, or of everything."
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let projectName: Name?
    let subject: Name?
    let limit: Limit?
    let cursor: Cursor<DescendingKey>?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case subject, limit, cursor
    }

    static let ownNotes = ["subject": "A loop's id or a spec's name."]
  }

  struct Output: Codable, Sendable {
    let changes: [RecordedChange]
    let nextCursor: Cursor<DescendingKey>?

    enum CodingKeys: String, CodingKey {
      case changes
      case nextCursor = "next_cursor"
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint {
    Footprint(reads: [arguments.projectName.map { .project($0) } ?? []])
  }

  static func read(
    _ arguments: Arguments, on state: any StateManager, within budget: AnswerBudget
  ) async throws(Failure) -> Output {
    let page = try await budget.page(arguments.limit ?? .default) { (limit) throws(Failure) in
      try await state.changes(
        of: arguments.projectName, subject: arguments.subject, after: arguments.cursor, limit: limit)
    }
    return Output(changes: page.elements, nextCursor: page.next)
  }
}
