// ClientRequests: requests from the server to the client, in the legacy era.

import JSON
import Platform
import Synchronization

/// Sends requests and hands the client's responses to those who wait. Thread-safe: `state` has a lock, all else never
/// changes.
final class ClientRequests: Sendable {
  /// The end of a request.
  enum Outcome: Sendable {
    case result(JSONValue)
    case error(String)
    case timedOut
    /// Cancelled, or nothing more will be read.
    case ended
  }

  private struct State {
    var count = 0
    var waiting: [RequestID: CheckedContinuation<Outcome, Never>] = [:]
    /// True when nothing more will be read.
    var isClosed = false
  }

  private let state = Mutex(State())
  private let writer: MessageWriter
  private let timeLimit: Duration
  private let servingThread = ThreadIdentity.current

  /// Makes the way to the client; to be called on the serving thread.
  ///
  /// - Parameter timeLimit: the longest time that a request waits for its response.
  init(writer: MessageWriter, timeLimit: Duration) {
    self.writer = writer
    self.timeLimit = timeLimit
  }

  /// Sends a request and waits for its response, without a thread. A cancelled task withdraws the request.
  func send(_ method: String, _ parameters: JSONValue) async -> Outcome {
    let id = state.withLock { state in
      state.count += 1
      return RequestID.string("respec-\(state.count)")
    }
    let timeLimit = timeLimit
    return await withTaskGroup(of: Outcome.self) { group in
      group.addTask { await self.response(to: id, method, parameters) }
      group.addTask { (try? await Task.sleep(for: timeLimit)) == nil ? .ended : .timedOut }
      let outcome = await group.next() ?? .ended
      group.cancelAll()
      return outcome
    }
  }

  private func response(to id: RequestID, _ method: String, _ parameters: JSONValue) async -> Outcome {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isSent = state.withLock { state in
          guard !state.isClosed, !Task.isCancelled else { return false }
          state.waiting[id] = continuation
          writer.append(Self.line(method, parameters, id: id))
          return true
        }
        if !isSent { return continuation.resume(returning: .ended) }
        if ThreadIdentity.current != servingThread { writer.flush() }
      }
    } onCancel: {
      withdraw(id)
    }
  }

  /// Ends the wait and tells the client that the answer is not wanted any more.
  private func withdraw(_ id: RequestID) {
    let continuation = state.withLock { state in
      let continuation = state.waiting.removeValue(forKey: id)
      if continuation != nil, !state.isClosed { writer.append(Self.cancellation(of: id)) }
      return continuation
    }
    guard let continuation else { return }
    if ThreadIdentity.current != servingThread { writer.flush() }
    continuation.resume(returning: .ended)
  }

  /// Hands a response over; one to a request that nobody waits for is ignored.
  func receive(_ response: JSONObject) {
    guard let id = RequestID(response["id"]),
      let continuation = state.withLock({ $0.waiting.removeValue(forKey: id) })
    else { return }
    if let result = response["result"] { return continuation.resume(returning: .result(result)) }
    continuation.resume(returning: .error(response["error"]?["message"]?.stringValue ?? "unknown error"))
  }

  /// Ends all waiting: no response can come any more.
  func close() {
    let waiting = state.withLock { state in
      state.isClosed = true
      defer { state.waiting = [:] }
      return state.waiting.values.map { $0 }
    }
    for continuation in waiting { continuation.resume(returning: .ended) }
  }

  // MARK: Lines

  private static func line(_ method: String, _ parameters: JSONValue, id: RequestID) -> [UInt8] {
    var writer = JSONWriter()
    writer.raw(#"{"jsonrpc":"2.0","id":"#)
    id.write(to: &writer)
    writer.raw(#","method":"#)
    writer.string(method)
    writer.raw(#","params":"#)
    writer.value(parameters)
    writer.raw("}")
    return writer.bytes
  }

  private static func cancellation(of id: RequestID) -> [UInt8] {
    var writer = JSONWriter()
    writer.raw(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"#)
    id.write(to: &writer)
    writer.raw("}}")
    return writer.bytes
  }
}

/// Asks by a request of the server's, while the call goes on.
struct LegacyAsker: Asker {
  let requests: ClientRequests
  let revision: ProtocolRevision

  func ask(_ question: Question) async -> AskOutcome {
    switch await requests.send("elicitation/create", question.parameters(in: revision)) {
    case .result(let result):
      guard let answer = QuestionAnswer(result) else { return .unavailable(.failed("its answer has no action")) }
      return .answered(answer, memo: question.memo)
    case .error(let message): return .unavailable(.failed(message))
    case .timedOut: return .unavailable(.timedOut)
    case .ended: return .unavailable(.ended)
    }
  }
}
