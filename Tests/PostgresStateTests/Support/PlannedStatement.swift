// PlannedStatement: every statement of the hot paths, with values such as it gets and the indexes that it should use.

import Models
import Postgres

@testable import PostgresState

/// A statement whose plan is looked at.
struct PlannedStatement {
  let name: String
  let command: PostgresCommand
  let indexes: [String]

  private init(_ name: String, _ indexes: [String] = [], _ command: PostgresCommand) {
    self.name = name
    self.indexes = indexes
    self.command = command
  }

  /// The source of the values.
  struct Samples: Sendable {
    /// A loop with feedback and guidance and a link, its project, and its spec.
    var loop = ""
    var project = ""
    var spec = ""
    /// A spec with earlier versions, and its id.
    var revisedSpec = ""
    var revisedSpecID = ""
    /// The project that has all the specs.
    let catalogue = "catalogue"
    let time = "2026-08-01T00:00:00.000000Z"
  }

  private static let author = ChangeAuthor(
    time: Timestamp(trusted: "2026-08-01T00:00:00.000000Z"), actor: "ada",
    client: CallingClient(name: "code", version: "1"), host: "laptop", processID: 4711, idempotencyKey: nil)

  static func all(on samples: Samples) throws -> [PlannedStatement] {
    try loops(samples) + feedback(samples) + history(samples) + specs(samples) + projects(samples)
      + projectRecords(samples) + search(samples) + idempotency(samples) + changes(samples)
  }

  private static func loops(_ s: Samples) throws -> [PlannedStatement] {
    let id = PostgresValue.text(s.loop), project = PostgresValue.text(s.project), time = PostgresValue.text(s.time)
    func list(_ status: PostgresValue, _ created: PostgresValue) -> PostgresCommand {
      LoopSQL.list(project, status, created, "ffffffff", 11)
    }
    return [
      .init("get", ["loop_states_pkey", "loop_to_spec_mappings_pkey"], LoopSQL.get(id)),
      .init("list", ["idx_loop_states_project"], list(nil, "infinity")),
      .init("list by status", ["idx_loop_states_"], list("refine", time)),
      .init(
        "create", ["technical_specs_project_name_spec_name_key"],
        try LoopSQL.create("0000000f", project, "spec", .text(s.spec), time, .texts(["spec-critic"]), by: author)),
      .init("trimQueue", ["idx_loop_history_sequence", "loop_states_pkey"], LoopSQL.trimQueue(project, 8)),
      .init("lock", ["loop_states_pkey"], LoopSQL.lock(id)),
      .init(
        "lockSpec", ["technical_specs_project_name_spec_name_key"], LoopSQL.lockSpec(project, .text(s.spec))),
      .init("link", [], LoopSQL.link(id, project, .text(s.spec), time)),
      .init("unlink", ["loop_to_spec_mappings_pkey"], LoopSQL.unlink(id)),
      .init("touch", ["loop_states_pkey"], LoopSQL.touch(id, time)),
      try .init("delete", ["loop_states_pkey"], LoopSQL.delete(id, time, by: author)),
    ]
  }

