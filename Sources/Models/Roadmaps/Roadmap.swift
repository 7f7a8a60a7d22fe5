// Roadmap: the way from plan to specs, one for each project.

/// A project's roadmap.
public struct Roadmap: Codable, Sendable, Equatable {
  public let projectName: Name
  public let roadmapTitle: Name?
  public let fields: RoadmapFields
  public let roadmapStatus: RoadmapStatus
  public let createdAt: Timestamp
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

  // The fields stand in the JSON beside the others, without an object of their own.

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    projectName = try container.decode(Name.self, forKey: .projectName)
    roadmapTitle = try container.decodeIfPresent(Name.self, forKey: .roadmapTitle)
    fields = try RoadmapFields(from: decoder)
    roadmapStatus = try container.decode(RoadmapStatus.self, forKey: .roadmapStatus)
    createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
    updatedAt = try container.decode(Timestamp.self, forKey: .updatedAt)
  }

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

/// What a caller gives to store a roadmap.
public struct RoadmapDraft: Sendable, Equatable {
  public let projectName: Name
  public let roadmapTitle: Name?
  public let fields: RoadmapFields
  public let roadmapStatus: RoadmapStatus

  public init(
    projectName: Name, roadmapTitle: Name? = nil, fields: RoadmapFields, roadmapStatus: RoadmapStatus = .draft
  ) {
    self.projectName = projectName
    self.roadmapTitle = roadmapTitle
    self.fields = fields.normalized
    self.roadmapStatus = roadmapStatus
  }
}
