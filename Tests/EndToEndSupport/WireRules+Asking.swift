// WireRules+Asking: the rules for the server's questions to the human, in both eras.

import JSON

extension WireRules {
  /// Checks a request of the server's, which only the legacy era has, during a session.
  ///
  /// - Parameter showsForms: what the client said of itself.
  mutating func checkAsking(_ message: JSONValue, _ revision: Revision, showsForms: Bool) {
    only(["jsonrpc", "id", "method", "params"], in: message, "a request")
    require(message["method"] == "elicitation/create", "a request that is not known")
    require(showsForms && revision >= "2025-06-18", "a question to a client that shows no forms")
    let id = message["id"]?.stringValue
    require(id.map { questions.insert($0).inserted } == true, "a question without an id of its own")
    checkQuestion(message["params"], revision)
  }

  /// Checks that a question is withdrawn which was asked, once.
  mutating func checkWithdrawal(_ message: JSONValue) {
    only(["jsonrpc", "method", "params"], in: message, "a notification")
    only(["requestId"], in: message["params"], "params")
    let id = message["params"]?["requestId"]?.stringValue ?? ""
    require(questions.contains(id) && withdrawn.insert(id).inserted, "takes back no question, or one a second time")
  }

  /// Checks a result that hands questions over, in the modern era.
  mutating func checkInputRequests(_ result: JSONValue) {
    only(["resultType", "inputRequests", "requestState", "_meta"], in: result, "a result that asks")
    require(result["requestState"]?.stringValue?.isEmpty == false, "requestState is no text")
    let requests = result["inputRequests"]?.objectValue?.members ?? []
    require(!requests.isEmpty, "no inputRequests")
    for request in requests {
      only(["method", "params"], in: request.value, "an input request")
      require(request.value["method"] == "elicitation/create", "an input request that is not known")
      checkQuestion(request.value["params"], Self.modern)
    }
  }

  /// Checks a form: flat, of strings and choices.
  private mutating func checkQuestion(_ params: JSONValue?, _ revision: Revision) {
    let hasModes = revision >= "2025-11-25"
    only(["message", "requestedSchema"] + (hasModes ? ["mode"] : []), in: params, "a question")
    require(!hasModes || params?["mode"] == "form", "mode is not form")
    require(!(params?["message"]?.stringValue ?? "").isEmpty, "a question without a message")
    let schema = params?["requestedSchema"]
    only(["type", "properties", "required"], in: schema, "requestedSchema")
    require(schema?["type"] == "object", "requestedSchema is not of an object")
    let properties = schema?["properties"]?.objectValue ?? JSONObject()
    require(!properties.members.isEmpty, "a form without fields")
    for property in properties.members {
      only(["type", "title", "description", "enum"], in: property.value, "a field")
      require(property.value["type"] == "string", "a field that is no string")
    }
    for name in schema?["required"]?.arrayValue ?? [] {
      require(name.stringValue.map { properties[$0] != nil } == true, "requires a field that there is not")
    }
  }
}
