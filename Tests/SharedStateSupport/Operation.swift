// Operation: a write that a client asked for, and its answer.

/// One write, with its repeats under the same idempotency key.
struct Operation: Sendable {
  enum Target: Sendable, Hashable {
    case feedback(loop: String, score: Int)
    /// `expected` is the version that the update asks for.
    case update(spec: String, expected: Int?)
    case creation
  }

  enum Outcome: Sendable, Equatable {
    /// Done. `number` is the feedback's iteration or the spec's version, `id` the new loop's.
    case acknowledged(number: Int, id: String)
    /// An error that says that nothing was changed.
    case refused(code: String)
    /// `outcome_unknown`, or the process died before it answered.
    case unknown
  }

  let target: Target
  /// Text that no other operation writes.
  let tag: String
  let key: String?
  var outcomes: [Outcome] = []

  /// One answer said that it is done.
  var isAcknowledged: Bool {
    outcomes.contains { if case .acknowledged = $0 { true } else { false } }
  }

  /// It is there or not.
  var isOpen: Bool { !isAcknowledged && outcomes.contains(.unknown) }
}
