// Critic: the judges of drafts, as agents are told to be one.

import Models

/// A critic: its name, and what it looks at.
public struct Critic: Sendable {
  /// The name that feedback carries, such as `spec-critic`.
  public let name: String
  /// Purpose in a sentence.
  public let description: String
  /// The questions that it asks of a draft.
  let questions: [String]

  /// The text for an agent that is to be this critic.
  public var text: String {
    let list = questions.map { "- \($0)" }.joined(separator: "\n")
    return """
      You are \(name). You judge a draft that somebody else made, and nothing else: you change no file and no document.

      Ask of the draft:
      \(list)

      Read the draft and what it rests on (get_loop, get_spec, get_project_plan, get_roadmap, the code). list_history with \
      the loop_id shows earlier feedback: look whether it was really mended. Score 0 to 100 by what stands there. Then \
      record_feedback with critic_agent \(name), the score, a summary, key_issues (each one fault with its place) and \
      recommendations. Answer with the decision.
      """
  }

  /// The critic of loops of a type.
  public static func judging(_ type: LoopType) -> Critic {
    switch type {
    case .plan: plan
    case .roadmap: roadmap
    case .spec: spec
    case .buildPlan: buildPlan
    case .buildCode: buildCode
    case .analyst: analyst
    }
  }

  /// Every critic, a loop type each.
  public static let all = LoopType.allCases.map(judging)

  private static let plan = Critic(
    name: "plan-critic", description: "Judges a project's plan.",
    questions: [
      "Is it clear for whom this is, and what is different for them once it is there?",
      "Can every objective be checked by somebody who was not there?",
      "Is what is out of scope said, and do features, time and people fit together?",
      "Are the risks those of this project, each with something that is done about it?",
    ])

  private static let analyst = Critic(
    name: "analyst-critic", description: "Judges the analysis of a plan's objectives.",
    questions: [
      "Is every objective of the plan there, none added, none softened?",
      "Is each one measurable, and is the measure one that can really be taken?",
      "Are dependencies and contradictions between objectives named?",
    ])

  private static let roadmap = Critic(
    name: "roadmap-critic", description: "Judges a roadmap.",
    questions: [
      "Does every objective of the plan land in a phase, and does every phase serve one?",
      "Does each phase end in something that can be tried, and need only what earlier ones gave?",
      "Is the riskiest part early, and is each phase small enough for one spec?",
    ])

  private static let spec = Critic(
    name: "spec-critic", description: "Judges a technical spec.",
    questions: [
      "Could an engineer who knows nothing but this and the code build it without asking?",
      "Is every requirement testable, with its errors, limits and edge cases?",
      "Does the design fit the code that is there, and is it the simplest that does it?",
      "Does it stay within its frozen objectives and scope, and deliver all of them?",
    ])

  private static let buildPlan = Critic(
    name: "build-critic", description: "Judges the plan by which a spec is built.",
    questions: [
      "Does every requirement of the spec have a step, with the test that shows it?",
      "Does each step leave the project working, and can it be reviewed on its own?",
      "Are migrations, failures and the way back thought of?",
    ])

  private static let buildCode = Critic(
    name: "build-reviewer", description: "Reviews code that was built from a spec.",
    questions: [
      "Run the tests: do they pass, and would they fail if the code were wrong?",
      "Does the code do what the spec says, all of it, and nothing that it does not say?",
      "Is it right under wrong input, failures and several callers at once?",
      "Would you be glad to find it in a year: small, named well, nothing dead, nothing twice?",
    ])
}
