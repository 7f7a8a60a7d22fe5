// WireRules: the rules of MCP's official schemas, and of the revisions' prose, for every line that the server writes.
//
// Made by hand from the JSON Schemas of the five revisions: required members, types, and no member that the revision in
// use does not know. The end-to-end tests hold every line of every server to them.

import JSON
import TestSupport

/// Checks all that one server process wrote against all that it was sent.
public struct WireRules {
  /// The schemas of the tools' results by name; calls of other tools are not looked at more closely.
  private let outputSchemas: [String: JSONValue]
  private var requests: [String: [Request]] = [:]
  /// What was sent and is no JSON, without white space: errors may carry the ids in it.
  private var unreadableLines: [String] = []
  /// The revision of the last handshake whose answer has been seen.
  private var session: Revision?
  /// True when the client of that handshake shows forms.
  private var sessionShowsForms = false
  /// The ids of the server's questions; those that were withdrawn.
  var questions: Set<String> = []
  var withdrawn: Set<String> = []
  private var hasModernRequests = false
  /// The broken rules so far, a sentence each; empty for none.
  public private(set) var faults: [String] = []

  /// The revisions by their dates, which sort as text.
  typealias Revision = String
  static let modern: Revision = "2026-07-28"
  private static let revisions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", modern]

  private struct Request {
    /// The number of the line that it was sent in.
    let line: Int
    let method: String
    let params: JSONValue?
    var isModern: Bool { params?["_meta"]?[MetaName.version] != nil }
  }

  private enum MetaName {
    static let version = "io.modelcontextprotocol/protocolVersion"
    static let capabilities = "io.modelcontextprotocol/clientCapabilities"
    static let serverInfo = "io.modelcontextprotocol/serverInfo"
    static let subscription = "io.modelcontextprotocol/subscriptionId"
    static let error = "respec/error"
  }

  private static let errorCodes = [
    "invalid_input", "not_found", "already_exists", "conflict", "frozen_field", "loop_completed",
    "waiting_for_human", "read_only", "unavailable",
    "outcome_unknown", "timeout", "busy", "internal",
  ]

  /// - Parameter sent: all that was written to the server's input.
  public init(sent: [UInt8], outputSchemas: [String: JSONValue]) {
    self.outputSchemas = outputSchemas
    for (number, line) in sent.split(separator: 0x0A).enumerated() {
      if let value = try? JSONParser.parse(Array(line)) {
        for message in value.arrayValue ?? [value] { noteRequest(message, line: number) }
      } else {
        unreadableLines.append(String(decoding: line.filter { $0 != 0x20 }, as: UTF8.self))
      }
    }
  }

  private mutating func noteRequest(_ message: JSONValue, line: Int) {
    // A response to a question of the server's asks for nothing.
    let isResponse = message["method"] == nil && (message["result"] != nil || message["error"] != nil)
    guard let id = message["id"], !isResponse else { return }
    let request = Request(line: line, method: message["method"]?.stringValue ?? "", params: message["params"])
    requests[id.text, default: []].append(request)
    if request.isModern { hasModernRequests = true }
  }

  /// Checks the next line that was received.
  public mutating func check(_ line: [UInt8]) {
    let count = faults.count
    do {
      let value = try JSONParser.parse(line)
      checkNames(value)
      if case .array(let messages) = value {
        require(session == "2025-03-26" && !messages.isEmpty, "an array that no revision allows")
        for message in messages { check(message) }
      } else {
        check(value)
      }
    } catch {
      faults.append("no JSON: \(error)")
    }
    guard faults.count > count else { return }
    faults.append("  in: \(String(decoding: line.prefix(500), as: UTF8.self))")
  }

  // MARK: Messages

