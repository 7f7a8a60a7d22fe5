// create_loop: opens a refinement loop.

import JSON
import MCP
import Models
import State

enum CreateLoop: StateTool {
  static let name = "create_loop"
  static let title = "Create a refinement loop"
  static let description = """
    Open a refinement loop for a plan, roadmap, spec, build or analysis. Keep the returned id: a critic then scores \
    each iteration with record_feedback, which decides how to go on.
    """
  static let effect = Effect.adds

  struct Arguments: ToolArguments {
    let projectName: Name
    let loopType: LoopType
    let specName: SpecName?
    let reviewers: ValueList<CriticAgent>?
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case loopType = "loop_type"
      case specName = "spec_name"
      case reviewers
      case idempotencyKey = "idempotency_key"
    }

    static let ownNotes = [
      "spec_name": "Links the loop to this existing spec of the project.",
      "reviewers": "Names of up to \(Loop.maximumReviewers) critics: each has to record_feedback once an iteration.",
    ]

    /// The violation when there are too many reviewers, or one of them twice.
    static func violations(in arguments: JSONObject) -> [Violation] {
      let names = arguments["reviewers"]?.arrayValue ?? []
      let distinct = Set(names.map { CriticAgent.meant(by: $0)?.text })
      let problem =
        names.count > Loop.maximumReviewers ? "too many" : distinct.count < names.count ? "one name twice" : nil
      guard let problem else { return [] }
      return [
        Violation(
          path: "reviewers", problem: problem, allowed: "1 to \(Loop.maximumReviewers) different names of critics",
          got: JSONValue.array(names).abbreviated)
      ]
    }
  }

  /// A loop, and the policy in force for it.
  struct CreatedLoop: Codable, Sendable {
    let loop: Loop
    let policy: LoopPolicy

    private enum CodingKeys: String, CodingKey {
      case policy
    }

    init(loop: Loop, policy: LoopPolicy) {
      self.loop = loop
      self.policy = policy
    }

    // The loop's members stand beside the policy.
    init(from decoder: any Decoder) throws {
      loop = try Loop(from: decoder)
      policy = try decoder.container(keyedBy: CodingKeys.self).decode(LoopPolicy.self, forKey: .policy)
    }

    func encode(to encoder: any Encoder) throws {
      try loop.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(policy, forKey: .policy)
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint {
    Footprint(writes: [.project(arguments.projectName), .beginning(of: arguments.projectName)])
  }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Written<CreatedLoop> {
    let draft = LoopDraft(
      projectName: arguments.projectName, loopType: arguments.loopType, specName: arguments.specName,
      reviewers: arguments.reviewers?.values ?? [])
    return try await state.createLoop(draft, once: call).map {
      CreatedLoop(loop: $0, policy: state.policies[$0.loopType])
    }
  }
}
