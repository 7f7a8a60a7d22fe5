// server/discover: the introduction of the server in the modern era.

/// Tells the client which revisions are spoken, and introduces the server.
struct DiscoverMethod: MethodHandler {
  let name = "server/discover"
  let revisions = ProtocolRevision.modern
  let encoder: ResultEncoder

  func handle(_ request: RoutedRequest) -> MethodOutcome { .result(encoder.discover()) }
}
