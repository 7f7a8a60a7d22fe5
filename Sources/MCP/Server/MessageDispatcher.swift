// MessageDispatcher: the way of a message to its answer, or to the calls in flight. Used by the serving thread alone.

import JSON
import Logging

/// Answers messages, in the order in which they were read, or hands them to the call runner.
struct MessageDispatcher {
  private let limits: ServerLimits
  private let runner: CallRunner
  private let requests: ClientRequests
  private let logger: Logger
  private var router: RequestRouter
  /// True when the time for serving is over: requests are refused, notifications ignored.
  var isRefusing = false

  init(methods: MethodTable, limits: ServerLimits, runner: CallRunner, requests: ClientRequests, logger: Logger) {
    self.limits = limits
    self.runner = runner
    self.requests = requests
    self.logger = logger
    router = RequestRouter(methods: methods)
  }

  // MARK: Lines

  /// Handles one line of input, or the news that one was too long.
  mutating func handle(_ event: LineSplitter.Event) {
    switch event {
    case .line(let line): handle(line)
    case .tooLong(let beginning): refuseLine("longer than \(limits.maximumMessageBytes) bytes", beginning[...], [:])
    }
  }

  private mutating func handle(_ line: ArraySlice<UInt8>) {
    switch line.withUnsafeBufferPointer({ bytes in Result { () throws(JSONParseError) in try JSONParser.parse(bytes) } }
    ) {
    case .failure(let error): refuseLine(error.description, line, ["bytes": "\(line.count)"])
    case .success(.array(let messages)): handle(batch: messages, size: line.count)
    case .success(let value): handle(IncomingMessage(value), size: line.count, .line)
    }
  }

  /// Answers a line that is not JSON, unless it wants no answer, and logs the fault without a word of the line.
  private func refuseLine(_ reason: String, _ line: ArraySlice<UInt8>, _ details: Logger.Metadata) {
    logger.warning("skipped a line of input: \(reason)", metadata: details)
    let error = RPCError(.parseError, "The line is no JSON message: \(reason). Send each message as one line.")
    switch line.withUnsafeBufferPointer(BrokenMessage.init) {
    case .request(let id): fail(error, id: unclaimed(id), .line)
    case .unanswered: break
    case .unknown: fail(error, id: nil, .line)
    }
  }

  /// The id for an error about a message that was not taken up; nil for one that another request's answer will carry.
  private func unclaimed(_ id: RequestID) -> RequestID? { runner.isFree(id) ? id : nil }

  private mutating func handle(batch messages: [JSONValue], size: Int) {
    do throws(RPCError) {
      try router.checkBatch(messages, limit: limits.maximumBatchMessages)
    } catch {
      return fail(error, id: nil, .line)
    }
    let key = runner.openBatch(count: messages.count)
    for (index, message) in messages.enumerated() {
      handle(IncomingMessage(message), size: size / messages.count, .batch(key: key, index: index))
    }
  }

  // MARK: Messages

  private mutating func handle(_ message: IncomingMessage, size: Int, _ destination: Destination) {
    switch message {
    case .request(let request): handle(request, size: size, destination)
    case .invalid(let error, let id): fail(error, id: id.flatMap(unclaimed), destination)
    case .response(let response):
      requests.receive(response)
      runner.answer(destination, nil)
    case .notification(let method, let params):
      if !isRefusing && method == "notifications/cancelled" { cancel(params) }
      runner.answer(destination, nil)
    }
  }

  /// Cancels the request that the notification names; a malformed one is ignored, as MCP wants it.
  private func cancel(_ params: JSONValue?) {
    guard let id = RequestID(params?["requestId"]) else { return }
    runner.cancel(id)
  }

  /// Answers with an error; without an id in the form that the session's revision knows.
  private func fail(_ error: RPCError, id: RequestID?, _ destination: Destination, isModern: Bool = false) {
    let leavesOut = router.leavesOutUnknownID(isModern: isModern)
    runner.answer(destination, ResponseLine.error(error, to: id, leavesOutUnknownID: leavesOut))
  }

  private mutating func handle(_ request: IncomingRequest, size: Int, _ destination: Destination) {
    let routing = Result { () throws(RPCError) in try route(request, isInBatch: destination.isBatch) }
    // A proxy serves its clients one after the other with one process: the next one knows no id of the last.
    if case .success(let routed) = routing, routed.endsSession { runner.endSession() }
    // Before any answer: one with this id would be taken for that of the call that has it.
    guard runner.claim(request.id, for: destination) else {
      let error = RPCError(.invalidRequest, "A request with this id is in flight; its answer follows. Use another id.")
      return fail(error, id: nil, destination, isModern: request.isModern)
    }
    do throws(RPCError) {
      let routed = try routing.get()
      router.begin(routed)
      try carryOut(try routed.method.handle(routed), for: routed, size: size, destination)
    } catch {
      fail(error, id: request.id, destination)
    }
  }

  private func route(_ request: IncomingRequest, isInBatch: Bool) throws(RPCError) -> RoutedRequest {
    if isRefusing { throw .shuttingDown(wasStarted: false) }
    return try router.route(request, isInBatch: isInBatch)
  }

  private func carryOut(
    _ outcome: MethodOutcome, for request: RoutedRequest, size: Int, _ destination: Destination
  ) throws(RPCError) {
    switch outcome {
    case .result(let body): runner.answer(destination, ResponseLine.result(body, to: request.id))
    case .call(let prepared):
      runner.submit(
        InFlightRequests.Call(id: request.id, size: size, destination: destination, prepared: prepared))
    case .subscription(let subscription):
      guard runner.open(subscription, for: request.id, limit: limits.maximumSubscriptions) else {
        throw RPCError(
          .internalError, "\(limits.maximumSubscriptions) subscriptions are open already; cancel one of them first.")
      }
    }
  }
}
