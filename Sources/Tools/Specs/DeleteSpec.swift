// delete_spec: takes a spec away for good.

import MCP
import Models
import State

enum DeleteSpec: StateTool {
  static let name = "delete_spec"
  static let title = "Delete a spec"
  static let description = "Delete a spec with all its versions and links, for good. Loops stay."
  static let effect = Effect.deletes

  struct Arguments: ToolArguments {
    let projectName: Name
    let specName: SpecName
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case specName = "spec_name"
      case idempotencyKey = "idempotency_key"
    }
  }

  /// The links of the project's loops change with it.
  static func footprint(of arguments: Arguments) -> Footprint { Footprint(writes: [.project(arguments.projectName)]) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Deletion> {
    try await state.deleteSpec(arguments.specName, of: arguments.projectName, once: call)
  }
}
