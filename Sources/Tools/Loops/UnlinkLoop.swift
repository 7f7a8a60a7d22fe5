// unlink_loop: takes a loop's link away.

import MCP
import Models
import State

enum UnlinkLoop: StateTool {
  static let name = "unlink_loop"
  static let title = "Unlink a loop"
  static let description = "Take away the loop's link to its spec; both stay."
  static let effect = Effect.overwrites

  static func footprint(of arguments: LoopWriteArguments) -> Footprint { Footprint(writes: [.loop(arguments.loopID)]) }

  static func run(
    _ arguments: LoopWriteArguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop> {
    try await state.unlink(arguments.loopID, once: call)
  }
}
