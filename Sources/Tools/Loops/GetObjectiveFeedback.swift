// get_objective_feedback: the note on a loop's objectives.

import MCP
import Models
import State

enum GetObjectiveFeedback: StateTool {
  static let name = "get_objective_feedback"
  static let title = "Get objective feedback"
  static let description = "The note that store_objective_feedback kept for a loop."
  static let effect = Effect.reads

  static func footprint(of arguments: LoopArguments) -> Footprint { Footprint(reads: [.loop(arguments.loopID)]) }

  static func run(
    _ arguments: LoopArguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> ObjectiveFeedback {
    try await state.objectiveFeedback(on: arguments.loopID)
  }
}
