// StateTool: the parts in which our tools differ; the part that is the same for all stands in BoundTool.

import MCP
import Models
import State

/// A tool on the state: its arguments, what it touches, what it does, what it answers.
protocol StateTool: Sendable {
  associatedtype Arguments: ToolArguments
  /// The tool's result; its schema is the tool's output schema.
  associatedtype Output: Codable & Sendable

  static var name: String { get }
  static var title: String { get }
  /// The description for an agent: the occasion of a call and its result.
  static var description: String { get }
  static var effect: Effect { get }

  /// The read set and write set of a call; the key of an idempotent call is added to them.
  static func footprint(of arguments: Arguments) -> Footprint

  /// Does it. `call` is set when the caller gave an idempotency key.
  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Output

  /// The same, with an output of a size that an answer may have.
  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?, within budget: AnswerBudget
  ) async throws(Failure) -> Output

  /// The asking of the human that the call is, in place of `run`; nil for a call that asks nobody. It keeps no other call
  /// waiting: its footprint is empty.
  static func inquiry(of arguments: Arguments) -> Inquiry<Output>?

  /// The answer in both its forms.
  static func answer(_ output: Output, to arguments: Arguments, within budget: AnswerBudget) throws -> Answer
}

extension StateTool {
  static func inquiry(of arguments: Arguments) -> Inquiry<Output>? { nil }

  /// For an output that is small whatever is stored.
  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?, within budget: AnswerBudget
  ) async throws(Failure) -> Output { try await run(arguments, on: state, once: call) }

  static func answer(_ output: Output, to arguments: Arguments, within budget: AnswerBudget) throws -> Answer {
    try Answer(output)
  }
}

/// A tool whose output is as large as what is stored.
protocol BudgetedTool: StateTool {
  /// Reads as much as fits.
  static func read(
    _ arguments: Arguments, on state: any StateManager, within budget: AnswerBudget
  ) async throws(Failure) -> Output
}

extension BudgetedTool {
  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Output { try await read(arguments, on: state, within: .none) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?, within budget: AnswerBudget
  ) async throws(Failure) -> Output { try await read(arguments, on: state, within: budget) }
}

/// The effect of a call on the state; MCP's annotations follow from it.
enum Effect {
  /// Changes nothing.
  case reads
  /// Adds without touching what is there.
  case adds
  /// Changes what is there and keeps what it replaces.
  case updates
  /// Puts something or nothing in the place of what is there, which is not kept.
  case overwrites
  /// Takes away for good.
  case deletes

  /// True for a call that may store a name that was not there before.
  var mayMakeNames: Bool {
    switch self {
    case .adds, .updates, .overwrites: true
    case .reads, .deletes: false
    }
  }

  var annotations: ToolAnnotations {
    switch self {
    case .reads: ToolAnnotations(readOnly: true, destructive: false, idempotent: true, openWorld: false)
    case .adds, .updates:
      ToolAnnotations(readOnly: false, destructive: false, idempotent: false, openWorld: false)
    case .overwrites, .deletes:
      ToolAnnotations(readOnly: false, destructive: true, idempotent: true, openWorld: false)
    }
  }
}
