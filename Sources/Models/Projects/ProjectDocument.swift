// ProjectDocument: a document that a project has one of, with versions: its roadmap or its plan.

/// A kind of document that a project has one of.
public protocol ProjectDocumentKind: Sendable {
  /// The texts.
  associatedtype Fields: DocumentFields
  /// The stages, the first of which a document has unless its caller says another.
  associatedtype Status: Choice
  /// The word for a document in messages, such as "plan".
  static var noun: String { get }
  /// The argument, JSON member and column of the title; nil for a kind without one.
  static var titleName: String? { get }
  /// The argument, JSON member and column of the stage.
  static var statusName: String { get }
  /// Tells in a message which projects have a document.
  static var offer: String { get }
  /// Its kind in the record of changes.
  static var changeKind: ChangeKind { get }
}

/// The part of a document that its versions differ in.
public struct DocumentContent<Kind: ProjectDocumentKind>: Sendable, Equatable {
  /// The title; nil for a document without one.
  public var title: Name?
  /// The texts.
  public var fields: Kind.Fields
  /// Further texts by name.
  public var additionalSections: AdditionalSections
  /// The stage, as the caller said it last.
  public var status: Kind.Status

  /// A content as it is.
  public init(title: Name?, fields: Kind.Fields, additionalSections: AdditionalSections, status: Kind.Status) {
    self.title = title
    self.fields = fields
    self.additionalSections = additionalSections
    self.status = status
  }
}

/// A roadmap or plan as it is in one of its versions; docs/contract.md, "Values".
@dynamicMemberLookup
public struct ProjectDocument<Kind: ProjectDocumentKind>: Codable, Sendable, Equatable {
  /// The project, by which the document is found.
  public let projectName: Name
  /// Title, texts and stage, which are also members of the document itself.
  public let content: DocumentContent<Kind>
  /// 1 when it is stored first, one more with each change.
  public let version: Int
  /// The time of the first storing; later ones keep it.
  public let createdAt: Timestamp
  /// The time at which this version was stored.
  public let updatedAt: Timestamp

  /// A version as it was stored.
  public init(
    projectName: Name, content: DocumentContent<Kind>, version: Int, createdAt: Timestamp, updatedAt: Timestamp
  ) {
    self.projectName = projectName
    self.content = content
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// A part of the content.
  public subscript<Member>(dynamicMember path: KeyPath<DocumentContent<Kind>, Member>) -> Member {
    content[keyPath: path]
  }

  /// Reads the fields beside the others, from one object.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: DocumentKey.self)
    projectName = try container.decode(Name.self, forKey: .projectName)
    content = DocumentContent(
      title: try Kind.titleName.flatMap { try container.decodeIfPresent(Name.self, forKey: DocumentKey($0)) },
      fields: try Kind.Fields(from: decoder),
      additionalSections: try container.decode(AdditionalSections.self, forKey: .additionalSections),
      status: try container.decode(Kind.Status.self, forKey: DocumentKey(Kind.statusName)))
    version = try container.decode(Int.self, forKey: .version)
    createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
    updatedAt = try container.decode(Timestamp.self, forKey: .updatedAt)
  }

  /// Writes the fields beside the others, into one object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: DocumentKey.self)
    try container.encode(projectName, forKey: .projectName)
    if let name = Kind.titleName { try container.encodeIfPresent(content.title, forKey: DocumentKey(name)) }
    try content.fields.encode(to: encoder)
    try container.encode(content.additionalSections, forKey: .additionalSections)
    try container.encode(content.status, forKey: DocumentKey(Kind.statusName))
    try container.encode(version, forKey: .version)
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(updatedAt, forKey: .updatedAt)
  }
}

/// A version of a document with what it changed.
public struct DocumentVersion<Kind: ProjectDocumentKind>: Sendable, Equatable {
  /// The document at that version.
  public let document: ProjectDocument<Kind>
  /// The names of the fields that differ from the version before, in the order of docs/contract.md, "Tables". Of a first
  /// version all that it has; none where an earlier release has stored it.
  public let changedFields: [String]

  /// A version with the names of its changed fields.
  public init(document: ProjectDocument<Kind>, changedFields: [String]) {
    self.document = document
    self.changedFields = changedFields
  }
}

/// The name of a member of a document, which its kind may give.
struct DocumentKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }

  static let projectName = DocumentKey("project_name")
  static let additionalSections = DocumentKey("additional_sections")
  static let version = DocumentKey("version")
  static let changedFields = DocumentKey("changed_fields")
  static let createdAt = DocumentKey("created_at")
  static let updatedAt = DocumentKey("updated_at")
}
