// subscriptions/listen: a request that stays open for notices of changes, in the modern era.

import JSON

/// Opens a subscription. Nothing of what this server lists changes while it runs, so no notice will follow.
struct ListenMethod: MethodHandler {
  let name = "subscriptions/listen"
  let revisions = ProtocolRevision.modern
  let envelope: ResultEnvelope

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    guard case .object = request.params["notifications"] else {
      throw RPCError(.invalidParams, "params.notifications must be an object.")
    }
    let member = member(naming: request.id)
    return .subscription(
      Subscription(acknowledgement: acknowledgement(member), result: envelope.modernResult(meta: member)))
  }

  /// The member of `_meta` that every message of the subscription has.
  private func member(naming id: RequestID) -> [UInt8] {
    var writer = JSONWriter()
    writer.string(MetaKey.subscriptionID)
    writer.raw(":")
    id.write(to: &writer)
    return writer.bytes
  }

  private func acknowledgement(_ member: [UInt8]) -> [UInt8] {
    var writer = JSONWriter()
    writer.raw(#"{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"_meta":{"#)
    writer.raw(member)
    writer.raw(#"},"notifications":{}}}"#)
    return writer.bytes
  }
}
