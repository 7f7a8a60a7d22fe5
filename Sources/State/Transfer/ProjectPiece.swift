// ProjectPiece: everything that is kept of a project, in pieces that fit into memory one at a time.

import JSON
import Models

/// A piece of a project. A project is its plan, its roadmap, its specs with their earlier versions, and its loops.
public enum ProjectPiece: Sendable, Equatable {
  case plan(ProjectPlan)
  case roadmap(Roadmap)
  /// A spec at its current version.
  case spec(ArchivedSpec)
  /// A version that was replaced; comes after its spec.
  case version(ArchivedSpec)
  /// Comes after the spec that it is linked to.
  case loop(ArchivedLoop)
}

/// A version of a spec with what it changed.
public struct ArchivedSpec: Sendable, Equatable {
  public var spec: Spec
  /// The names of the fields that this version changed.
  public var changedFields: [String]

  public init(spec: Spec, changedFields: [String]) {
    self.spec = spec
    self.changedFields = changedFields
  }
}

/// A loop with all that hangs on it.
public struct ArchivedLoop: Sendable, Equatable {
  public var loop: Loop
  /// How many scores there were at the last human guidance, from 0.
  public var guidedScores: Int
  /// The position of the last human guidance, from 0.
  public var guidanceCount: Int
  /// Why the last decision was taken; nil before the first.
  public var decisionReason: Decision.Reason?
  /// The critics' feedback, oldest first, as it is stored: objects that `CriticFeedback` can be read from.
  public var feedback: [JSONValue]
  /// By position.
  public var guidance: [ArchivedGuidance]
  public var objectiveFeedback: ObjectiveFeedback?
  /// When the loop was linked to its spec; nil without one.
  public var linkedAt: Timestamp?
  /// The loop's place in its project's history; nil when it has left it.
  public var place: HistoryPlace?

  public init(
    loop: Loop, guidedScores: Int = 0, guidanceCount: Int = 0, decisionReason: Decision.Reason? = nil,
    feedback: [JSONValue] = [], guidance: [ArchivedGuidance] = [], objectiveFeedback: ObjectiveFeedback? = nil,
    linkedAt: Timestamp? = nil, place: HistoryPlace? = nil
  ) {
    self.loop = loop
    self.guidedScores = guidedScores
    self.guidanceCount = guidanceCount
    self.decisionReason = decisionReason
    self.feedback = feedback
    self.guidance = guidance
    self.objectiveFeedback = objectiveFeedback
    self.linkedAt = linkedAt
    self.place = place
  }
}

/// What a person said about a loop, and where it stands among the loop's guidance.
public struct ArchivedGuidance: Codable, Sendable, Equatable {
  /// 1, 2, … within a loop.
  public let position: GuidancePosition
  public let iteration: IterationNumber
  public let feedback: Text
  public let createdAt: Timestamp

  public init(position: GuidancePosition, iteration: IterationNumber, feedback: Text, createdAt: Timestamp) {
    self.position = position
    self.iteration = iteration
    self.feedback = feedback
    self.createdAt = createdAt
  }

  private enum CodingKeys: String, CodingKey {
    case position, iteration, feedback
    case createdAt = "created_at"
  }
}

/// A place in a project's history.
public struct HistoryPlace: Codable, Sendable, Equatable {
  /// Higher than that of every loop that entered the history before.
  public let sequenceNumber: SequenceNumber
  public let addedAt: Timestamp

  public init(sequenceNumber: SequenceNumber, addedAt: Timestamp) {
    self.sequenceNumber = sequenceNumber
    self.addedAt = addedAt
  }

  private enum CodingKeys: String, CodingKey {
    case sequenceNumber = "sequence_number"
    case addedAt = "added_at"
  }
}
