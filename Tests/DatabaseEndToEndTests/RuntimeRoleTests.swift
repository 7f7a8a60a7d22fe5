// RuntimeRoleTests: a server as a role that examples/database/runtime-role.sql gives its rights, and no others.

import EndToEndSupport
import Foundation
import SharedStateSupport
import XCTest

final class RuntimeRoleTests: DatabaseTestCase {
  private static let file = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("examples/database/runtime-role.sql").path

  private var roles: [String] = []

  override func tearDownWithError() throws {
    // Its rights go with the database.
    try super.tearDownWithError()
    let session = try session(DatabaseAddress.common().asSuperuser)
    for role in roles { _ = try session.run("DROP ROLE \(role)") }
    roles = []
  }

  /// A role that may do nothing but log in.
  private func newRole(_ database: DatabaseAddress) throws -> DatabaseAddress {
    var address = database
    address.user = "App \(UInt64.random(in: 0 ... .max))"
    let superuser = try session(database.asSuperuser)
    _ = try superuser.run("CREATE ROLE \"\(address.user)\" LOGIN")
    _ = try superuser.run("REVOKE ALL ON DATABASE \(database.database) FROM PUBLIC")
    roles.append("\"\(address.user)\"")
    return address
  }

  /// Runs the file as the owner.
  private func grant(to role: DatabaseAddress) throws {
    var owner = role
    owner.user = "respec"
    try MigrationFiles.apply(
      [Self.file], to: owner,
      [
        "-X", "-q", "-v", "ON_ERROR_STOP=1", "-v", "runtime_role=\(role.user)", "-U", owner.user, "-d", owner.database,
      ])
  }

  private func uri(_ role: DatabaseAddress) -> String {
    role.uri.replacingOccurrences(of: role.user, with: role.user.replacingOccurrences(of: " ", with: "%20"))
  }

  private func doctor(_ role: DatabaseAddress, _ more: [String: String] = [:]) throws -> Command {
    try Command(ServerProcess.builtBinary, ["doctor"], environment: environment(uri(role), more))
  }

