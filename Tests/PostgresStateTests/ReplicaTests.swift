// ReplicaTests: reads and a streaming standby of the tests' PostgreSQL: fresh, late, stopped, silent, promoted.

import Logging
import Models
import Postgres
import State
import Synchronization
import TestSupport
import XCTest

@testable import PostgresState
@testable import StateContract

final class ReplicaTests: XCTestCase {
  private var databases: [TestDatabase] = []

  override func tearDown() async throws {
    for database in databases { await database.stop() }
    databases = []
  }

  /// Loops take any number of feedbacks.
  private static let policies = {
    var policies = LoopPolicies(threshold: 100)
    policies.humanGate = .advisory
    return policies
  }()

  /// Longest wait for a condition.
  private static let patience = Duration.seconds(60)

  private func standby(_ settings: [String] = []) async throws -> Standby {
    // The tables are there before the copy.
    _ = try await manager(nil).plans(status: nil, after: nil, limit: 1)
    let host = try XCTUnwrap(TestDatabase.parameter("host")), port = try XCTUnwrap(TestDatabase.parameter("port"))
    return try Standby(
      host: host, port: port, settings: ["log_statement = all", "log_line_prefix = '%a '"] + settings)
  }

  private func manager(_ standby: Standby?, _ log: WarningLog = WarningLog()) async throws -> PostgresStateManager {
    let database = try TestDatabase(replica: standby?.uri("respec_test"), logger: log.logger)
    databases.append(database)
    return try await database.manager(ManagerSettings(policies: Self.policies))
  }

  private func project() -> Name { Name(trusted: "replica \(LoopID.random().value)") }

  /// The reads of loops that the standby has run, by its log.
  private func reads(_ standby: Standby) throws -> Int {
    try standby.log().split(separator: "\n").count {
      $0.hasPrefix("respec-tests") && $0.contains("execute") && $0.contains("FROM loop_states")
    }
  }

  /// Reads until the standby has answered `count` times more.
  private func read(
    _ count: Int, from standby: Standby, file: StaticString = #filePath, line: UInt = #line,
    _ read: () async throws -> Void
  ) async throws {
    let (before, end) = (try reads(standby), ContinuousClock.now + Self.patience)
    while try reads(standby) < before + count {
      guard ContinuousClock.now < end else { return XCTFail("the standby does not answer", file: file, line: line) }
      for _ in 0..<20 { try await read() }
    }
  }

  // MARK: A standby that is late

  func testReads_whenTheReplicaIsLate_seeWhatThisProcessWrote() async throws {
    let standby = try await standby(["recovery_min_apply_delay = 500ms"])
    let manager = try await manager(standby)
    let project = project()
    let loop = try await manager.newLoop(project)
    for number in 1...1_000 {
      switch number % 4 {
      case 0:
        let count = try await manager.record(10, on: loop.id).feedback.iteration
        let read = try await manager.loop(loop.id)
        XCTAssertEqual(read.scoreHistory.count, count)
      case 1:
        let new = try await manager.newLoop(project)
        let listed = try await manager.loops(of: project, status: nil, after: nil, limit: 1)
        XCTAssertEqual(listed.elements.map(\.id), [new.id])
      case 2:
        let plan = try await manager.storePlan(ProjectPlanDraft(project, "text \(number)"), once: nil).value
        let read = try await manager.plan(of: project, version: nil)
        XCTAssertEqual(read.version, plan.version)
      default:
        let loops = try await manager.picture(of: project).activeLoopCount
        _ = try await manager.deleteLoop(manager.newLoop(project).id, once: nil)
        let read = try await manager.picture(of: project).activeLoopCount
        XCTAssertEqual(read, loops)
      }
    }
    try await read(20, from: standby) { _ = try await manager.loop(loop.id) }
  }

  // MARK: A standby that follows

  func testReads_whenTheReplicaHasCaughtUp_areAnsweredByIt() async throws {
    let standby = try await standby()
    let manager = try await manager(standby)
    let loop = try await manager.newLoop(project())
    try await read(50, from: standby) {
      let read = try await manager.loop(loop.id)
      XCTAssertEqual(read, loop)
    }
  }

