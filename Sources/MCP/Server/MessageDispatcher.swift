// MessageDispatcher: what is done about each message. Lives on the serving thread alone, which reads them in order.

import JSON
import Logging

/// Answers messages, or hands them to the call runner.
struct MessageDispatcher {
  private let registry: ToolRegistry
  private let limits: ServerLimits
  private let encoder: ResultEncoder
  private let runner: CallRunner
  private let logger: Logger
  private var router = RequestRouter()
  /// The result of tools/list by revision, made when first asked for.
  private var toolLists: [ProtocolRevision: [UInt8]] = [:]
  /// True when the time for serving is over: requests are refused, notifications ignored.
  var isRefusing = false

  init(registry: ToolRegistry, limits: ServerLimits, encoder: ResultEncoder, runner: CallRunner, logger: Logger) {
    self.registry = registry
    self.limits = limits
    self.encoder = encoder
    self.runner = runner
    self.logger = logger
  }

  // MARK: Lines

  /// Handles one line of input.
  mutating func handle(_ event: LineSplitter.Event) {
    guard case .line(let line) = event else {
      return refuseLine("longer than \(limits.maximumMessageBytes) bytes", [:])
    }
    switch line.withUnsafeBufferPointer({ bytes in Result { () throws(JSONParseError) in try JSONParser.parse(bytes) } }
    ) {
    case .failure(let error): refuseLine(error.description, ["bytes": "\(line.count)"])
    case .success(.array(let messages)): handle(batch: messages, size: line.count)
    case .success(let value): handle(IncomingMessage(value), size: line.count, .line)
    }
  }

  /// Logs that a line came to nothing, without a word of what it held.
  private func refuseLine(_ reason: String, _ details: Logger.Metadata) {
    logger.warning("skipped a line of input: \(reason)", metadata: details)
    fail(
      RPCError(.parseError, "The line is no JSON message: \(reason). Send each message as one line."), id: nil, .line)
  }

  /// Only revision 2025-03-26 has batches.
  private mutating func handle(batch messages: [JSONValue], size: Int) {
    if let error = error(inBatch: messages) { return fail(error, id: nil, .line) }
    let key = runner.openBatch(count: messages.count)
    for (index, message) in messages.enumerated() {
      handle(IncomingMessage(message), size: size / messages.count, .batch(key: key, index: index))
    }
  }

  private func error(inBatch messages: [JSONValue]) -> RPCError? {
    guard router.session?.hasBatches == true else {
      return RPCError(
        .invalidRequest,
        "Arrays of messages exist in revision \(ProtocolRevision.v2025_03_26.rawValue) alone; send one a line.")
    }
    if messages.isEmpty { return RPCError(.invalidRequest, "A batch must hold a message.") }
    if messages.count > limits.maximumBatchMessages {
      return RPCError(
        .invalidRequest, "A batch may hold \(limits.maximumBatchMessages) messages, not \(messages.count).")
    }
    let hasInitialize = messages.contains { $0["method"]?.stringValue == RequestMethod.initialize.rawValue }
    return hasInitialize ? RPCError(.invalidRequest, "initialize may not be part of a batch.") : nil
  }

  // MARK: Messages

  private mutating func handle(_ message: IncomingMessage, size: Int, _ destination: Destination) {
    switch message {
    case .request(let request): handle(request, size: size, destination)
    case .invalid(let error, let id): fail(error, id: id.flatMap { runner.isFree($0) ? $0 : nil }, destination)
    case .response: runner.answer(destination, nil)
    case .notification(let method, let params):
      if !isRefusing && method == "notifications/cancelled" { cancel(params) }
      runner.answer(destination, nil)
    }
  }

  /// Anything else about a notification is none of ours; a malformed one is ignored, as MCP wants it.
  private func cancel(_ params: JSONValue?) {
    guard let id = RequestID(params?["requestId"]) else { return }
    runner.cancel(id)
  }

  /// Sends an error. Without an id it has the form that the session knows.
  private func fail(_ error: RPCError, id: RequestID?, _ destination: Destination, isModern: Bool = false) {
    let leavesOut = isModern || router.session?.leavesOutUnknownID ?? true
    runner.answer(destination, ResultEncoder.error(error, id: id, leavesOutUnknownID: leavesOut))
  }

