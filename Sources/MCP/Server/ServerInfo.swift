// ServerInfo: the server's name and version, as every era introduces it.

import JSON

/// The name and version that clients show: `Implementation` in MCP's schemas. Each revision is sent the members it knows.
public struct ServerInfo: Sendable {
  /// Name for programs, such as `respec-server`.
  public var name: String
  /// Name for people; sent from revision 2025-06-18 on.
  public var title: String
  /// Version of the program, such as `1.2.3`; MCP sets no form.
  public var version: String
  /// Purpose of the server in a sentence; sent from revision 2025-11-25 on.
  public var description: String?
  /// Absolute URI of a page about the server; sent from revision 2025-11-25 on.
  public var websiteURL: String?

  /// Makes an introduction; without `description` and `websiteURL` those members are left out.
  public init(
    name: String, title: String, version: String, description: String? = nil, websiteURL: String? = nil
  ) {
    self.name = name
    self.title = title
    self.version = version
    self.description = description
    self.websiteURL = websiteURL
  }

  /// The `Implementation` of MCP in the shape that `revision` knows.
  func json(in revision: ProtocolRevision) -> JSONValue {
    var object = JSONObject()
    object["name"] = .string(name)
    if revision.hasTitles { object["title"] = .string(title) }
    object["version"] = .string(version)
    if revision.hasImplementationDetails {
      object["description"] = description.map(JSONValue.string)
      object["websiteUrl"] = websiteURL.map(JSONValue.string)
    }
    return .object(object)
  }
}
