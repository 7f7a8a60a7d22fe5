// Prompt: a text to begin work with, which a person chooses in the client.

import JSON

/// A prompt as `prompts/list` shows it.
public struct Prompt: Sendable, Equatable {
  /// A value that the person may give, always text.
  public struct Argument: Sendable, Equatable {
    /// Name for programs.
    public var name: String
    /// Meaning in a sentence.
    public var description: String
    /// True when the prompt cannot be made without it.
    public var isRequired: Bool

    /// Makes an argument; one that may be left out unless told otherwise.
    public init(name: String, description: String, isRequired: Bool = false) {
      self.name = name
      self.description = description
      self.isRequired = isRequired
    }
  }

  /// Name for programs; clients show it as a command.
  public var name: String
  /// Name for people; sent from revision 2025-06-18 on.
  public var title: String
  /// Purpose in a sentence.
  public var description: String
  /// The values that may be given, in the order in which clients ask for them.
  public var arguments: [Argument]

  /// Makes a prompt as it is listed.
  public init(name: String, title: String, description: String, arguments: [Argument] = []) {
    self.name = name
    self.title = title
    self.description = description
    self.arguments = arguments
  }

  /// The element of `prompts` in the shape that `revision` knows.
  func json(in revision: ProtocolRevision) -> JSONValue {
    var object = JSONObject()
    object["name"] = .string(name)
    if revision.hasTitles { object["title"] = .string(title) }
    object["description"] = .string(description)
    object["arguments"] = .array(
      arguments.map {
        ["name": .string($0.name), "description": .string($0.description), "required": .bool($0.isRequired)]
      })
    return .object(object)
  }
}

/// The prompts of a server.
public protocol PromptSource: Sendable {
  /// All of them, the same at every call.
  var prompts: [Prompt] { get }

  /// Gives the text of the prompt of that name, which is one of `prompts`. Must not wait.
  ///
  /// - Parameter arguments: values that `prompts` names, none of them empty; those that are required are there.
  /// - Throws: `FeatureFailure.invalid` for a value that cannot be.
  func text(of prompt: String, _ arguments: [String: String]) throws(FeatureFailure) -> FeatureCall<String>
}
