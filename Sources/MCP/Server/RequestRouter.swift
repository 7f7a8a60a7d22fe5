// RequestRouter: the rules of both eras: which revision a request is served under, and which methods that has.
//
// Modern requests (2026-07-28) carry their revision in params._meta; legacy ones rely on the handshake before them.

import JSON

/// A request that will be served.
struct RoutedRequest {
  let id: RequestID
  let method: any MethodHandler
  let revision: ProtocolRevision
  let params: JSONObject
  /// True when the client shows forms to its human.
  let showsForms: Bool
  /// True for a handshake that follows another: what is in flight belongs to a session that is over.
  let endsSession: Bool
  /// The client's word for itself at the last handshake; nil before the first.
  let sessionClient: String?

  /// The client's own word for itself; nil where it has said nothing.
  var client: String? {
    revision.isModern ? params["_meta"]?[MetaKey.clientInfo]?["name"]?.stringValue : sessionClient
  }
}

/// Decides how a request is served, by the request itself and the session's revision.
///
/// The life of a session: a handshake begins it, and it lasts until the next handshake or the end of the server.
struct RequestRouter {
  private let methods: MethodTable
  /// The revision that the last handshake chose; nil before the first.
  private(set) var session: ProtocolRevision?
  /// The client's word for itself at that handshake.
  private var client: String?
  /// True when the client of the last handshake shows forms to its human.
  private var sessionShowsForms = false

  init(methods: MethodTable) { self.methods = methods }

  // MARK: Requests

  /// Finds the method and the revision of the next request.
  ///
  /// - Throws: the error that answers a request that will not be served.
  func route(_ request: IncomingRequest, isInBatch: Bool) throws(RPCError) -> RoutedRequest {
    if isInBatch && request.isModern {
      throw RPCError(.invalidRequest, "A request with a protocol version in _meta may not be part of a batch.")
    }
    let params = try parameters(of: request)
    let revision = try revision(of: request, params)
    guard let method = methods[request.method], method.revisions.contains(revision) else {
      throw RPCError(
        .methodNotFound, "There is no method \(request.method.quotedExcerpt) here in revision \(revision.rawValue).")
    }
    return RoutedRequest(
      id: request.id, method: method, revision: revision, params: params,
      showsForms: showsForms(method, params, in: revision),
      endsSession: method.sessionRule == .begins && session != nil, sessionClient: client)
  }

  /// Notes that a request is being served: a handshake begins its session here.
  mutating func begin(_ request: RoutedRequest) {
    guard request.method.sessionRule == .begins else { return }
    session = request.revision
    client = request.params["clientInfo"]?["name"]?.stringValue
    sessionShowsForms = request.showsForms
  }

  private func showsForms(
    _ method: any MethodHandler, _ params: JSONObject, in revision: ProtocolRevision
  ) -> Bool {
    guard revision.hasElicitation else { return false }
    if !revision.isModern && method.sessionRule != .begins { return sessionShowsForms }
    let capabilities = revision.isModern ? params["_meta"]?[MetaKey.clientCapabilities] : params["capabilities"]
    // An empty object means forms; one that names other modes alone does not.
    guard case .object(let modes)? = capabilities?["elicitation"] else { return false }
    return modes.isEmpty || modes["form"] != nil
  }

  private func parameters(of request: IncomingRequest) throws(RPCError) -> JSONObject {
    guard let params = request.params, params != .null else { return JSONObject() }
    guard let object = params.objectValue else {
      throw RPCError(.invalidParams, "params must be an object, not \(params.typeName).")
    }
    switch object["_meta"] {
    case nil, .null, .object: return object
    case let meta?: throw RPCError(.invalidParams, "params._meta must be an object, not \(meta.typeName).")
    }
  }

  private func revision(of request: IncomingRequest, _ params: JSONObject) throws(RPCError) -> ProtocolRevision {
    if let version = request.declaredVersion { return try declaredRevision(version, params) }
    let rule = methods[request.method]?.sessionRule
    if rule == .begins { return try negotiatedRevision(params) }
    if let session { return session }
    guard rule == .anywhere else { throw missingHandshake }
    return .newestLegacy
  }

  private func declaredRevision(_ version: JSONValue, _ params: JSONObject) throws(RPCError) -> ProtocolRevision {
    guard let name = version.stringValue else {
      throw RPCError(.invalidParams, "params._meta[\"\(MetaKey.protocolVersion)\"] must be a string.")
    }
    guard let revision = ProtocolRevision(rawValue: name), revision.isModern else { throw unsupported(name) }
    guard case .object = params["_meta"]?[MetaKey.clientCapabilities] else {
      throw RPCError(.invalidParams, "params._meta[\"\(MetaKey.clientCapabilities)\"] must be an object; {} will do.")
    }
    return revision
  }

  private func unsupported(_ name: String) -> RPCError {
    RPCError(
      .unsupportedProtocolVersion,
      "Protocol version \(name.quotedExcerpt) is not supported in params._meta; see data.supported. "
        + "Versions before \(ProtocolRevision.v2026_07_28.rawValue) need initialize instead.",
      data: ["supported": ProtocolRevision.modernNames, "requested": .string(name)])
  }

  private func negotiatedRevision(_ params: JSONObject) throws(RPCError) -> ProtocolRevision {
    guard let name = params["protocolVersion"]?.stringValue else {
      throw RPCError(.invalidParams, "params.protocolVersion must be a string such as \"2025-11-25\".")
    }
    return .negotiated(for: name)
  }

  private var missingHandshake: RPCError {
    RPCError(
      .invalidParams,
      "The protocol version of this request is not known. Send initialize first, or put "
        + "\"\(MetaKey.protocolVersion)\": \"\(ProtocolRevision.v2026_07_28.rawValue)\" and "
        + "\"\(MetaKey.clientCapabilities)\": {} into params._meta of every request.")
  }

  // MARK: Batches and errors

  /// Checks an array of messages as a whole. Revision 2025-03-26 alone has them.
  ///
  /// - Throws: the error that answers all of it.
  func checkBatch(_ messages: [JSONValue], limit: Int) throws(RPCError) {
    guard session?.hasBatches == true else {
      throw RPCError(
        .invalidRequest,
        "Arrays of messages exist in revision \(ProtocolRevision.v2025_03_26.rawValue) alone; send one a line.")
    }
    if messages.isEmpty { throw RPCError(.invalidRequest, "A batch must hold a message.") }
    if messages.count > limit {
      throw RPCError(.invalidRequest, "A batch may hold \(limit) messages, not \(messages.count).")
    }
    if messages.contains(where: isHandshake) {
      throw RPCError(.invalidRequest, "initialize may not be part of a batch.")
    }
  }

  private func isHandshake(_ message: JSONValue) -> Bool {
    message["method"]?.stringValue.flatMap { methods[$0] }?.sessionRule == .begins
  }

  /// True when an error about a message without a usable id leaves `id` out; else it is null.
  ///
  /// - Parameter isModern: true for a message that names a revision of the modern era.
  func leavesOutUnknownID(isModern: Bool) -> Bool { isModern || session?.leavesOutUnknownID ?? true }
}
