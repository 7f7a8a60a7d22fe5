// StatePrompts: the steps of the work as prompts, each filled with the project's state at that moment.

import MCP
import Models
import State

/// The prompts of a server.
public struct StatePrompts: PromptSource {
  public let prompts: [Prompt]
  private let state: any StateManager
  private let steps: [String: WorkflowStep]

  /// Makes the prompts.
  ///
  /// - Parameter coreOnly: true where only the core tools are offered; steps that name others are left out.
  public init(on state: any StateManager, coreOnly: Bool) {
    let steps = WorkflowStep.all.filter { $0.isCore || !coreOnly }
    self.state = state
    self.steps = Dictionary(uniqueKeysWithValues: steps.map { ($0.name, $0) })
    prompts = steps.map { step in
      Prompt(
        name: step.name, title: step.title, description: step.description,
        arguments: step.arguments.map { Prompt.Argument(name: $0.rawValue, description: $0.description) })
    }
  }

  /// About 875 tokens of four bytes.
  private static let maximumBytes = 3_500

  public func text(of prompt: String, _ arguments: [String: String]) throws(FeatureFailure) -> FeatureCall<String> {
    guard let step = steps[prompt] else { preconditionFailure("a prompt that is not listed: \(prompt)") }
    let request = try PromptRequest(step, arguments)
    return FeatureCall(footprint: request.footprint) { [state] () async throws(FeatureFailure) in
      do throws(Failure) {
        let text = step.text(request.words)
        let room = Self.maximumBytes - text.utf8.count
        return text + "\n\n" + (try await StandingText.read(for: request, on: state, within: room))
      } catch {
        throw FeatureFailure(error)
      }
    }
  }
}

/// A prompt with its arguments read.
struct PromptRequest: Sendable {
  let step: WorkflowStep
  let project: Name?
  let spec: SpecName?
  let loop: LoopID?

  /// - Throws: `FeatureFailure.invalid` for a value that no project, spec or loop can have.
  init(_ step: WorkflowStep, _ arguments: [String: String]) throws(FeatureFailure) {
    self.step = step
    project = try Self.read(arguments, .project)
    spec = try Self.read(arguments, .spec)
    loop = try Self.read(arguments, .loop)
  }

  private static func read<Value: StringValue>(
    _ arguments: [String: String], _ argument: WorkflowStep.Argument
  ) throws(FeatureFailure) -> Value? {
    guard let text = arguments[argument.rawValue] else { return nil }
    switch Value.check(text) {
    case .success(let value): return Value(trusted: value)
    case .failure(let violation):
      throw .invalid("The argument \(argument.rawValue) is wrong: \(violation.problem). Allowed: \(Value.allowed).")
    }
  }

  /// What the arguments are called in the text.
  var words: [WorkflowStep.Argument: String] {
    var words: [WorkflowStep.Argument: String] = [:]
    if let project { words[.project] = "project \"\(project)\"" }
    if let spec { words[.spec] = "phase \"\(spec)\"" }
    if let loop { words[.loop] = "loop \(loop)" }
    return words
  }

  var footprint: Footprint { Footprint(reads: project.map { [[$0.value]] } ?? [[]]) }
}

extension FeatureFailure {
  /// The failure of an operation on the state, which the prompt's arguments asked for.
  init(_ failure: Failure) {
    switch failure.code {
    case .notFound, .invalidInput: self = .invalid(failure.message)
    default: self = .failed(failure.message)
    }
  }
}
