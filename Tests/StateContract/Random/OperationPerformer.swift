// OperationPerformer: carries out an operation on a state manager and writes its answer down as JSON.

import JSON
import Models
import State

struct OperationPerformer {
  let manager: any StateManager
  /// Tells the run's own plans from others.
  let token: String

  func perform(_ operation: Operation, once call: IdempotentCall?) async throws -> JSONValue {
    do {
      return try await answer(operation, call)
    } catch let failure as Failure {
      return .failure(failure.code.rawValue, failure.details.map(\.path))
    }
  }

  private func answer(_ operation: Operation, _ call: IdempotentCall?) async throws -> JSONValue {
    switch operation.tool {
    case "create_loop", "get_loop", "list_loops", "record_feedback", "record_user_feedback", "delete_loop",
      "link_loop_to_spec", "unlink_loop":
      return try await loopAnswer(operation, call)
    case "project_history", "loop_history", "analyze_loop", "store_objective_feedback", "get_objective_feedback":
      return try await historyAnswer(operation, call)
    case "create_spec", "get_spec", "update_spec", "list_specs", "list_spec_versions", "delete_spec":
      return try await specAnswer(operation, call)
    default: return try await projectAnswer(operation, call)
    }
  }

  private func loopAnswer(_ operation: Operation, _ call: IdempotentCall?) async throws -> JSONValue {
    switch operation.tool {
    case "create_loop":
      let draft = LoopDraft(
        projectName: operation.projectName, loopType: LoopType(rawValue: operation.string("loop_type")!)!,
        specName: operation.spec.map { SpecName(trusted: $0) },
        reviewers: operation.texts("reviewers").values.map { CriticAgent(trusted: $0.value) })
      return try tree(try await manager.createLoop(draft, once: call))
    case "get_loop": return try tree(try await manager.loop(operation.loopID))
    case "list_loops":
      let status = operation.string("status").flatMap { LoopStatus(rawValue: $0) }
      return try await list(operation) {
        try await manager.loops(of: operation.projectName, status: status, after: $0, limit: $1)
      }
    case "record_feedback":
      let assessment = CriticAssessment(
        criticAgent: CriticAgent(trusted: operation.string("critic_agent")!),
        score: Score(trusted: operation.int("score")!),
        assessmentSummary: Text(trusted: operation.string("assessment_summary")!),
        detailedFeedback: operation.string("detailed_feedback").map { FlexibleText(trusted: $0) },
        keyIssues: operation.texts("key_issues"), recommendations: operation.texts("recommendations"),
        blockers: operation.texts("blockers"))
      return try tree(
        try await manager.recordFeedback(
          assessment, on: operation.loopID, at: operation.int("iteration").map { IterationNumber(trusted: $0) },
          once: call))
    case "record_user_feedback":
      let place = operation.arguments["place"]?.arrayValue?.compactMap(\.intValue)
      let guidance = Guidance(
        feedback: operation.string("feedback").map { Text(trusted: $0) },
        verdict: GuidanceVerdict(rawValue: operation.string("verdict") ?? "continue")!,
        source: GuidanceSource(rawValue: operation.string("source") ?? "relayed")!,
        place: place.map { QuestionPlace(iteration: $0[0], guidanceCount: $0[1]) })
      return try tree(try await manager.recordGuidance(guidance, on: operation.loopID, once: call))
    case "delete_loop": return try tree(try await manager.deleteLoop(operation.loopID, once: call))
    case "link_loop_to_spec":
      return try tree(
        try await manager.link(
          operation.loopID, to: SpecName(trusted: operation.spec!), in: operation.projectName, once: call))
    default: return try tree(try await manager.unlink(operation.loopID, once: call))
    }
  }

  private func historyAnswer(_ operation: Operation, _ call: IdempotentCall?) async throws -> JSONValue {
    switch operation.tool {
    case "project_history":
      let answer = try await list(operation) {
        try await manager.history(of: operation.projectName, after: $0, limit: $1)
      }
      return try withoutSequenceNumbers(answer)
    case "loop_history": return try await loopHistory(operation)
    case "analyze_loop":
      // The summary is words; the other members say the same.
      var analysis = try tree(try await manager.analysis(of: operation.loopID)).objectValue!
      analysis["summary"] = nil
      return .object(analysis)
    case "store_objective_feedback":
      let text = Text(trusted: operation.string("feedback")!)
      return try tree(try await manager.storeObjectiveFeedback(text, on: operation.loopID, once: call))
    default: return try tree(try await manager.objectiveFeedback(on: operation.loopID))
    }
  }

