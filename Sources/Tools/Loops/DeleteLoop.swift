// delete_loop: takes a loop away for good.

import MCP
import Models
import State

enum DeleteLoop: StateTool {
  static let name = "delete_loop"
  static let title = "Delete a loop"
  static let description = "Delete a loop with all its feedback, for good. The linked spec stays."
  static let effect = Effect.deletes

  static func footprint(of arguments: LoopWriteArguments) -> Footprint { Footprint(writes: [.loop(arguments.loopID)]) }

  static func run(
    _ arguments: LoopWriteArguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Deletion> {
    try await state.deleteLoop(arguments.loopID, once: call)
  }
}
