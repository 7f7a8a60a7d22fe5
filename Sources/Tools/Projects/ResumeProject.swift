// resume_project: the state of a project, for an agent that has lost its context.

import MCP
import Models
import State

enum ResumeProject: StateTool {
  static let name = "resume_project"
  static let title = "Resume a project"
  static let description = """
    Where a project stands, in one short answer, for when your context was compacted or a session begins: plan, roadmap, \
    specs, and the active loops, most urgent first, each with what to call next.
    """
  static let effect = Effect.reads

  struct Output: Codable, Sendable {
    let projectName: Name
    let projectStatus: ProjectStatus?
    let roadmapStatus: RoadmapStatus?
    let specCounts: [SpecCount]
    let specs: [SpecLine]
    let activeLoopCount: Int
    let activeLoops: [LoopLine]

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case projectStatus = "project_status"
      case roadmapStatus = "roadmap_status"
      case specCounts = "spec_counts"
      case specs
      case activeLoopCount = "active_loop_count"
      case activeLoops = "active_loops"
    }
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

  /// A loop that is not completed, and what to do about it.
  struct LoopLine: Codable, Sendable {
    let loopID: LoopID
    let loopType: LoopType
    let specName: SpecName?
    let status: LoopStatus
    let iteration: Int
    let currentScore: Score
    /// The last decision; nil before the first.
    let decision: Decision?
    let next: String

    enum CodingKeys: String, CodingKey {
      case loopID = "loop_id"
      case loopType = "loop_type"
      case specName = "spec_name"
      case status, iteration
      case currentScore = "current_score"
      case decision, next
    }

    init(_ active: ActiveLoop) {
      let loop = active.loop
      loopID = loop.id
      loopType = loop.loopType
      specName = loop.specName
      status = loop.status
      iteration = loop.iteration
      currentScore = loop.currentScore
      decision = active.lastDecision
      next = Self.next(for: loop)
    }

    private static func next(for loop: Loop) -> String {
      switch loop.status {
      case .inProgress where !loop.missingReviewers.isEmpty:
        "record_feedback by " + loop.missingReviewers.map(\.value).joined(separator: ", ") + "."
      case .userInput: "Ask the human, then record_user_feedback."
      case .refine, .inProgress: "Improve, then record_feedback."
      case .initialized: "Draft, then record_feedback."
      case .completed, .closed: "Nothing."
      }
    }
  }

  static func footprint(of arguments: ProjectArguments) -> Footprint {
    Footprint(reads: [.project(arguments.projectName)])
  }

  static func run(
    _ arguments: ProjectArguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Output {
    let picture = try await state.picture(of: arguments.projectName)
    let counts = SpecStatus.allCases.compactMap { status in
      picture.specCounts[status].map { SpecCount(specStatus: status, count: $0) }
    }
    return Output(
      projectName: picture.projectName, projectStatus: picture.projectStatus, roadmapStatus: picture.roadmapStatus,
      specCounts: counts,
      specs: picture.specs.map { SpecLine(specName: $0.specName, specStatus: $0.specStatus, version: $0.version) },
      activeLoopCount: picture.activeLoopCount, activeLoops: picture.activeLoops.map { LoopLine($0) })
  }
}
