// WireRules+Features: the rules for prompts, resources and completions.

import JSON

extension WireRules {
  /// The lists and the resources tell how long they may be kept, in the modern era.
  private static let cached = ["prompts/list", "resources/list", "resources/templates/list", "resources/read"]

  /// Checks the result of a method of a feature.
  mutating func checkFeature(_ result: JSONValue, of method: String, _ revision: Revision) {
    let isModern = revision == Self.modern
    let isCached = isModern && Self.cached.contains(method)
    if isCached { checkCaching(result) }
    let common = (isModern ? ["resultType", "_meta"] : []) + (isCached ? ["ttlMs", "cacheScope"] : [])
    switch method {
    case "prompts/list":
      only(["prompts"] + common, in: result, method)
      for prompt in elements(of: "prompts", in: result) { checkPrompt(prompt, revision) }
    case "prompts/get":
      only(["description", "messages"] + common, in: result, method)
      for message in elements(of: "messages", in: result) { checkMessage(message) }
    case "resources/list":
      only(["resources", "nextCursor"] + common, in: result, method)
      for resource in elements(of: "resources", in: result) { checkResource(resource, uri: "uri") }
    case "resources/templates/list":
      only(["resourceTemplates"] + common, in: result, method)
      for template in elements(of: "resourceTemplates", in: result) { checkResource(template, uri: "uriTemplate") }
    case "resources/read":
      only(["contents"] + common, in: result, method)
      for contents in elements(of: "contents", in: result) {
        only(["uri", "mimeType", "text"], in: contents, "contents")
        strings(["uri", "mimeType", "text"], of: contents)
      }
    default:
      only(["completion"] + common, in: result, method)
      checkCompletion(result["completion"])
    }
  }

  private mutating func checkPrompt(_ prompt: JSONValue, _ revision: Revision) {
    only(
      ["name", "description", "arguments"] + (revision >= "2025-06-18" ? ["title"] : []), in: prompt, "a prompt")
    strings(["name", "description"], of: prompt)
    for argument in elements(of: "arguments", in: prompt) {
      only(["name", "description", "required"], in: argument, "an argument")
      strings(["name", "description"], of: argument)
      require(argument["required"] == true || argument["required"] == false, "required is no boolean")
    }
  }

  private mutating func checkMessage(_ message: JSONValue) {
    only(["role", "content"], in: message, "a message")
    require(message["role"] == "user", "role")
    only(["type", "text"], in: message["content"], "content")
    require(message["content"]?["type"] == "text", "content is no text")
    strings(["text"], of: message["content"] ?? .null)
  }

  private mutating func checkResource(_ resource: JSONValue, uri: String) {
    only([uri, "name", "description", "mimeType"] + (uri == "uri" ? ["size"] : []), in: resource, "a resource")
    strings([uri, "name", "description", "mimeType"], of: resource)
    if let size = resource["size"] { require((size.intValue ?? -1) >= 0, "size is no integer from 0") }
  }

  private mutating func checkCompletion(_ completion: JSONValue?) {
    only(["values", "hasMore"], in: completion, "a completion")
    let values = completion?["values"]?.arrayValue ?? []
    require(completion?["values"]?.arrayValue != nil && values.count <= 100, "values is no array of at most 100")
    for value in values { require(value.stringValue != nil, "a value that is no string") }
  }

  private mutating func elements(of name: String, in object: JSONValue) -> [JSONValue] {
    require(object[name]?.arrayValue != nil, "\(name) is no array")
    return object[name]?.arrayValue ?? []
  }

  private mutating func strings(_ names: [String], of object: JSONValue) {
    for name in names { require(object[name]?.stringValue != nil, "\(name) is no string") }
  }
}