  func testReads_ofAProjectThatWasNotWrittenTo_areNotHeldUp() async throws {
    let standby = try await standby()
    let manager = try await manager(standby)
    let (one, two) = (project(), project())
    let loop = try await manager.newLoop(two)
    try await read(1, from: standby) { _ = try await manager.loops(of: two, status: nil, after: nil, limit: 1) }
    try await pause(standby)
    let written = try await manager.newLoop(one)
    for _ in 0..<20 {
      let listed = try await manager.loops(of: one, status: nil, after: nil, limit: 1)
      XCTAssertEqual(listed.elements, [written])
    }
    try await read(20, from: standby) {
      let listed = try await manager.loops(of: two, status: nil, after: nil, limit: 1)
      XCTAssertEqual(listed.elements, [loop])
    }
  }

  func testReads_ofWhatTheReplicaDoesNotHaveYet_areAnsweredByThePrimary() async throws {
    let standby = try await standby()
    let (manager, other) = (try await manager(standby), try await manager(nil))
    let loop = try await manager.newLoop(project())
    try await read(1, from: standby) { _ = try await manager.loop(loop.id) }
    try await pause(standby)
    let later = try await other.newLoop(loop.projectName)
    let found = try await manager.loop(later.id)
    XCTAssertEqual(found, later)
  }

  func testReads_whenAWriteWasRefused_seeTheReason() async throws {
    let standby = try await standby()
    let (manager, other) = (try await manager(standby), try await manager(nil))
    let project = project()
    _ = try await manager.storePlan(ProjectPlanDraft(project, "first"), once: nil)
    try await read(1, from: standby) { _ = try await manager.loops(of: project, status: nil, after: nil, limit: 1) }
    try await pause(standby)
    _ = try await other.storePlan(ProjectPlanDraft(project, "second"), once: nil)
    do {
      _ = try await manager.storePlan(ProjectPlanDraft(project, "third").changes, of: project, expecting: 1, once: nil)
      XCTFail("no conflict")
    } catch {
      XCTAssertEqual(error.code, .conflict)
    }
    let read = try await manager.plan(of: project, version: nil)
    XCTAssertEqual(read.version, 2)
  }

  private func pause(_ standby: Standby) async throws {
    try await TestDatabase(uri: standby.uri("respec_test", role: "postgres")).withConnection { connection in
      try connection.execute("SELECT pg_wal_replay_pause()")
      while try connection.execute("SELECT pg_get_wal_replay_pause_state()")[0].text(0) != "paused" {}
    }
  }

  func testReads_whenPoolersStandBeforeBoth_areAnsweredByTheReplica() async throws {
    let standby = try await standby()
    let host = try XCTUnwrap(TestDatabase.parameter("host")), port = try XCTUnwrap(TestDatabase.parameter("port"))
    for mode in Pooler.Mode.allCases {
      let before = try Pooler(mode, host: host, port: port)
      let behind = try Pooler(mode, host: standby.folder, port: standby.port)
      let database = try TestDatabase(uri: before.uri("respec_test"), replica: behind.uri("respec_test"))
      let manager = try await database.manager(ManagerSettings(policies: Self.policies))
      let loop = try await manager.newLoop(project())
      for _ in 0..<100 {
        let count = try await manager.record(10, on: loop.id).feedback.iteration
        let read = try await manager.loop(loop.id)
        XCTAssertEqual(read.scoreHistory.count, count)
      }
      try await self.read(20, from: standby) { _ = try await manager.loop(loop.id) }
      await database.stop()
      withExtendedLifetime((before, behind)) {}
    }
  }

  // MARK: A standby that fails

  func testReads_whenTheReplicaIsStopped_areAnswered() async throws {
    let standby = try await standby()
    let manager = try await manager(standby)
    let loop = try await manager.newLoop(project())
    try await read(1, from: standby) { _ = try await manager.loop(loop.id) }
    try standby.stop()
    for _ in 0..<200 {
      let count = try await manager.record(10, on: loop.id).feedback.iteration
      let read = try await manager.loop(loop.id)
      XCTAssertEqual(read.scoreHistory.count, count)
    }
    try standby.start()
    try await read(20, from: standby) { _ = try await manager.loop(loop.id) }
  }

  func testReads_whenTheReplicaWasNeverThere_areAnswered() async throws {
    let database = try TestDatabase(replica: "postgresql://respec@/respec_test?host=/nowhere")
    databases.append(database)
    let manager = try await database.manager(ManagerSettings())
    let loop = try await manager.newLoop(project())
    for _ in 0..<200 {
      let read = try await manager.loop(loop.id)
      XCTAssertEqual(read, loop)
    }
  }

