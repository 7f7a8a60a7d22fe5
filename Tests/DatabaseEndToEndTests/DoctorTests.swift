// DoctorTests: `doctor` on databases that have something wrong with them.

import EndToEndSupport
import Foundation
import JSON
import SharedStateSupport
import TestSupport
import XCTest

final class DoctorTests: DatabaseTestCase {
  /// The output of `doctor --json`.
  private struct Diagnosis {
    let findings: [(check: String, level: String, found: String, cause: String, fix: String)]
    let text: String

    init(_ command: Command) throws {
      text = command.output.joined(separator: "\n") + command.errors
      XCTAssertEqual(command.output.count, 1, text)
      XCTAssertEqual(command.errors, "")
      let document = try JSONParser.parse(command.output.first ?? "")
      findings = try XCTUnwrap(document["findings"]?.arrayValue).map { finding in
        func text(_ key: String) -> String { finding[key]?.stringValue ?? "" }
        return (text("check"), text("level"), text("found"), text("cause"), text("fix"))
      }
      let levels = ["ok", "note", "warning", "error"]
      let worst = findings.map { levels.firstIndex(of: $0.level)! }.max() ?? 0
      XCTAssertEqual(document["status"]?.stringValue, levels[worst])
      XCTAssertEqual(command.status, .status(worst == 3 ? 1 : 0), text)
      for finding in findings { XCTAssertEqual(finding.level == "ok", finding.fix.isEmpty, "\(finding)") }
    }

    func levels(_ check: String) -> [String] { findings.filter { $0.check == check }.map(\.level) }

    /// The checks that are not ok, with their levels.
    var problems: [String] { findings.filter { $0.level != "ok" }.map { "\($0.check) \($0.level)" } }
  }

  private func diagnosis(_ uri: String, _ more: [String: String] = [:]) throws -> Diagnosis {
    try Diagnosis(
      Command(ServerProcess.builtBinary, ["doctor", "--json"], environment: environment(uri, more)))
  }

  /// A migrated database, and its superuser's session.
  private func migrated() throws -> (DatabaseAddress, SQLSession) {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    return (database, try session(database.asSuperuser))
  }

  private func assert(
    _ diagnosis: Diagnosis, _ problems: [String], _ words: String..., file: StaticString = #filePath,
    line: UInt = #line
  ) {
    XCTAssertEqual(diagnosis.problems, problems, diagnosis.text, file: file, line: line)
    for word in words { XCTAssertTrue(diagnosis.text.contains(word), diagnosis.text, file: file, line: line) }
  }

  // MARK: Sound

  func testDatabase_whenMigrated_isSound() throws {
    let (database, _) = try migrated()
    let diagnosis = try diagnosis(database.uri)
    assert(diagnosis, ["rights note"])
    XCTAssertEqual(
      diagnosis.findings.map(\.check),
      [
        "variables", "libpq", "connection", "tls", "server", "encoding", "writable", "migrations", "session", "pg_trgm",
        "rights", "pool", "durability",
      ])
  }

  func testText_whenPrinted_hasALineACheck() throws {
    let (database, _) = try migrated()
    let command = try Command(ServerProcess.builtBinary, ["doctor"], environment: environment(database.uri)).checked()
    let details = command.output.filter { $0.hasPrefix("         cause: ") || $0.hasPrefix("         fix:   ") }
    XCTAssertEqual(command.output.count, 13 + details.count)
    XCTAssertEqual(details.count, 2)
    XCTAssertTrue(command.output[0].hasPrefix("ok       variables   "), command.output[0])
  }

  func testDatabase_whenLookedAt_isNotChanged() throws {
    let empty = try emptyDatabase()
    let diagnosis = try diagnosis(empty.uri)
    assert(diagnosis, ["migrations note"])
    XCTAssertEqual(try session(empty).run("SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace"), [])
  }

  // MARK: Connection

  func testConnection_whenRefused_isOneError() throws {
    let (database, superuser) = try migrated()
    let tcp = "127.0.0.1:\(database.port)"
    _ = try superuser.run("CREATE ROLE \(database.database) LOGIN PASSWORD 'x'")
    defer { _ = try? superuser.run("DROP ROLE \(database.database)") }
    _ = try superuser.run("REVOKE CONNECT ON DATABASE \(database.database) FROM PUBLIC")
    for (uri, cause) in [
      ("postgresql://respec:wrong@\(tcp)/\(database.database)", "password is wrong"),
      ("postgresql://respec:respec@\(tcp)/no_such_database", "no such database"),
      ("postgresql://respec:respec@no-such-host.invalid/x", "name is unknown"),
      ("postgresql://respec:respec@127.0.0.1:1/x", "Nobody listens"),
      ("postgresql://respec:respec@/x?host=/no/such/folder", "no socket"),
      ("postgresql://respec@\(tcp)/\(database.database)", "none was given"),
      ("postgresql://respec:respec@\(tcp)/\(database.database)?sslmode=require", "the server has none"),
      ("postgresql://nobody@/x?host=\(database.host)&port=\(database.port)", "no such role"),
      ("postgresql://\(database.database):x@\(tcp)/\(database.database)", "may not connect to this database"),
    ] {
      let diagnosis = try diagnosis(uri, ["HOME": "/nonexistent"])
      XCTAssertEqual(diagnosis.levels("connection"), ["error"], diagnosis.text)
      XCTAssertTrue(diagnosis.findings.contains { $0.cause.contains(cause) }, "\(cause): \(diagnosis.text)")
    }
  }

