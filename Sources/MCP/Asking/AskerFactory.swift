// AskerFactory: the asker that a call of a tool gets, by the era of its request and the abilities of its client.

import JSON

/// Makes askers. Used by the serving thread alone.
struct AskerFactory {
  let requests: ClientRequests
  let questions: OpenQuestions

  /// The asker for a request.
  ///
  /// - Throws: for an answer to a question that is not open: never asked, of another request, answered already, too old.
  func asker(for request: RoutedRequest, tool: String, _ arguments: JSONObject) throws(RPCError) -> any Asker {
    guard request.revision.isModern else {
      return request.showsForms ? LegacyAsker(requests: requests, revision: request.revision) : NoAsker()
    }
    // Made for a question or an answer alone: it takes as long as reading the arguments.
    let mark = { @Sendable in RequestMark(tool: tool, arguments) }
    let given = try given(by: request, mark)
    guard request.showsForms else { return NoAsker() }
    return ModernAsker(questions: questions, request: mark, given: given)
  }

  private func given(
    by request: RoutedRequest, _ mark: () -> RequestMark
  ) throws(RPCError) -> (answer: QuestionAnswer, memo: JSONValue)? {
    let (responses, state) = (request.params["inputResponses"], request.params["requestState"])
    guard (responses ?? .null) != .null || (state ?? .null) != .null else { return nil }
    guard let state = state?.stringValue, let memo = questions.take(state, for: mark()) else {
      throw RPCError(
        .invalidParams,
        "This answer belongs to no open question: it was answered already, is too old, or was asked for another call. "
          + "Repeat the call without inputResponses and requestState to be asked again.")
    }
    guard let answer = QuestionAnswer(responses?[ModernAsker.key]) else {
      throw RPCError(
        .invalidParams,
        "params.inputResponses.\(ModernAsker.key) must be an object with the action accept, decline or "
          + "cancel. Repeat the call without inputResponses and requestState to be asked again.")
    }
    return (answer, memo)
  }
}
