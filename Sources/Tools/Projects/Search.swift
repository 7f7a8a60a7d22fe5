// search: texts that have some words.

import MCP
import Models
import State

enum Search: BudgetedTool {
  static let name = "search"
  static let title = "Search in texts"
  static let description = """
    Where words were written, in a project or all of them: specs, feedback, guidance, notes, plans and roadmaps with all \
    the words or parts of words, newest first. A page may have few hits: go on with next_cursor.
    """
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let query: SearchQuery
    let projectName: Name?
    let kinds: ValueList<TextKindName>?
    let limit: Limit?
    let cursor: Cursor<TextKey>?

    enum CodingKeys: String, CodingKey {
      case query
      case projectName = "project_name"
      case kinds, limit, cursor
    }

    static let ownNotes = ["kinds": "Default: all."]

    /// The kinds to look at: all where none is named.
    var wantedKinds: Set<TextKind> {
      let named = Set(kinds?.values.compactMap(\.kind) ?? [])
      return named.isEmpty ? Set(TextKind.allCases) : named
    }
  }

  struct Output: Codable, Sendable {
    let hits: [SearchHit]
    let nextCursor: Cursor<TextKey>?

    enum CodingKeys: String, CodingKey {
      case hits
      case nextCursor = "next_cursor"
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint {
    Footprint(reads: [arguments.projectName.map { .project($0) } ?? .everything])
  }

  static func read(
    _ arguments: Arguments, on state: any StateManager, within budget: AnswerBudget
  ) async throws(Failure) -> Output {
    let page = try await budget.page(arguments.limit ?? .default) { (limit) throws(Failure) in
      try await state.search(
        arguments.query, in: arguments.projectName, kinds: arguments.wantedKinds, after: arguments.cursor,
        limit: limit)
    }
    return Output(hits: page.elements, nextCursor: page.next)
  }
}
