// DatabasePageTests: runs the commands of docs/database.md and docs/database-care.md.

import DocumentationSupport
import EndToEndSupport
import Foundation
import SharedStateSupport
import XCTest

final class DatabasePageTests: DatabaseTestCase {
  private static let database = "respec_dev"

  /// A cluster of this test's own, with the pages' database, filled. The pages change roles, databases and settings.
  private func filledCluster() throws -> TestCluster {
    let cluster = try TestCluster()
    let administration = try SQLSession(cluster.address.asSuperuser.named("postgres"))
    _ = try administration.run("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
    _ = try administration.run("CREATE DATABASE \(Self.database) OWNER respec")
    administration.end()
    try cluster.stopImmediately()
    try cluster.start()
    let address = cluster.address.named(Self.database)
    _ = try migrate(address).checked()
    _ = try Command(
      Repository.root.appendingPathComponent("scripts/fill-database").path, ["--loops", "2000", "--specs", "500"],
      environment: try commandEnvironment(address)
    ).checked()
    return cluster
  }

  /// The programs of PostgreSQL and the server on the PATH; the cluster as libpq's default, as its superuser.
  private func commandEnvironment(_ address: DatabaseAddress) throws -> [String: String] {
    let programs = URL(fileURLWithPath: try Command.postgres("psql")).deletingLastPathComponent().path
    let server = URL(fileURLWithPath: ServerProcess.builtBinary).deletingLastPathComponent().path
    return [
      "PATH": "\(programs):\(server):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")",
      "PGHOST": address.host, "PGPORT": address.port, "PGUSER": "postgres", "DATABASE_URL": address.uri,
      "COPY_URL": address.named("respec_copy").uri, "DATABASE_POOL_MIN_SIZE": "1",
    ]
  }

  // MARK: SQL

  /// Each block as the database's owner, unless its first line says `-- as a superuser`, or `… in database NAME`.
  func testSQL_ofThePages_runs() throws {
    let cluster = try filledCluster()
    let session = try SQLSession(cluster.address.asSuperuser)
    let hasTLS = try session.value("SELECT current_setting('ssl_library')") != ""
    session.end()
    var count = 0
    for path in ["docs/database.md", "docs/database-care.md"] {
      for block in try Repository.page(path).blocks where block.language == "sql" {
        count += 1
        if !hasTLS, block.text.contains("built with TLS") { continue }
        let output = try run(block.text, on: cluster.address)
        XCTAssertEqual(output.status, .status(0), "\(path):\(block.line): \(output.errors)")
        if block.text.contains("own_feedback ON") {
          XCTAssertTrue(output.output.contains { $0.contains("Bitmap Index Scan on own_feedback") }, "\(output.output)")
        }
      }
    }
    XCTAssertGreaterThan(count, 15)
    try cluster.remove()
  }

  // MARK: Schema

  func testPages_nameEveryTableIndexAndMigration() throws {
    let care = try Repository.text("docs/database-care.md")
    let database = try emptyDatabase()
    let applied = try migrate(database).checked().output
    let session = try SQLSession(database)
    defer { session.end() }
    let names = try session.run(
      """
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = pg_class.oid AND contype IN ('p', 'u'))
      """)
    XCTAssertGreaterThan(names.count, 20)
    for name in names {
      XCTAssertTrue(care.contains("`\(name)`"), "docs/database-care.md does not say what \(name) is for")
    }
    for page in ["docs/database.md", "docs/commands.md"] {
      let text = try Repository.text(page)
      XCTAssertTrue(text.contains(applied.joined(separator: "\n")), "\(page) shows other migrations than \(applied)")
    }
  }

  private func run(_ sql: String, on address: DatabaseAddress) throws -> Command {
    let first = sql.prefix { $0 != "\n" }
    let database = first.firstMatch(of: #/in database (\w+)/#).map { String($0.output.1) } ?? Self.database
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sql")
    try sql.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    return try Command(
      Command.postgres("psql"),
      [
        "-X", "-v", "ON_ERROR_STOP=1", "-h", address.host, "-p", address.port, "-d", database,
        "-U", first.hasPrefix("-- as a superuser") ? "postgres" : "respec", "-f", file.path,
      ], environment: ["PGPASSWORD": "respec"])
  }

  // MARK: Commands

  /// The whole of "Backup and restore" one command after the other, and a server on what comes out.
  func testBackupAndRestore_asThePageSays_bringsEverythingBack() throws {
    let cluster = try filledCluster()
    let (address, copy) = (cluster.address.named(Self.database), cluster.address.named("respec_copy"))
    let (before, schema) = (try counts(address), try names(address))
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let commands = try backupCommands()
    XCTAssertGreaterThan(commands.count, 9)
    let script = (["set -eu", "cd '\(folder.path)'"] + commands).joined(separator: "\n")
    let outcome = try Command("bash", ["-c", script], environment: try commandEnvironment(address)).checked()
    XCTAssertTrue(outcome.output.contains("The schema is up to date."), "\(outcome.output)")

    // The database was put back from everything, the copy from the schema and the data.
    for database in [address, copy] {
      XCTAssertEqual(try counts(database), before)
      XCTAssertEqual(try names(database), schema)
      let process = try launch(database)
      _ = try createLoop(process)
      try assertEnds(process)
    }
    try cluster.remove()
  }

  /// Without what this test sets otherwise, and what belongs to no section of its own.
  private func backupCommands() throws -> [String] {
    try Repository.page("docs/database.md").blocks
      .filter { $0.language == "console" && $0.headings.contains("Backup and restore") }
      .flatMap { $0.text.split(separator: "\n") }
      .filter { $0.hasPrefix("$ ") && !$0.hasPrefix("$ export ") }
      .map { String($0.dropFirst(2)) }
  }

  /// Tables, indexes and constraints. Not the whole text: a restored constraint is written out in another way.
  private func names(_ database: DatabaseAddress) throws -> [String] {
    let session = try SQLSession(database.asSuperuser)
    defer { session.end() }
    return try session.run(
      """
      SELECT relkind::text || ' ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
      UNION ALL SELECT conrelid::regclass || ' ' || conname FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace ORDER BY 1
      """)
  }

  private func counts(_ database: DatabaseAddress) throws -> [Int] {
    let session = try SQLSession(database.asSuperuser)
    defer { session.end() }
    return try ["loop_states", "technical_specs", "technical_spec_versions", "idempotency_keys", "loop_history"].map {
      try session.number("SELECT count(*) FROM \($0)")
    }
  }
}
