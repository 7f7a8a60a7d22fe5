// get_loop: the state of one loop.

import MCP
import Models
import State

enum GetLoop: StateTool {
  static let name = "get_loop"
  static let title = "Get a loop"
  static let description = "The loop's status, iteration, scores and linked spec."
  static let effect = Effect.reads

  static func footprint(of arguments: LoopArguments) -> Footprint { Footprint(reads: [.loop(arguments.loopID)]) }

  static func run(
    _ arguments: LoopArguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Loop {
    try await state.loop(arguments.loopID)
  }
}
