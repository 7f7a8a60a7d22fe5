// ProjectStanding: where a project stands, in an answer of at most 2,000 tokens.

import JSON
import Models

/// The answer of `resume_project`; docs/contract.md, "Tools".
struct ProjectStanding: Codable, Sendable {
  let projectName: Name
  let projectStatus: ProjectStatus?
  let roadmapStatus: RoadmapStatus?
  let specCounts: [SpecCount]
  let specs: [SpecLine]
  let activeLoopCount: Int
  let activeLoops: [LoopLine]
  let completedDrafts: [DraftLine]
  /// The newest first; none where changes are not recorded.
  let lastChanges: [ChangeLine]
  /// What to do where no loop is active; nil where one is.
  let next: String?

  enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
    case projectStatus = "project_status"
    case roadmapStatus = "roadmap_status"
    case specCounts = "spec_counts"
    case specs
    case activeLoopCount = "active_loop_count"
    case activeLoops = "active_loops"
    case completedDrafts = "completed_drafts"
    case lastChanges = "last_changes"
    case next
  }

  /// The number of specs that have a status.
  struct SpecCount: Codable, Sendable {
    let specStatus: SpecStatus
    let count: Int

    enum CodingKeys: String, CodingKey {
      case specStatus = "spec_status"
      case count
    }
  }

  /// A spec, as short as it can be told.
  struct SpecLine: Codable, Sendable {
    let specName: SpecName
    let specStatus: SpecStatus
    let version: Int

    enum CodingKeys: String, CodingKey {
      case specName = "spec_name"
      case specStatus = "spec_status"
      case version
    }
  }

  /// A spec that is a draft still, and the loop on it that is completed.
  struct DraftLine: Codable, Sendable {
    let loopID: LoopID
    let specName: SpecName

    enum CodingKeys: String, CodingKey {
      case loopID = "loop_id"
      case specName = "spec_name"
    }
  }

  /// A change, as short as it can be told.
  struct ChangeLine: Codable, Sendable {
    let time: Timestamp
    let operation: ChangeOperation
    let kind: ChangeKind
    let subject: String
    let actor: String
  }

  /// The changes that are told.
  static let maximumChanges: Limit = 3

  /// Just below 2,000 tokens of four characters.
  private static let maximumCharacters = 7_900

  /// The picture in full, or as much of it as there is room for: shorter texts first, then fewer lines.
  init(_ picture: ProjectPicture, lastChanges: [RecordedChange]) {
    var room = Room()
    var standing = ProjectStanding(picture, lastChanges, room)
    while standing.characters > Self.maximumCharacters, room.shrink() {
      standing = ProjectStanding(picture, lastChanges, room)
    }
    self = standing
  }

  private init(_ picture: ProjectPicture, _ changes: [RecordedChange], _ room: Room) {
    projectName = picture.projectName
    projectStatus = picture.projectStatus
    roadmapStatus = picture.roadmapStatus
    specCounts = SpecStatus.allCases.compactMap { status in
      picture.specCounts[status].map { SpecCount(specStatus: status, count: $0) }
    }
    specs = picture.specs.prefix(room.specs).map {
      SpecLine(specName: $0.specName, specStatus: $0.specStatus, version: $0.version)
    }
    activeLoopCount = picture.activeLoopCount
    activeLoops = picture.activeLoops.prefix(room.loops).map { LoopLine($0, textsOf: room.text) }
    completedDrafts = picture.completedDrafts.prefix(room.drafts).map {
      DraftLine(loopID: $0.loopID, specName: $0.specName)
    }
    lastChanges = changes.prefix(room.changes).map { entry in
      ChangeLine(
        time: entry.author.time, operation: entry.change.operation, kind: entry.change.kind,
        subject: entry.change.subject, actor: entry.author.actor)
    }
    next = picture.activeLoopCount == 0 ? picture.next : nil
  }

  private var characters: Int {
    // Strings and numbers alone: nothing in it that JSON could not write.
    String(decoding: try! JSONModelEncoder.encode(self), as: UTF8.self).unicodeScalars.count
  }
}

/// The room that the parts of an answer have.
private struct Room {
  /// Characters of each text.
  private(set) var text = 300
  private(set) var loops = ProjectPicture.maximumLoops
  private(set) var specs = ProjectPicture.maximumSpecs
  private(set) var drafts = ProjectPicture.maximumDrafts
  private(set) var changes = ProjectStanding.maximumChanges.value

  /// Takes some of it away.
  ///
  /// - Returns: false where there is next to nothing left.
  mutating func shrink() -> Bool {
    if text > 60 {
      text = text * 2 / 3
    } else if specs > 3 {
      specs -= 1
    } else if changes > 1 {
      changes -= 1
    } else if loops > 1 {
      loops -= 1
    } else if drafts > 1 {
      drafts -= 1
    } else {
      return false
    }
    return true
  }
}

extension ProjectPicture {
  /// What to do where no loop is active.
  fileprivate var next: String {
    if let draft = completedDrafts.first {
      return "Its loop is completed: set spec_status of \(draft.specName) with update_spec."
    }
    if specCounts.isEmpty {
      if roadmapStatus != nil { return "create_spec for each phase of the roadmap." }
      return projectStatus == nil
        ? "store_project_plan, or create_spec for a first phase." : "store_roadmap, then create_spec for each phase."
    }
    if specCounts[.draft] != nil || specCounts[.inReview] != nil {
      return "create_loop with spec_name for a spec that is no more than a draft."
    }
    if specCounts.keys.allSatisfy({ $0 == .completed }) {
      return "All specs are completed: create_spec for the next phase, or tell the human."
    }
    return "create_loop of type build_plan or build_code for an approved spec."
  }
}
