// ArchiveRoundTripTests: an export comes back with every row.

import EndToEndSupport
import JSON
import SharedStateSupport
import TestSupport
import XCTest

final class ArchiveRoundTripTests: ArchiveTestCase {
  func testProject_whenExported_isReadable() throws {
    let database = try migratedDatabase()
    let loop = try fill(database, "shop")
    let outcome = try export(database).checked()
    XCTAssertEqual(
      outcome.output, ["shop: a plan, a roadmap, 1 spec (1 earlier version), 1 loop in shop"])
    XCTAssertEqual(outcome.errors, "")
    XCTAssertEqual(
      try tree.files(below: "out"),
      [
        "shop/loops/\(loop).json", "shop/plan.json", "shop/plan.md", "shop/project.json", "shop/roadmap.json",
        "shop/roadmap.md", "shop/specs/user-login/spec.json", "shop/specs/user-login/spec.md",
        "shop/specs/user-login/versions/1.json", "shop/specs/user-login/versions/1.md",
      ])
    XCTAssertTrue(try tree.read("out/shop/specs/user-login/spec.md").contains("### Scope\n\ns\n\n\\# x\n\n"))
    XCTAssertFalse(try tree.read("out/shop/specs/user-login/versions/1.md").contains("### Scope"))
    try assertComesBack(database)
  }

  /// Random projects written through the tools, in texts that look like structure and in every script.
  func testProjects_whenRandom_comeBack() throws {
    let seed = UInt64.random(in: 1...999_999_999)
    let database = try migratedDatabase()
    let process = try launch(database, ["LOOP_HISTORY_LIMIT": "4"])
    try fillAtRandom(process, calls: 600, seed: seed)
    try assertEnds(process)
    _ = try export(database).checked()
    try assertComesBack(database)
  }

  /// Rows that psql can write and no tool would, as long as the tools' rules allow it.
  func testProject_whenHandWritten_comesBack() throws {
    let database = try migratedDatabase()
    let loop = try fill(database, "shop")
    let session = try session(database)
    _ = try session.run(
      """
      UPDATE technical_specs SET objectives = E'a\\r\\nb\\r\\n', architecture = '', technology_stack = E'\\n\\n# x\\n',
        additional_sections = '[{"name": "Overview", "text": "x\\r\\n"}, {"name": "\\\\Z", "text": "z"},
          {"name": "# y", "text": ""}]'::jsonb,
        created_at = '0044-03-15 12:00:00.000001', spec_status = 'completed', changed_fields = '{a,"b c"}'
      """)
    _ = try session.run(
      "UPDATE project_plans SET project_vision = E'x\\r\\ny', end_users = E'\\n\\n  z \\n', team_structure = E'```\\n# x'"
    )
    _ = try session.run("UPDATE roadmaps SET roadmap_title = 'Roadmap: x #', key_risks = E'\\r'||'x'||E'\\r'")
    _ = try session.run(
      """
      UPDATE loop_states SET status = 'in_progress', guided_scores = 7, guidance_count = 9, iteration = 1000, decision_reason = NULL, updated_at = '9999-12-31 23:59:59.999999',
        feedback_history = jsonb_set(feedback_history, '{0,model}', '{"b": 1.50, "a": [null, {"k": 1e400}]}')
          #- '{0,detailed_feedback}'
      """)
    _ = try session.run("INSERT INTO human_guidance VALUES ('\(loop)', 9, 3, E'x\\r\\n', '2020-01-01 00:00:00.5')")
    _ = try session.run("UPDATE loop_history SET sequence_number = 123456789012345")
    let outcome = try export(database).checked()
    XCTAssertEqual(outcome.errors, "")
    try assertComesBack(database)
  }

  func testProjects_whenNamesAreHostile_comeBackAndStayInside() throws {
    let database = try migratedDatabase()
    let names = [
      "..", ".", "/", "../../x", ".git", "~", "a/b", "web app", "Web-App", "WEB_APP", "web.app", "CON", "日本語", "é",
      String(repeating: "👩‍👩‍👧", count: 51), String(repeating: "ä", count: 255), "-rf", "*", "a'b\"c", "$(x)", "\\", "%s",
    ]
    let process = try launch(database)
    for (id, name) in names.enumerated() {
      let spec: JSONObject = [
        "project_name": .string(name), "phase_name": "x", "objectives": "o", "scope": "s",
        "dependencies": "d", "deliverables": "e",
      ]
      let answer = try call(process, "create_spec", JSONValue.object(spec).text, id: id)
      XCTAssertNotNil(answer.content, answer.line)
    }
    try assertEnds(process)
    _ = try export(database).checked()
    XCTAssertEqual(try tree.files(), try tree.files(below: "out").map { "out/\($0)" })
    let folders = Set(try tree.files(below: "out").map { $0.split(separator: "/")[0].lowercased() })
    XCTAssertEqual(folders.count, names.count)
    try assertComesBack(database)
  }

