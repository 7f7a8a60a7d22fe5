// ResultEncoder: answers as the bytes of one line, written once and never parsed again.

import JSON

/// Writes results in the shape that the request's revision knows.
struct ResultEncoder: Sendable {
  private let info: ServerInfo
  private let instructions: String
  /// The member of `_meta` that stands in every modern result.
  private let serverInfoMember: [UInt8]

  /// How long a client may keep a discovery or list result, in milliseconds: both are fixed while the process lives.
  private static let timeToLive = 3_600_000

  init(info: ServerInfo, instructions: String) {
    self.info = info
    self.instructions = instructions
    var writer = JSONWriter()
    writer.string(MetaKey.serverInfo)
    writer.raw(":")
    writer.value(Self.implementation(info, in: .v2026_07_28))
    serverInfoMember = writer.bytes
  }

  // MARK: Whole lines

  /// The answer whose `result` is `body`.
  static func response(to id: RequestID, _ body: [UInt8]) -> [UInt8] {
    var writer = JSONWriter(capacity: body.count + 64)
    begin(&writer, id)
    writer.raw(body)
    writer.raw("}")
    return writer.bytes
  }

  /// The answer of a tool call.
  func response(to id: RequestID, _ result: ToolResult, in revision: ProtocolRevision) -> [UInt8] {
    var writer = JSONWriter(capacity: result.text.count * 9 / 8 + (result.structuredContent?.count ?? 0) + 256)
    Self.begin(&writer, id)
    if revision.isModern {
      writer.raw(#"{"resultType":"complete","content":[{"type":"text","text":"#)
    } else {
      writer.raw(#"{"content":[{"type":"text","text":"#)
    }
    writer.string(utf8: result.text)
    writer.raw("}]")
    if revision.hasStructuredContent, let content = result.structuredContent {
      writer.raw(#","structuredContent":"#)
      writer.raw(content)
    }
    if result.isError { writer.raw(#","isError":true"#) }
    writeMeta(&writer, result.meta, in: revision)
    writer.raw("}}")
    return writer.bytes
  }

  /// The error that answers `id`; without one, `id` is left out or null as the revision has it.
  static func error(_ error: RPCError, id: RequestID?, leavesOutUnknownID: Bool = true) -> [UInt8] {
    var writer = JSONWriter()
    writer.raw(#"{"jsonrpc":"2.0""#)
    if let id {
      writer.raw(#","id":"#)
      id.write(to: &writer)
    } else if !leavesOutUnknownID {
      writer.raw(#","id":null"#)
    }
    writer.raw(#","error":{"code":"#)
    writer.integer(error.code.rawValue)
    writer.raw(#","message":"#)
    writer.string(error.message)
    if let data = error.data {
      writer.raw(#","data":"#)
      writer.value(data)
    }
    writer.raw("}}")
    return writer.bytes
  }

  /// The first message of a subscription: nothing of what we have changes, so nothing is promised.
  static func acknowledgement(of id: RequestID) -> [UInt8] {
    var writer = JSONWriter()
    writer.raw(#"{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"_meta":{"#)
    writeSubscription(&writer, id)
    writer.raw(#"},"notifications":{}}}"#)
    return writer.bytes
  }

  /// The answer that closes a subscription.
  func endOfSubscription(_ id: RequestID) -> [UInt8] {
    var writer = JSONWriter()
    Self.begin(&writer, id)
    writer.raw(#"{"resultType":"complete","_meta":{"#)
    writer.raw(serverInfoMember)
    writer.raw(",")
    Self.writeSubscription(&writer, id)
    writer.raw("}}}")
    return writer.bytes
  }

  private static func begin(_ writer: inout JSONWriter, _ id: RequestID) {
    writer.raw(#"{"jsonrpc":"2.0","id":"#)
    id.write(to: &writer)
    writer.raw(#","result":"#)
  }

  private static func writeSubscription(_ writer: inout JSONWriter, _ id: RequestID) {
    writer.string(MetaKey.subscriptionID)
    writer.raw(":")
    id.write(to: &writer)
  }

  private func writeMeta(_ writer: inout JSONWriter, _ members: [UInt8]?, in revision: ProtocolRevision) {
    guard revision.isModern || members != nil else { return }
    writer.raw(#","_meta":{"#)
    if revision.isModern { writer.raw(serverInfoMember) }
    if revision.isModern && members != nil { writer.raw(",") }
    if let members { writer.raw(members) }
    writer.raw("}")
  }

  // MARK: Results that never change

  /// The result of `initialize`.
  func initialize(_ revision: ProtocolRevision) -> [UInt8] {
    let result: JSONValue = [
      "protocolVersion": .string(revision.rawValue), "capabilities": ["tools": [:]],
      "serverInfo": Self.implementation(info, in: revision), "instructions": .string(instructions),
    ]
    return result.serialized
  }

  /// The result of `server/discover`.
  func discover() -> [UInt8] {
    var object = Self.modernHead
    object["supportedVersions"] = ProtocolRevision.modernNames
    object["capabilities"] = ["tools": [:]]
    object["instructions"] = .string(instructions)
    return modernResult(object)
  }

  /// The result of `tools/list`, all tools on one page.
  func tools(_ definitions: [ToolDefinition], in revision: ProtocolRevision) -> [UInt8] {
    var object = revision.isModern ? Self.modernHead : JSONObject()
    object["tools"] = .array(definitions.map { Self.tool($0, in: revision) })
    return revision.isModern ? modernResult(object) : JSONValue.object(object).serialized
  }

  private static var modernHead: JSONObject { JSONObject([JSONObject.Member(key: "resultType", value: "complete")]) }

  private func modernResult(_ members: JSONObject) -> [UInt8] {
    var members = members
    members["ttlMs"] = JSONValue(Self.timeToLive)
    members["cacheScope"] = "public"
    members["_meta"] = .object(
      JSONObject([.init(key: MetaKey.serverInfo, value: Self.implementation(info, in: .v2026_07_28))]))
    return JSONValue.object(members).serialized
  }

  private static func implementation(_ info: ServerInfo, in revision: ProtocolRevision) -> JSONValue {
    var object = JSONObject()
    object["name"] = .string(info.name)
    if revision.hasTitles { object["title"] = .string(info.title) }
    object["version"] = .string(info.version)
    if revision.hasImplementationDetails {
      object["description"] = info.description.map(JSONValue.string)
      object["websiteUrl"] = info.websiteURL.map(JSONValue.string)
    }
    return .object(object)
  }

  private static func tool(_ definition: ToolDefinition, in revision: ProtocolRevision) -> JSONValue {
    var object = JSONObject()
    object["name"] = .string(definition.name)
    if revision.hasTitles { object["title"] = .string(definition.title) }
    object["description"] = .string(definition.description)
    object["inputSchema"] = definition.inputSchema
    if revision.hasStructuredContent { object["outputSchema"] = definition.outputSchema }
    if revision.hasToolAnnotations { object["annotations"] = annotations(definition, in: revision) }
    return .object(object)
  }

  private static func annotations(_ definition: ToolDefinition, in revision: ProtocolRevision) -> JSONValue {
    var object = JSONObject()
    if revision.hasTitleInAnnotations { object["title"] = .string(definition.title) }
    object["readOnlyHint"] = .bool(definition.annotations.readOnly)
    object["destructiveHint"] = .bool(definition.annotations.destructive)
    object["idempotentHint"] = .bool(definition.annotations.idempotent)
    object["openWorldHint"] = .bool(definition.annotations.openWorld)
    return .object(object)
  }
}