  func testReads_whenTheReplicaFallsSilent_areAnswered() async throws {
    let standby = try await standby()
    let manager = try await manager(standby)
    let loop = try await manager.newLoop(project())
    try await read(1, from: standby) { _ = try await manager.loop(loop.id) }
    let backends = try await TestDatabase(uri: standby.uri("respec_test", role: "postgres")).withConnection {
      try $0.execute(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'respec-tests' AND usename = 'respec'"
      ).map { try $0.int(0) }
    }
    for backend in backends { SystemCalls.sendSignal(SIGSTOP, to: Int32(backend)) }
    defer { for backend in backends { SystemCalls.sendSignal(SIGCONT, to: Int32(backend)) } }
    for _ in 0..<20 {
      let read = try await manager.loop(loop.id)
      XCTAssertEqual(read, loop)
    }
  }

  func testReads_whenAConflictWithRecoveryStopsThem_areAnswered() async throws {
    let standby = try await standby()
    var configuration = PostgresConfiguration(uri: standby.uri("respec_test"), applicationName: "respec-tests")
    configuration.maximumConnections = 1
    let log = WarningLog()
    let replica = ReadReplica(configuration, logger: log.logger)
    let running = Task { await replica.run() }
    defer { running.cancel() }
    let note = try XCTUnwrap(replica.floorNote())
    note(try await TestDatabase().withConnection { LogPosition(try $0.execute(LogPosition.current)) })
    func answer(_ sql: String) async -> Int? {
      await replica.answer(of: nil, []) { connection, _ in try connection.execute(PostgresStatement(sql)).count }
    }
    let end = ContinuousClock.now + Self.patience
    while await answer("SELECT 1") == nil { XCTAssertLessThan(ContinuousClock.now, end) }
    let conflict = await answer("DO 'BEGIN RAISE EXCEPTION ''conflict'' USING ERRCODE = ''40001''; END'")
    XCTAssertNil(conflict)
    let next = await answer("SELECT 1")
    XCTAssertEqual(next, 1, "it is no reason to leave the replica alone")
    XCTAssertEqual(log.lines, [])
  }

  // MARK: A standby that is none

  func testReads_whenTheReplicaWasPromoted_areAnsweredByThePrimary() async throws {
    let standby = try await standby()
    let log = WarningLog()
    let manager = try await manager(standby, log)
    let loop = try await manager.newLoop(project())
    try await read(1, from: standby) { _ = try await manager.loop(loop.id) }
    try standby.promote()
    let end = ContinuousClock.now + Self.patience
    while !log.lines.contains(where: { $0.contains("no standby of this database") }) {
      guard ContinuousClock.now < end else { return XCTFail("\(log.lines)") }
      let count = try await manager.record(10, on: loop.id).feedback.iteration
      let read = try await manager.loop(loop.id)
      XCTAssertEqual(read.scoreHistory.count, count)
    }
  }

  func testPositions_whenTheSystemIsAnother_areNeverReplayed() async throws {
    let standby = try await standby()
    let current = try await TestDatabase().withConnection { connection in
      LogPosition(try connection.execute(LogPosition.current))
    }
    let position = try XCTUnwrap(current)
    let parts = position.history.split(separator: "/").map(String.init)
    func history(_ parts: String...) -> LogPosition {
      LogPosition(history: parts.joined(separator: "/"), offset: 0)
    }
    let later = LogPosition(history: position.history, offset: position.offset + 1 << 40)
    let otherSystem = history("1", parts[1], parts[2])
    let otherDatabase = history(parts[0], "1", parts[2])
    let otherTimeline = history(parts[0], parts[1], "2")
    let earlier = LogPosition(history: position.history, offset: 0)
    let positions = [earlier, later, otherSystem, otherDatabase, otherTimeline]
    let (onTheStandby, own) = try await TestDatabase(uri: standby.uri("respec_test")).withConnection { connection in
      let answers = try positions.map { try connection.execute($0.isReplayed)[0].optionalBool(0) }
      return (answers, LogPosition(try connection.execute(LogPosition.current)))
    }
    XCTAssertEqual(onTheStandby, [true, false, nil, nil, nil])
    XCTAssertNil(own, "a standby writes no log of its own")
    let onThePrimary = try await TestDatabase().withConnection { try $0.execute(earlier.isReplayed)[0].optionalBool(0) }
    XCTAssertNil(onThePrimary)
  }
}

/// Keeps warnings.
final class WarningLog: Sendable {
  private let recorded = Mutex<[String]>([])
  var lines: [String] { recorded.withLock { $0 } }
  var logger: Logger { Logger(label: "test") { [self] _ in Handler(log: self) } }

  private struct Handler: LogHandler {
    let log: WarningLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.warning
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      log.recorded.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }
  }
}