  private mutating func check(_ message: JSONValue) {
    guard require(message.objectValue != nil, "a message that is no object") else { return }
    require(message["jsonrpc"] == "2.0", "jsonrpc is not 2.0")
    if message["method"] != nil {
      if message["id"] != nil { return checkAsking(message, session ?? "", showsForms: sessionShowsForms) }
      return message["method"] == "notifications/cancelled" ? checkWithdrawal(message) : checkNotification(message)
    }
    if message["error"] != nil { return checkError(message) }
    only(["jsonrpc", "id", "result"], in: message, "a response")
    guard let id = message["id"], var waiting = requests[id.text], !waiting.isEmpty else {
      return fault("answers no request, or one a second time")
    }
    let request = waiting.removeFirst()
    requests[id.text] = waiting
    guard require(message["result"]?.objectValue != nil, "a result that is no object"), let result = message["result"]
    else { return }
    checkResult(result, of: request, id: id)
  }

  /// The notification of the modern era.
  private mutating func checkNotification(_ message: JSONValue) {
    only(["jsonrpc", "method", "params"], in: message, "a notification")
    require(message["method"] == "notifications/subscriptions/acknowledged", "a notification that is not known")
    only(["_meta", "notifications"], in: message["params"], "params")
    require(message["params"]?["notifications"]?.objectValue != nil, "notifications is no object")
    let id = message["params"]?["_meta"]?[MetaName.subscription]
    require(requests[id?.text ?? ""]?.contains { $0.method == "subscriptions/listen" } == true, "no such subscription")
  }

  private mutating func checkError(_ message: JSONValue) {
    only(["jsonrpc", "id", "error"], in: message, "an error response")
    only(["code", "message", "data"], in: message["error"], "an error")
    require(message["error"]?["code"]?.intValue != nil, "code is no integer")
    require(!(message["error"]?["message"]?.stringValue ?? "").isEmpty, "message is no text")
    checkErrorID(message["id"])
    guard message["error"]?["code"] == -32022 else { return }
    let data = message["error"]?["data"]
    require(data?["supported"] == .array([.string(Self.modern)]), "data.supported is not the modern revisions")
    require(data?["requested"]?.stringValue != nil, "data.requested is no string")
  }

  /// Without a readable id: left out from 2025-11-25 on and before any handshake, null in older sessions.
  private mutating func checkErrorID(_ id: JSONValue?) {
    let isOld = session.map { $0 < "2025-11-25" } ?? false
    switch id {
    case nil: require(!isOld || hasModernRequests, "an error without id in revision \(session ?? "")")
    case .null: require(isOld, "an error with id null")
    case let id?: checkKnownErrorID(id)
    }
  }

