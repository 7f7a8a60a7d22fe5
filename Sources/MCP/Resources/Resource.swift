// Resource: a text that clients show to people and add to what an agent knows; ResourceTemplate: the form of many URIs.

import JSON

/// A resource as `resources/list` shows it. All are Markdown.
public struct Resource: Sendable, Equatable {
  /// Absolute URI, by which it is read.
  public var uri: String
  /// Name for programs and people.
  public var name: String
  /// Content in a sentence.
  public var description: String
  /// Length of the text in bytes; nil where it is not known without reading.
  public var size: Int?

  /// Makes an entry of the list.
  public init(uri: String, name: String, description: String, size: Int? = nil) {
    self.uri = uri
    self.name = name
    self.description = description
    self.size = size
  }

  /// The form of all our texts.
  static let mimeType = JSONValue.string("text/markdown")

  /// The element of `resources`, in the shape that every revision knows.
  var json: JSONValue {
    var object = JSONObject()
    object["uri"] = .string(uri)
    object["name"] = .string(name)
    object["description"] = .string(description)
    object["mimeType"] = Self.mimeType
    object["size"] = size.map { .number(JSONNumber($0)) }
    return .object(object)
  }
}

/// The form of the URIs of one kind of resource, as `resources/templates/list` shows it.
public struct ResourceTemplate: Sendable, Equatable {
  /// URI with variables in braces (RFC 6570, level 1).
  public var uriTemplate: String
  /// Name for programs and people.
  public var name: String
  /// Content in a sentence.
  public var description: String

  /// Makes a template as it is listed.
  public init(uriTemplate: String, name: String, description: String) {
    self.uriTemplate = uriTemplate
    self.name = name
    self.description = description
  }

  /// The element of `resourceTemplates`, in the shape that every revision knows.
  var json: JSONValue {
    [
      "uriTemplate": .string(uriTemplate), "name": .string(name), "description": .string(description),
      "mimeType": Resource.mimeType,
    ]
  }
}

/// A piece of the list of resources.
public struct ResourcePage: Sendable, Equatable {
  /// The entries in the list's order.
  public var resources: [Resource]
  /// Opaque text with which the list goes on; nil at its end.
  public var next: String?

  /// Makes a page; the last one unless `next` is given.
  public init(resources: [Resource], next: String? = nil) {
    self.resources = resources
    self.next = next
  }
}

/// The resources of a server.
public protocol ResourceSource: Sendable {
  /// The forms of all URIs, the same at every call.
  var templates: [ResourceTemplate] { get }

  /// A page of the list. Must not wait.
  ///
  /// - Parameter cursor: `next` of the page before; nil for the first.
  /// - Throws: `FeatureFailure.invalid` for a cursor that was never given.
  func list(after cursor: String?) throws(FeatureFailure) -> FeatureCall<ResourcePage>

  /// The text of a resource. Must not wait.
  ///
  /// - Throws: `FeatureFailure.notFound` for a URI of no form; the call does it for one of nothing that is there.
  func read(_ uri: String) throws(FeatureFailure) -> FeatureCall<String>
}
