// Roadmap: the way from a project's plan to its specs, and its draft.

/// A project's roadmap, one a project; docs/contract.md, "Tables".
public struct Roadmap: Codable, Sendable, Equatable {
  /// The project, by which the roadmap is found.
  public let projectName: Name
  /// The title of its document; nil for one without.
  public let roadmapTitle: Name?
  /// The 16 texts.
  public let fields: RoadmapFields
  /// The roadmap's stage, as the caller said it last.
  public let roadmapStatus: RoadmapStatus
  /// The time of the first storing; later ones keep it.
  public let createdAt: Timestamp
  /// The time of the latest storing.
  public let updatedAt: Timestamp

  /// The roadmap of `draft`.
  public init(_ draft: RoadmapDraft, createdAt: Timestamp, updatedAt: Timestamp) {
    projectName = draft.projectName
    roadmapTitle = draft.roadmapTitle
    fields = draft.fields
    roadmapStatus = draft.roadmapStatus
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  /// A roadmap as it was stored.
  public init(
    projectName: Name, roadmapTitle: Name?, fields: RoadmapFields, roadmapStatus: RoadmapStatus, createdAt: Timestamp,
    updatedAt: Timestamp
  ) {
    self.projectName = projectName
    self.roadmapTitle = roadmapTitle
    self.fields = fields
    self.roadmapStatus = roadmapStatus
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }

  private enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
    case roadmapTitle = "roadmap_title"
    case roadmapStatus = "roadmap_status"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  /// Reads the fields beside the others, from one object.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    projectName = try container.decode(Name.self, forKey: .projectName)
    roadmapTitle = try container.decodeIfPresent(Name.self, forKey: .roadmapTitle)
    fields = try RoadmapFields(from: decoder)
    roadmapStatus = try container.decode(RoadmapStatus.self, forKey: .roadmapStatus)
    createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
    updatedAt = try container.decode(Timestamp.self, forKey: .updatedAt)
  }

  /// Writes the fields beside the others, into one object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(projectName, forKey: .projectName)
    try container.encodeIfPresent(roadmapTitle, forKey: .roadmapTitle)
    try fields.encode(to: encoder)
    try container.encode(roadmapStatus, forKey: .roadmapStatus)
    try container.encode(createdAt, forKey: .createdAt)
    try container.encode(updatedAt, forKey: .updatedAt)
  }
}

/// The roadmap that a caller wants stored, in place of an earlier one.
public struct RoadmapDraft: Sendable, Equatable {
  /// The project, which need not exist before.
  public let projectName: Name
  /// The title of its document; nil for one without.
  public let roadmapTitle: Name?
  /// The 16 texts, as documents hold them.
  public let fields: RoadmapFields
  /// The roadmap's stage.
  public let roadmapStatus: RoadmapStatus

  /// A draft; its texts are put into the form that documents hold.
  public init(
    projectName: Name, roadmapTitle: Name? = nil, fields: RoadmapFields, roadmapStatus: RoadmapStatus = .draft
  ) {
    self.projectName = projectName
    self.roadmapTitle = roadmapTitle
    self.fields = fields.normalized
    self.roadmapStatus = roadmapStatus
  }
}
