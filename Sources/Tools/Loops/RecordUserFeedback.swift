// record_user_feedback: a human's guidance on a loop.

import JSON
import MCP
import Models
import State

enum RecordUserFeedback: StateTool {
  static let name = "record_user_feedback"
  static let title = "Record human guidance"
  static let description = """
    Store what the human said about a loop, word for word. A loop in user_input goes back to refine, and stagnation is \
    judged anew from here. Only by the human's decision: verdict accept completes the loop whatever its score, stop \
    closes it.
    """
  static let effect = Effect.adds

  struct Arguments: ToolArguments {
    let loopID: LoopID
    let feedback: Text?
    let verdict: GuidanceVerdict?
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case loopID = "loop_id"
      case feedback, verdict
      case idempotencyKey = "idempotency_key"
    }

    static let ownNotes = [
      "feedback": "The human's words; may be left out with accept and stop.", "verdict": "Default continue.",
    ]

    /// A loop goes on by words alone.
    static func violations(in arguments: JSONObject) -> [Violation] {
      let verdict = arguments["verdict"]?.stringValue ?? GuidanceVerdict.goOn.rawValue
      guard verdict == GuidanceVerdict.goOn.rawValue, !arguments.has("feedback") else { return [] }
      return [Violation(path: "feedback", problem: "missing", allowed: Text.allowed, got: "nothing")]
    }
  }

  struct GuidedLoop: Codable, Sendable {
    let loop: Loop
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(writes: [.loop(arguments.loopID)]) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<GuidedLoop> {
    let guidance = Guidance(
      feedback: arguments.feedback, verdict: arguments.verdict ?? .goOn, source: .current)
    return try await state.recordGuidance(guidance, on: arguments.loopID, once: call).map(GuidedLoop.init)
  }
}
