// OpenQuestions: questions that the client has been handed and will answer with a repeated request, in the modern era.

import JSON
import Synchronization

/// Remembers each question under a random text, which travels through the client as `requestState`. It cannot be
/// guessed, fits one request only, expires, and is good for one answer. Thread-safe: `questions` has a lock.
final class OpenQuestions: Sendable {
  private struct Entry {
    let state: String
    /// The tool and its arguments.
    let request: RequestMark
    let memo: JSONValue
    let expiry: ContinuousClock.Instant
  }

  /// The oldest goes when there are more.
  static let maximumCount = 256

  private let questions = Mutex<[Entry]>([])
  private let lifetime: Duration

  /// - Parameter lifetime: the time for which a question can be answered.
  init(lifetime: Duration) { self.lifetime = lifetime }

  /// Remembers a question about a request, and gives the text for it.
  func add(_ memo: JSONValue, for request: RequestMark) -> String {
    var generator = SystemRandomNumberGenerator()
    let state = (0..<2).map { _ in String(generator.next(), radix: 36) }.joined(separator: "-")
    let entry = Entry(state: state, request: request, memo: memo, expiry: .now.advanced(by: lifetime))
    questions.withLock { questions in
      questions.append(entry)
      if questions.count > Self.maximumCount { questions.removeFirst() }
    }
    return state
  }

  /// Takes the question out: nil for a text that was not given out for this request, or whose time is over.
  func take(_ state: String, for request: RequestMark) -> JSONValue? {
    questions.withLock { questions in
      questions.removeAll { $0.expiry <= .now }
      guard let index = questions.firstIndex(where: { $0.state == state && $0.request == request }) else { return nil }
      return questions.remove(at: index).memo
    }
  }
}

/// A request by its tool and arguments, told from others by a hash whose key no client knows.
struct RequestMark: Sendable, Equatable {
  private let hash: Int
  private let count: Int

  init(tool: String, _ arguments: JSONObject) {
    let bytes = JSONValue.array([.string(tool), .object(arguments)]).serialized
    hash = bytes.hashValue
    count = bytes.count
  }
}

/// Asks by handing the question over: the call ends with it, and is repeated with the answer.
struct ModernAsker: Asker {
  let questions: OpenQuestions
  let request: @Sendable () -> RequestMark
  /// The answer that this request brings, with its question's memo; nil for a first request.
  let given: (answer: QuestionAnswer, memo: JSONValue)?

  /// The name of our one question among the input requests.
  static let key = "answer"

  func ask(_ question: Question) async -> AskOutcome {
    if let given { return .answered(given.answer, memo: given.memo) }
    let state = questions.add(question.memo, for: request())
    let asked: JSONValue = [
      "method": "elicitation/create", "params": question.parameters(in: .v2026_07_28),
    ]
    return .handedOver(ToolResult(inputRequests: JSONValue.object([Self.key: asked]).serialized, requestState: state))
  }
}
