// RoadmapReceipt: the short answer to the storing of a roadmap.

/// A stored roadmap without its texts, which the caller has just sent: `store_roadmap` answers with it.
public struct RoadmapReceipt: Codable, Sendable, Equatable {
  /// The project, by which the roadmap is found.
  public let projectName: Name
  /// The title of its document; nil for one without.
  public let roadmapTitle: Name?
  /// The roadmap's stage.
  public let roadmapStatus: RoadmapStatus
  /// The time of the first storing.
  public let createdAt: Timestamp
  /// The time of this storing.
  public let updatedAt: Timestamp

  /// The receipt for a roadmap as it is stored now.
  public init(_ draft: RoadmapDraft, createdAt: Timestamp, updatedAt: Timestamp) {
    projectName = draft.projectName
    roadmapTitle = draft.roadmapTitle
    roadmapStatus = draft.roadmapStatus
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
}
