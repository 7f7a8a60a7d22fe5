// ping: a sign of life, in the legacy era.

/// Answers with an empty result, also before the handshake.
struct PingMethod: MethodHandler {
  let name = "ping"
  let revisions = ProtocolRevision.legacy
  let sessionRule = SessionRule.anywhere

  func handle(_ request: RoutedRequest) -> MethodOutcome { .result(Array("{}".utf8)) }
}
