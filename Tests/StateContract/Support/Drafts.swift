// Drafts: the arguments of the cases, with everything that a case does not care about filled in.

import JSON
import Models
import State

extension StringValue {
  /// A value that obeys its rule; for literals in tests.
  init(checked string: String) {
    guard case .success(let value) = Self.check(string) else { preconditionFailure("\(Self.self): \(string)") }
    self.init(trusted: value)
  }
}

extension Text: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
  ExpressibleByExtendedGraphemeClusterLiteral
{
  /// A text of a test; traps where it breaks the rules.
  public init(stringLiteral value: String) { self.init(checked: value) }
}

extension FlexibleText: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
  ExpressibleByExtendedGraphemeClusterLiteral
{
  /// A text of a test; traps where it breaks the rules.
  public init(stringLiteral value: String) { self.init(checked: value) }
}

extension ValueList: ExpressibleByArrayLiteral {
  /// A list of a test; traps where an element breaks the rules.
  public init(arrayLiteral elements: String...) { self.init(elements.map { Element(checked: $0) }) }
}

extension SpecEdits: ExpressibleByArrayLiteral {
  /// The edits of a test.
  public init(arrayLiteral elements: SpecEdit...) { self.init(elements) }
}

extension SpecEdit {
  init(_ field: String, _ oldText: FlexibleText, _ newText: FlexibleText) {
    self.init(field: Name(checked: field), oldText: oldText, newText: newText)
  }
}

extension SpecName: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
  ExpressibleByExtendedGraphemeClusterLiteral
{
  /// A spec's name of a test; traps where it breaks the rules.
  public init(stringLiteral value: String) { self.init(checked: value) }
}

extension CriticAssessment {
  init(_ score: Int, summary: Text = "as it is", issues: [Text] = [], blockers: [Text] = []) {
    self.init(
      criticAgent: .planCritic, score: Score(trusted: score), assessmentSummary: summary,
      keyIssues: TextList(issues), blockers: TextList(blockers))
  }
}

extension FrozenFields {
  static let sample = FrozenFields(
    objectives: "the objectives", scope: "the scope", dependencies: "the dependencies",
    deliverables: "the deliverables")
}

extension SpecDraft {
  init(
    _ project: Name, _ phase: String, frozen: FrozenFields = .sample, flexible: FlexibleFields = FlexibleFields(),
    sections: KeyValuePairs<String, String> = [:], status: SpecStatus = .draft
  ) {
    self.init(
      projectName: project, phaseName: Name(checked: phase), frozen: frozen, flexible: flexible,
      additionalSections: AdditionalSections(sections), specStatus: status)!
  }
}

extension AdditionalSections {
  init(_ texts: KeyValuePairs<String, String>) {
    self.init(texts.map { Section(name: Name(checked: $0.key), text: FlexibleText(checked: $0.value)) })
  }
}

extension SpecChanges {
  init(_ change: (inout SpecChanges) -> Void) {
    self.init()
    change(&self)
  }

  /// A change of the architecture to `text`.
  static func architecture(_ text: String) -> SpecChanges {
    SpecChanges { $0.flexible.architecture = FlexibleText(checked: text) }
  }
}

/// A project with the changes that store a whole document of it.
struct DocumentDraft<Kind: ProjectDocumentKind> {
  let project: Name
  var changes: DocumentChanges<Kind>

  /// A document whose texts are made of `text` and the names of their fields.
  init(_ project: Name, _ text: String, title: String? = nil, status: Kind.Status = .allCases.first!) {
    self.project = project
    changes = DocumentChanges { changes in
      changes.title = title.map { Name(checked: $0) }
      for field in Kind.Fields.all { changes.fields[keyPath: field.path] = Text(checked: "\(text): \(field.name)") }
      changes.status = status
    }
  }

  /// The first version of the document.
  func document(at time: Timestamp) throws -> ProjectDocument<Kind> {
    try changes.first(of: project, at: time).document
  }
}

