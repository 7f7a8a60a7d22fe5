// A scene that most tests begin with: a project with a loop in mid-refinement, another one, and two specs.

import JSON
import Models

extension Toolbox {
  /// The arguments that a spec needs besides its names.
  static let promises: [JSONObject.Member] = [
    .init(key: "objectives", value: "Users sign in."), .init(key: "scope", value: "Web only."),
    .init(key: "dependencies", value: "None."), .init(key: "deliverables", value: "A page."),
  ]

  /// The arguments of `create_spec`.
  static func spec(_ project: String, _ phase: String) -> JSONObject {
    let names: JSONObject = ["project_name": .string(project), "phase_name": .string(phase)]
    return JSONObject(names.members + promises)
  }

  /// The arguments of `store_roadmap`.
  static func roadmap(_ project: String) -> JSONObject {
    fields(RoadmapFields.all.map(\.name), of: project)
  }

  /// The arguments of `store_project_plan`.
  static func plan(_ project: String) -> JSONObject {
    fields(ProjectPlanFields.all.map(\.name), of: project)
  }

  private static func fields(_ names: [String], of project: String) -> JSONObject {
    JSONObject(
      [.init(key: "project_name", value: .string(project))]
        + names.map { .init(key: $0, value: .string("The \($0) \"in\"\nfull.")) })
  }

  /// The arguments of `record_feedback`.
  static func feedback(_ loop: String, score: Int, issues: JSONValue = []) -> JSONObject {
    [
      "loop_id": .string(loop), "critic_agent": "spec-critic", "score": JSONValue(score),
      "assessment_summary": "Read it.", "key_issues": issues,
    ]
  }

  /// Project p: specs login and user-profile, loop 00000001 linked to login with a score, loop 00000002 fresh.
  static func withScene() async throws -> Toolbox {
    let box = try Toolbox()
    try await box.result("create_spec", spec("p", "Login"))
    try await box.result("create_spec", spec("p", "User Profile"))
    try await box.result("create_loop", ["project_name": "p", "loop_type": "spec", "spec_name": "login"])
    try await box.result("create_loop", ["project_name": "p", "loop_type": "plan"])
    try await box.result("record_feedback", feedback("00000001", score: 50, issues: ["No limits"]))
    return box
  }
}
