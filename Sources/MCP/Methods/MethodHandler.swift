// MethodHandler: one method of MCP, with the requests that may ask for it. Each has a file beside this one.

/// A method that the server answers. `MethodTable` lists all of them.
///
/// The serving thread makes handlers and calls them, and no other thread does: they keep what they like without a lock.
protocol MethodHandler {
  /// The method's name in a request, such as `tools/list`.
  var name: String { get }

  /// The revisions of MCP that have the method, as far as this server offers it in them.
  var revisions: ClosedRange<ProtocolRevision> { get }

  /// The method's relation to a session; requests of the modern era have none.
  var sessionRule: SessionRule { get }

  /// The member of the server's `capabilities` that tells of the method, such as `tools`; nil for one that needs none, or
  /// whose list has it already.
  func capability(in revision: ProtocolRevision) -> String?

  /// Answers a request, or says what is to be done for it. Called in the order of the requests; must not wait.
  ///
  /// - Throws: the error that answers the request.
  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome
}

extension MethodHandler {
  var sessionRule: SessionRule { .within }

  func capability(in revision: ProtocolRevision) -> String? { nil }
}

/// The relation of a method to the session that a handshake begins, in the legacy era.
enum SessionRule: Sendable {
  /// Begins a session, and ends the one before.
  case begins
  /// Served within a session.
  case within
  /// Served within a session and without one.
  case anywhere
}
