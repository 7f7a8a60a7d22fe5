// store_objective_feedback: the note on a loop's objectives.

import MCP
import Models
import State

enum StoreObjectiveFeedback: StateTool {
  static let name = "store_objective_feedback"
  static let title = "Store objective feedback"
  static let description = "Keep a note on whether a loop's objectives are met, replacing an earlier one."
  static let effect = Effect.overwrites

  struct Arguments: ToolArguments {
    let loopID: LoopID
    let feedback: Text
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case loopID = "loop_id"
      case feedback
      case idempotencyKey = "idempotency_key"
    }

    static let ownNotes = ["feedback": "Which objectives are met, which are not."]
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(writes: [.loop(arguments.loopID)]) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ObjectiveFeedbackReceipt> {
    try await state.storeObjectiveFeedback(arguments.feedback, on: arguments.loopID, once: call)
  }
}