  private mutating func checkKnownErrorID(_ id: JSONValue) {
    if let index = unreadableLines.firstIndex(where: { $0.contains(#""id":\#(id.text)"#) }) {
      unreadableLines.remove(at: index)
    } else if var waiting = requests[id.text], !waiting.isEmpty {
      waiting.removeFirst()
      requests[id.text] = waiting
    } else {
      fault("an error for no request")
    }
  }

  // MARK: Results

  private mutating func checkResult(_ result: JSONValue, of request: Request, id: JSONValue) {
    let revision = request.isModern ? Self.modern : session ?? "2025-11-25"
    switch request.method {
    case "initialize":
      checkInitialize(result)
      sessionShowsForms = request.params?["capabilities"]?["elicitation"] != nil
      // What was asked before belongs to another session, and is not answered any more.
      requests = requests.mapValues { $0.filter { $0.line > request.line } }
    case "ping": require(!request.isModern && result == [:], "ping is answered with {} in the legacy era")
    case "tools/list": checkToolList(result, revision)
    case "tools/call" where result["resultType"] == "input_required":
      let capabilities = request.params?["_meta"]?[MetaName.capabilities]
      require(request.isModern && capabilities?["elicitation"] != nil, "a question to a client that shows no forms")
      checkInputRequests(result)
      return checkImplementation(result["_meta"]?[MetaName.serverInfo], Self.modern)
    case "tools/call": checkCall(result, request, revision)
    case "server/discover": checkDiscovery(result)
    case "prompts/list", "prompts/get", "resources/list", "resources/templates/list", "resources/read",
      "completion/complete":
      checkFeature(result, of: request.method, revision)
    case "subscriptions/listen":
      only(["resultType", "_meta"], in: result, "the end of a subscription")
      require(result["_meta"]?[MetaName.subscription] == id, "subscriptionId is not the request's id")
    default: fault("a result for \(request.method)")
    }
    if revision == Self.modern { checkModern(result) }
  }

  private mutating func checkModern(_ result: JSONValue) {
    require(result["resultType"] == "complete", "resultType is not complete")
    checkImplementation(result["_meta"]?[MetaName.serverInfo], Self.modern)
  }

  private mutating func checkInitialize(_ result: JSONValue) {
    only(["protocolVersion", "capabilities", "serverInfo", "instructions"], in: result, "an initialize result")
    let version = result["protocolVersion"]?.stringValue ?? ""
    require(Self.revisions.contains(version) && version != Self.modern, "protocolVersion \(version)")
    session = version
    checkCapabilities(result)
    checkImplementation(result["serverInfo"], version)
  }

  private mutating func checkDiscovery(_ result: JSONValue) {
    let names = ["resultType", "supportedVersions", "capabilities", "instructions", "ttlMs", "cacheScope", "_meta"]
    only(names, in: result, "a discovery")
    require(result["supportedVersions"] == .array([.string(Self.modern)]), "supportedVersions")
    checkCapabilities(result)
    checkCaching(result)
  }

  private mutating func checkCapabilities(_ result: JSONValue) {
    only(["tools", "prompts", "resources", "completions"], in: result["capabilities"], "capabilities")
    require(result["capabilities"]?["tools"]?.objectValue != nil, "tools is no object")
    require((result["instructions"]?.stringValue ?? "").utf8.count <= 2_048, "instructions longer than 2 KB")
  }

  mutating func checkCaching(_ result: JSONValue) {
    require((result["ttlMs"]?.intValue ?? -1) >= 0, "ttlMs is no integer from 0")
    require(["public", "private"].contains(result["cacheScope"] ?? .null), "cacheScope")
  }

  private mutating func checkImplementation(_ value: JSONValue?, _ revision: Revision) {
    var names = ["name", "version"]
    if revision >= "2025-06-18" { names.append("title") }
    if revision >= "2025-11-25" { names += ["description", "websiteUrl", "icons"] }
    only(names, in: value, "an implementation")
    require(value?["name"]?.stringValue != nil && value?["version"]?.stringValue != nil, "no name or version")
  }

  // MARK: Tools

  private mutating func checkToolList(_ result: JSONValue, _ revision: Revision) {
    let isModern = revision == Self.modern
    only(
      ["tools", "nextCursor"] + (isModern ? ["resultType", "ttlMs", "cacheScope", "_meta"] : []), in: result, "a list")
    require(result["tools"]?.arrayValue?.isEmpty == false, "tools is no array, or empty")
    for tool in result["tools"]?.arrayValue ?? [] { checkTool(tool, revision) }
    if isModern { checkCaching(result) }
  }

  private mutating func checkTool(_ tool: JSONValue, _ revision: Revision) {
    var names = ["name", "description", "inputSchema"]
    if revision >= "2025-03-26" { names.append("annotations") }
    if revision >= "2025-06-18" { names += ["title", "outputSchema"] }
    only(names, in: tool, "a tool")
    for name in names { require(tool[name] != nil, "a tool without \(name)") }
    require((tool["description"]?.stringValue ?? "").count <= 2_000, "a description that clients cut")
    checkInputSchema(tool["inputSchema"])
    if let schema = tool["outputSchema"] { require(schema["type"] == "object", "outputSchema is not of an object") }
    guard let hints = tool["annotations"] else { return }
    let booleans = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"]
    only(booleans + ["title"], in: hints, "annotations")
    for name in booleans { require(hints[name] == true || hints[name] == false, "\(name) is no boolean") }
  }

  /// Checks the input schema for keywords that several clients refuse.
  private mutating func checkInputSchema(_ schema: JSONValue?) {
    require(schema?["type"] == "object", "inputSchema is not of an object")
    for keyword in ["additionalProperties", "$ref", "oneOf", "anyOf", "allOf"] {
      require(schema?[keyword] == nil, "inputSchema has \(keyword)")
    }
  }

  private mutating func checkCall(_ result: JSONValue, _ request: Request, _ revision: Revision) {
    let hasStructure = revision >= "2025-06-18"
    let isModern = revision == Self.modern
    only(
      ["content", "isError", "_meta"] + (hasStructure ? ["structuredContent"] : []) + (isModern ? ["resultType"] : []),
      in: result, "a tool result")
    require(result["content"]?.arrayValue?.count == 1, "not one content block")
    let block = result["content"]?.arrayValue?.first
    only(["type", "text"], in: block, "a content block")
    require(block?["type"] == "text", "content is no text")
    guard let text = block?["text"]?.stringValue else { return fault("content without text") }
    if result["isError"] == true { return checkFailure(result, text) }
    require(result["isError"] == nil || result["isError"] == false, "isError is no boolean")
    if hasStructure { checkStructure(result, text, of: request) }
  }

  private mutating func checkFailure(_ result: JSONValue, _ text: String) {
    require(result["structuredContent"] == nil, "a failure with structuredContent")
    let error = result["_meta"]?[MetaName.error]
    only(["code", "message", "details"], in: error, MetaName.error)
    let code = error?["code"]?.stringValue ?? ""
    require(Self.errorCodes.contains(code), "error code \(code)")
    require(text.hasPrefix("\(code): \(error?["message"]?.stringValue ?? "?")"), "the text does not say the error")
    for detail in error?["details"]?.arrayValue ?? [] {
      only(["path", "problem", "allowed", "got"], in: detail, "a detail")
      for member in detail.objectValue?.members ?? [] {
        require(member.value.stringValue != nil, "no text in a detail")
      }
    }
  }

  private mutating func checkStructure(_ result: JSONValue, _ text: String, of request: Request) {
    guard let content = result["structuredContent"], content.objectValue != nil else {
      return fault("no structuredContent")
    }
    let tool = request.params?["name"]?.stringValue ?? ""
    if let schema = outputSchemas[tool] { faults += SchemaChecker.faults(of: content, in: schema) }
    guard !text.hasPrefix("#") else { return }  // a document
    if text.hasPrefix("Lines "), let part = content["text"]?.stringValue {
      require(text.hasSuffix("\n\n\(part)"), "the text does not end with the lines")
      return
    }
    require((try? JSONParser.parse(text)) == content, "the text is not the structuredContent")
  }

  // MARK: Findings

  mutating func fault(_ text: String) { faults.append(text) }

  @discardableResult
  mutating func require(_ condition: Bool, _ text: String) -> Bool {
    if !condition { fault(text) }
    return condition
  }

  mutating func only(_ names: [String], in value: JSONValue?, _ what: String) {
    guard let object = value?.objectValue else { return fault("\(what) is no object") }
    let others = object.keys.filter { !names.contains($0) }
    if !others.isEmpty { fault("\(what) has \(others.joined(separator: ", "))") }
  }

  /// No object may hold one name twice.
  private mutating func checkNames(_ value: JSONValue) {
    switch value {
    case .array(let elements): for element in elements { checkNames(element) }
    case .object(let object):
      require(Set(object.keys.map { Array($0.utf8) }).count == object.keys.count, "a name twice in one object")
      for member in object.members { checkNames(member.value) }
    default: break
    }
  }
}
