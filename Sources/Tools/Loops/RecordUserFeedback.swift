// record_user_feedback: a human's guidance on a loop.

import MCP
import Models
import State

enum RecordUserFeedback: StateTool {
  static let name = "record_user_feedback"
  static let title = "Record human guidance"
  static let description = """
    Store what the human said about a loop, word for word. A loop in user_input goes back to refine, and stagnation is \
    judged anew from here.
    """
  static let effect = Effect.adds

  struct Arguments: ToolArguments {
    let loopID: LoopID
    let feedback: Text
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case loopID = "loop_id"
      case feedback
      case idempotencyKey = "idempotency_key"
    }

    static let ownNotes = ["feedback": "The human's words."]
  }

  struct GuidedLoop: Codable, Sendable {
    let loop: Loop
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(writes: [.loop(arguments.loopID)]) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<GuidedLoop> {
    try await state.recordGuidance(arguments.feedback, on: arguments.loopID, once: call).map(GuidedLoop.init)
  }
}
