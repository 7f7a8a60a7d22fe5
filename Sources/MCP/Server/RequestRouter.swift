// RequestRouter: which revision a request is served under and which method it means; the rules of both eras.
//
// Modern requests (2026-07-28) carry their revision in params._meta; legacy ones rely on the handshake before them.

import JSON

/// What can be asked of this server.
enum RequestMethod: String, Sendable {
  case initialize
  case ping
  case discover = "server/discover"
  case listTools = "tools/list"
  case callTool = "tools/call"
  case listen = "subscriptions/listen"

  /// What a request of revision 2026-07-28 may ask.
  static let modern: Set<RequestMethod> = [.discover, .listTools, .callTool, .listen]
  /// What a request after a handshake may ask; `initialize` has rules of its own.
  static let legacy: Set<RequestMethod> = [.ping, .listTools, .callTool]
}

/// A request that will be served.
struct RoutedRequest: Sendable {
  let method: RequestMethod
  let revision: ProtocolRevision
  let params: JSONObject
}

/// Decides how a request is served. A pure function of the request and the session's revision.
struct RequestRouter: Sendable {
  /// The revision that `initialize` chose; nil before it.
  var session: ProtocolRevision?

  /// - Throws: the error that answers a request that will not be served.
  func route(_ request: IncomingRequest) throws(RPCError) -> RoutedRequest {
    let params = try parameters(of: request)
    if let version = request.declaredVersion { return try routeModern(request, version, params) }
    if request.method == RequestMethod.initialize.rawValue { return try routeInitialize(params) }
    return try routeLegacy(request, params)
  }

  private func parameters(of request: IncomingRequest) throws(RPCError) -> JSONObject {
    guard let params = request.params else { return JSONObject() }
    guard let object = params.objectValue else {
      throw RPCError(.invalidParams, "params must be an object, not \(params.typeName).")
    }
    switch object["_meta"] {
    case nil, .null, .object: return object
    case let meta?: throw RPCError(.invalidParams, "params._meta must be an object, not \(meta.typeName).")
    }
  }

  private func routeModern(
    _ request: IncomingRequest, _ version: JSONValue, _ params: JSONObject
  ) throws(RPCError) -> RoutedRequest {
    guard let name = version.stringValue else {
      throw RPCError(.invalidParams, "params._meta[\"\(MetaKey.protocolVersion)\"] must be a string.")
    }
    guard let revision = ProtocolRevision(rawValue: name), revision.isModern else { throw unsupported(name) }
    guard case .object = params["_meta"]?[MetaKey.clientCapabilities] else {
      throw RPCError(.invalidParams, "params._meta[\"\(MetaKey.clientCapabilities)\"] must be an object; {} will do.")
    }
    guard let method = RequestMethod(rawValue: request.method), RequestMethod.modern.contains(method) else {
      throw unknownMethod(request.method, in: revision)
    }
    return RoutedRequest(method: method, revision: revision, params: params)
  }

  private func unsupported(_ name: String) -> RPCError {
    let supported = ProtocolRevision.modern.map { JSONValue.string($0.rawValue) }
    return RPCError(
      .unsupportedProtocolVersion,
      "Protocol version \(name.quotedForMessage) is not supported in params._meta; see data.supported. "
        + "Versions before \(ProtocolRevision.v2026_07_28.rawValue) need initialize instead.",
      data: ["supported": .array(supported), "requested": .string(name)])
  }

  private func routeInitialize(_ params: JSONObject) throws(RPCError) -> RoutedRequest {
    if let session {
      throw RPCError(
        .invalidRequest, "initialize was answered already with \(session.rawValue); it may be sent once.")
    }
    guard let name = params["protocolVersion"]?.stringValue else {
      throw RPCError(.invalidParams, "params.protocolVersion must be a string such as \"2025-11-25\".")
    }
    return RoutedRequest(method: .initialize, revision: .negotiated(for: name), params: params)
  }

  private func routeLegacy(_ request: IncomingRequest, _ params: JSONObject) throws(RPCError) -> RoutedRequest {
    let method = RequestMethod(rawValue: request.method)
    if method == .ping { return RoutedRequest(method: .ping, revision: session ?? .newestLegacy, params: params) }
    guard let session else { throw missingHandshake }
    guard let method, RequestMethod.legacy.contains(method) else { throw unknownMethod(request.method, in: session) }
    return RoutedRequest(method: method, revision: session, params: params)
  }

  private var missingHandshake: RPCError {
    RPCError(
      .invalidParams,
      "The protocol version of this request is not known. Send initialize first, or put "
        + "\"\(MetaKey.protocolVersion)\": \"\(ProtocolRevision.v2026_07_28.rawValue)\" and "
        + "\"\(MetaKey.clientCapabilities)\": {} into params._meta of every request.")
  }

  private func unknownMethod(_ name: String, in revision: ProtocolRevision) -> RPCError {
    RPCError(.methodNotFound, "There is no method \(name.quotedForMessage) here in revision \(revision.rawValue).")
  }
}
