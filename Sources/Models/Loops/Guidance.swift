// Guidance: what a human says about a loop, how it reached the server, and what it takes to count.

/// What a human says about a loop, as it comes; the server adds iteration and time.
public struct Guidance: Sendable, Equatable {
  /// The human's words; nil for a verdict without any.
  public let feedback: Text?
  /// What is to become of the loop.
  public let verdict: GuidanceVerdict
  /// The way on which it came.
  public let source: GuidanceSource
  /// The place of the question that it answers: it counts only while the loop stands there; nil for no certain question.
  public let place: QuestionPlace?

  /// Guidance that lets the loop go on and was relayed by an agent, unless something else is said.
  public init(
    feedback: Text?, verdict: GuidanceVerdict = .goOn, source: GuidanceSource = .relayed, place: QuestionPlace? = nil
  ) {
    self.feedback = feedback
    self.verdict = verdict
    self.source = source
    self.place = place
  }
}

/// The place at which a loop stands when a human is asked. An answer that comes later finds it there, or comes too late.
public struct QuestionPlace: Sendable, Equatable {
  /// The iteration in progress, from 1.
  public let iteration: Int
  /// The entries of human guidance that the loop has.
  public let guidanceCount: Int

  /// The place with that iteration in progress and so many entries of guidance.
  public init(iteration: Int, guidanceCount: Int) {
    self.iteration = iteration
    self.guidanceCount = guidanceCount
  }
}

/// What a human wants to become of a loop; docs/contract.md, "Values".
public enum GuidanceVerdict: String, Choice {
  /// Another iteration is due.
  case goOn = "continue"
  /// What there is will do: the loop is completed, whatever its score.
  case accept
  /// The loop is given up.
  case stop

  /// The reason that the loop is completed or closed for; nil where it goes on.
  public var reason: Decision.Reason? {
    switch self {
    case .goOn: nil
    case .accept: .acceptedByHuman
    case .stop: .stoppedByHuman
    }
  }
}

/// The way on which a human's words reached the server; docs/contract.md, "Values".
public enum GuidanceSource: String, Choice {
  /// An agent called the tool: it says that a human said so.
  case relayed
  /// The command `respec-server call`, which a person uses.
  case command
  /// The server asked the human through the client, which brought the answer.
  case elicited

  /// The source of the calls that this task makes.
  @TaskLocal public static var current = GuidanceSource.relayed
}

/// What it takes for a loop in `user_input` to go on; docs/contract.md, "Environment".
public enum HumanGate: String, Sendable, CaseIterable {
  /// The loop takes no feedback until guidance is recorded.
  case enforced
  /// As `enforced`, and guidance that an agent relays does not count.
  case verified
  /// The loop takes feedback all the same.
  case advisory

  /// True where guidance of the source decides how a loop goes on; what does not is kept, and changes nothing.
  public func lets(_ source: GuidanceSource) -> Bool { self != .verified || source != .relayed }
}
