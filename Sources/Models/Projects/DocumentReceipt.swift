// DocumentReceipt: the short answer to the storing of a roadmap or plan.

/// A stored document without its texts, which the caller has just sent or can read: `store_roadmap` and
/// `store_project_plan` answer with it.
public struct DocumentReceipt<Kind: ProjectDocumentKind>: Codable, Sendable, Equatable {
  /// The project, by which the document is found.
  public let projectName: Name
  /// The title; nil for a document without one.
  public let title: Name?
  /// The stage of the document.
  public let status: Kind.Status
  /// The current version, from 1.
  public let version: Int
  /// The names of the additional sections, in their order.
  public let additionalSections: [Name]
  /// The names of the fields that the call changed; empty when it changed nothing.
  public let changedFields: [String]
  /// The time of the first storing.
  public let createdAt: Timestamp
  /// The time at which the current version was stored.
  public let updatedAt: Timestamp

  /// The receipt for a document as it is stored now.
  public init(_ version: DocumentVersion<Kind>) {
    let document = version.document
    projectName = document.projectName
    title = document.title
    status = document.status
    self.version = document.version
    additionalSections = document.additionalSections.names
    changedFields = version.changedFields
    createdAt = document.createdAt
    updatedAt = document.updatedAt
  }

  /// Reads the members from one object.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: DocumentKey.self)
    projectName = try container.decode(Name.self, forKey: .projectName)
    title = try Kind.titleName.flatMap { try container.decodeIfPresent(Name.self, forKey: DocumentKey($0)) }
    status = try container.decode(Kind.Status.self, forKey: DocumentKey(Kind.statusName))
    version = try container.decode(Int.self, forKey: .version)
    additionalSections = try container.decode([Name].self, forKey: .additionalSections)
    changedFields = try container.decode([String].self, forKey: .changedFields)
    createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
    updatedAt = try container.decode(Timestamp.self, forKey: .updatedAt)
  }

  /// Writes the members into one object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: DocumentKey.self)
    try container.encode(projectName, forKey: .projectName)
    if let name = Kind.titleName { try container.encodeIfPresent(title, forKey: DocumentKey(name)) }
    try container.encode(status, forKey: DocumentKey(Kind.statusName))
    try container.encode(version, forKey: .version)
    try container.encode(additionalSections, forKey: .additionalSections)
    try container.encode(changedFields, forKey: .changedFields)
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(updatedAt, forKey: .updatedAt)
  }
}
