// record_user_feedback: a human's guidance on a loop.

import JSON
import MCP
import Models
import State

enum RecordUserFeedback: StateTool {
  static let name = "record_user_feedback"
  static let title = "Record human guidance"
  static let description = """
    Store what the human said about a loop, word for word; without feedback, ask the human through the client and store \
    the answer. A loop in user_input goes back to refine, and stagnation is judged anew from here. Only by the human's \
    decision: verdict accept completes the loop whatever its score, stop closes it.
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
      "feedback": "The human's words. Leave out to have the human asked, or with accept and stop.",
      "verdict": "Default continue.",
    ]

    /// True for a call that asks the human: a loop goes on by words alone.
    var asks: Bool { feedback == nil && verdict ?? .goOn == .goOn }

    /// An answer is stored once without a key, and a repeated question would get none to keep.
    static func violations(in arguments: JSONObject) -> [Violation] {
      let verdict = arguments["verdict"]?.stringValue ?? GuidanceVerdict.goOn.rawValue
      let asks = verdict == GuidanceVerdict.goOn.rawValue && !arguments.has("feedback")
      guard asks, arguments.has("idempotency_key") else { return [] }
      return [
        Violation(
          path: "idempotency_key", problem: "for a question to the human", allowed: "none, or feedback beside it",
          got: (arguments["idempotency_key"] ?? .null).abbreviated)
      ]
    }
  }

  struct GuidedLoop: Codable, Sendable {
    let loop: Loop
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(writes: [.loop(arguments.loopID)]) }

  static func inquiry(of arguments: Arguments) -> Inquiry<Written<GuidedLoop>>? {
    guard arguments.asks else { return nil }
    return { (state, asker) throws(Failure) in
      try await LoopInquiry.run(on: arguments.loopID, of: state, through: asker).map { $0.map(GuidedLoop.init) }
    }
  }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<GuidedLoop> {
    let guidance = Guidance(
      feedback: arguments.feedback, verdict: arguments.verdict ?? .goOn, source: .current)
    return try await state.recordGuidance(guidance, on: arguments.loopID, once: call).map(GuidedLoop.init)
  }
}