  func testLibrary_whenItCannotBeLoaded_isAnError() throws {
    let folder = NSTemporaryDirectory() + "respec-lib-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("not a library".utf8).write(to: URL(fileURLWithPath: "\(folder)/libpq.so.5"))
    let diagnosis = try diagnosis(DatabaseAddress.common().uri, ["LD_LIBRARY_PATH": folder])
    assert(diagnosis, ["libpq error"], "apt install libpq5")
  }

  func testConnection_whenThereAreTooMany_isAnError() throws {
    let (database, superuser) = try migrated()
    let name = database.database
    _ = try superuser.run("CREATE ROLE \(name) LOGIN CONNECTION LIMIT 0")
    defer { _ = try? superuser.run("DROP ROLE \(name)") }
    let uri = "postgresql://\(name)@/\(name)?host=\(database.host)&port=\(database.port)"
    assert(try diagnosis(uri), ["connection error"], "CONNECTION LIMIT")
  }

  func testConnection_whenNobodyAnswers_endsInTime() throws {
    let listener = try SilentListener()
    defer { listener.close() }
    let start = ContinuousClock.now
    let diagnosis = try diagnosis("postgresql://respec:respec@127.0.0.1:\(listener.port)/x?connect_timeout=60")
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(12))
    assert(diagnosis, ["connection error"], "no answer within 9 seconds", "Nothing came back")
  }

  func testConnection_whenARemoteHostIsAway_warnsAllTheSame() throws {
    // Addresses that are nobody's (RFC 5737): either nothing comes back, or the network says so at once.
    let diagnosis = try diagnosis("postgresql://respec:respec@192.0.2.1,192.0.2.2/x?connect_timeout=2")
    assert(diagnosis, ["connection error", "tls warning"], "192.0.2.1, 192.0.2.2 is not verified")
  }

  // MARK: Schema

  func testSchema_whenItDoesNotFit_isAnError() throws {
    let (database, superuser) = try migrated()
    for (change, word) in [
      ("INSERT INTO schema_migrations VALUES (99, 'x')", "newer than this binary"),
      ("UPDATE schema_migrations SET description = 'other' WHERE version = 1", "another program's"),
      ("DELETE FROM schema_migrations WHERE version = 1", "lacks migration 1 but has 2"),
    ] {
      _ = try superuser.run("CREATE TABLE kept AS TABLE schema_migrations; \(change)")
      assert(try diagnosis(database.uri), ["migrations error", "rights note"], word)
      _ = try superuser.run("TRUNCATE schema_migrations; INSERT INTO schema_migrations TABLE kept; DROP TABLE kept")
    }
  }

  func testSchema_whenPendingAndNobodyMigrates_isAnError() throws {
    let database = try emptyDatabase()
    assert(
      try diagnosis(database.uri, ["DATABASE_AUTO_MIGRATE": "false"]), ["migrations error"],
      "Run respec-server migrate as the database's owner")
  }

  func testTrigrams_whenDroppedOrMoved_areNotMissed() throws {
    let (database, superuser) = try migrated()
    _ = try superuser.run("CREATE SCHEMA extensions; ALTER EXTENSION pg_trgm SET SCHEMA extensions")
    assert(try diagnosis(database.uri), ["rights note"])
    _ = try superuser.run("DROP EXTENSION pg_trgm CASCADE")
    assert(try diagnosis(database.uri), ["rights note"], "the server does without it")
  }

  // MARK: Server and role

  func testRole_whenItIsASuperuser_isWarnedOf() throws {
    let (database, _) = try migrated()
    assert(try diagnosis(database.asSuperuser.uri), ["rights warning"], "is a superuser")
  }

  func testRole_whenATableIsGone_isAnError() throws {
    let (database, superuser) = try migrated()
    _ = try superuser.run("DROP TABLE objective_feedback")
    assert(try diagnosis(database.uri), ["rights error"], "there is no table objective_feedback")
  }

  func testRole_whenItReadsOnly_isAnError() throws {
    let (database, superuser) = try migrated()
    _ = try superuser.run(
      "ALTER ROLE respec IN DATABASE \(database.database) SET default_transaction_read_only = on")
    assert(try diagnosis(database.uri), ["writable error", "rights note"], "RESET default_transaction_read_only")
  }

  func testLimits_whenTheyAreTooLow_areWarnedOf() throws {
    let (database, superuser) = try migrated()
    _ = try superuser.run("ALTER DATABASE \(database.database) CONNECTION LIMIT 7")
    assert(
      try diagnosis(database.uri), ["rights note", "pool warning"], "there are only 7 connections",
      "ALTER DATABASE \(database.database) CONNECTION LIMIT")
    // The superuser's own session takes one of eight.
    _ = try superuser.run("ALTER DATABASE \(database.database) CONNECTION LIMIT 8")
    assert(try diagnosis(database.uri), ["rights note", "pool note"], "7 of them free now")
    _ = try superuser.run("ALTER DATABASE \(database.database) CONNECTION LIMIT 9")
    assert(try diagnosis(database.uri), ["rights note"])
    assert(
      try diagnosis(database.uri, ["DATABASE_POOL_MAX_SIZE": "100"]), ["rights note", "pool warning"],
      "to 9 or less")
  }

  func testEncoding_whenItIsNotUTF8_isAnError() throws {
    let name = "t\(UInt64.random(in: 0 ... .max))"
    let common = try DatabaseAddress.common()
    let administration = try session(common.asSuperuser.named("postgres"))
    _ = try administration.run(
      "CREATE DATABASE \(name) OWNER respec ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    defer { _ = try? administration.run("DROP DATABASE \(name) WITH (FORCE)") }
    XCTAssertEqual(try diagnosis(common.named(name).uri).levels("encoding"), ["error"])
  }

  func testDurability_whenCommitsDoNotWait_isWarnedOf() throws {
    let (database, superuser) = try migrated()
    _ = try superuser.run("ALTER DATABASE \(database.database) SET synchronous_commit = off")
    assert(try diagnosis(database.uri), ["rights note", "durability warning"], "synchronous_commit=off")
  }

  func testServer_whenUnsafeOrAStandby_isSaid() throws {
    let cluster = try TestCluster()
    defer { try? cluster.remove() }
    _ = try migrate(cluster.address).checked()
    let standby = try Standby(of: cluster.address)
    assert(
      try diagnosis(standby.uri(cluster.address.database)), ["writable error", "rights note"], "the server is a standby"
    )
    try change(cluster, [("fsync", "off"), ("full_page_writes", "off")])
    assert(
      try diagnosis(cluster.address.uri), ["rights note", "durability warning", "durability warning"],
      "fsync=off", "full_page_writes=off")
  }

  /// Sets what takes no restart.
  private func change(_ cluster: TestCluster, _ settings: [(name: String, value: String)]) throws {
    let superuser = try session(cluster.address.asSuperuser)
    for setting in settings { _ = try superuser.run("ALTER SYSTEM SET \(setting.name) = '\(setting.value)'") }
    _ = try superuser.run("SELECT pg_reload_conf()")
    let last = settings[settings.count - 1]
    try superuser.wait(until: "current_setting('\(last.name)') = '\(last.value)'")
  }

  func testServer_whenEncrypted_isVerifiedOrRefused() throws {
    let cluster = try TestCluster()
    defer { try? cluster.remove() }
    let certificates = try Certificates(owner: geteuid() == 0 ? "postgres" : nil)
    let files = [("ssl_cert_file", certificates.server), ("ssl_key_file", certificates.serverKey), ("ssl", "on")]
    do {
      try change(cluster, files)
    } catch let failure as SQLFailure where failure.message.contains("SSL is not supported by this build") {
      throw XCTSkip("this PostgreSQL was built without TLS")
    }
    let tls = cluster.address.overTCP
    let place =
      "postgresql://respec:respec@localhost:\(tls.port)/\(tls.database)?hostaddr=127.0.0.1&sslmode=verify-full"
    let uri = "\(place)&sslrootcert=\(certificates.authority)"
    // A server through TLS, from its first call to its end.
    let process = try launch(uri)
    _ = try createLoop(process)
    assert(try diagnosis(uri), ["rights note"], "encrypted, TLSv1.")
    XCTAssertFalse(process.standardError.contains(" warning "), process.standardError)
    try assertEnds(process)
    assert(
      try diagnosis("\(place)&sslrootcert=\(certificates.otherAuthority)"), ["connection error"],
      "certificate verify failed")
  }

  // MARK: Warnings at start

  func testStart_whenTheServerIsNotVerified_warnsOnce() throws {
    let uri = "postgresql://respec:respec@192.0.2.1/x?connect_timeout=2"
    let process = try launch(uri)
    XCTAssertEqual(try listProjects(process).code, "unavailable")
    try assertEnds(process)
    let migrate = try Command(
      ServerProcess.builtBinary, ["migrate"], environment: environment(uri, ["DATABASE_POOL_TIMEOUT": "1"]))
    XCTAssertEqual(migrate.status, .status(1))
    for log in [process.standardError, migrate.errors] {
      let lines = log.split(separator: "\n").filter { $0.contains("is not verified") }
      XCTAssertEqual(lines.count, 1, log)
      XCTAssertTrue(lines.first?.contains(" warning ") == true && log.contains("sslmode=verify-full"), log)
    }
  }
}
