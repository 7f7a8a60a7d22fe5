// subscriptions/listen: a request that stays open for notices of changes, in the modern era.

/// Opens a subscription. Nothing of what this server lists changes while it runs, so no notice will follow.
struct ListenMethod: MethodHandler {
  let name = "subscriptions/listen"
  let revisions = ProtocolRevision.modern

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    guard case .object = request.params["notifications"] else {
      throw RPCError(.invalidParams, "params.notifications must be an object.")
    }
    return .subscription
  }
}
