// StateManager: every operation on the state. Tools know only this protocol; the stores stand behind it, a module each.

import Models

/// Keeps loops, specs, roadmaps and plans.
///
/// Each operation is atomic: it reads, decides and writes in one step, whatever other callers do meanwhile, and what a
/// writing operation returned is stored. A writing operation given an idempotent call is applied once: a repeat with
/// the same arguments returns the first result, marked as a replay, one with others fails with `conflict`. Writing
/// operations return no text that was sent or stood there before. A project begins with its first thing, which fails with
/// `conflict` where its name is too much like that of another one; what lists a project's things fails with `not_found` for
/// one that has never begun. All fail with the codes of docs/contract.md, "Errors".
public protocol StateManager: Sendable {
  /// Does the work that has to go on beside the callers, such as keeping connections. Returns when its task is cancelled,
  /// or at once where there is none; nothing is held open then.
  func run() async

  /// The policies that decide on feedback.
  var policies: LoopPolicies { get }

  // MARK: Loops

  /// Creates a loop and enters it into its project's history, which the oldest leave past its limit.
  /// Fails with `not_found` for a spec that is not there.
  func createLoop(_ draft: LoopDraft, once call: IdempotentCall?) async throws(Failure) -> Written<Loop>

  /// The loop; `not_found` where there is none.
  func loop(_ id: LoopID) async throws(Failure) -> Loop

