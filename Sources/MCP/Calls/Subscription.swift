// Subscription: a request that stays open, as the bytes that open and end it.

/// The two messages that every subscription has.
struct Subscription: Sendable {
  /// The line that acknowledges it, sent before any other message of the subscription.
  let acknowledgement: [UInt8]
  /// The JSON of the `result` that answers the request when the server ends the subscription.
  let result: [UInt8]
}