  /// Sequence numbers may have gaps: they fall, and that is all that is compared.
  private func withoutSequenceNumbers(_ answer: JSONValue) throws -> JSONValue {
    var answer = answer.objectValue!
    let entries = answer["entries"]!.arrayValue!
    let numbers = entries.compactMap { $0["sequence_number"]?.intValue }
    try expect(zip(numbers, numbers.dropFirst()).allSatisfy(>), "sequence numbers \(numbers)")
    answer["entries"] = .array(entries.map { ["added_at": $0["added_at"]!, "loop": $0["loop"]!] })
    return .object(answer)
  }

  private func loopHistory(_ operation: Operation) async throws -> JSONValue {
    var pieces: [JSONValue] = []
    var cursor: Cursor<LoopHistoryKey>?
    repeat {
      let piece = try await manager.history(
        of: operation.loopID, after: cursor, limit: Limit(trusted: operation.limit))
      pieces.append(["feedback": try tree(piece.feedback), "guidance": try tree(piece.guidance)])
      cursor = try piece.next.map { try takenBack($0) }
    } while cursor != nil && pieces.count < Operation.pages
    return .list(pieces, hasMore: cursor != nil)
  }

  private func specAnswer(_ operation: Operation, _ call: IdempotentCall?) async throws -> JSONValue {
    switch operation.tool {
    case "create_spec": return try tree(try await manager.createSpec(operation.specDraft(), once: call))
    case "get_spec":
      return try tree(
        try await manager.spec(operation.specReference, version: operation.version("version")))
    case "update_spec":
      let changes = try ModelDecoder.decode(SpecChanges.self, from: .object(operation.arguments))
      return try tree(
        try await manager.updateSpec(
          operation.specReference, changes, expecting: operation.version("expected_version"), once: call))
    case "list_specs":
      let status = operation.string("status").flatMap { SpecStatus(rawValue: $0) }
      let query = operation.string("query").map { SearchQuery(trusted: $0) }
      return try await list(operation) {
        try await manager.specs(of: operation.projectName, status: status, query: query, after: $0, limit: $1)
      }
    case "list_spec_versions":
      return try await list(operation) {
        try await manager.specVersions(
          of: operation.projectName, spec: SpecName(trusted: operation.spec!), after: $0, limit: $1)
      }
    default:
      let name = SpecName(trusted: operation.spec!)
      return try tree(try await manager.deleteSpec(name, of: operation.projectName, once: call))
    }
  }

  private func projectAnswer(_ operation: Operation, _ call: IdempotentCall?) async throws -> JSONValue {
    switch operation.tool {
    case "store_roadmap":
      return try tree(
        try await manager.storeRoadmap(
          operation.documentChanges(), of: operation.projectName, expecting: operation.version("expected_version"),
          once: call))
    case "get_roadmap":
      return try tree(try await manager.roadmap(of: operation.projectName, version: operation.version("version")))
    case "store_project_plan":
      return try tree(
        try await manager.storePlan(
          operation.documentChanges(), of: operation.projectName, expecting: operation.version("expected_version"),
          once: call))
    case "get_project_plan":
      return try tree(try await manager.plan(of: operation.projectName, version: operation.version("version")))
    case "delete_project_plan": return try tree(try await manager.deletePlan(of: operation.projectName, once: call))
    case "search":
      let kinds = operation.arguments["kinds"]?.arrayValue?.map { TextKind(rawValue: $0.stringValue!)! }
      let answer = try await list(operation) {
        try await manager.search(
          SearchQuery(trusted: operation.string("query")!), in: operation.projectName,
          kinds: Set(kinds ?? TextKind.allCases), after: $0, limit: $1)
      }
      return try withoutSnippets(answer)
    case "list_projects":
      let query = operation.string("query").map { SearchQuery(trusted: $0) }
      return try await list(operation) { try await manager.projects(matching: query, after: $0, limit: $1) }
    case "list_project_plans":
      let status = operation.string("status").flatMap { ProjectStatus(rawValue: $0) }
      let plans = try await everyPage(limit: Limit(trusted: operation.limit)) {
        try await manager.plans(status: status, after: $0, limit: $1)
      }
      return try tree(plans.filter { $0.projectName.value.hasSuffix(token) })
    case "list_changes":
      let subject = operation.string("subject").map { Name(trusted: $0) }
      let answer = try await list(operation) {
        try await manager.changes(of: operation.projectName, subject: subject, after: $0, limit: $1)
      }
      return .list(answer["entries"]!.arrayValue!.map(withoutPlace), hasMore: answer["has_more"] == true)
    default: return try tree(PictureTree(try await manager.picture(of: operation.projectName)))
    }
  }

  /// The number of the record's newest entry.
  func lastChange() async throws -> Int {
    try await manager.changes(of: nil, subject: nil, after: nil, limit: 1).elements.first?.number ?? 0
  }