  func testExport_whenRepeated_givesTheSameBytes() throws {
    let database = try migratedDatabase()
    for project in ["a", "B", "c c"] { try fill(database, project) }
    _ = try export(database).checked()
    _ = try export(database, to: "second").checked()
    _ = try export(database).checked()
    XCTAssertEqual(try tree.contents(below: "out"), try tree.contents(below: "second"))
    XCTAssertFalse(tree.exists("out/.respec-export"))
  }

  func testExport_ofSomeProjects_leavesTheOthersAlone() throws {
    let database = try migratedDatabase()
    for project in ["a", "B", "c c"] { try fill(database, project) }
    let some = try export(database, to: "out", "--project", "c c", "--project", "a", "--json").checked()
    let summary = try JSONParser.parse(some.output.joined())
    XCTAssertEqual(summary["projects"]?.arrayValue?.map { $0["project_name"] }, ["a", "c c"])
    XCTAssertEqual(summary["projects"]?.arrayValue?.first?["versions"], 1)
    let missing = try export(database, to: "out", "--project", "b")
    XCTAssertEqual(missing.status, .status(1))
    XCTAssertTrue(missing.errors.contains("--project: no project of this name; got b"), missing.errors)
  }

  func testExport_whenThereIsNothing_saysSo() throws {
    let outcome = try export(try migratedDatabase()).checked()
    XCTAssertEqual(outcome.output, ["There are no projects."])
  }

  /// Two rows that always change together are never exported apart.
  func testExport_whileOthersWrite_isOfOneMoment() throws {
    let database = try migratedDatabase()
    let loop = try fill(database, "shop")
    let writer = try session(database)
    try writer.start(
      """
      DO $$ BEGIN
        FOR i IN 1..100000000 LOOP
          UPDATE project_plans SET project_vision = 'n' || i;
          UPDATE roadmaps SET project_goal = 'n' || i;
          UPDATE loop_states SET guided_scores = i % 1000000;
          UPDATE loop_history SET sequence_number = i;
          COMMIT;
        END LOOP;
      END $$
      """)
    var seen: Set<String> = []
    for _ in 0..<20 {
      _ = try export(database).checked()
      func number(_ file: String, _ heading: String) throws -> String {
        let lines = try tree.read("out/shop/\(file)").split(separator: "\n")
        let index = try XCTUnwrap(lines.firstIndex(of: "## \(heading)"))
        return String(lines[index + 1])
      }
      let vision = try number("plan.md", "Project Vision")
      // The writer may not have got to its first commit yet.
      guard vision.hasPrefix("n") else { continue }
      XCTAssertEqual(try number("roadmap.md", "Project Goal"), vision)
      let file = try JSONParser.parse(try tree.read("out/shop/loops/\(loop).json"))
      let place = try XCTUnwrap(file["history"]?["sequence_number"]?.intValue)
      XCTAssertEqual("n\(place)", vision)
      XCTAssertEqual(file["guided_scores"]?.intValue, place % 1_000_000)
      seen.insert(vision)
    }
    XCTAssertGreaterThan(seen.count, 5)
    writer.end()
  }

  func testProject_withThousandsOfLoops_staysSmall() throws {
    let database = try migratedDatabase()
    try fill(database, "shop")
    let count = 2_000
    _ = try session(database).run(
      """
      INSERT INTO loop_states (id, project_name, loop_type, current_score, score_history, feedback_history)
      SELECT lpad(to_hex(i), 8, '0'), 'shop', 'spec', (f -> 'score')::integer, ARRAY[(f -> 'score')::integer], jsonb_build_array(
          f || jsonb_build_object('loop_id', lpad(to_hex(i), 8, '0'), 'detailed_feedback', repeat(md5(i::text), 600)))
      FROM generate_series(1, \(count)) i, (SELECT feedback_history -> 0 AS f FROM loop_states) first
      """)
    let memory = try peakMemory(of: ["export", tree.path("out")], database)
    XCTAssertEqual(try tree.files(below: "out/shop/loops").count, count + 1)
    XCTAssertLessThan(memory, 60 << 20, "the export of 40 MB")
    let copy = try migratedDatabase()
    let importing = try peakMemory(of: ["import", tree.path("out")], copy)
    XCTAssertLessThan(importing, 60 << 20, "the import of 40 MB")
    XCTAssertEqual(try session(copy).number("SELECT count(*) FROM loop_states"), count + 1)
  }

  /// Runs a command to its end and gives the most memory it has had, in bytes, seen every few milliseconds.
  private func peakMemory(of arguments: [String], _ database: DatabaseAddress) throws -> Int {
    let process = try ServerProcess(
      arguments: arguments, environment: environment(database.uri, ["DATABASE_COMMAND_TIMEOUT": "60"]), input: .devNull)
    let peak = PeakMemory(process.processID)
    let output = try process.readToEnd(within: 120)
    XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError)
    XCTAssertEqual(output.count, 1)
    return peak.bytes
  }
}
