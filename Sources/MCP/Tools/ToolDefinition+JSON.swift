// ToolDefinition+JSON: a definition as `tools/list` shows it, revision by revision.

import JSON

extension ToolDefinition {
  /// The element of `tools` in the shape that `revision` knows.
  func json(in revision: ProtocolRevision) -> JSONValue {
    var object = JSONObject()
    object["name"] = .string(name)
    if revision.hasTitles { object["title"] = .string(title) }
    object["description"] = .string(description)
    object["inputSchema"] = inputSchema
    if revision.hasStructuredContent { object["outputSchema"] = outputSchema }
    if revision.hasToolAnnotations { object["annotations"] = annotations(in: revision) }
    return .object(object)
  }

  private func annotations(in revision: ProtocolRevision) -> JSONValue {
    var object = JSONObject()
    if revision.hasTitleInAnnotations { object["title"] = .string(title) }
    object["readOnlyHint"] = .bool(annotations.readOnly)
    object["destructiveHint"] = .bool(annotations.destructive)
    object["idempotentHint"] = .bool(annotations.idempotent)
    object["openWorldHint"] = .bool(annotations.openWorld)
    return .object(object)
  }
}
