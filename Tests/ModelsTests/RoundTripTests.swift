// RoundTripTests: models to JSON, member by member, and back.

import JSON
import Models
import XCTest

final class RoundTripTests: XCTestCase {
  private func text(_ model: some Encodable) throws -> String {
    String(decoding: try JSONModelEncoder.encode(model), as: UTF8.self)
  }

  private func keys(_ model: some Encodable) throws -> [String] {
    try XCTUnwrap(JSONModelEncoder.tree(model).objectValue).keys
  }

  private func assertReadBack<Model: Codable & Equatable>(
    _ model: Model, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let tree = try JSONModelEncoder.tree(model)
    XCTAssertEqual(try value(of: Model.self, tree, file: file, line: line), model, file: file, line: line)
  }

  private let specKeys = """
    id project_name spec_name phase_name objectives scope dependencies deliverables architecture technology_stack \
    functional_requirements non_functional_requirements development_plan testing_strategy research_requirements \
    success_criteria integration_context additional_sections iteration version spec_status created_at updated_at
    """.split(separator: " ").map(String.init)

  func testSpec_whenEncoded_isReadBack() throws {
    XCTAssertEqual(
      try text(Samples.spec),
      #"""
      {"id":"89abcdef","project_name":"shop","spec_name":"user-login","phase_name":"User Login","objectives":"the objectives",\#
      "scope":"the scope","dependencies":"the dependencies","deliverables":"the deliverables",\#
      "architecture":"layers","technology_stack":null,"functional_requirements":null,\#
      "non_functional_requirements":null,"development_plan":null,"testing_strategy":null,\#
      "research_requirements":null,"success_criteria":null,"integration_context":null,\#
      "additional_sections":[{"name":"Risks","text":"none"},{"name":"Cost","text":"little"}],"iteration":0,\#
      "version":1,"spec_status":"draft",\#
      "created_at":"2026-07-28T09:30:00.000125Z","updated_at":"2026-07-28T09:30:00.000125Z"}
      """#)
    XCTAssertEqual(try keys(Samples.spec), specKeys)
    try assertReadBack(Samples.spec)
  }

  func testSpecReceipt_whenEncoded_hasNamesOnly() throws {
    let receipt = #"""
      {"id":"89abcdef","project_name":"shop","spec_name":"user-login","phase_name":"User Login","spec_status":"draft",\#
      "iteration":0,"version":1,"additional_sections":["Risks","Cost"],\#
      "created_at":"2026-07-28T09:30:00.000125Z","updated_at":"2026-07-28T09:30:00.000125Z"}
      """#
    XCTAssertEqual(try text(SpecReceipt(Samples.spec)), receipt)
    try assertReadBack(SpecReceipt(Samples.spec))
    let update = SpecReceipt(SpecUpdate(spec: Samples.spec, changedFields: ["architecture", "spec_status"]))
    XCTAssertEqual(try json(text(update))["changed_fields"], ["architecture", "spec_status"])
    try assertReadBack(update)
  }

  func testSpecSummary_whenEncoded_leavesOutWhatNoQueryAskedFor() throws {
    XCTAssertEqual(
      try text(SpecSummary(Samples.spec)),
      #"""
      {"spec_name":"user-login","phase_name":"User Login","spec_status":"draft","iteration":0,"version":1,\#
      "updated_at":"2026-07-28T09:30:00.000125Z"}
      """#)
    let match = SpecSummary(Samples.spec, similarity: 0.333)
    XCTAssertTrue(try text(match).hasSuffix(#","similarity":0.333}"#))
    try assertReadBack(SpecSummary(Samples.spec))
    try assertReadBack(match)
  }

  func testRoadmap_whenEncoded_isReadBack() throws {
    let roadmap = try Samples.roadmap(title: Name(trusted: "The way"))
    XCTAssertEqual(
      try keys(roadmap),
      ["project_name", "roadmap_title"] + RoadmapFields.all.map(\.name)
        + ["additional_sections", "roadmap_status", "version", "created_at", "updated_at"])
    for field in RoadmapFields.all { XCTAssertEqual(roadmap.fields[keyPath: field.path]?.value, "the \(field.name)") }
    try assertReadBack(roadmap)
    try assertReadBack(Samples.roadmap(title: nil))
  }

  func testProjectPlan_whenEncoded_isReadBack() throws {
    let plan = try Samples.plan()
    XCTAssertEqual(
      try keys(plan),
      ["project_name"] + ProjectPlanFields.all.map(\.name)
        + ["additional_sections", "project_status", "version", "created_at", "updated_at"])
    for field in ProjectPlanFields.all { XCTAssertEqual(plan.fields[keyPath: field.path]?.value, "the \(field.name)") }
    try assertReadBack(plan)
    try assertReadBack(ProjectPlanSummary(plan))
  }

  func testFields_whenListed_areTheContracts() {
    XCTAssertEqual(FrozenFields.all.map(\.name), ["objectives", "scope", "dependencies", "deliverables"])
    XCTAssertEqual(FlexibleFields.all.map(\.name), Array(specKeys[8..<17]))
    XCTAssertEqual(
      RoadmapFields.all.map(\.name).joined(separator: " "),
      """
      project_goal total_duration team_size roadmap_budget critical_path_analysis key_risks mitigation_plans \
      buffer_time development_resources infrastructure_requirements external_dependencies \
      quality_assurance_plan technical_milestones business_milestones quality_gates performance_targets
      """)
    XCTAssertEqual(
      ProjectPlanFields.all.map(\.name).joined(separator: " "),
      """
      project_vision project_mission project_timeline project_budget primary_objectives success_metrics \
      key_performance_indicators included_features excluded_features project_assumptions project_constraints \
      project_sponsor key_stakeholders end_users work_breakdown phases_overview project_dependencies \
      team_structure technology_requirements infrastructure_needs identified_risks mitigation_strategies \
      contingency_plans quality_standards testing_strategy acceptance_criteria reporting_structure \
      meeting_schedule documentation_standards
      """)
  }

  func testLoop_whenEncoded_isReadBack() throws {
    XCTAssertEqual(
      try text(Samples.loop),
      #"""
      {"id":"0123abef","project_name":"shop","loop_type":"build_plan","status":"refine","current_score":70,\#
      "score_history":[60,70],"score_count":2,"iteration":3,"created_at":"2026-07-28T09:30:00.000125Z",\#
      "updated_at":"2026-07-28T09:31:00.000000Z","spec_name":null}
      """#)
    try assertReadBack(Samples.loop)
  }

  func testLoop_whenItHasManyScores_showsTheLast() throws {
    var loop = Samples.loop
    loop.scoreHistory = (0..<100).map { Score(trusted: $0) }
    let tree = try JSONModelEncoder.tree(loop)
    XCTAssertEqual(tree["score_history"]?.arrayValue?.compactMap(\.intValue), Array(50..<100))
    XCTAssertEqual(tree["score_count"], 100)
    let read = try value(of: Loop.self, tree)
    XCTAssertEqual(read.scoreCount, 100)
    XCTAssertEqual(try JSONModelEncoder.tree(read), tree)
  }

  func testFeedback_whenEncoded_isReadBack() throws {
    XCTAssertEqual(
      try text(Samples.feedback),
      #"""
      {"loop_id":"0123abef","critic_agent":"build-critic","iteration":2,"score":70,"assessment_summary":"better",\#
      "detailed_feedback":null,"key_issues":["no tests"],"recommendations":[],\#
      "blockers":["no licence"],"spec_version":4,"timestamp":"2026-07-28T09:31:00.000000Z"}
      """#)
    try assertReadBack(Samples.feedback)
    let decision = Decision(status: .refine, reason: .belowThreshold, threshold: 90, improvement: nil)
    XCTAssertEqual(
      try text(decision), #"{"status":"refine","reason":"below_threshold","threshold":90,"improvement":null}"#)
    try assertReadBack(FeedbackOutcome(loop: Samples.loop, decision: decision, feedback: Samples.receipt))
  }

  func testOtherResults_whenEncoded_areReadBack() throws {
    let analysis = LoopAnalysis(loop: Samples.loop, feedback: [Samples.feedback], policy: .standard(for: .buildPlan))
    XCTAssertEqual(
      try keys(analysis),
      ["loop", "trend", "average_improvement", "last_improvement", "recurring_issues", "feedback_count", "summary"])
    try assertReadBack(analysis)
    try assertReadBack(HistoryEntry(sequenceNumber: 3, addedAt: Samples.time, loop: Samples.loop))
    for feedback in [Text(trusted: "go on"), nil] {
      let guidance = Guidance(feedback: feedback, verdict: .accept, source: .command)
      try assertReadBack(HumanGuidance(guidance, iteration: 2, timestamp: Samples.time))
    }
    try assertReadBack(
      ObjectiveFeedback(loopID: Samples.loop.id, feedback: Text(trusted: "fine"), storedAt: Samples.time))
    try assertReadBack(
      SpecVersion(version: 2, iteration: 1, changedFields: ["architecture"], createdAt: Samples.time))
    try assertReadBack(Failure(.conflict, "no", details: [Violation(path: "a", problem: "b", allowed: "c", got: "d")]))
  }
}
