// MigrationTests: the ways to the schema, many servers at once, and servers that die on the way.

import EndToEndSupport
import Foundation
import JSON
import Models
import SharedStateSupport
import XCTest

final class MigrationTests: DatabaseTestCase {
  private static let count = MigrationFiles.all.count

  private func applyByPsql(_ files: [String], to database: DatabaseAddress) throws {
    try MigrationFiles.apply(
      files, to: database, ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", database.user, "-d", database.database])
  }

  // MARK: The ways

  func testWays_whenCompared_giveOneSchema() throws {
    let byMigrate = try emptyDatabase()
    let command = try migrate(byMigrate).checked()
    XCTAssertEqual(command.output.count, Self.count, "\(command.output)")
    let schema = try SchemaDump.text(byMigrate)
    XCTAssertGreaterThan(schema.count, 300)

    let byPsql = try emptyDatabase()
    try applyByPsql(MigrationFiles.all, to: byPsql)
    XCTAssertEqual(try SchemaDump.text(byPsql), schema)

    // As the image's entry point does it, with a superuser that owns the database.
    let byImage = try emptyDatabase(owner: "postgres")
    try MigrationFiles.apply(
      MigrationFiles.all, to: byImage,
      ["-v", "ON_ERROR_STOP=1", "--no-psqlrc", "--username", "postgres", "--no-password", "--dbname", byImage.database])
    XCTAssertEqual(try SchemaDump.text(byImage), schema)

    let byServer = try emptyDatabase()
    let process = try launch(byServer)
    _ = try createLoop(process)
    try assertEnds(process)
    XCTAssertEqual(try SchemaDump.text(byServer), schema)

    for database in [byMigrate, byPsql, byServer] {
      XCTAssertEqual(try migrate(database).checked().output, ["The schema is up to date."])
    }
  }

  func testFiles_whenAppliedTwiceByPsql_stopAndChangeNothing() throws {
    let database = try emptyDatabase()
    try applyByPsql(MigrationFiles.all, to: database)
    let schema = try SchemaDump.text(database)
    for file in MigrationFiles.all { XCTAssertThrowsError(try applyByPsql([file], to: database), file) }
    XCTAssertEqual(try SchemaDump.text(database), schema)
  }

  func testBinary_whenCopiedAlone_migrates() throws {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("respec-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let binary = folder.appendingPathComponent("respec").path
    try FileManager.default.copyItem(atPath: ServerProcess.builtBinary, toPath: binary)
    let database = try emptyDatabase()
    XCTAssertEqual(try migrate(database, binary: binary).checked().output.count, Self.count)
  }

  func testStatus_whenMigrationsArePending_listsThemAndChangesNothing() throws {
    let database = try emptyDatabase()
    let pending = try migrate(database, ["--status"]).checked().output
    XCTAssertEqual(pending.first, "pending  1 initial schema")
    XCTAssertEqual(pending.count, Self.count)
    try applyByPsql([MigrationFiles.all[0]], to: database)
    let half = try migrate(database, ["--status"]).checked().output
    XCTAssertEqual(half.prefix(2), ["applied  1 initial schema", "pending  2 add indexes"])
    XCTAssertEqual(try migrate(database).checked().output.count, Self.count - 1)
  }

  func testDryRun_whenMigrationsArePending_listsThemAndChangesNothing() throws {
    let database = try emptyDatabase()
    let files = MigrationFiles.all.map { String($0.split(separator: "/").last!) }
    let plan = try migrate(database, ["--dry-run"]).checked().output
    XCTAssertEqual(plan.count, Self.count)
    for (line, file) in zip(plan, files) { XCTAssertTrue(line.hasSuffix("(\(file))"), line) }
    let verbose = try migrate(database, ["--dry-run", "--verbose"]).checked().output.map { $0 + "\n" }.joined()
    for file in MigrationFiles.all {
      XCTAssertTrue(verbose.contains(try String(contentsOfFile: file, encoding: .utf8)))
    }
    XCTAssertEqual(try session(database).number("SELECT count(*) FROM pg_class WHERE relname = 'loop_states'"), 0)
    _ = try migrate(database).checked()
    XCTAssertEqual(try migrate(database, ["--dry-run"]).checked().output, ["The schema is up to date."])
  }

  func testJSON_whenAskedFor_isOneDocument() throws {
    let database = try emptyDatabase()
    func document(_ arguments: String...) throws -> [String: [String]] {
      let command = try migrate(database, arguments + ["--json"]).checked()
      XCTAssertEqual(command.output.count, 1)
      let object = try XCTUnwrap(JSONParser.parse(command.output.first ?? "").objectValue)
      return try Dictionary(
        uniqueKeysWithValues: object.members.map { member in
          (member.key, try XCTUnwrap(member.value.arrayValue).map { $0["file"]?.stringValue ?? "" })
        })
    }
    let files = MigrationFiles.all.map { String($0.split(separator: "/").last!) }
    XCTAssertEqual(try document("--dry-run"), ["would_apply": files])
    XCTAssertEqual(try document("--status"), ["applied": [], "pending": files])
    XCTAssertEqual(try document(), ["applied": files])
    XCTAssertEqual(try document(), ["applied": []])
    XCTAssertEqual(try document("--status"), ["applied": files, "pending": []])
  }

  // MARK: Rows of an earlier schema

  func testSections_whenObjectsByName_becomeListsInTheOrderInWhichTheyWereShown() throws {
    let database = try emptyDatabase()
    try applyByPsql(Array(MigrationFiles.all.prefix(3)), to: database)
    let session = try session(database)
    let stored = #"{"Risks": "line \"one\"\nC:\\", "Cost": "", "é": "{\"a\":1}", "日本": "x", "B": "y"}"#
    _ = try session.run(
      """
      INSERT INTO technical_specs (id, project_name, spec_name, phase_name, version, objectives, scope, dependencies,
        deliverables, additional_sections) VALUES
        ('00000001', 'shop', 'login', 'Login', 2, 'o', 's', 'd', 'e', '\(stored)'),
        ('00000002', 'shop', 'search', 'Search', 1, 'o', 's', 'd', 'e', '{}'),
        ('00000003', 'shop', 'v123', 'v1.2.3', 1, 'o', 's', 'd', 'e', '{}');
      INSERT INTO technical_spec_versions (spec_id, version, phase_name, iteration, spec_status, updated_at,
        changed_fields, additional_sections)
        VALUES ('00000001', 1, 'Login', 0, 'draft', '2026-01-01', '{}', '{"b": "1", "a": "2", "C": "3"}')
      """)
    let process = try launch(database)
    func sections(_ spec: String, _ version: Int) throws -> JSONValue? {
      let arguments = #"{"project_name":"shop","spec_name":"\#(spec)","version":\#(version)}"#
      return try call(process, "get_spec", arguments).content?["additional_sections"]
    }
    XCTAssertEqual(
      try sections("login", 2),
      [
        ["name": "B", "text": "y"], ["name": "Cost", "text": ""], ["name": "Risks", "text": "line \"one\"\nC:\\"],
        ["name": "é", "text": "{\"a\":1}"], ["name": "日本", "text": "x"],
      ])
    XCTAssertEqual(
      try sections("login", 1),
      [["name": "C", "text": "3"], ["name": "a", "text": "2"], ["name": "b", "text": "1"]])
    XCTAssertEqual(try sections("search", 1), [])
    // A spec that version 0.1.0 named keeps its name, and its phase makes no second one.
    let v123 = #"{"project_name":"shop","spec_name":"v123","phase_name":"v1.2.3","spec_status":"approved"}"#
    XCTAssertEqual(try call(process, "update_spec", v123).content?["changed_fields"], ["spec_status"])
    let again =
      #"{"project_name":"shop","phase_name":"v1.2.3","objectives":"o","scope":"s","dependencies":"d","#
      + #""deliverables":"e"}"#
    XCTAssertEqual(try call(process, "create_spec", again).code, "already_exists")
    try assertEnds(process)
    // Servers that still write the earlier form.
    for table in ["technical_specs", "technical_spec_versions"] {
      XCTAssertThrowsError(try session.run("UPDATE \(table) SET additional_sections = '{}'"), table)
    }
  }

  func testRoadmapsAndPlans_whenStoredBefore_areTheirFirstVersions() throws {
    let database = try emptyDatabase()
    try applyByPsql(Array(MigrationFiles.all.prefix(4)), to: database)
    let session = try session(database)
    func insert(_ table: String, _ fields: [String]) throws {
      let texts = fields.map { "'the \($0)'" }.joined(separator: ", ")
      _ = try session.run(
        "INSERT INTO \(table) (project_name, \(fields.joined(separator: ", "))) VALUES ('shop', \(texts))")
    }
    try insert("roadmaps", RoadmapFields.all.map(\.name))
    try insert("project_plans", ProjectPlanFields.all.map(\.name))
    let process = try launch(database)
    for (getter, field) in [("get_roadmap", "project_goal"), ("get_project_plan", "end_users")] {
      let stored = try call(process, getter, #"{"project_name":"shop"}"#).content
      XCTAssertEqual(stored?[field], .string("the \(field)"))
      XCTAssertEqual(stored?["version"], 1)
      XCTAssertEqual(stored?["additional_sections"], [])
    }
    let roadmap = try call(
      process, "store_roadmap", #"{"project_name":"shop","team_size":"two","expected_version":1}"#)
    XCTAssertEqual(roadmap.content?["changed_fields"], ["team_size"])
    let plan = try call(
      process, "store_project_plan", #"{"project_name":"shop","clear_fields":["end_users"],"expected_version":1}"#)
    XCTAssertEqual(plan.content?["version"], 2)
    let first = try call(process, "get_project_plan", #"{"project_name":"shop","version":1}"#).content
    XCTAssertEqual(first?["end_users"], "the end_users")
    try assertEnds(process)
  }

  func testProjects_whenOfBefore_areThereWithTheirNewestTimeAndStayApart() throws {
    let database = try emptyDatabase()
    try applyByPsql(Array(MigrationFiles.all.prefix(5)), to: database)
    let session = try session(database)
    let roadmap = RoadmapFields.all.map(\.name).joined(separator: ", ")
    let texts = RoadmapFields.all.map { _ in "'x'" }.joined(separator: ", ")
    _ = try session.run(
      """
      INSERT INTO loop_states (id, project_name, loop_type, status, created_at, updated_at) VALUES
        ('00000001', 'Shop', 'plan', 'refine', '2026-01-01', '2026-01-05'),
        ('00000002', 'Shop', 'plan', 'completed', '2026-01-02', '2026-01-06 00:00:00.000001'),
        ('00000003', 'shop', 'plan', 'user_input', '2026-01-01', '2026-01-03');
      INSERT INTO technical_specs (id, project_name, spec_name, phase_name, objectives, scope, dependencies, deliverables,
        updated_at) VALUES ('00000004', 'SH OP', 'login', 'Login', 'o', 's', 'd', 'e', '2026-01-04');
      INSERT INTO roadmaps (project_name, updated_at, \(roadmap)) VALUES ('日本', '2026-01-02', \(texts));
      INSERT INTO project_plans (project_name, updated_at, project_vision) VALUES ('plan', '2026-01-01', 'x')
      """)
    let process = try launch(database)
    func listed() throws -> [JSONValue] {
      try XCTUnwrap(try call(process, "list_projects", "{}").content?["projects"]?.arrayValue)
    }
    XCTAssertEqual(try listed().map { $0["project_name"]?.stringValue }, ["Shop", "SH OP", "shop", "日本", "plan"])
    XCTAssertEqual(try listed().first?["updated_at"], "2026-01-06T00:00:00.000001Z")
    XCTAssertEqual(try listed().map { $0["active_loop_count"] }, [1, 0, 1, 0, 0])
    for project in ["Shop", "shop", "SH OP", "日本"] {
      let loop = try call(process, "create_loop", #"{"project_name":"\#(project)","loop_type":"plan"}"#)
      XCTAssertNotNil(loop.content, loop.line)
    }
    for project in ["SHOP", "ＰＬＡＮ"] {
      let loop = try call(process, "create_loop", #"{"project_name":"\#(project)","loop_type":"plan"}"#)
      XCTAssertEqual(loop.code, "conflict", loop.line)
    }
    XCTAssertEqual(try listed().count, 5)
    try assertEnds(process)
  }

  // MARK: Many at once

  func testServers_whenEightStartAtOnce_applyEachOnce() throws {
    let database = try emptyDatabase()
    let processes = try (0..<8).map { _ in try launch(database, ["DATABASE_POOL_TIMEOUT": "10"]) }
    for process in processes { try process.send(Message.call(1, "list_projects", "{}")) }
    for process in processes {
      let answer = try Answer(process.readLine())
      XCTAssertNotNil(answer.content, answer.line)
    }
    for process in processes { try assertEnds(process) }
    let log = processes.map(\.standardError).joined()
    XCTAssertEqual(log.components(separatedBy: "applied a migration").count - 1, Self.count, log)
    // On a machine that is slow enough a server waits for another for longer than a second.
    let words = log.split(separator: "\n").filter { !$0.contains("waiting for the migration lock") }
    XCTAssertFalse(words.contains { $0.contains(" error ") || $0.contains(" warning ") }, log)
    let applied = try session(database).run("SELECT version FROM schema_migrations ORDER BY version")
    XCTAssertEqual(applied, (1...Self.count).map { "\($0)" })
  }

  // MARK: With pg_trgm elsewhere

  func testMigration_whenTrigramsAreInAnotherSchema_findsThem() throws {
    let database = try emptyDatabase()
    let session = try session(database)
    _ = try session.run("CREATE SCHEMA \"ext \"\"ensions\"; CREATE EXTENSION pg_trgm SCHEMA \"ext \"\"ensions\"")
    _ = try migrate(database).checked()
    XCTAssertEqual(try session.number("SELECT count(*) FROM pg_indexes WHERE indexname = 'idx_specs_name_search'"), 1)
    XCTAssertEqual(try session.run("SELECT FROM pg_class WHERE relnamespace = '\"ext \"\"ensions\"'::regnamespace"), [])
  }

  /// The server takes them out: the transaction is its own.
  func testFiles_haveTheirBeginAndCommitOnLinesOfTheirOwn() throws {
    for file in MigrationFiles.all {
      let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").filter {
        !$0.hasPrefix("--")
      }
      XCTAssertEqual([lines.first, lines.last], ["BEGIN;", "COMMIT;"], file)
      XCTAssertEqual(lines.count { $0 == "BEGIN;" || $0 == "COMMIT;" }, 2, file)
    }
  }

  // MARK: Killed on the way

  private static let waiting = """
    EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'respec-server' \
    AND datname = current_database() AND wait_event_type = 'Lock' AND wait_event <> 'advisory')
    """

  private static let orderedSections = "technical_spec_versions_additional_sections_check"

  /// Every migration is there as a whole or not at all.
  private func assertWhole(
    _ session: SQLSession, note: String = "", file: StaticString = #filePath, line: UInt = #line
  ) throws {
    try waitForServersToBeGone(session)
    let isRecorded = "to_regclass('schema_migrations') IS NOT NULL"
    let recorded =
      try session.value("SELECT \(isRecorded)") == "t"
      ? try session.number("SELECT count(*) FROM schema_migrations") : 0
    let tables = "pg_class WHERE relnamespace = 'public'::regnamespace AND relkind"
    let created = [
      try session.number("SELECT count(*) FROM \(tables) = 'r'") > 0,
      try session.number("SELECT count(*) FROM \(tables) = 'i' AND relname LIKE 'idx_%'") > 0,
      try session.number("SELECT count(*) FROM \(tables) = 'i' AND relname = 'idx_mappings_loop'") > 0,
      try session.number("SELECT count(*) FROM pg_constraint WHERE conname = '\(Self.orderedSections)'") > 0,
      try session.number("SELECT count(*) FROM \(tables) = 'r' AND relname = 'project_plan_versions'") > 0,
      try session.number("SELECT count(*) FROM pg_constraint WHERE conname = 'human_guidance_words_check'") > 0,
      try session.number("SELECT count(*) FROM \(tables) = 'r' AND relname = 'projects'") > 0,
      try session.number("SELECT count(*) FROM \(tables) = 'i' AND relname = 'idx_specs_created'") > 0,
    ]
    XCTAssertEqual(
      created, (1...Self.count).map { recorded >= $0 }, "\(recorded) recorded \(note)", file: file, line: line)
  }

  func testMigration_whenTheServerIsKilledInTheMiddle_leavesNothingHalfDone() throws {
    let reference = try emptyDatabase()
    let schema = try {
      _ = try migrate(reference).checked(); return try SchemaDump.text(reference)
    }()
    // The last table of the first migration, then an index of the second: somebody else holds what it needs next.
    for (files, obstacle) in [(0, "CREATE TABLE idempotency_keys ()"), (1, "LOCK TABLE project_plans")] {
      let database = try emptyDatabase()
      try applyByPsql(Array(MigrationFiles.all.prefix(files)), to: database)
      let (holder, observer) = (try session(database), try session(database.asSuperuser))
      _ = try holder.run("BEGIN; \(obstacle)")
      let process = try launch(database)
      try observer.wait(until: Self.waiting)
      process.kill()
      _ = try holder.run("ROLLBACK")
      try assertWhole(observer)
      _ = try migrate(database).checked()
      XCTAssertEqual(try SchemaDump.text(database), schema)
    }
  }

  func testMigration_whenServersAreKilledAtRandom_leavesNothingHalfDone() throws {
    let database = try emptyDatabase()
    let session = try session(database)
    for round in 1...10 {
      // Cheaper than a new database.
      _ = try session.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
      let process = try launch(database)
      let delay = UInt32.random(in: 0...60_000)
      usleep(delay)
      process.kill()
      try assertWhole(session, note: "in round \(round) after \(delay) µs")
      let next = try launch(database, ["DATABASE_POOL_TIMEOUT": "10"])
      XCTAssertNotNil(try listProjects(next).content)
      try assertEnds(next)
    }
  }

  // MARK: Schemas that do not fit

  /// The line that refuses the schema that `change` makes, from `migrate` and from a call.
  private func assertRefused(
    _ change: String, _ reason: String, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let database = try emptyDatabase()
    try applyByPsql(MigrationFiles.all, to: database)
    _ = try session(database).run(change)
    let schema = try SchemaDump.text(database)
    let command = try migrate(database)
    XCTAssertEqual(command.status, .status(1), file: file, line: line)
    XCTAssertEqual(try migrate(database, ["--dry-run"]).status, .status(1), file: file, line: line)
    let lines = command.errors.split(separator: "\n").filter { $0.contains("cannot migrate") }
    XCTAssertEqual(lines.count, 1, command.errors, file: file, line: line)
    XCTAssertTrue(command.errors.contains(reason), command.errors, file: file, line: line)
    for automatic in ["true", "false"] {
      let process = try launch(database, ["DATABASE_AUTO_MIGRATE": automatic])
      let answer = try listProjects(process)
      XCTAssertEqual(answer.code, "unavailable", answer.line, file: file, line: line)
      XCTAssertTrue(answer.message?.contains(reason) == true, answer.line, file: file, line: line)
      try assertEnds(process)
    }
    XCTAssertEqual(try SchemaDump.text(database), schema, file: file, line: line)
  }

  func testSchema_whenNewerThanTheBinary_isRefused() throws {
    try assertRefused(
      "INSERT INTO schema_migrations SELECT max(version) + 1, 'future' FROM schema_migrations",
      "The database is at migration \(Self.count + 1), newer than this binary, which knows \(Self.count)")
  }

  func testMigration_whenItCannotBeApplied_saysWhyAndChangesNothing() throws {
    let database = try emptyDatabase()
    try applyByPsql(MigrationFiles.all, to: database)
    _ = try session(database).run("DELETE FROM schema_migrations")
    let schema = try SchemaDump.text(database)
    let reason = "Migration 1 (initial schema) cannot be applied (relation \"loop_states\" already exists)"
    let command = try migrate(database)
    XCTAssertEqual(command.status, .status(1))
    XCTAssertTrue(command.errors.contains("cannot migrate: \(reason); nothing of it was kept."), command.errors)
    let process = try launch(database)
    let answer = try listProjects(process)
    XCTAssertEqual(answer.code, "unavailable", answer.line)
    XCTAssertTrue(answer.message?.contains(reason) == true, answer.line)
    try assertEnds(process)
    XCTAssertEqual(try SchemaDump.text(database), schema)
  }

  func testSchema_whenItHasAGap_isRefused() throws {
    try assertRefused(
      "DELETE FROM schema_migrations WHERE version = 1", "The database lacks migration 1 but has 2")
  }

  func testSchema_whenADescriptionDiffers_isRefused() throws {
    try assertRefused(
      "UPDATE schema_migrations SET description = 'other' WHERE version = 1",
      #"The database records migration 1 as "other", this binary as "initial schema""#)
  }
}
