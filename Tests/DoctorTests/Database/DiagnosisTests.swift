// DiagnosisTests: the findings of each check on given facts, without a database.

import State
import XCTest

@testable import Doctor
@testable import Postgres
@testable import PostgresState

final class DiagnosisTests: XCTestCase {
  private func error(_ message: String, _ state: SQLState? = nil) -> PostgresError {
    PostgresError(.cannotConnect, message, sqlState: state)
  }

  // MARK: Connection

  /// Messages as the server and libpq 15 put them, and a word of the cause that they must be given.
  private static let refusals: [(message: String, state: SQLState?, cause: String)] = [
    ("FATAL: password authentication failed for user \"x\"", .invalidPassword, "password is wrong"),
    ("FATAL: role \"x\" does not exist", .invalidAuthorization, "no such role"),
    ("FATAL: role \"x\" is not permitted to log in", .invalidAuthorization, "may not connect"),
    ("FATAL: Peer authentication failed for user \"x\"", .invalidAuthorization, "system user"),
    ("FATAL: no pg_hba.conf entry for host \"10.0.0.1\", user \"x\"", .invalidAuthorization, "pg_hba.conf"),
    ("FATAL: Datenbank", .unknownDatabase, "no such database"),
    ("FATAL: permission denied for database \"x\"", .insufficientPrivilege, "may not connect to this database"),
    ("FATAL: sorry, too many clients already", .tooManyConnections, "are in use"),
    ("FATAL: too many connections for role \"x\"", .tooManyConnections, "are in use"),
    ("FATAL: the database system is starting up", .cannotConnectNow, "starting"),
    ("server does not support SSL, but SSL was required", nil, "the server has none"),
    ("sslmode value \"require\" invalid when SSL support is not compiled in", nil, "without TLS"),
    ("weak sslmode \"require\" may not be used with sslrootcert=system", nil, "every authority"),
    ("root certificate file \"/x\" does not exist", nil, "is missing"),
    ("SSL error: certificate verify failed", nil, "not signed by"),
    ("server certificate for \"a\" does not match host name \"b\"", nil, "another name"),
    ("SSL error: wrong version number", nil, "could not be agreed"),
    ("could not translate host name \"x\" to address: Name or service not known", nil, "name is unknown"),
    ("failed: Connection refused Is the server running on that host", nil, "Nobody listens"),
    ("failed: No route to host", nil, "no way"),
    ("failed: Network is unreachable", nil, "no way"),
    ("10.0.0.1 port 5432 did not answer in time", nil, "Nothing came back"),
    ("no answer within 9 seconds", nil, "Nothing came back"),
    ("failed: No such file or directory Is the server running locally", nil, "no socket"),
    ("failed: Permission denied", nil, "may not open"),
    ("failed: session is read-only", nil, "target_session_attrs"),
    ("failed: server closed the connection unexpectedly", nil, "ended the connection"),
    ("failed: fe_sendauth: no password supplied", nil, "none was given"),
    ("libpq, PostgreSQL's client library, cannot be loaded (x): install it", nil, "through libpq"),
    (
      "libpq, PostgreSQL's client library, cannot be loaded (No such file or directory): install it", nil,
      "through libpq"
    ),
    ("could not create socket: Too many open files", nil, "no further file"),
    ("the database URI is not valid: x", nil, "cannot read DATABASE_URL"),
    ("invalid sslmode value: \"x\"", nil, "cannot read DATABASE_URL"),
  ]

  func testConnection_whenRefused_tellsTheCauseAndTheFix() {
    for (message, state, cause) in Self.refusals {
      let finding = ConnectionCheck.finding(for: error("connection to server " + message, state))
      XCTAssertEqual(finding.level, .error)
      XCTAssertTrue(finding.cause?.contains(cause) == true, "\(message): \(finding.cause ?? "none")")
      XCTAssertGreaterThan(finding.fix?.count ?? 0, 20, message)
      XCTAssertTrue(finding.found.contains(message), finding.found)
    }
  }

  func testConnection_whenTheReasonIsUnknown_showsItsCode() {
    let finding = ConnectionCheck.finding(for: error("FATAL: something new", SQLState(rawValue: "XX000")))
    XCTAssertTrue(finding.cause?.contains("XX000") == true, "\(finding)")
    XCTAssertTrue(finding.fix?.contains("log") == true, "\(finding)")
  }

  // MARK: TLS

