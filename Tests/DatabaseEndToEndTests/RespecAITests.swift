// RespecAITests: a database of respec-ai, the Python system whose tables have the names of ours.

import EndToEndSupport
import Models
import SharedStateSupport
import XCTest

final class RespecAITests: DatabaseTestCase {
  /// The first words are in every database of it, the others as of its version.
  private static let records = [
    1: "Initial schema - all core tables", 2: "Performance indexes", 3: "Separate project key from roadmap title",
    4: "Change spec ID from SERIAL to VARCHAR for model-generated IDs", 5: "005_add_task_breakdown_and_fix_loop_types",
    8: "Rename technical_specs to phases and update terminology", 20: "020_add_task_research_and_additional_sections",
    29: "029_v2_drop_tasks",
  ]

  /// Its tables as of its second migration, with a loop, a spec and a record of the migrations up to `version`.
  private func database(at version: Int) throws -> (address: DatabaseAddress, session: SQLSession) {
    let address = try emptyDatabase(), session = try session(address)
    func texts(_ names: [String]) -> String { names.map { "\($0) text NOT NULL" }.joined(separator: ", ") }
    let times = "created_at timestamp DEFAULT now(), updated_at timestamp DEFAULT now()"
    let loop = "loop_id varchar(8) PRIMARY KEY REFERENCES loop_states ON DELETE CASCADE"
    _ = try session.run(
      """
      CREATE TABLE schema_migrations (
        version integer PRIMARY KEY, description text NOT NULL, applied_at timestamp DEFAULT now());
      CREATE TABLE loop_states (id varchar(8) PRIMARY KEY, project_name varchar(255) NOT NULL,
        loop_type varchar(50) NOT NULL, status varchar(50) NOT NULL, current_score integer NOT NULL DEFAULT 0,
        score_history integer[] NOT NULL DEFAULT '{}', iteration integer NOT NULL DEFAULT 1, \(times),
        feedback_history jsonb NOT NULL DEFAULT '[]');
      CREATE TABLE loop_history (\(loop), added_at timestamp DEFAULT now(), sequence_number serial);
      CREATE TABLE objective_feedback (\(loop), feedback text NOT NULL, stored_at timestamp DEFAULT now());
      CREATE TABLE roadmaps (project_name varchar(255) PRIMARY KEY, \(texts(RoadmapFields.all.map(\.name))),
        roadmap_status varchar(50) NOT NULL DEFAULT 'draft', \(times));
      CREATE TABLE technical_specs (id serial PRIMARY KEY, project_name varchar(255) NOT NULL,
        spec_name varchar(255) NOT NULL, \(texts(["phase_name", "objectives", "scope", "dependencies", "deliverables"])),
        architecture text, additional_sections jsonb DEFAULT '{}', iteration integer NOT NULL DEFAULT 0,
        version integer NOT NULL DEFAULT 1, spec_status varchar(50) NOT NULL DEFAULT 'draft', \(times),
        UNIQUE (project_name, spec_name));
      CREATE TABLE project_plans (project_name varchar(255) PRIMARY KEY, \(texts(ProjectPlanFields.all.map(\.name))),
        project_status varchar(50) NOT NULL DEFAULT 'draft', \(times));
      CREATE TABLE loop_to_spec_mappings (\(loop), project_name varchar(255) NOT NULL, spec_name varchar(255) NOT NULL,
        FOREIGN KEY (project_name, spec_name) REFERENCES technical_specs (project_name, spec_name));
      INSERT INTO loop_states (id, project_name, loop_type, status) VALUES ('00000001', 'shop', 'spec', 'refine');
      INSERT INTO technical_specs (project_name, spec_name, phase_name, objectives, scope, dependencies, deliverables)
        VALUES ('shop', 'login', 'Login', 'o', 's', 'd', 'e')
      """)
    for (number, description) in Self.records where number <= version {
      _ = try session.run("INSERT INTO schema_migrations VALUES (\(number), '\(description)')")
    }
    return (address, session)
  }

  private static let rows = """
    SELECT to_jsonb(l)::text FROM loop_states l UNION ALL SELECT to_jsonb(s)::text FROM technical_specs s
    """

  func testDatabase_whenItIsOfRespecAI_isNamedAndLeftAsItIs() throws {
    for version in [1, 2, 3, 5, 29] {
      let (address, session) = try database(at: version)
      let schema = try SchemaDump.text(address), rows = try session.run(Self.rows)
      let reason =
        "The database is respec-ai's, at its migration \(version) (its tables have the names of ours and other columns): "
        + "use a database of its own, and bring the documents there with respec-server import --from respec-ai."
      for arguments in [["migrate"], ["migrate", "--status"], ["migrate", "--dry-run"], ["export", "/nowhere"]] {
        let command = try Command(ServerProcess.builtBinary, arguments, environment: environment(address.uri))
        XCTAssertEqual(command.status, .status(1), "\(arguments)")
        XCTAssertTrue(command.errors.contains(reason), "\(arguments): \(command.errors)")
      }
      let doctor = try Command(ServerProcess.builtBinary, ["doctor"], environment: environment(address.uri))
      XCTAssertTrue(
        doctor.output.contains("error    migrations  The database is respec-ai's, at its migration \(version)"),
        "\(doctor.output)")
      for migrates in ["true", "false"] {
        let process = try launch(address, ["DATABASE_AUTO_MIGRATE": migrates])
        let answer = try listProjects(process)
        XCTAssertEqual(answer.code, "unavailable", answer.line)
        XCTAssertEqual(answer.message, reason)
        try assertEnds(process)
      }
      XCTAssertEqual(try SchemaDump.text(address), schema)
      XCTAssertEqual(try session.run(Self.rows), rows)
    }
  }
}