  /// The run's entries above a number, and the last of these numbers.
  func newChanges(above number: Int) async throws -> (changes: [JSONValue], last: Int) {
    var (changes, last): ([JSONValue], Int) = ([], number)
    while true {
      let batch = try await manager.changes(above: last, of: nil, limit: 100)
      changes += try batch.changes.filter { $0.change.projectName.value.hasSuffix(token) }.map { try tree($0) }
      last = batch.last
      if batch.changes.isEmpty { return (changes.map(withoutPlace), last) }
    }
  }

  /// An entry as it is compared: without its number and the process that it comes from, the key without the run's token.
  private func withoutPlace(_ entry: JSONValue) -> JSONValue {
    var members = entry.objectValue!.without([
      "number", "actor", "client_name", "client_version", "host", "process_id",
    ])
    if let key = members["idempotency_key"]?.stringValue {
      members["idempotency_key"] = .string(String(key.dropLast(token.count + 1)))
    }
    return .object(members)
  }

  /// Snippets are cut texts: the words of the query are in them, and that is all that is compared.
  private func withoutSnippets(_ answer: JSONValue) throws -> JSONValue {
    var answer = answer.objectValue!
    let hits = answer["entries"]!.arrayValue!.map { $0.objectValue! }
    try expect(hits.allSatisfy { $0["snippet"]?.stringValue?.isEmpty == false }, "an empty snippet")
    answer["entries"] = .array(hits.map { .object($0.without(["snippet"])) })
    return .object(answer)
  }

  // MARK: Answers as JSON

  private func tree(_ model: some Encodable) throws -> JSONValue { try JSONModelEncoder.tree(model) }

  /// The first pages of a list, and whether it goes on.
  private func list<Element: Encodable, Key>(
    _ operation: Operation, _ page: (Cursor<Key>?, Limit) async throws -> Page<Element, Key>
  ) async throws -> JSONValue {
    var entries: [JSONValue] = []
    var cursor: Cursor<Key>?
    for _ in 0..<Operation.pages {
      let next = try await page(cursor, Limit(trusted: operation.limit))
      entries += try next.elements.map { try tree($0) }
      cursor = try next.next.map { try takenBack($0) }
      if cursor == nil { break }
    }
    return .list(entries, hasMore: cursor != nil)
  }
}

/// A picture's members by name.
private struct PictureTree: Encodable {
  struct Active: Encodable {
    let loop: Loop
    let decision: Decision?
    let question: CriticFeedback?
    let answer: HumanGuidance?
  }

  let plan: ProjectStatus?
  let roadmap: RoadmapStatus?
  let counts: [String: Int]
  let specs: [SpecSummary]
  let activeCount: Int
  let active: [Active]
  let drafts: [[String]]

  init(_ picture: ProjectPicture) {
    plan = picture.projectStatus
    roadmap = picture.roadmapStatus
    counts = Dictionary(uniqueKeysWithValues: picture.specCounts.map { ($0.key.rawValue, $0.value) })
    specs = picture.specs
    activeCount = picture.activeLoopCount
    active = picture.activeLoops.map {
      Active(loop: $0.loop, decision: $0.lastDecision, question: $0.question, answer: $0.lastAnswer)
    }
    drafts = picture.completedDrafts.map { [$0.loopID.value, $0.specName.value] }
  }
}

extension Operation {
  var projectName: Name { Name(trusted: project) }
  var loopID: LoopID { LoopID(trusted: loop) }

  fileprivate func version(_ name: String) -> VersionNumber? { int(name).map { VersionNumber(trusted: $0) } }

  fileprivate func documentChanges<Kind>() throws -> DocumentChanges<Kind> {
    let all = filled(Kind.Fields.all.map(\.name))
    return try ModelDecoder.decode(DocumentChanges<Kind>.self, from: .object(all))
  }

  fileprivate var specReference: SpecReference {
    arguments["loop_id"] == nil
      ? .named(project: projectName, spec: SpecName(trusted: spec!)) : .linked(loopID)
  }

  fileprivate func texts(_ name: String) -> TextList {
    TextList((arguments[name]?.arrayValue ?? []).map { Text(trusted: $0.stringValue!) })
  }

  fileprivate func specDraft() throws -> SpecDraft {
    SpecDraft(
      projectName: projectName, phaseName: Name(trusted: string("phase_name")!),
      frozen: try ModelDecoder.decode(FrozenFields.self, from: .object(arguments)),
      flexible: try ModelDecoder.decode(FlexibleFields.self, from: .object(arguments)),
      additionalSections: try ModelDecoder.decode(
        AdditionalSections.self, from: arguments["additional_sections"] ?? []),
      specStatus: SpecStatus(rawValue: string("spec_status")!)!)!
  }
}