  private mutating func handle(_ request: IncomingRequest, size: Int, _ destination: Destination) {
    // First of all: any answer with this id would be taken for that of the call that has it.
    guard runner.claim(request.id, for: destination) else {
      let error = RPCError(.invalidRequest, "A request with this id is in flight; its answer follows. Use another id.")
      return fail(error, id: nil, destination, isModern: request.isModern)
    }
    do throws(RPCError) {
      if isRefusing { throw .shuttingDown(wasStarted: false) }
      if case .batch = destination, request.isModern {
        throw RPCError(.invalidRequest, "A request with a protocol version in _meta may not be part of a batch.")
      }
      try serve(request.id, try router.route(request), size: size, destination)
    } catch {
      fail(error, id: request.id, destination)
    }
  }

  // MARK: Methods

  private mutating func serve(
    _ id: RequestID, _ request: RoutedRequest, size: Int, _ destination: Destination
  ) throws(RPCError) {
    switch request.method {
    case .initialize: respond(id, initialize(request), destination)
    case .ping: respond(id, Array("{}".utf8), destination)
    case .discover: respond(id, encoder.discover(), destination)
    case .listTools: respond(id, try listTools(request), destination)
    case .callTool: try callTool(id, request, size: size, destination)
    case .listen: try listen(id, request)
    }
  }

  private func respond(_ id: RequestID, _ body: [UInt8], _ destination: Destination) {
    runner.answer(destination, ResultEncoder.response(to: id, body))
  }

  private mutating func initialize(_ request: RoutedRequest) -> [UInt8] {
    router.session = request.revision
    let client = request.params["clientInfo"]?["name"]?.stringValue ?? "unnamed"
    logger.info(
      "handshake", metadata: ["revision": "\(request.revision.rawValue)", "client": "\(client.quotedForMessage)"])
    return encoder.initialize(request.revision)
  }

  private mutating func listTools(_ request: RoutedRequest) throws(RPCError) -> [UInt8] {
    switch request.params["cursor"] {
    case nil, .null: break
    default: throw RPCError(.invalidParams, "This cursor was never given out: all tools are on the first page.")
    }
    if let list = toolLists[request.revision] { return list }
    let list = encoder.tools(registry.definitions, in: request.revision)
    toolLists[request.revision] = list
    return list
  }

  private func callTool(
    _ id: RequestID, _ request: RoutedRequest, size: Int, _ destination: Destination
  ) throws(RPCError) {
    guard let name = request.params["name"]?.stringValue else {
      throw RPCError(.invalidParams, "params.name must be a string, the name of a tool.")
    }
    guard let tool = registry[name] else { throw unknownTool(name) }
    let prepared = tool.prepare(try arguments(request.params["arguments"]))
    runner.submit(
      CallLedger.Call(id: id, revision: request.revision, size: size, destination: destination, prepared: prepared))
  }

  private func arguments(_ value: JSONValue?) throws(RPCError) -> JSONObject {
    guard let value else { return JSONObject() }
    guard let object = value.objectValue else {
      throw RPCError(.invalidParams, "params.arguments must be an object, not \(value.typeName).")
    }
    return object
  }

  private func unknownTool(_ name: String) -> RPCError {
    let near = NameSuggestion.closest(to: name, among: registry.definitions.map(\.name))
    let hint = near.map { "Did you mean \"\($0)\"?" } ?? "tools/list names all tools."
    return RPCError(.invalidParams, "There is no tool \(name.quotedForMessage). \(hint)")
  }

  private func listen(_ id: RequestID, _ request: RoutedRequest) throws(RPCError) {
    guard case .object = request.params["notifications"] else {
      throw RPCError(.invalidParams, "params.notifications must be an object.")
    }
    guard runner.subscribe(id, limit: limits.maximumSubscriptions) else {
      throw RPCError(
        .internalError, "\(limits.maximumSubscriptions) subscriptions are open already; cancel one of them first.")
    }
  }
}
