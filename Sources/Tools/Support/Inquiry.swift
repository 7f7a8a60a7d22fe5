// Inquiry: the part of a call that asks the human through the client.

import JSON
import MCP
import Models
import State

/// Asks the human, and does what the answer says. Nothing may be held while the human thinks.
typealias Inquiry<Output> =
  @Sendable (_ state: any StateManager, _ asker: any Asker) async throws(Failure) -> InquiryOutcome<Output>

/// The outcome of asking.
enum InquiryOutcome<Output: Sendable>: Sendable {
  /// The human has answered, and that was done.
  case done(Output)
  /// The client gets the question as this result, and repeats the call with the answer.
  case handedOver(ToolResult)

  /// The same with another output.
  func map<Other>(_ transform: (Output) -> Other) -> InquiryOutcome<Other> {
    switch self {
    case .done(let output): .done(transform(output))
    case .handedOver(let result): .handedOver(result)
    }
  }
}

extension Asker {
  /// Asks, and does what an accepted form says.
  ///
  /// - Parameters:
  ///   - failure: makes the failure of a question that nobody answered, of the reason in a few words.
  ///   - finish: takes the form as the human filled it in, unchecked, and the question's memo.
  func inquire<Output>(
    _ question: Question, orFail failure: (String) -> Failure,
    _ finish: (_ form: JSONObject, _ memo: JSONValue) async throws(Failure) -> Output
  ) async throws(Failure) -> InquiryOutcome<Output> {
    switch await ask(question) {
    case .answered(.accepted(let form), let memo): return .done(try await finish(form, memo))
    case .answered(.declined, _): throw failure("the client says that the human declined")
    case .answered(.dismissed, _): throw failure("the form was closed")
    case .handedOver(let result): return .handedOver(result)
    case .unavailable(let reason): throw failure(reason.words)
    }
  }
}

extension UnavailableReason {
  fileprivate var words: String {
    switch self {
    case .noForms: "the client shows no forms"
    case .failed(let reason): "the client failed to ask (\(JSONValue.string(reason).abbreviated))"
    case .timedOut: "nobody answered in time"
    case .ended: "the session ended first"
    }
  }
}
