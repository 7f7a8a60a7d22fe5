// ProjectPiece: everything that is kept of a project, in pieces that fit into memory one at a time.

import JSON
import Models

/// A piece of a project. A project is its plan, its roadmap and its specs, each with its earlier versions, and its loops.
public enum ProjectPiece: Sendable, Equatable {
  /// The project itself; the first piece. Archives of earlier formats have none.
  case project(ArchivedProject)
  /// The plan at its current version.
  case plan(ProjectPlanVersion)
  /// A version that was replaced; comes after the plan.
  case planVersion(ProjectPlanVersion)
  /// The roadmap at its current version.
  case roadmap(RoadmapVersion)
  /// A version that was replaced; comes after the roadmap.
  case roadmapVersion(RoadmapVersion)
  /// A spec at its current version.
  case spec(ArchivedSpec)
  /// A version that was replaced; comes after its spec.
  case version(ArchivedSpec)
  /// Comes after the spec that it is linked to.
  case loop(ArchivedLoop)
}

/// A project's own record.
public struct ArchivedProject: Sendable, Equatable {
  /// The project's name.
  public let name: Name
  /// The time at which it began, or of the latest deletion in it.
  public let changedAt: Timestamp

  /// A record as it is.
  public init(name: Name, changedAt: Timestamp) {
    self.name = name
    self.changedAt = changedAt
  }
}

/// A version of a spec with what it changed.
public struct ArchivedSpec: Sendable, Equatable {
  /// The spec at that version.
  public var spec: Spec
  /// The names of the fields that this version changed against the one before it.
  public var changedFields: [String]

  /// A version with the names of the fields that it changed.
  public init(spec: Spec, changedFields: [String]) {
    self.spec = spec
    self.changedFields = changedFields
  }
}

/// A loop with its feedback, guidance, notes, link and place in the history.
public struct ArchivedLoop: Sendable, Equatable {
  /// The loop itself, its scores and status included.
  public var loop: Loop
  /// The facts that decide on the next feedback.
  public var basis: DecisionBasis
  /// The position of the last human guidance; 0 without one.
  public var guidanceCount: Int
  /// The reason for the last decision; nil before the first.
  public var decisionReason: Decision.Reason?
  /// The critics' feedback, oldest first, as it is stored: objects that `CriticFeedback` can be read from.
  public var feedback: [JSONValue]
  /// The human guidance, by position.
  public var guidance: [ArchivedGuidance]
  /// The note on the loop's objectives; nil without one.
  public var objectiveFeedback: ObjectiveFeedback?
  /// The time at which the loop was linked to its spec; nil without a link.
  public var linkedAt: Timestamp?
  /// The loop's place in its project's history; nil when it has left it.
  public var place: HistoryPlace?

  /// A loop with what belongs to it; by default a loop that nobody has given feedback on, outside the history.
  public init(
    loop: Loop, basis: DecisionBasis = DecisionBasis(), guidanceCount: Int = 0, decisionReason: Decision.Reason? = nil,
    feedback: [JSONValue] = [], guidance: [ArchivedGuidance] = [], objectiveFeedback: ObjectiveFeedback? = nil,
    linkedAt: Timestamp? = nil, place: HistoryPlace? = nil
  ) {
    self.loop = loop
    self.basis = basis
    self.guidanceCount = guidanceCount
    self.decisionReason = decisionReason
    self.feedback = feedback
    self.guidance = guidance
    self.objectiveFeedback = objectiveFeedback
    self.linkedAt = linkedAt
    self.place = place
  }
}

/// One piece of a human's guidance on a loop, with its position among the loop's guidance.
public struct ArchivedGuidance: Codable, Sendable, Equatable {
  /// The position, 1, 2, … within a loop.
  public let position: GuidancePosition
  /// The iteration that was in progress then.
  public let iteration: IterationNumber
  /// The guidance itself; nil for a verdict without words.
  public let feedback: Text?
  /// What was to become of the loop.
  public let verdict: GuidanceVerdict
  /// The way on which it came.
  public let source: GuidanceSource
  /// The time at which it was recorded.
  public let createdAt: Timestamp

  /// A piece of guidance as it is.
  public init(
    position: GuidancePosition, iteration: IterationNumber, feedback: Text?, verdict: GuidanceVerdict,
    source: GuidanceSource, createdAt: Timestamp
  ) {
    self.position = position
    self.iteration = iteration
    self.feedback = feedback
    self.verdict = verdict
    self.source = source
    self.createdAt = createdAt
  }

  private enum CodingKeys: String, CodingKey {
    case position, iteration, feedback, verdict, source
    case createdAt = "created_at"
  }

  /// Reads a piece, also one of an export in format 2, which was an agent's word that let the loop go on.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    position = try container.decode(GuidancePosition.self, forKey: .position)
    iteration = try container.decode(IterationNumber.self, forKey: .iteration)
    feedback = try container.decodeIfPresent(Text.self, forKey: .feedback)
    verdict = try container.decodeIfPresent(GuidanceVerdict.self, forKey: .verdict) ?? .goOn
    source = try container.decodeIfPresent(GuidanceSource.self, forKey: .source) ?? .relayed
    createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
  }
}

/// A place in a project's history.
public struct HistoryPlace: Codable, Sendable, Equatable {
  /// The number by which the history is ordered: higher than that of every loop that entered the history before.
  public let sequenceNumber: SequenceNumber
  /// The time at which the loop entered the history.
  public let addedAt: Timestamp

  /// A place as it is.
  public init(sequenceNumber: SequenceNumber, addedAt: Timestamp) {
    self.sequenceNumber = sequenceNumber
    self.addedAt = addedAt
  }

  private enum CodingKeys: String, CodingKey {
    case sequenceNumber = "sequence_number"
    case addedAt = "added_at"
  }
}