  /// The project's loops, newest first.
  func loops(
    of project: Name, status: LoopStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<Loop, CreationKey>

  /// Records a critic's assessment at the iteration in progress and takes the decision on it; docs/contract.md,
  /// "Decisions". Fails with `loop_completed` on a loop that is over, then with `waiting_for_human` on one that waits for
  /// a human, then with `conflict` when `iteration` is given and is another one, then with `invalid_input` for a critic
  /// that is none of the loop's reviewers, where it has some.
  func recordFeedback(
    _ assessment: CriticAssessment, on id: LoopID, at iteration: IterationNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<FeedbackOutcome>

  /// Records a human's guidance; puts a loop that waited for it back to `refine`, and carries out its verdict, as far as
  /// the gate lets its source. Fails with `loop_completed` on a loop that is over, with `waiting_for_human` for a
  /// verdict that the gate does not let through, and with `conflict` where the loop is no longer at the place of the
  /// question that it answers.
  func recordGuidance(
    _ guidance: Guidance, on id: LoopID, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop>

  /// What a human has to know to answer the loop, whether it waits for that or not. Fails with `loop_completed` on a loop
  /// that is over. Never behind: what is answered was the state at some moment of the call.
  func question(of id: LoopID) async throws(Failure) -> HumanQuestion

  /// The project's bounded queue of loops, newest first.
  func history(
    of project: Name, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<HistoryEntry, DescendingKey>

  /// The feedback and guidance on a loop: of each list the last `limit` before the cursor, oldest first.
  func history(
    of id: LoopID, after cursor: Cursor<LoopHistoryKey>?, limit: Limit
  ) async throws(Failure) -> LoopHistory

  /// The trend of the loop's scores and the issues that its feedback repeats.
  func analysis(of id: LoopID) async throws(Failure) -> LoopAnalysis

  /// Deletes the loop with its feedback, history entry and link.
  func deleteLoop(_ id: LoopID, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion>

  /// Stores the note on a loop's objectives in place of an earlier one.
  func storeObjectiveFeedback(
    _ feedback: Text, on id: LoopID, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ObjectiveFeedbackReceipt>

  /// The note on a loop's objectives; `not_found` where there is none.
  func objectiveFeedback(on id: LoopID) async throws(Failure) -> ObjectiveFeedback

  /// Links the loop to a spec of its project, in place of an earlier link.
  /// Fails with `conflict` for a spec of another project.
  func link(
    _ id: LoopID, to spec: SpecName, in project: Name, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop>

  /// Takes the loop's link away; without one nothing happens.
  func unlink(_ id: LoopID, once call: IdempotentCall?) async throws(Failure) -> Written<Loop>

  // MARK: Specs

  /// Creates a spec at iteration 0, version 1. Fails with `already_exists` where the project has one of that name.
  func createSpec(_ draft: SpecDraft, once call: IdempotentCall?) async throws(Failure) -> Written<SpecReceipt>

  /// The spec at each of the versions, nil for the current one: all of one spec, also where another of its name takes
  /// its place meanwhile.
  func spec(_ reference: SpecReference, versions: [VersionNumber?]) async throws(Failure) -> [Spec]

  /// Applies changes; keeps the replaced version. Changes nothing where they are there already. Fails as
  /// docs/contract.md, "Frozen fields, versions" says, in its order.
  func updateSpec(
    _ reference: SpecReference, _ changes: SpecChanges, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<SpecReceipt>

  /// The project's specs by name, or those alike the query, best match first.
  func specs(
    of project: Name, status: SpecStatus?, query: SearchQuery?, after cursor: Cursor<SpecKey>?, limit: Limit
  ) async throws(Failure) -> Page<SpecSummary, SpecKey>

  /// The spec's versions, newest first, the current one included.
  func specVersions(
    of project: Name, spec: SpecName, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<SpecVersion, DescendingKey>

  /// Deletes the spec with its versions and links; loops stay.
  func deleteSpec(
    _ spec: SpecName, of project: Name, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Deletion>

  // MARK: Roadmaps and plans

  /// Stores the project's first roadmap, or applies changes to the one that there is; keeps the replaced version. Changes
  /// nothing where they are there already. Fails as docs/contract.md, "Roadmaps and plans" says.
  func storeRoadmap(
    _ changes: RoadmapChanges, of project: Name, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<RoadmapReceipt>

  /// The project's roadmap at the version, nil for the current one; `not_found` where there is none.
  func roadmap(of project: Name, version: VersionNumber?) async throws(Failure) -> Roadmap

  /// Stores the project's plan as `storeRoadmap` stores a roadmap.
  func storePlan(
    _ changes: ProjectPlanChanges, of project: Name, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ProjectPlanReceipt>

  /// The project's plan at the version, nil for the current one; `not_found` where there is none.
  func plan(of project: Name, version: VersionNumber?) async throws(Failure) -> ProjectPlan

  /// All projects' plans, newest first.
  func plans(
    status: ProjectStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectPlanSummary, CreationKey>

  /// Deletes the project's plan with its versions.
  func deletePlan(of project: Name, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion>

  // MARK: Projects

  /// All projects, or those with the words of the query in their names, the latest changed first.
  func projects(
    matching query: SearchQuery?, after cursor: Cursor<ChangeKey>?, limit: Limit
  ) async throws(Failure) -> Page<ProjectOverview, ChangeKey>

  /// The texts of a source behind a place, for `search`: a bounded page of those of `kinds`. A loop that has none of them, or
  /// no note, ends with a text without parts.
  ///
  /// - Parameters:
  ///   - project: nil for all projects; fails with `not_found` for one that has never begun.
  ///   - last: the place of any kind; nil for the beginning.
  func texts(
    of source: TextSource, kinds: Set<TextKind>, in project: Name?, after last: TextKey?
  ) async throws(Failure) -> TextPage

  /// The state of a project in one bounded picture; empty for a project that has nothing any more.
  func picture(of project: Name) async throws(Failure) -> ProjectPicture

  // MARK: The record of changes

  /// The entries of the record, newest first.
  ///
  /// - Parameters:
  ///   - project: nil for those of all projects; fails with `not_found` for one that has never begun.
  ///   - subject: the name of what was changed, such as a loop's id; nil for everything.
  func changes(
    of project: Name?, subject: Name?, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<RecordedChange, DescendingKey>

  /// The entries above a number, oldest first, of which none is ever missed: whoever goes on at `last` of each answer
  /// sees every entry once. An entry comes only when all changes below its number are over.
  ///
  /// - Parameters:
  ///   - number: the last one seen; 0 for the beginning.
  ///   - project: nil for the entries of all projects.
  ///   - limit: the most entries of one answer.
  func changes(above number: Int, of project: Name?, limit: Limit) async throws(Failure) -> ChangeBatch
}

extension StateManager {
  /// Returns at once: the default of a manager with no work beside its callers.
  public func run() async {}

  /// The spec, at a version where one is given, else the current one.
  public func spec(_ reference: SpecReference, version: VersionNumber?) async throws(Failure) -> Spec {
    try await spec(reference, versions: [version])[0]
  }

  /// The project's roadmap as it is now.
  public func roadmap(of project: Name) async throws(Failure) -> Roadmap {
    try await roadmap(of: project, version: nil)
  }

  /// The project's plan as it is now.
  public func plan(of project: Name) async throws(Failure) -> ProjectPlan { try await plan(of: project, version: nil) }
}

/// A loop as its caller asks for it.
public struct LoopDraft: Sendable, Equatable {
  /// The project that the loop belongs to from then on.
  public let projectName: Name
  /// The type, which decides the policy.
  public let loopType: LoopType
  /// The spec of the project to link the loop to; nil for none.
  public let specName: SpecName?
  /// The critics that have to give feedback on each iteration, at most `Loop.maximumReviewers`, each once; empty for any.
  public let reviewers: [CriticAgent]

  /// A loop of a project and a type; linked to no spec and without reviewers by default.
  public init(projectName: Name, loopType: LoopType, specName: SpecName? = nil, reviewers: [CriticAgent] = []) {
    self.projectName = projectName
    self.loopType = loopType
    self.specName = specName
    self.reviewers = reviewers
  }
}

/// The answer to a deletion.
public struct Deletion: Codable, Sendable, Equatable {
  /// Always true: deleting something that is not there fails.
  public let deleted: Bool

  /// The answer.
  public init() { deleted = true }
}