  func testRole_whenItHasItsRights_runsEveryTool() throws {
    for transcript in try Transcript.all() {
      let database = try emptyDatabase()
      _ = try migrate(database).checked()
      let role = try newRole(database)
      try grant(to: role)
      try grant(to: role)  // twice is as good as once
      let process = try ServerProcess(
        environment: environment(uri(role), ["DATABASE_COMMAND_TIMEOUT": "30", "LOOP_HUMAN_GATE": "enforced"]))
      XCTAssertEqual(try transcript.replay(on: process), [])
      XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError)
      XCTAssertFalse(process.standardError.contains("permission denied"), process.standardError)
    }
  }

  func testArchive_whenTheRoleHasItsRights_isExportedAndImportedByTheOwnerOnly() throws {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    let role = try newRole(database)
    try grant(to: role)
    let tree = try FileTree()
    defer { tree.remove() }
    func run(_ command: String..., as address: String) throws -> Command {
      try Command(ServerProcess.builtBinary, command, environment: environment(address))
    }
    let loop = #"{"project_name":"p","loop_type":"spec"}"#
    _ = try run("call", "create_loop", loop, as: uri(role)).checked()
    _ = try run("export", tree.path("out"), as: uri(role)).checked()
    let refused = try run("import", tree.path("out"), "--replace", as: uri(role))
    XCTAssertEqual(refused.status, .status(1))
    XCTAssertTrue(refused.errors.contains("import as the role that owns the tables"), refused.errors)
    _ = try run("import", tree.path("out"), "--replace", as: database.uri).checked()
  }

  func testDoctor_whenTheRoleHasItsRights_findsNothing() throws {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    let role = try newRole(database)
    try grant(to: role)
    for automatic in ["true", "false"] {
      let output = try doctor(role, ["DATABASE_AUTO_MIGRATE": automatic]).checked().output
      XCTAssertEqual(output.filter { !$0.hasPrefix("ok ") }, [])
      XCTAssertTrue(output.contains { $0.contains("and may create nothing") }, "\(output)")
    }
    XCTAssertEqual(try migrate(role, uri: uri(role)).checked().output, ["The schema is up to date."])
  }

  func testRole_whenItWantsMore_isRefused() throws {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    let role = try newRole(database)
    try grant(to: role)
    for sql in [
      "CREATE TABLE mine ()", "DROP TABLE loop_states", "ALTER TABLE loop_states ADD COLUMN mine int",
      "CREATE INDEX mine ON loop_states (id)", "TRUNCATE idempotency_keys", "CREATE SCHEMA mine",
      "INSERT INTO schema_migrations VALUES (3, 'x')", "DELETE FROM schema_migrations", "CREATE TEMP TABLE mine ()",
      "CREATE EXTENSION hstore", "GRANT SELECT ON loop_states TO PUBLIC; SELECT 1 / (NOT EXISTS (SELECT))::int",
    ] {
      let session = try session(role)
      XCTAssertThrowsError(try session.run(sql), sql)
    }
    // Tables of later migrations are readable and writable without another run of the file.
    _ = try session(database).run("CREATE TABLE later (n int)")
    let session = try session(role)
    _ = try session.run("INSERT INTO later VALUES (1); UPDATE later SET n = 2; DELETE FROM later")
  }

  func testFile_whenTheSchemaGrows_namesEveryTable() throws {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    let tables = try session(database).run(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1")
    let text = try String(contentsOfFile: Self.file, encoding: .utf8)
    for table in tables { XCTAssertTrue(text.contains("public.\(table)"), table) }
    XCTAssertEqual(tables.count, 15)
  }

  func testDoctor_whenARightIsMissing_namesItAndTheFixFixesIt() throws {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    let role = try newRole(database)
    let owner = try session(database)
    _ = try session(database.asSuperuser).run("GRANT CONNECT ON DATABASE \(database.database) TO \"\(role.user)\"")
    let bare = try doctor(role)
    XCTAssertEqual(bare.status, .status(1))
    XCTAssertTrue(bare.output.contains { $0.contains("permission denied for table schema_migrations") })
    XCTAssertTrue(bare.output.contains { $0.contains("runtime-role.sql") })
    try grant(to: role)
    for table in ["human_guidance", "technical_spec_versions"] {
      for right in ["SELECT", "INSERT", "UPDATE", "DELETE"] {
        _ = try owner.run("REVOKE \(right) ON \(table) FROM \"\(role.user)\"")
        let output = try doctor(role).output
        XCTAssertTrue(output.contains { $0.contains("lacks \(right) on \(table)") }, "\(output)")
        let fix = "GRANT \(right) ON \(table) TO \"\(role.user)\""
        XCTAssertTrue(output.contains { $0.contains(fix) }, "\(output)")
        _ = try owner.run(fix)
      }
    }
    XCTAssertEqual(try doctor(role).status, .status(0))
  }

  func testStart_whenMigrationsArePending_tellsTheFix() throws {
    let database = try emptyDatabase()
    let role = try newRole(database)
    _ = try session(database.asSuperuser).run("GRANT CONNECT ON DATABASE \(database.database) TO \"\(role.user)\"")
    let fix = "respec-server migrate as the database's owner"
    let process = try launch(uri(role))
    let answer = try listProjects(process)
    XCTAssertEqual(answer.code, "unavailable", answer.line)
    XCTAssertTrue(answer.message?.contains(fix) == true, answer.line)
    for arguments in [[], ["--dry-run"]] {
      let command = try migrate(role, arguments, uri: uri(role))
      XCTAssertEqual(command.status, .status(1))
      XCTAssertTrue(command.errors.contains("cannot migrate") && command.errors.contains(fix), command.errors)
    }
    let output = try doctor(role)
    XCTAssertEqual(output.status, .status(1))
    XCTAssertTrue(output.output.contains { $0.contains(fix) }, "\(output.output)")
    // The fix fixes it, without a restart.
    _ = try migrate(database).checked()
    try grant(to: role)
    try assertRecovers(process)
    try assertEnds(process)
  }

  private func migrate(_ role: DatabaseAddress, _ arguments: [String] = [], uri: String) throws -> Command {
    try Command(ServerProcess.builtBinary, ["migrate"] + arguments, environment: environment(uri))
  }
}