  private func tls(_ host: String?, _ mode: String, _ encryption: String?) -> Finding {
    TLSCheck.finding(TransportSecurity(host: host, hostaddr: nil, mode: mode), encryption: encryption)
  }

  func testTLS_whenTheWayIsSafe_isOK() {
    XCTAssertEqual(tls(nil, "prefer", nil).level, .ok)
    XCTAssertEqual(tls("localhost,/run", "disable", nil).level, .ok)
    let verified = tls("db", "verify-full", "TLSv1.3 with X")
    XCTAssertEqual(verified.level, .ok)
    XCTAssertTrue(verified.found.contains("TLSv1.3 with X") && verified.found.contains("verified"), verified.found)
    XCTAssertEqual(TLSCheck.findings(beforeConnection: nil), [])
  }

  func testTLS_whenTheServerIsNotVerified_warns() {
    for encryption in [nil, "TLSv1.3 with X"] {
      let finding = tls("db", "require", encryption)
      XCTAssertEqual(finding.level, .warning)
      XCTAssertTrue(finding.cause?.contains("db is not verified (sslmode=require)") == true, "\(finding)")
      XCTAssertTrue(finding.fix?.contains("sslmode=verify-full and sslrootcert") == true, "\(finding)")
    }
    let transport = TransportSecurity(host: "db", hostaddr: nil, mode: "prefer")
    XCTAssertEqual(TLSCheck.findings(beforeConnection: transport).map(\.level), [.warning])
  }

  // MARK: Versions, encoding, changes

  func testVersion_whenOldOrNew_isSaid() {
    XCTAssertEqual(VersionCheck.library(150_018), .ok("libpq", "libpq 15.18"))
    for (version, level) in [
      (140_022, Finding.Level.warning), (150_000, .ok), (180_004, .ok), (190_000, .note),
    ] { XCTAssertEqual(VersionCheck.server(version, name: "x").level, level, "\(version)") }
  }

  private func facts(_ change: (inout DatabaseFacts) -> Void = { _ in }) -> DatabaseFacts {
    var facts = DatabaseFacts(
      peer: "db:5432", version: 150_018, versionName: "15.18", databaseName: "d", encoding: "UTF8",
      characterType: "C.UTF-8", isStandby: false, isReadOnly: false, session: session(), role: role(),
      schema: complete, trigrams: TrigramFacts(schema: "public", mayUse: true),
      connections: ConnectionFacts(limits: [limit(97, used: 3)]),
      durability: DurabilityFacts(fsync: true, fullPageWrites: true, synchronousCommit: "on"))
    change(&facts)
    return facts
  }

  func testEncoding_whenItCannotHoldEverything_isAnError() {
    XCTAssertEqual(EncodingCheck.findings(facts()).map(\.level), [.ok])
    XCTAssertEqual(EncodingCheck.findings(facts { $0.encoding = "LATIN1" }).map(\.level), [.error])
    XCTAssertEqual(EncodingCheck.findings(facts { $0.encoding = "SQL_ASCII" }).map(\.level), [.error])
    XCTAssertEqual(EncodingCheck.findings(facts { $0.characterType = "C" }).map(\.level), [.ok])
  }

  func testWritable_whenTheDatabaseTakesNoChanges_isAnError() {
    XCTAssertEqual(WritableCheck.findings(facts()).map(\.level), [.ok])
    let standby = WritableCheck.findings(facts { ($0.isStandby, $0.isReadOnly) = (true, true) })
    XCTAssertTrue(standby[0].fix?.contains("target_session_attrs=read-write") == true, "\(standby)")
    let readOnly = WritableCheck.findings(facts { $0.isReadOnly = true })
    XCTAssertTrue(readOnly[0].cause?.contains("default_transaction_read_only") == true, "\(readOnly)")
    XCTAssertEqual((standby + readOnly).map(\.level), [.error, .error])
  }

  // MARK: Schema

  private var complete: SchemaFacts {
    .fits(SchemaStatus(applied: Migration.database, pending: []))
  }
  private var empty: SchemaFacts { .fits(SchemaStatus(applied: [], pending: Migration.database)) }

  func testMigrations_whenPending_dependOnWhoAppliesThem() {
    XCTAssertEqual(MigrationCheck.finding(complete, migrates: false).level, .ok)
    XCTAssertEqual(MigrationCheck.finding(empty, migrates: true).level, .note)
    let finding = MigrationCheck.finding(empty, migrates: false)
    XCTAssertEqual(finding.level, .error)
    XCTAssertTrue(finding.found.contains("1 (initial schema)"), finding.found)
    XCTAssertTrue(finding.fix?.contains("respec-server migrate") == true, "\(finding)")
  }