typealias RoadmapDraft = DocumentDraft<RoadmapKind>
typealias ProjectPlanDraft = DocumentDraft<ProjectPlanKind>

extension DocumentChanges {
  init(_ change: (inout DocumentChanges) -> Void) {
    self.init()
    change(&self)
  }
}

extension LoopPolicies {
  /// The same policy for every type.
  init(threshold: Int, improvement: Int = 5, checkpoint: Int = 20, gate: HumanGate = .enforced) {
    self.init()
    humanGate = gate
    for type in LoopType.allCases {
      self[type] = LoopPolicy(
        threshold: threshold, improvementThreshold: improvement, checkpointFrequency: checkpoint)
    }
  }
}

extension StateManager {
  /// A new loop of the project.
  func newLoop(_ project: Name, _ type: LoopType = .plan, spec: SpecName? = nil) async throws -> Loop {
    try await createLoop(LoopDraft(projectName: project, loopType: type, specName: spec), once: nil).value
  }

  /// New loops, one second apart.
  func newLoops(_ count: Int, _ project: Name, _ clock: TestClock) async throws -> [Loop] {
    var loops: [Loop] = []
    for _ in 0..<count {
      clock.advance()
      loops.append(try await newLoop(project))
    }
    return loops
  }

  func recordFeedback(
    _ assessment: CriticAssessment, on id: LoopID, once call: IdempotentCall?
  ) async throws(Failure) -> Written<FeedbackOutcome> {
    try await recordFeedback(assessment, on: id, at: nil, once: call)
  }

  @discardableResult
  func record(_ score: Int, blockers: [Text] = [], on id: LoopID) async throws -> FeedbackOutcome {
    try await recordFeedback(CriticAssessment(score, blockers: blockers), on: id, at: nil, once: nil).value
  }

  /// Records guidance of an agent that lets the loop go on.
  func recordGuidance(
    _ words: Text, on id: LoopID, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop> {
    try await recordGuidance(Guidance(feedback: words), on: id, once: call)
  }

  @discardableResult
  func decide(
    _ verdict: GuidanceVerdict, by source: GuidanceSource = .relayed, _ words: Text? = nil, on id: LoopID
  ) async throws(Failure) -> Loop {
    try await recordGuidance(Guidance(feedback: words, verdict: verdict, source: source), on: id, once: nil).value
  }

  func newSpec(_ project: Name, _ phase: String) async throws -> Spec {
    try await newSpec(SpecDraft(project, phase))
  }

  /// A new spec as it can be read, which the answer must agree with.
  func newSpec(_ draft: SpecDraft) async throws -> Spec {
    let receipt = try await createSpec(draft, once: nil)
    let spec = try await self.spec(.named(project: draft.projectName, spec: draft.specName), version: nil)
    try expectEqual(receipt, Written(SpecReceipt(spec)))
    return spec
  }

  /// Updates a spec that nobody else changes. Gives it as it can be read, which the answer must agree with.
  func update(
    _ reference: SpecReference, _ changes: SpecChanges, expecting version: VersionNumber? = nil
  ) async throws -> SpecUpdate {
    let receipt = try await updateSpec(reference, changes, expecting: version, once: nil)
    let update = SpecUpdate(
      spec: try await self.spec(reference, version: nil), changedFields: receipt.changedFields ?? ["none told"])
    try expectEqual(receipt, Written(SpecReceipt(update)))
    return update
  }

  func storeRoadmap(
    _ draft: RoadmapDraft, once call: IdempotentCall?
  ) async throws(Failure) -> Written<RoadmapReceipt> {
    try await storeRoadmap(draft.changes, of: draft.project, expecting: nil, once: call)
  }

  func storePlan(
    _ draft: ProjectPlanDraft, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ProjectPlanReceipt> {
    try await storePlan(draft.changes, of: draft.project, expecting: nil, once: call)
  }

  /// The ids in the project's queue, newest first.
  func queue(of project: Name) async throws -> [LoopID] {
    try await history(of: project, after: nil, limit: 100).elements.map(\.loop.id)
  }
}
