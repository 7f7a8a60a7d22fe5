// WriteOperation: a write that a client asked for, and its answer.

import EndToEndSupport

/// One write, with its repeats under the same idempotency key.
public struct WriteOperation: Sendable {
  /// The row that is to change.
  public enum Target: Sendable, Hashable {
    /// A feedback on a loop.
    case feedback(loop: String, score: Int)
    /// The feedback of one of a loop's reviewers.
    case review(loop: String, critic: String, score: Int)
    /// A human's word that lets a loop go on.
    case guidance(loop: String)
    /// `expected` is the version that the update asks for.
    case update(spec: String, expected: Int?)
    /// A new loop.
    case creation
  }

  /// An answer, or its absence.
  public enum Outcome: Sendable, Equatable {
    /// Done. `number` is the feedback's or guidance's iteration or the spec's version, `id` the new loop's; of a review it is the
    /// reason of the decision.
    case acknowledged(number: Int, id: String)
    /// An error that says that nothing was changed.
    case refused(code: String)
    /// `outcome_unknown`, or the process died before it answered.
    case unknown
  }

  /// The row that is to change.
  public let target: Target
  /// Text that no other operation writes.
  public let tag: String
  /// The idempotency key; nil for none.
  public let key: String?
  /// One for each time that it was asked for.
  public var outcomes: [Outcome]

  /// A write, with the answers that it has got.
  public init(target: Target, tag: String, key: String?, outcomes: [Outcome] = []) {
    (self.target, self.tag, self.key, self.outcomes) = (target, tag, key, outcomes)
  }

  /// One answer said that it is done.
  public var isAcknowledged: Bool {
    outcomes.contains { if case .acknowledged = $0 { true } else { false } }
  }

  /// It is there or not.
  public var isOpen: Bool { !isAcknowledged && outcomes.contains(.unknown) }

  /// It is a review, which a later one of the same critic may replace.
  var isReview: Bool { if case .review = target { true } else { false } }

  /// The call that asks for it. It is the same each time, as an idempotency key wants it.
  func line(_ id: Int) -> String {
    let key = key.map { #","idempotency_key":"\#($0)""# } ?? ""
    let project = #""project_name":"\#(Stage.project)""#
    switch target {
    case .feedback(let loop, let score), .review(let loop, _, let score):
      return Message.call(
        id, "record_feedback",
        #"{"loop_id":"\#(loop)","critic_agent":"\#(critic)","score":\#(score),"#
          + #""assessment_summary":"\#(tag)"\#(key)}"#)
    case .guidance(let loop):
      return Message.call(id, "record_user_feedback", #"{"loop_id":"\#(loop)","feedback":"\#(tag)"\#(key)}"#)
    case .update(let spec, let expected):
      let version = expected.map { #","expected_version":\#($0)"# } ?? ""
      return Message.call(
        id, "update_spec", #"{\#(project),"spec_name":"\#(spec)","architecture":"\#(tag)"\#(version)\#(key)}"#)
    case .creation:
      return Message.call(id, "create_loop", #"{\#(project),"loop_type":"plan"\#(key)}"#)
    }
  }

  private var critic: String {
    if case .review(_, let critic, _) = target { critic } else { "spec-critic" }
  }

  /// What an answer to the call says.
  func outcome(of answer: Answer) -> Outcome {
    if let code = answer.code { return code == "outcome_unknown" ? .unknown : .refused(code: code) }
    switch target {
    case .feedback:
      return .acknowledged(number: answer.content?["feedback"]?["iteration"]?.intValue ?? -1, id: "")
    case .review:
      let reason = answer.content?["decision"]?["reason"]?.stringValue ?? "?"
      return .acknowledged(number: answer.content?["feedback"]?["iteration"]?.intValue ?? -1, id: reason)
    case .guidance:
      return .acknowledged(number: answer.content?["loop"]?["iteration"]?.intValue ?? -1, id: "")
    case .update: return .acknowledged(number: answer.content?["version"]?.intValue ?? -1, id: "")
    case .creation: return .acknowledged(number: 0, id: answer.content?["id"]?.stringValue ?? "?")
    }
  }

  /// Asks a server for it once more, with the same key.
  mutating func repeatCall(on process: ServerProcess) throws {
    outcomes.append(outcome(of: try Answer(try process.exchange(line(1)))))
  }
}
