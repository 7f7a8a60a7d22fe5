// prompts/get: the text of one prompt, filled with the state of that moment.

import JSON

/// Finds the prompt, checks its arguments and gives its text as one message of the user.
struct GetPromptMethod: MethodHandler {
  let name = "prompts/get"
  let revisions = ProtocolRevision.all
  let source: any PromptSource
  let envelope: ResultEnvelope

  func handle(_ request: RoutedRequest) throws(RPCError) -> MethodOutcome {
    let prompt = try prompt(request.params["name"])
    let arguments = try request.strings(in: "arguments")
    try check(arguments, of: prompt)
    do throws(FeatureFailure) {
      return .call(
        try source.text(of: prompt.name, arguments).prepared(envelope, in: request.revision) { text in
          let content: JSONValue = ["type": "text", "text": .string(text)]
          return [
            "description": .string(prompt.description), "messages": [["role": "user", "content": content]],
          ]
        })
    } catch {
      throw error.error(in: request.revision)
    }
  }

  private func prompt(_ name: JSONValue?) throws(RPCError) -> Prompt {
    guard let name = name?.stringValue else {
      throw RPCError(.invalidParams, "params.name must be a string, the name of a prompt.")
    }
    guard let prompt = source.prompts.first(where: { $0.name == name }) else {
      let names = source.prompts.map(\.name).joined(separator: ", ")
      throw RPCError(.invalidParams, "There is no prompt \(name.quotedExcerpt). The prompts are: \(names).")
    }
    return prompt
  }

  private func check(_ arguments: [String: String], of prompt: Prompt) throws(RPCError) {
    if let missing = prompt.arguments.first(where: { $0.isRequired && arguments[$0.name] == nil }) {
      throw RPCError(.invalidParams, "Prompt \(prompt.name) needs the argument \(missing.name): \(missing.description)")
    }
    let names = prompt.arguments.map(\.name)
    if let unknown = arguments.keys.sorted().first(where: { !names.contains($0) }) {
      let allowed = names.isEmpty ? "It has none." : "It has: \(names.joined(separator: ", "))."
      throw RPCError(.invalidParams, "Prompt \(prompt.name) has no argument \(unknown.quotedExcerpt). \(allowed)")
    }
  }
}
