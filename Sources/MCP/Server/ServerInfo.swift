// ServerInfo: how the server introduces itself.

import JSON

/// The implementation's name and version, as clients show them.
public struct ServerInfo: Sendable {
  /// For programs, such as `respec-server`.
  public var name: String
  /// For people; sent from revision 2025-06-18 on.
  public var title: String
  public var version: String
  /// What the server is for; sent from revision 2025-11-25 on.
  public var description: String?
  /// An absolute URI; sent from revision 2025-11-25 on.
  public var websiteURL: String?

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
