// Roadmap: the way from a project's plan to its specs.

/// The kind of a roadmap.
public enum RoadmapKind: ProjectDocumentKind {
  /// The 16 texts, all of which a roadmap has.
  public typealias Fields = RoadmapFields
  /// The stages of a roadmap.
  public typealias Status = RoadmapStatus
  /// The word for it.
  public static let noun = "roadmap"
  /// The title of its document.
  public static let titleName: String? = "roadmap_title"
  /// Its stage.
  public static let statusName = "roadmap_status"
  /// The projects with a roadmap.
  public static let offer = "a project for which store_roadmap was called"
  /// Its kind in the record of changes.
  public static let changeKind = ChangeKind.roadmap
}

/// A project's roadmap, one a project; docs/contract.md, "Tables".
public typealias Roadmap = ProjectDocument<RoadmapKind>
/// A version of a roadmap with what it changed.
public typealias RoadmapVersion = DocumentVersion<RoadmapKind>
/// The changes of a roadmap that a call asks for.
public typealias RoadmapChanges = DocumentChanges<RoadmapKind>
/// The short answer to the storing of a roadmap.
public typealias RoadmapReceipt = DocumentReceipt<RoadmapKind>
