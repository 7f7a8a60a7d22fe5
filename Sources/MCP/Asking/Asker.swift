// Asker: the way from a tool to the human in front of the client; each era has its own.

import JSON

/// A form for the human.
public struct Question: Sendable {
  /// The question itself, which the client shows above the form.
  public var message: String
  /// The form: a JSON Schema of a flat object of strings, numbers, booleans and choices.
  public var schema: JSONObject
  /// What the tool wants to know again with the answer. Kept here, never shown to the client.
  public var memo: JSONValue

  /// Makes a question.
  public init(message: String, schema: JSONObject, memo: JSONValue = .null) {
    self.message = message
    self.schema = schema
    self.memo = memo
  }
}

/// The human's reaction to a form.
public enum QuestionAnswer: Sendable, Equatable {
  /// The form as it was filled in; nothing in it has been checked.
  case accepted(JSONObject)
  /// The human did not want to answer, or the client did it for them.
  case declined
  /// The form was closed.
  case dismissed
}

/// The outcome of asking.
public enum AskOutcome: Sendable {
  /// There is a reaction, with the memo of the question that it belongs to.
  case answered(QuestionAnswer, memo: JSONValue)
  /// The client gets the question as this result, and repeats the call with the answer. The tool returns it as it is.
  case handedOver(ToolResult)
  /// Nobody was reached, for this reason.
  case unavailable(UnavailableReason)
}

/// The reasons for which no human was reached.
public enum UnavailableReason: Sendable, Equatable {
  /// The client shows no forms.
  case noForms
  /// The client failed to show it.
  case failed(String)
  /// Nobody answered in time.
  case timedOut
  /// The client or the server is ending, or the call was cancelled.
  case ended
}

/// Asks the human. One asker belongs to one call.
public protocol Asker: Sendable {
  /// Shows the question and waits for the reaction; no lock and no connection may be held meanwhile.
  func ask(_ question: Question) async -> AskOutcome
}

/// The asker for a client that shows no forms.
struct NoAsker: Asker {
  func ask(_ question: Question) async -> AskOutcome { .unavailable(.noForms) }
}

extension Question {
  /// The `params` of `elicitation/create`.
  func parameters(in revision: ProtocolRevision) -> JSONValue {
    var parameters = JSONObject()
    if revision.hasElicitationModes { parameters["mode"] = "form" }
    parameters["message"] = .string(message)
    parameters["requestedSchema"] = .object(schema)
    return .object(parameters)
  }
}

extension QuestionAnswer {
  /// Reads the result of `elicitation/create`; nil for what is none.
  init?(_ result: JSONValue?) {
    switch result?["action"]?.stringValue {
    case "accept": self = .accepted(result?["content"]?.objectValue ?? JSONObject())
    case "decline": self = .declined
    case "cancel": self = .dismissed
    default: return nil
    }
  }
}
