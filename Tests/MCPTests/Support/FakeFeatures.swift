// FakeFeatures: prompts, resources and completions of a server that has no state.

import MCP

/// One prompt with a required argument and another, and one that fails.
struct FakePrompts: PromptSource {
  let prompts = [
    Prompt(
      name: "greet", title: "Greet", description: "Greets.",
      arguments: [
        Prompt.Argument(name: "who", description: "Whom.", isRequired: true),
        Prompt.Argument(name: "how", description: "In which way."),
      ]),
    Prompt(name: "broken", title: "Broken", description: "Fails."),
  ]

  func text(of prompt: String, _ arguments: [String: String]) throws(FeatureFailure) -> FeatureCall<String> {
    if arguments["who"] == "nobody" { throw .invalid("who: nobody is there.") }
    return FeatureCall { () async throws(FeatureFailure) in
      if prompt == "broken" { throw .failed("The state cannot be read.") }
      return "\(arguments["how"] ?? "Hello"), \(arguments["who"] ?? "?")"
    }
  }
}

/// Two pages of one resource each.
struct FakeResources: ResourceSource {
  let templates = [ResourceTemplate(uriTemplate: "fake://{name}", name: "thing", description: "A thing.")]

  func list(after cursor: String?) throws(FeatureFailure) -> FeatureCall<ResourcePage> {
    if let cursor, cursor != "1" { throw .invalid("This cursor was never given out.") }
    let number = cursor == nil ? 1 : 2
    let resource = Resource(
      uri: "fake://\(number)", name: "thing \(number)", description: "A thing.", size: number == 1 ? 5 : nil)
    return FeatureCall { () async throws(FeatureFailure) in
      ResourcePage(resources: [resource], next: number == 1 ? "1" : nil)
    }
  }

  func read(_ uri: String) throws(FeatureFailure) -> FeatureCall<String> {
    guard uri.hasPrefix("fake://") else { throw .notFound("There is no resource \(uri).") }
    return FeatureCall { () async throws(FeatureFailure) in
      if uri == "fake://9" { throw .notFound("There is no thing 9.") }
      return "# Thing"
    }
  }
}

/// Completes `who` of the prompt and `name` of the template.
struct FakeCompletions: CompletionSource {
  func completions(
    of argument: String, at place: CompletionPlace, beginning: String, given: [String: String]
  ) throws(FeatureFailure) -> FeatureCall<Completions> {
    guard argument == "who" || place == .template("fake://{name}") else { throw .invalid("No argument \(argument).") }
    return FeatureCall { () async throws(FeatureFailure) in
      Completions((1...120).map { "\(beginning)\($0)\(given["how"] ?? "")" })
    }
  }
}
