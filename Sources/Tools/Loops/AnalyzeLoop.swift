// analyze_loop: the trend of a loop's scores and its recurring issues.

import MCP
import Models
import State

enum AnalyzeLoop: StateTool {
  static let name = "analyze_loop"
  static let title = "Analyze a loop"
  static let description = "How a loop's scores develop, and which issues its critics keep naming."
  static let effect = Effect.reads

  static func footprint(of arguments: LoopArguments) -> Footprint { Footprint(reads: [.loop(arguments.loopID)]) }

  static func run(
    _ arguments: LoopArguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> LoopAnalysis {
    try await state.analysis(of: arguments.loopID)
  }
  static func answer(
    _ analysis: LoopAnalysis, to arguments: LoopArguments, within budget: AnswerBudget
  ) throws -> Answer {
    let whole = try Answer(analysis)
    if whole.json.count <= budget.bytes { return whole }
    let room = budget.bytes(forEachOf: analysis.recurringIssues.count)
    return try Answer(
      analysis.with(recurringIssues: analysis.recurringIssues.map { Text(trusted: $0.value.cut(to: room)) }))
  }
}