  func testMigrations_whenTheyDoNotFit_areAnError() {
    for mismatch in [
      SchemaMismatch.newer(version: 9, known: 2), .gap(lacks: 1, has: 2),
      .renamed(version: 1, recorded: "a", expected: "b"),
    ] {
      let finding = MigrationCheck.finding(.mismatch(mismatch), migrates: true)
      XCTAssertEqual(finding.level, .error)
      XCTAssertEqual(finding.found, mismatch.found)
      XCTAssertTrue(mismatch.failure().message.hasSuffix(": \(mismatch.fix)."), mismatch.failure().message)
      XCTAssertEqual(finding.fix?.dropFirst(), "\(mismatch.fix.dropFirst()).")
    }
    XCTAssertEqual(MigrationCheck.finding(.unreadable("permission denied"), migrates: true).level, .error)
  }

  func testMismatch_whenRecordsAreCompared() {
    let all = Migration.database.map { (version: $0.version, description: $0.description) }
    func mismatch(_ recorded: [(version: Int, description: String)]) -> SchemaMismatch? {
      SchemaMismatch(recorded, known: Migration.database)
    }
    XCTAssertNil(mismatch([]))
    XCTAssertNil(mismatch(Array(all.prefix(1))))
    XCTAssertNil(mismatch(all))
    XCTAssertEqual(mismatch(Array(all.dropFirst())), .gap(lacks: 1, has: 2))
    XCTAssertEqual(
      mismatch(all + [(version: 99, description: "x")]), .newer(version: 99, known: Migration.database.count))
    XCTAssertEqual(
      mismatch([(version: 1, description: "x")]),
      .renamed(version: 1, recorded: "x", expected: "initial schema"))
  }

  func testTrigrams_whenOutOfReach_stopTheMigrationAlone() {
    func finding(_ schema: String?, mayUse: Bool = true, on facts: SchemaFacts) -> Finding {
      TrigramCheck.finding(TrigramFacts(schema: schema, mayUse: mayUse), schema: facts, role: "app")
    }
    for facts in [complete, empty] {
      XCTAssertEqual([nil, "public", "extensions"].map { finding($0, on: facts).level }, [.ok, .ok, .ok])
    }
    XCTAssertEqual(finding("extensions", mayUse: false, on: complete).level, .ok)
    let unreachable = finding("extensions", mayUse: false, on: empty)
    XCTAssertEqual(unreachable.level, .error)
    XCTAssertTrue(unreachable.fix?.contains("GRANT USAGE ON SCHEMA extensions TO app") == true, "\(unreachable)")
  }

  // MARK: Rights

  private func table(
    _ name: String, exists: Bool = true, missing: [String] = [], isOwned: Bool = false, hidesRows: Bool = false
  ) -> RoleFacts.Table {
    RoleFacts.Table(name: name, exists: exists, missing: missing, isOwned: isOwned, hidesRows: hidesRows)
  }

  private func role(_ change: (inout RoleFacts) -> Void = { _ in }) -> RoleFacts {
    var role = RoleFacts(
      name: "app", isSuperuser: false, mayUseSchema: true, mayCreate: false,
      tables: DatabaseTables.names.map { table($0) })
    change(&role)
    return role
  }

  private func rights(_ role: RoleFacts, on schema: SchemaFacts, migrates: Bool = true) -> [Finding] {
    RightsCheck.findings(role, schema, migrates: migrates)
  }

  func testRights_whenTheyAreLeast_areOK() {
    XCTAssertEqual(rights(role(), on: complete).map(\.level), [.ok])
    let owner = role { $0.tables[0] = table("human_guidance", isOwned: true) }
    XCTAssertEqual(rights(owner, on: complete).map(\.level), [.note])
    XCTAssertEqual(rights(role { $0.isSuperuser = true }, on: complete).map(\.level), [.warning])
  }

  func testRights_whenSomeAreMissing_areGranted() {
    let finding = rights(
      role { $0.tables[0].self = table("loop_states", missing: ["UPDATE", "DELETE"]) }, on: complete)[0]
    XCTAssertEqual(finding.level, .error)
    XCTAssertTrue(finding.found.contains("app lacks UPDATE, DELETE on loop_states"), finding.found)
    XCTAssertTrue(finding.fix?.contains("GRANT UPDATE, DELETE ON loop_states TO app") == true, "\(finding)")
    XCTAssertTrue(finding.fix?.contains("runtime-role.sql") == true, "\(finding)")
    let schema = rights(role { $0.mayUseSchema = false }, on: complete)
    XCTAssertTrue(schema[0].fix?.contains("GRANT USAGE ON SCHEMA public TO app") == true, "\(schema)")
  }

