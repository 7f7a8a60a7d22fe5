// Files of an earlier schema, with rows in them, as a server of this version finds them.

import Foundation
import JSON
import Models
import SQLite
import State
import XCTest

@testable import SQLiteState

final class SchemaUpgradeTests: StateFileTestCase {
  /// Makes the file at an earlier schema and fills it.
  private func makeFile(at version: Int, _ script: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/state", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try SQLiteConnection(path: path, mode: .readWrite)
    for migration in Migration.stateFile.prefix(version) { try file.runScript(migration.sql) }
    try file.runScript(script)
    file.close()
  }

  func testSections_whenObjectsByName_becomeListsInTheOrderInWhichTheyWereShown() async throws {
    let sections = #"{"Risks":"line \"one\"\nC:\\\u2028🚀","Cost":"","é":"{\"a\":1}","日本":"[1]"}"#
    let texts = "'o', 's', 'd', 'e'"
    try makeFile(
      at: 1,
      """
      INSERT INTO technical_specs (id, project_name, spec_name, phase_name, version, iteration, created_at, updated_at,
        objectives, scope, dependencies, deliverables, additional_sections) VALUES
        ('00000001', 'shop', 'login', 'Login', 2, 1, 1, 2, \(texts), '\(sections)'),
        ('00000002', 'shop', 'search', 'Search', 1, 0, 1, 1, \(texts), '{}'),
        ('00000004', 'shop', 'v123', 'v1.2.3', 1, 0, 1, 1, \(texts), '{}');
      INSERT INTO technical_spec_versions (spec_id, version, phase_name, iteration, spec_status, updated_at,
        changed_fields, additional_sections) VALUES ('00000001', 1, 'Login', 0, 'draft', 1, '[]', '{"b":"1","a":"2"}');
      INSERT INTO loop_states (id, project_name, loop_type, created_at, updated_at)
        VALUES ('00000003', 'shop', 'spec', 1, 1);
      INSERT INTO loop_to_spec_mappings VALUES ('00000003', 'shop', 'login', 1);
      """)
    let manager = manager()
    let shop = Name(trusted: "shop")
    let login = SpecReference.linked(LoopID(trusted: "00000003"))
    let versions = try await manager.spec(login, versions: [2, 1])
    XCTAssertEqual(
      versions[0].additionalSections.sections.map { [$0.name.value, $0.text.value] },
      [["Cost", ""], ["Risks", "line \"one\"\nC:\\\u{2028}🚀"], ["é", #"{"a":1}"#], ["日本", "[1]"]])
    XCTAssertEqual(versions[1].additionalSections.names.map(\.value), ["a", "b"])
    let search = try await manager.spec(.named(project: shop, spec: SpecName(trusted: "search")), version: nil)
    XCTAssertEqual(search.additionalSections, AdditionalSections())
    var changes = SpecChanges()
    changes.additionalSections = AdditionalSections([
      .init(name: Name(trusted: "A"), text: FlexibleText(trusted: "new"))
    ])
    let update = try await manager.updateSpec(login, changes, expecting: 2, once: nil)
    XCTAssertEqual(update.additionalSections.map(\.value), ["Cost", "Risks", "é", "日本", "A"])
    try await assertIsFoundByItsName(SpecName(trusted: "v123"), Name(trusted: "v1.2.3"), manager)
    let file = try SQLiteConnection(path: path, mode: .readWrite)
    XCTAssertEqual(try file.findDamage(), [])
    // A server of the earlier schema that still has the file open.
    XCTAssertThrowsError(try file.runScript("UPDATE technical_specs SET additional_sections = '{}'"))
    XCTAssertThrowsError(try file.runScript("UPDATE technical_spec_versions SET additional_sections = '{}'"))
  }

  func testRoadmapsAndPlans_whenStoredBefore_areTheirFirstVersions() async throws {
    func insert(_ table: String, _ fields: [String]) -> String {
      let texts = fields.map { "'the \($0)'" }.joined(separator: ", ")
      return """
        INSERT INTO \(table) (project_name, created_at, updated_at, \(fields.joined(separator: ", ")))
          VALUES ('shop', 1, 2, \(texts));
        """
    }
    try makeFile(
      at: 2,
      insert("roadmaps", RoadmapFields.all.map(\.name))
        + insert("project_plans", ProjectPlanFields.all.map(\.name)))
    let manager = manager()
    let shop = Name(trusted: "shop")
    let roadmap = try await manager.roadmap(of: shop, version: VersionNumber(trusted: 1))
    XCTAssertEqual(roadmap.fields.texts.map(\.text.value), RoadmapFields.all.map { "the \($0.name)" })
    XCTAssertEqual(roadmap.version, 1)
    let plan = try await manager.plan(of: shop)
    XCTAssertEqual(plan.fields.texts.map(\.text.value), ProjectPlanFields.all.map { "the \($0.name)" })
    XCTAssertEqual([plan.createdAt, plan.updatedAt], [1, 2].map { Timestamp(microseconds: $0) })
    var changes = ProjectPlanChanges()
    changes.clearedFields = ValueList([DocumentFieldName(trusted: "end_users")])
    let changed = try await manager.storePlan(
      changes, of: shop, expecting: VersionNumber(trusted: 1), once: nil)
    XCTAssertEqual(changed.version, 2)
    let first = try await manager.plan(of: shop, version: VersionNumber(trusted: 1))
    XCTAssertEqual(first, plan)
    let file = try SQLiteConnection(path: path, mode: .readWrite)
    XCTAssertEqual(try file.findDamage(), [])
  }

  func testProjects_whenOfBefore_areThereWithTheirNewestTimeAndStayApart() async throws {
    let roadmap = RoadmapFields.all.map(\.name)
    try makeFile(
      at: 3,
      """
      INSERT INTO loop_states (id, project_name, loop_type, status, created_at, updated_at) VALUES
        ('00000001', 'Shop', 'plan', 'refine', 1, 50), ('00000002', 'Shop', 'plan', 'completed', 2, 60),
        ('00000003', 'shop', 'plan', 'user_input', 1, 30);
      INSERT INTO technical_specs (id, project_name, spec_name, phase_name, created_at, updated_at, objectives, scope,
        dependencies, deliverables) VALUES ('00000004', 'SH OP', 'login', 'Login', 1, 40, 'o', 's', 'd', 'e');
      INSERT INTO roadmaps (project_name, created_at, updated_at, \(roadmap.joined(separator: ", ")))
        VALUES ('日本', 1, 20, \(roadmap.map { _ in "'x'" }.joined(separator: ", ")));
      INSERT INTO project_plans (project_name, created_at, updated_at, project_vision) VALUES ('plan', 1, 10, 'x');
      """)
    let manager = manager()
    func names() async throws -> [String] {
      try await manager.projects(matching: nil, after: nil, limit: 10).elements.map(\.projectName.value)
    }
    let before = try await manager.projects(matching: nil, after: nil, limit: 10).elements
    XCTAssertEqual(before.map(\.projectName.value), ["Shop", "SH OP", "shop", "日本", "plan"])
    XCTAssertEqual(before.map(\.updatedAt.microseconds), [60, 40, 30, 20, 10])
    XCTAssertEqual(before.map(\.activeLoopCount), [1, 0, 1, 0, 0])
    func create(_ project: String) async throws {
      _ = try await manager.createLoop(LoopDraft(projectName: Name(trusted: project), loopType: .plan), once: nil)
    }
    for project in ["SHOP", "ＰＬＡＮ"] {
      let failure = await failure { try await create(project) }
      XCTAssertEqual(failure?.code, .conflict)
    }
    for project in ["Shop", "shop", "SH OP", "日本"] { try await create(project) }
    let after = try await names()
    XCTAssertEqual(Set(after), Set(before.map(\.projectName.value)))
    let file = try SQLiteConnection(path: path, mode: .readWrite)
    XCTAssertEqual(try file.findDamage(), [])
  }

  func testLoops_whenStoredBefore_askAndGoOnByTheRulesOfToday() async throws {
    let feedback =
      #"{"loop_id":"00000001","critic_agent":"spec-critic","iteration":1,"score":50,"assessment_summary":"s","#
      + #""detailed_feedback":null,"key_issues":[],"recommendations":[],"timestamp":"2026-01-01T00:00:00.000000Z"}"#
    try makeFile(
      at: 3,
      """
      INSERT INTO technical_specs (id, project_name, spec_name, phase_name, version, created_at, updated_at, objectives,
        scope, dependencies, deliverables) VALUES ('0000000a', 'shop', 'login', 'Login', 7, 1, 1, 'o', 's', 'd', 'e');
      INSERT INTO loop_states (id, project_name, loop_type, status, current_score, score_history, iteration, created_at,
        updated_at, guided_scores, guidance_count, decision_reason) VALUES
        ('00000001', 'shop', 'plan', 'user_input', 50, '[50]', 2, 1, 2, 0, 0, 'checkpoint'),
        ('00000002', 'shop', 'plan', 'completed', 95, '[95]', 1, 1, 3, 0, 1, 'threshold_reached');
      INSERT INTO loop_feedback VALUES ('00000001', 1, '\(feedback)');
      INSERT INTO human_guidance (loop_id, position, iteration, created_at, feedback) VALUES ('00000002', 1, 1, 2, 'go');
      INSERT INTO loop_to_spec_mappings VALUES ('00000001', 'shop', 'login', 1);
      """)
    let manager = manager()
    let (waiting, completed) = (LoopID(trusted: "00000001"), LoopID(trusted: "00000002"))
    let assessment = CriticAssessment(
      criticAgent: .planCritic, score: 95, assessmentSummary: Text(trusted: "s"),
      blockers: TextList([Text(trusted: "b")]))
    func record() async throws -> FeedbackOutcome {
      try await manager.recordFeedback(assessment, on: waiting, at: nil, once: nil).value
    }
    let refused = await failure { _ = try await record() }
    XCTAssertEqual(refused?.code, .waitingForHuman)
    XCTAssertTrue(refused?.message.contains("(checkpoint)") == true, refused?.message ?? "")
    _ = try await manager.recordGuidance(Guidance(feedback: Text(trusted: "go on")), on: waiting, once: nil)
    let outcome = try await record()
    XCTAssertEqual(outcome.decision.reason, .blocked)
    let history = try await manager.history(of: waiting, after: nil, limit: 10)
    XCTAssertEqual(history.feedback.map(\.specVersion), [nil, 7])
    XCTAssertEqual(history.feedback.map(\.blockers.values.count), [0, 1])
    let guidance = try await manager.history(of: completed, after: nil, limit: 10)
    XCTAssertEqual(guidance.loop.status, .completed)
    XCTAssertEqual(guidance.loop.updatedAt, Timestamp(microseconds: 3))
    XCTAssertEqual(guidance.guidance.map(\.verdict), [.goOn])
    XCTAssertEqual(guidance.guidance.map(\.source), [.relayed])
    let file = try SQLiteConnection(path: path, mode: .readWrite)
    XCTAssertEqual(try file.findDamage(), [])
  }

  /// A spec that version 0.1.0 named is read and changed under that name, and its phase makes no second one.
  private func assertIsFoundByItsName(_ name: SpecName, _ phase: Name, _ manager: SQLiteStateManager) async throws {
    let shop = Name(trusted: "shop")
    let reference = SpecReference.named(project: shop, spec: name)
    var changes = SpecChanges()
    changes.phaseName = phase
    changes.specStatus = .approved
    let update = try await manager.updateSpec(reference, changes, expecting: 1, once: nil)
    XCTAssertEqual(update.changedFields, ["spec_status"])
    let spec = try await manager.spec(reference, version: nil)
    let draft = try XCTUnwrap(SpecDraft(projectName: shop, phaseName: phase, frozen: spec.frozen))
    let failure = await failure { _ = try await manager.createSpec(draft, once: nil) }
    XCTAssertEqual(failure?.code, .alreadyExists)
    XCTAssertTrue(failure?.message.contains(" \(name) already:") ?? false, failure?.message ?? "")
  }
}
