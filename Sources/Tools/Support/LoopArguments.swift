// The arguments of the tools that take a loop and nothing else.

import Models

/// Of a tool that reads a loop.
struct LoopArguments: ToolArguments {
  let loopID: LoopID

  enum CodingKeys: String, CodingKey {
    case loopID = "loop_id"
  }
}

/// Of a tool that changes a loop.
struct LoopWriteArguments: ToolArguments {
  let loopID: LoopID
  let idempotencyKey: IdempotencyKey?

  enum CodingKeys: String, CodingKey {
    case loopID = "loop_id"
    case idempotencyKey = "idempotency_key"
  }
}