  func testRights_whenRowSecurityHidesRows_sayWhere() {
    let findings = rights(role { $0.tables[0] = table("human_guidance", hidesRows: true) }, on: complete)
    XCTAssertEqual(findings.map(\.level), [.error])
    XCTAssertEqual(findings[0].found, "row-level security is on for app in human_guidance")
    let fix = "ALTER TABLE human_guidance DISABLE ROW LEVEL SECURITY"
    XCTAssertTrue(findings[0].fix?.contains(fix) == true, "\(findings)")
  }

  // MARK: Session

  private func session(isPooled: Bool = false, got: String? = "UTC") -> SessionFacts {
    SessionFacts(isPooled: isPooled, settings: [.init(name: "TimeZone", asked: "UTC", got: got)])
  }

  func testSession_whenASettingIsAnother_isAnError() {
    XCTAssertEqual(SessionCheck.finding(session()), .ok("session", "the settings are as asked for"))
    XCTAssertEqual(SessionCheck.finding(session(isPooled: true)).level, .note)
    let other = SessionCheck.finding(session(got: "Asia/Tokyo"))
    XCTAssertEqual(other.level, .error)
    XCTAssertEqual(other.found, "TimeZone is Asia/Tokyo, not UTC")
    XCTAssertEqual(SessionCheck.finding(session(got: nil)).found, "TimeZone is unknown, not UTC")
  }

  func testRights_whenMigrationsArePending_includeCreating() {
    XCTAssertEqual(rights(role(), on: empty).map(\.level), [.error])
    XCTAssertEqual(rights(role { $0.mayCreate = true }, on: empty).map(\.level), [.ok])
    XCTAssertEqual(rights(role(), on: empty, migrates: false).map(\.level), [.ok])
  }

  func testRights_whenATableIsGone_sayWhich() {
    let role = role { $0.tables[0] = table("human_guidance", exists: false) }
    XCTAssertEqual(rights(role, on: complete).map(\.found), ["there is no table human_guidance"])
    var superuser = role
    superuser.isSuperuser = true
    XCTAssertEqual(rights(superuser, on: complete).map(\.level), [.warning, .error])
    // Before the first migration there are none.
    XCTAssertEqual(rights(role, on: empty, migrates: false).map(\.level), [.ok])
  }

  // MARK: Pool and durability

  private func limit(_ count: Int, used: Int) -> ConnectionFacts.Limit {
    ConnectionFacts.Limit(name: "limit", count: count, used: used, remedy: "raise it")
  }

  func testPool_whenLimitsDiffer() {
    func finding(_ limits: (Int, Int)...) -> Finding {
      PoolCheck.finding(ConnectionFacts(limits: limits.map { limit($0, used: $1) }), maximum: 20)
    }
    XCTAssertEqual(finding((97, 77)).level, .ok)
    XCTAssertEqual(finding((97, 78)).level, .note)
    XCTAssertEqual(finding((20, 0)).level, .ok)
    XCTAssertEqual(finding((19, 0)).level, .warning)
    XCTAssertEqual(finding((97, 0), (10, 0)).level, .warning)
    XCTAssertEqual(finding((97, 90), (30, 0)).level, .note)
    XCTAssertTrue(finding((97, 0), (10, 0)).fix?.contains("to 10 or less, or raise it") == true)
    XCTAssertTrue(finding((0, 0)).fix?.contains("to 1 or less") == true)
  }

  func testDurability_whenSwitchedOff_warnsOfEach() {
    func levels(_ fsync: Bool, _ pages: Bool, _ commit: String) -> [Finding.Level] {
      DurabilityCheck.findings(DurabilityFacts(fsync: fsync, fullPageWrites: pages, synchronousCommit: commit))
        .map(\.level)
    }
    XCTAssertEqual(levels(true, true, "on"), [.ok])
    XCTAssertEqual(levels(true, true, "local"), [.ok])
    XCTAssertEqual(levels(true, true, "off"), [.warning])
    XCTAssertEqual(levels(false, false, "off"), [.warning, .warning, .warning])
  }
}
