// list_history: a project's queue of loops, or the feedback and guidance on one loop.

import JSON
import MCP
import Models
import State

enum ListHistory: BudgetedTool {
  static let name = "list_history"
  static let title = "List history"
  static let description = """
    With project_name: the project's recent loops, newest first. With loop_id: what critics and humans said about that \
    loop, oldest first, beginning with the latest page; the cursor walks back. Give exactly one of the two.
    """
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let projectName: Name?
    let loopID: LoopID?
    let limit: Limit?
    let cursor: HistoryCursor?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case loopID = "loop_id"
      case limit, cursor
    }

    static func violations(in arguments: JSONObject) -> [Violation] {
      requireOne(of: [["project_name"], ["loop_id"]], in: arguments) + cursorViolations(in: arguments)
    }

    /// A cursor of one kind of history is none of the other's.
    private static func cursorViolations(in arguments: JSONObject) -> [Violation] {
      guard let cursor = arguments["cursor"]?.stringValue, case .success = HistoryCursor.check(cursor) else {
        return []
      }
      let isOfLoop = Cursor<LoopHistoryKey>(trusted: cursor).key != nil
      guard arguments.has("loop_id") != isOfLoop else { return [] }
      return [
        Violation(
          path: "cursor", problem: "not a cursor of this list", allowed: HistoryCursor.allowed,
          got: JSONValue.string(cursor).abbreviated)
      ]
    }
  }

  /// Exactly one of the two histories; the fields of the other are absent.
  enum Output: Codable, Sendable {
    case project(Page<HistoryEntry, DescendingKey>)
    case loop(LoopHistory)

    enum CodingKeys: String, CodingKey {
      case history, loop, feedback
      case userFeedback = "user_feedback"
      case nextCursor = "next_cursor"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let history = try container.decodeIfPresent([HistoryEntry].self, forKey: .history)
      let loop = try container.decodeIfPresent(Loop.self, forKey: .loop)
      let feedback = try container.decodeIfPresent([CriticFeedback].self, forKey: .feedback)
      let guidance = try container.decodeIfPresent([HumanGuidance].self, forKey: .userFeedback)
      let cursor = try container.decodeIfPresent(HistoryCursor.self, forKey: .nextCursor)
      if let loop {
        let next = cursor.map { Cursor<LoopHistoryKey>(trusted: $0.value) }
        self = .loop(LoopHistory(loop: loop, feedback: feedback ?? [], guidance: guidance ?? [], next: next))
      } else {
        self = .project(Page(elements: history ?? [], next: cursor.map { Cursor(trusted: $0.value) }))
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      switch self {
      case .project(let page):
        try container.encode(page.elements, forKey: .history)
        try container.encodeIfPresent(page.next, forKey: .nextCursor)
      case .loop(let history):
        try container.encode(history.loop, forKey: .loop)
        try container.encode(history.feedback, forKey: .feedback)
        try container.encode(history.guidance, forKey: .userFeedback)
        try container.encodeIfPresent(history.next, forKey: .nextCursor)
      }
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint {
    Footprint(reads: [arguments.loopID.map { .loop($0) } ?? arguments.projectName.map { .project($0) } ?? []])
  }

  static func read(
    _ arguments: Arguments, on state: any StateManager, within budget: AnswerBudget
  ) async throws(Failure) -> Output {
    let limit = arguments.limit ?? .default
    if let loopID = arguments.loopID {
      let cursor = arguments.cursor.map { Cursor<LoopHistoryKey>(trusted: $0.value) }
      return .loop(try await state.history(of: loopID, after: cursor, limit: limit).fitting(budget))
    }
    guard let project = arguments.projectName else { preconditionFailure("validated: one of the two is there") }
    let cursor = arguments.cursor.map { Cursor<DescendingKey>(trusted: $0.value) }
    return .project(
      try await budget.page(limit) { (limit) throws(Failure) in
        try await state.history(of: project, after: cursor, limit: limit)
      })
  }
}

/// The cursor of either history.
struct HistoryCursor: StringValue {
  let value: String
  init(trusted value: String) { self.value = value }

  static let allowed = Cursor<DescendingKey>.allowed

  static func check(_ string: String) -> Result<String, RuleViolation> {
    let ofLoop = Cursor<LoopHistoryKey>.check(string)
    if case .success = ofLoop { return ofLoop }
    return Cursor<DescendingKey>.check(string)
  }
}