  private static func feedback(_ s: Samples) throws -> [PlannedStatement] {
    let id = PostgresValue.text(s.loop), time = PostgresValue.text(s.time)
    return [
      .init(
        "recordFeedback", ["loop_states_pkey", "loop_to_spec_mappings_pkey"],
        try FeedbackSQL(LoopPolicies()).record(id, #"{"score": 50"#, 50, time, .null, by: author)),
      .init(
        "recordFeedback with blockers", ["loop_states_pkey", "loop_to_spec_mappings_pkey"],
        try FeedbackSQL(LoopPolicies()).recordBlocked(
          id, #"{"score": 50"#, 50, time, .null, .texts(["No tests"]), by: author)),
      .init("lock for a review", ["loop_states_pkey"], ReviewSQL.lock(id)),
      .init(
        "recordGuidance", ["loop_states_pkey"],
        try LoopSQL.recordGuidance(
          id, "Go on.", time, "continue", "relayed", .bool(true), .null, .null, .null, by: author)),
      try .init(
        "storeObjectiveFeedback", ["loop_states_pkey"],
        LoopSQL.storeObjectiveFeedback(id, "All pass.", time, by: author)),
      .init("objectiveFeedback", ["objective_feedback_pkey"], LoopSQL.objectiveFeedback(id)),
    ]
  }

  private static func history(_ s: Samples) -> [PlannedStatement] {
    let id = PostgresValue.text(s.loop)
    return [
      .init(
        "queue", ["idx_loop_history_sequence", "idx_mappings_loop"], HistorySQL.queue(.text(s.project), .int(.max), 11)),
      .init("history of a loop", ["human_guidance_pkey"], HistorySQL.loop(id, .int(.max), .int(.max), 10)),
      .init("feedback", ["loop_states_pkey"], HistorySQL.feedback(id)),
    ]
  }

  private static func specs(_ s: Samples) throws -> [PlannedStatement] {
    let all = PostgresValue.text(s.catalogue), name = PostgresValue.text(s.revisedSpec)
    let id = PostgresValue.text(s.revisedSpecID), byName = "technical_specs_project_name_spec_name_key"
    return [
      .init("get spec", [byName], SpecSQL.get(all, name)),
      .init("get linked spec", ["loop_states_pkey", byName], SpecSQL.getLinked(.text(s.loop))),
      .init("get version", ["technical_spec_versions_pkey"], SpecSQL.getVersion(id, 2)),
      .init("list specs", ["idx_specs_project"], SpecSQL.list(all, nil, "", 11)),
      .init("list specs by status", ["idx_specs_project"], SpecSQL.list(all, "draft", name, 11)),
      .init("all specs", [], SpecSQL.all(.text(s.project), nil)),
      .init("all specs by status", [], SpecSQL.all(.text(s.project), "draft")),
      .init("spec names", [], SpecSQL.names(.text(s.project))),
      .init("versions", [byName, "technical_spec_versions_pkey"], SpecSQL.versions(all, name, .int(.max), 11)),
      .init("lock spec", [byName], SpecSQL.lock(all, name)),
      .init("names of a link", ["loop_states_pkey"], SpecSQL.linkedNames(.text(s.loop))),
      .init("keepVersion", ["technical_specs_pkey"], SpecSQL.keepVersion(id)),
      .init("update spec", ["technical_specs_pkey"], update(id)),
      try .init("delete spec", [byName], SpecSQL.delete(all, name, .text(s.time), by: author)),
    ]
  }

  /// Writes the values of a version that has nothing but the required ones.
  private static func update(_ id: PostgresValue) -> PostgresCommand {
    let flexible = Array(repeating: PostgresValue.null, count: FlexibleFields.all.count)
    return PostgresCommand(
      SpecSQL.update, [id, "Billing"] + flexible + ["{}", 4, 5, "draft", "2026-08-01T00:00:00Z", "{}"])
  }

  private static func projects(_ s: Samples) throws -> [PlannedStatement] {
    let project = PostgresValue.text(s.project), all = PostgresValue.text(s.catalogue)
    return [
      .init("statuses", ["idx_loop_states"], ProjectSQL.statuses(project)),
      .init("specCounts", ["idx_specs_"], ProjectSQL.specCounts(project)),
      .init("specCounts of many", ["idx_specs_status"], ProjectSQL.specCounts(all)),
      .init("latestSpecs", ["idx_specs_updated"], ProjectSQL.latestSpecs(all)),
      .init("activeLoops", ["idx_loop_states_"], ProjectSQL.activeLoops(project)),
      .init("plans", ["idx_plans_created"], ProjectSQL.planList(nil, "infinity", "", 11)),
    ] + (try documents(ProjectSQL.plans, "project_plan", project) + documents(ProjectSQL.roadmaps, "roadmap", project))
  }

  private static func projectRecords(_ s: Samples) -> [PlannedStatement] {
    let project = PostgresValue.text(s.project), time = PostgresValue.text(s.time)
    return [
      .init(
        "begin project", ["projects_pkey", "idx_projects_unfolded"], ProjectRecordSQL.begin(project, project, time)),
      .init("owner of a folded name", [], ProjectRecordSQL.owner(project)),
      .init("known project", [], ProjectRecordSQL.isKnown(project)),
      .init("touch project", [], ProjectRecordSQL.touch(project, time)),
      .init(
        "latest changes", ["idx_loop_states_active", "idx_loop_states_settled", "idx_specs_updated"],
        ProjectRecordSQL.changes()),
      .init(
        "counts of projects", ["idx_loop_states_active"], ProjectRecordSQL.counts(.texts([s.project, s.catalogue]))),
    ]
  }

  private static func search(_ s: Samples) -> [PlannedStatement] {
    let project = PostgresValue.text(s.catalogue), time = PostgresValue.text(s.time)
    func things(_ statement: PostgresStatement, _ more: PostgresValue...) -> PostgresCommand {
      PostgresCommand(statement, [time, "g"] + more)
    }
    return [
      .init("specs to search", ["idx_specs_project_created"], things(SearchSQL.inProject.specs, project)),
      .init("all specs to search", ["idx_specs_created"], things(SearchSQL.everywhere.specs)),
      .init("loops to search", ["idx_loop_states_project"], things(SearchSQL.inProject.loops, .text(s.project))),
      .init("all loops to search", ["idx_loop_states_created"], things(SearchSQL.everywhere.loops)),
      .init("roadmaps to search", [], things(SearchSQL.everywhere.roadmaps)),
      .init("plans to search", [], things(SearchSQL.everywhere.plans)),
      .init("texts of specs", ["technical_specs_pkey"], SearchSQL.specTexts(.texts([s.revisedSpecID]))),
      .init("feedback to search", ["loop_states_pkey"], SearchSQL.feedback(.texts([s.loop]), "", 3)),
      .init("guidance to search", ["human_guidance_pkey"], SearchSQL.guidance(.texts([s.loop]), "", 3)),
      .init("notes to search", ["objective_feedback_pkey"], SearchSQL.notes(.texts([s.loop]))),
    ]
  }

  private static func documents<Kind>(
    _ table: DocumentTable<Kind>, _ name: String, _ project: PostgresValue
  ) throws -> [PlannedStatement] {
    // The filled database has no replaced versions: an empty table is read without its index.
    let (current, versions) = ("\(name)s_pkey", [String]())
    return [
      .init("get \(name)", [current], table.get(project)),
      .init("lock \(name)", [current], table.lock(project)),
      .init("version of \(name)", versions, table.getVersion(project, 2)),
      .init("keep version of \(name)", [current], table.keepVersion(project)),
      .init("next version of \(name)", versions, table.nextVersion(project, 0)),
      try .init("delete \(name)", [current], table.delete(project, by: author)),
    ]
  }

  private static func idempotency(_ s: Samples) -> [PlannedStatement] {
    let tool = PostgresValue.text("create_loop"), time = PostgresValue.text(s.time)
    return [
      .init("claim", [], IdempotencySQL.claim(tool, "new", "0", time)),
      .init("first", ["idempotency_keys_pkey"], IdempotencySQL.first(tool, "key 1")),
      .init("remember", ["idempotency_keys_pkey"], IdempotencySQL.remember(tool, "key 1", "{}")),
      .init("expire", ["idx_idempotency_keys_created"], IdempotencySQL.expire("2020-01-01T00:00:00Z")),
    ]
  }

  private static func changes(_ s: Samples) -> [PlannedStatement] {
    let project = PostgresValue.text(s.project), loop = PostgresValue.text(s.loop)
    return [
      .init("changes", ["changes_pkey"], ChangeSQL.list(nil, nil, .int(.max), 11)),
      .init("changes of a project", ["idx_changes_"], ChangeSQL.list(project, nil, .int(.max), 11)),
      .init("changes of a subject", ["idx_changes_subject"], ChangeSQL.list(project, loop, .int(.max), 11)),
      .init("last change", ["changes_pkey"], ChangeSQL.last()),
      .init("changes above", ["changes_pkey"], ChangeSQL.between(5_000, .int(.max), nil, 100)),
      .init("changes above of a project", [], ChangeSQL.between(5_000, .int(.max), project, 100)),
      .init("expire changes", ["changes_pkey"], ChangeSQL.expire("2020-01-01T00:00:00Z")),
    ]
  }
}
