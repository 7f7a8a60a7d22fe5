// MethodOutcome: the next step for a request that its method has accepted.

/// The ways in which a request is served.
enum MethodOutcome: Sendable {
  /// Answered at once: the JSON of `result`.
  case result([UInt8])
  /// Put in order with the other calls, and answered when it has run.
  case call(PreparedCall)
  /// Acknowledged and held open; answered when the input ends, and not at all when the client cancels it.
  case subscription(Subscription)
}
