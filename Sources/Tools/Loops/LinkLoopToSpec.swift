// link_loop_to_spec: ties a loop to the spec that it refines.

import MCP
import Models
import State

enum LinkLoopToSpec: StateTool {
  static let name = "link_loop_to_spec"
  static let title = "Link a loop to a spec"
  static let description = """
    Link a loop to an existing spec of its project, replacing an earlier link. get_spec and update_spec then take the \
    loop_id alone.
    """
  static let effect = Effect.overwrites

  struct Arguments: ToolArguments {
    let loopID: LoopID
    let projectName: Name
    let specName: SpecName
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case loopID = "loop_id"
      case projectName = "project_name"
      case specName = "spec_name"
      case idempotencyKey = "idempotency_key"
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint {
    Footprint(
      reads: [.spec(arguments.specName, in: arguments.projectName)], writes: [.loop(arguments.loopID)])
  }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop> {
    try await state.link(arguments.loopID, to: arguments.specName, in: arguments.projectName, once: call)
  }
}
