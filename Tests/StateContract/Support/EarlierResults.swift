// EarlierResults: results of calls with an idempotency key as version 0.1.0 kept them.

import Models
import State

/// What a repeat must get after an upgrade from version 0.1.0; docs/contract.md, "Tools".
public enum EarlierResults {
  private static let times = #""created_at":"2026-07-28T09:30:00.000001Z","updated_at":"2026-07-28T09:31:00.000000Z""#
  private static let loop = #"""
    {"id":"0123abef","project_name":"shop","loop_type":"plan","status":"refine","current_score":51,\#
    "score_history":[50,51],"iteration":3,\#(times),"spec_name":null}
    """#
  private static let spec = #"""
    "id":"89abcdef","project_name":"shop","spec_name":"login","phase_name":"Login","objectives":"o","scope":"s",\#
    "dependencies":"d","deliverables":"e","architecture":"layers","technology_stack":null,\#
    "additional_sections":{"Cost":"little","Risks":"none"},"iteration":0,"version":1,"spec_status":"draft",\#(times)
    """#

  /// The stored JSON by tool.
  public static let all: [(tool: String, json: String)] = [
    ("create_loop", loop),
    (
      "record_feedback",
      #"""
      {"loop":\#(loop),"decision":{"status":"refine","reason":"below_threshold","threshold":90,"improvement":1},\#
      "feedback":{"loop_id":"0123abef","critic_agent":"plan-critic","iteration":2,"score":51,\#
      "assessment_summary":"a","detailed_feedback":null,"key_issues":[],"recommendations":[],\#
      "timestamp":"2026-07-28T09:31:00.000000Z"}}
      """#
    ),
    (
      "store_objective_feedback",
      #"{"loop_id":"0123abef","feedback":"words","stored_at":"2026-07-28T09:31:00.000000Z"}"#
    ),
    ("create_spec", "{\(spec)}"),
    ("update_spec", #"{\#(spec),"changed_fields":["architecture"]}"#),
    (
      "store_roadmap",
      #"{"project_name":"shop","roadmap_title":null,"project_goal":"g","roadmap_status":"draft",\#(times)}"#
    ),
    (
      "store_project_plan", #"{"project_name":"shop","project_vision":"v","project_status":"draft",\#(times)}"#
    ),
    ("delete_loop", #"{"deleted":true}"#),
  ]

  /// The call of a tool whose result is stored.
  public static func call(_ tool: String) -> IdempotentCall {
    IdempotentCall(tool: tool, key: IdempotencyKey(checked: "before the upgrade"), fingerprint: Fingerprint([]))
  }

  /// Repeats every call on a manager in whose store the results are.
  ///
  /// - Throws: `Mismatch` where one is not the first result in short.
  public static func check(_ manager: any StateManager) async throws {
    let project = Name(checked: "shop")
    let created = try await manager.createLoop(
      LoopDraft(projectName: project, loopType: .plan), once: call("create_loop"))
    try expect(created.isReplay, "create_loop was done again")
    try expectEqual(created.scoreHistory, [50, 51])
    try expectEqual(created.scoreCount, 2)
    let outcome = try await manager.recordFeedback(
      CriticAssessment(51), on: created.id, at: nil, once: call("record_feedback"))
    try expectEqual(outcome.loop, created.value)
    try expectEqual(outcome.decision.improvement, 1)
    try expectEqual(outcome.feedback.iteration, 2)
    let note = try await manager.storeObjectiveFeedback("x", on: created.id, once: call("store_objective_feedback"))
    try expectEqual(note.loopID, created.id)
    let spec = try await manager.createSpec(SpecDraft(project, "Login"), once: call("create_spec"))
    try expectEqual(spec.additionalSections.map(\.value), ["Cost", "Risks"])
    try expectEqual(spec.changedFields, nil)
    let update = try await manager.updateSpec(
      .named(project: project, spec: "login"), SpecChanges(), expecting: nil, once: call("update_spec"))
    try expectEqual(update.changedFields, ["architecture"])
    try expectEqual(update.version, 1)
    let roadmap = try await manager.storeRoadmap(RoadmapDraft(project, "x"), once: call("store_roadmap"))
    try expectEqual(roadmap.status, .draft)
    try expectEqual(roadmap.version, 1)
    let plan = try await manager.storePlan(ProjectPlanDraft(project, "x"), once: call("store_project_plan"))
    try expectEqual(plan.changedFields, [])
    try expectEqual(plan.updatedAt.value, "2026-07-28T09:31:00.000000Z")
    try expectEqual(
      try await manager.deleteLoop(created.id, once: call("delete_loop")), Written(Deletion(), isReplay: true))
  }
}
