// ServerFeatures: what a server offers besides answering.

import Logging

/// The tools of a server, and the sources of what else it offers; a feature without a source is not offered.
public struct ServerFeatures: Sendable {
  /// The tools, at least an empty registry.
  public var tools: ToolRegistry
  /// The texts to begin work with.
  public var prompts: (any PromptSource)?
  /// The texts to look at.
  public var resources: (any ResourceSource)?
  /// The values for what a person types.
  public var completions: (any CompletionSource)?

  /// Makes a server's features; those that are not named are not offered.
  public init(
    tools: ToolRegistry, prompts: (any PromptSource)? = nil, resources: (any ResourceSource)? = nil,
    completions: (any CompletionSource)? = nil
  ) {
    self.tools = tools
    self.prompts = prompts
    self.resources = resources
    self.completions = completions
  }

  /// The methods that serve them.
  func methods(_ envelope: ResultEnvelope, _ askers: AskerFactory, _ logger: Logger) -> [any MethodHandler] {
    var methods: [any MethodHandler] = [
      ListToolsMethod(registry: tools, envelope: envelope),
      CallToolMethod(registry: tools, envelope: envelope, askers: askers, log: CallLog(logger)),
    ]
    if let prompts {
      methods.append(ListPromptsMethod(source: prompts, envelope: envelope))
      methods.append(GetPromptMethod(source: prompts, envelope: envelope))
    }
    if let resources {
      methods.append(ListResourcesMethod(source: resources, envelope: envelope))
      methods.append(ListResourceTemplatesMethod(source: resources, envelope: envelope))
      methods.append(ReadResourceMethod(source: resources, envelope: envelope))
    }
    if let completions { methods.append(CompleteMethod(source: completions, envelope: envelope)) }
    return methods
  }
}
