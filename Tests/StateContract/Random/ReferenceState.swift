// ReferenceState: docs/contract.md written a second time as plain and slow code, to compare state managers with. It
// knows JSON and plain lists; every question is answered by looking through everything.

import JSON
import Models
import State

/// The reason for which an operation is refused.
struct Refusal: Error {
  let code: String
  let paths: [String]
}

struct ReferenceState {
  let rules: ReferenceRules
  let historyLimit: Int

  var loops: [ReferenceLoop] = []
  /// The ids in the projects' queues, oldest first.
  var queue: [(project: String, id: String)] = []
  var specs: [ReferenceSpec] = []
  /// By project: the versions, each the whole JSON.
  var roadmaps: [String: [JSONObject]] = [:]
  var plans: [String: [JSONObject]] = [:]
  /// By name: when the project began, or something of it was deleted last.
  var projects: [String: String] = [:]
  /// Oldest first.
  var changes: [JSONValue] = []
  private var results: [String: (arguments: JSONObject, answer: JSONValue)] = [:]

  init(rules: ReferenceRules, historyLimit: Int) {
    self.rules = rules
    self.historyLimit = historyLimit
  }

  /// The answer to `operation` at `now` by docs/contract.md. `actual` is what a manager answered: a new id is drawn by
  /// the manager.
  mutating func apply(_ operation: Operation, key: String?, at now: String, actual: JSONValue) -> JSONValue {
    let name = key.map { "\(operation.tool) \($0)" }
    if let name, let earlier = results[name] {
      guard earlier.arguments == operation.arguments else { return .failure("conflict", ["idempotency_key"]) }
      var answer = earlier.answer.objectValue!
      answer["replayed"] = true
      return .object(answer)
    }
    do throws(Refusal) {
      let before = self
      let project = project(of: operation)
      let answer = try answer(operation.asInDocuments, now, actual)
      do throws(Refusal) { try note(operation, project, now) } catch {
        self = before
        throw error
      }
      changes += [change(by: operation, key: key, at: now, answer: answer, before: before)].compactMap { $0 }
      if let name { results[name] = (operation.arguments, answer) }
      return answer
    } catch {
      return .failure(error.code, error.paths)
    }
  }

  private mutating func answer(_ operation: Operation, _ now: String, _ actual: JSONValue) throws(Refusal) -> JSONValue
  {
    switch operation.tool {
    case "create_loop": return try createLoop(operation, now, actual)
    case "get_loop": return loops[try place(ofLoop: operation.loop)].tree(rules)
    case "list_loops": return try listLoops(operation)
    case "record_feedback": return try recordFeedback(operation, now)
    case "record_user_feedback": return try recordGuidance(operation, now)
    case "project_history": return try projectHistory(operation)
    case "loop_history": return try loopHistory(operation)
    case "analyze_loop": return loops[try place(ofLoop: operation.loop)].analysis(rules)
    case "delete_loop": return try deleteLoop(operation)
    case "store_objective_feedback": return try storeNote(operation, now)
    case "get_objective_feedback":
      guard let note = loops[try place(ofLoop: operation.loop)].note else {
        throw Refusal(code: "not_found", paths: ["loop_id"])
      }
      return note
    case "link_loop_to_spec": return try link(operation, now)
    case "unlink_loop": return relink(try place(ofLoop: operation.loop), to: nil, now)
    case "create_spec": return try createSpec(operation, now, actual)
    case "get_spec": return try getSpec(operation)
    case "update_spec": return try updateSpec(operation, now)
    case "list_specs": return try listSpecs(operation)
    case "list_spec_versions": return try listVersions(operation)
    case "delete_spec": return try deleteSpec(operation)
    case "store_roadmap":
      return try store(operation, in: \.roadmaps, RoadmapKind.self, now)
    case "store_project_plan":
      return try store(operation, in: \.plans, ProjectPlanKind.self, now)
    case "get_roadmap": return try version(operation, in: roadmaps)
    case "get_project_plan": return try version(operation, in: plans)
    case "delete_project_plan":
      _ = try versions(operation, in: plans)
      plans[operation.project] = nil
      return ["deleted": true]
    case "list_project_plans": return listPlans(operation)
    case "resume_project": return try picture(operation)
    case "list_projects": return listProjects(operation)
    case "search": return try search(operation)
    case "list_changes": return try listChanges(operation)
    default: preconditionFailure("no such operation: \(operation)")
    }
  }

