// WorkflowStep: a step of the work that a person starts, with its text for an agent.

import Models

/// One step of spec-driven development. Prompts and the files that set-up writes are made of the same steps.
public struct WorkflowStep: Sendable {
  /// A value that the person gives with the step.
  public enum Argument: String, Sendable, CaseIterable {
    /// The project's name.
    case project
    /// The name of a spec or of its phase.
    case spec
    /// A loop's id.
    case loop

    /// Meaning in a sentence.
    public var description: String {
      switch self {
      case .project: "Name of the project; without it the agent asks or takes the one in progress."
      case .spec: "Name of the phase or its spec."
      case .loop: "Id of the loop; without it the most urgent one."
      }
    }
  }

  /// Name for programs, such as `plan`.
  public let name: String
  /// Name for people.
  public let title: String
  /// Purpose in a sentence.
  public let description: String
  /// The values that may be given, in the order in which clients ask for them. None is required.
  public let arguments: [Argument]
  /// The type of the loop that refines the step's result; nil for a step without one.
  public let loopType: LoopType?
  /// The first paragraph: the aim. `{project}`, `{spec}` and `{loop}` stand for the arguments.
  let aim: String
  /// The numbered instructions, in order; those of the loop follow them.
  let instructions: [String]
  /// The instructions for the time when the loop is completed.
  var afterwards: [String] = []

  /// True when the step names no tool but those that are always offered.
  public var isCore: Bool { name != "plan" && name != "roadmap" && name != "resume" }

  /// True for the step in which the agent is the critic.
  var isReview: Bool { name == "review" }

  /// The text for an agent.
  ///
  /// - Parameter values: the text that stands for each argument; an argument without one is described instead.
  public func text(_ values: [Argument: String]) -> String {
    let numbered = (instructions + loopInstructions + afterwards).enumerated().map { "\($0.offset + 1). \($0.element)" }
    let text = ([aim] + numbered).joined(separator: "\n")
    return Argument.allCases.reduce(text) { text, argument in
      text.replacing("{\(argument.rawValue)}", with: values[argument] ?? argument.standIn)
    }
  }

  /// The rules of the loop that refines the result, the same for all types.
  private var loopInstructions: [String] {
    guard let loopType else { return [] }
    let critic = Critic.judging(loopType)
    let spec = arguments.contains(.spec) ? ", its spec_name" : ""
    return [
      """
      create_loop with loop_type \(loopType.rawValue), the project_name\(spec), unless one for this is active already: \
      then go on with that one.
      """,
      """
      Have the draft judged by \(critic.name): a fresh agent where you can start one, else you yourself, as strictly as \
      a stranger would. record_feedback with its score, summary and key_issues. Never raise a score to end a loop.
      """,
      """
      Do what decision.status says. refine: mend the key issues, have it judged again. user_input: stop, put the question \
      to the human, record_user_feedback with their words. completed: tell the human and stop.
      """,
    ]
  }
}

extension WorkflowStep.Argument {
  /// The words in the place of an argument that was not given.
  fileprivate var standIn: String {
    switch self {
    case .project: "the project that the human means (ask if it is not clear)"
    case .spec: "the phase that the human means (ask if it is not clear)"
    case .loop: "the most urgent active loop"
    }
  }
}
