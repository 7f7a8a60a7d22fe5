// get_objective_feedback: the note on a loop's objectives.

import Documents
import JSON
import MCP
import Models
import State

enum GetObjectiveFeedback: StateTool {
  static let name = "get_objective_feedback"
  static let title = "Get objective feedback"
  static let description = "The note that store_objective_feedback kept for a loop."
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let loopID: LoopID
    let startLine: LineNumber?
    let lineCount: LineNumber?

    enum CodingKeys: String, CodingKey {
      case loopID = "loop_id"
      case startLine = "start_line"
      case lineCount = "line_count"
    }

    static let ownNotes = PartRequest.notes

    var part: PartRequest { PartRequest(startLine: startLine, lineCount: lineCount) }
  }

  static func footprint(of arguments: Arguments) -> Footprint { Footprint(reads: [.loop(arguments.loopID)]) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> ObjectiveFeedback {
    try await state.objectiveFeedback(on: arguments.loopID)
  }

  static func answer(
    _ note: ObjectiveFeedback, to arguments: Arguments, within budget: AnswerBudget
  ) throws -> Answer {
    let text = note.feedback.value
    if !arguments.part.hasLines && TextPart.isWhole(text) { return try Answer(note) }
    let part = try TextPart(TextLines(Array(text.utf8)), arguments.part, room: budget.bytes - 1_024)
    var object: JSONObject = ["loop_id": .string(note.loopID.value), "stored_at": .string(note.storedAt.value)]
    for member in try JSONModelEncoder.tree(part).objectValue?.members ?? [] { object[member.key] = member.value }
    let json = JSONValue.object(object).serialized
    return Answer(json: json, text: json)
  }
}