  /// The pages that are looked at of a whole list.
  func list(_ entries: [JSONValue], _ operation: Operation) -> JSONValue {
    let shown = operation.limit * Operation.pages
    return .list(Array(entries.prefix(shown)), hasMore: entries.count > shown)
  }

  // MARK: Plans and pictures

  private func listPlans(_ operation: Operation) -> JSONValue {
    let status = operation.arguments["status"]
    let wanted = plans.values.map(\.last!).filter { status == nil || $0["project_status"] == status }
    let sorted = wanted.sorted { descending($0, $1, by: ["created_at", "project_name"]) }
    return .array(sorted.map { .object($0.only(["project_name", "project_status", "updated_at"])) })
  }

  private func picture(_ operation: Operation) throws(Refusal) -> JSONValue {
    try require(operation)
    let specs = specs.filter { $0.project == operation.project }
    let latest = specs.sorted {
      let (a, b) = ($0.current["updated_at"]!.stringValue!, $1.current["updated_at"]!.stringValue!)
      return a != b ? a > b : isBefore($0.name, $1.name)
    }
    var counts: [String: Int] = [:]
    for spec in specs { counts[spec.current["spec_status"]!.stringValue!, default: 0] += 1 }
    let active = loops.filter {
      $0.project == operation.project && !ReferenceLoop.over.contains($0.progress(rules).status)
    }
    let urgent = [["user_input"], ["refine", "in_progress"], ["initialized"]].flatMap { statuses in
      active.filter { statuses.contains($0.progress(rules).status) }
        .sorted { $0.updatedAt != $1.updatedAt ? $0.updatedAt > $1.updatedAt : $0.id > $1.id }
    }
    return [
      "plan": plans[operation.project]?.last?["project_status"] ?? .null,
      "roadmap": roadmaps[operation.project]?.last?["roadmap_status"] ?? .null,
      "counts": .object(JSONObject(counts.map { .init(key: $0.key, value: JSONValue($0.value)) })),
      "specs": .array(latest.prefix(20).map { $0.summary(similarity: nil) }),
      "activeCount": JSONValue(active.count),
      "active": .array(
        urgent.prefix(10).map { loop in
          let isWaiting = loop.progress(rules).status == "user_input"
          return [
            "loop": loop.tree(rules), "decision": loop.progress(rules).decision ?? .null,
            "question": isWaiting ? loop.feedback.last.map { .object($0) } ?? .null : .null,
            "answer": isWaiting ? loop.guidance.last ?? .null : .null,
          ]
        }),
      "drafts": .array(completedDrafts(of: operation.project)),
    ]
  }

  /// Each draft once, with the loop on it that was completed last, of the hundred loops that were.
  private func completedDrafts(of project: String) -> [JSONValue] {
    let completed = loops.filter { $0.project == project && $0.progress(rules).status == "completed" }
      .sorted { $0.updatedAt != $1.updatedAt ? $0.updatedAt > $1.updatedAt : $0.id > $1.id }
    let drafts = specs.filter { $0.project == project && $0.current["spec_status"] == "draft" }.map(\.name)
    var named: [String] = []
    return completed.prefix(100).compactMap { loop in
      guard let spec = loop.spec, drafts.contains(spec), !named.contains(spec), named.count < 5 else { return nil }
      named.append(spec)
      return [.string(loop.id), .string(spec)]
    }
  }
}

extension JSONObject {
  /// The answer to a write: texts are left out.
  func without(_ names: [String]) -> JSONObject { JSONObject(members.filter { !names.contains($0.key) }) }
}

/// True where the first of `names` in which two objects differ is higher, by bytes, in the left one.
func descending(_ left: JSONObject, _ right: JSONObject, by names: [String]) -> Bool {
  for name in names where left[name] != right[name] {
    return isBefore(right[name]!.stringValue!, left[name]!.stringValue!)
  }
  return false
}

/// True where `left` comes first by bytes.
func isBefore(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
