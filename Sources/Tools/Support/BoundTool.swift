// BoundTool: a StateTool with its state, as the protocol's registry takes it.

import JSON
import Logging
import MCP
import Models
import State

/// Makes an MCP tool of a `StateTool`.
struct BoundTool<Kind: StateTool>: Tool {
  let definition: ToolDefinition
  private let state: any StateManager
  private let declared: DeclaredArguments
  private let budget: AnswerBudget
  private let logger: Logger

  init(_ kind: Kind.Type, state: any StateManager, budget: AnswerBudget, logger: Logger) {
    let inputSchema = Kind.Arguments.schema
    definition = ToolDefinition(
      name: Kind.name, title: Kind.title, description: Kind.description, inputSchema: inputSchema,
      outputSchema: ModelSchema.of(Kind.Output.self, for: .result), annotations: Kind.effect.annotations)
    declared = DeclaredArguments(of: kind, inputSchema: inputSchema)
    self.state = state
    self.budget = budget
    self.logger = logger
  }

  func prepare(_ object: JSONObject, for client: ClientInfo) -> ToolCall {
    let object = declared.meant(by: object)
    do {
      let arguments = try Kind.Arguments.decode(object, declared)
      let caller = CallingClient(name: client.name, version: client.version)
      if let inquiry = Kind.inquiry(of: arguments) {
        return ToolCall(asking: { asker in
          await CallingClient.$current.withValue(caller) { await ask(inquiry, for: arguments, through: asker) }
        })
      }
      let call = arguments.idempotencyKey.map {
        IdempotentCall(tool: Kind.name, key: $0, fingerprint: Fingerprint(arguments: object))
      }
      var footprint = Kind.footprint(of: arguments)
      if let call { footprint.writes.append(.key(of: call)) }
      return ToolCall(footprint: footprint) {
        await CallingClient.$current.withValue(caller) { await run(arguments, once: call) }
      }
    } catch {
      return ToolCall { ToolResult(error, within: budget) }
    }
  }

  private func run(_ arguments: Kind.Arguments, once call: IdempotentCall?) async -> ToolResult {
    await result {
      let output = try await Kind.run(arguments, on: state, once: call, within: budget)
      return ToolResult(try Kind.answer(output, to: arguments, within: budget))
    }
  }

  private func ask(
    _ inquiry: Inquiry<Kind.Output>, for arguments: Kind.Arguments, through asker: any Asker
  ) async -> ToolResult {
    await result {
      switch try await inquiry(state, asker) {
      case .done(let output): ToolResult(try Kind.answer(output, to: arguments, within: budget))
      case .handedOver(let question): question
      }
    }
  }

  private func result(of body: () async throws -> ToolResult) async -> ToolResult {
    do {
      return try await body()
    } catch let failure as Failure {
      return ToolResult(failure, within: budget)
    } catch {
      logger.error("\(Kind.name): \(error)")
      return ToolResult(
        Failure(.internal, "The server failed to write its answer; what the call did stands."), within: budget)
    }
  }
}
