// DatabaseFaultTests: a database that is stopped, killed, cut off and overrun while servers write to it.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class DatabaseFaultTests: DatabaseTestCase {
  nonisolated(unsafe) private static var cluster: TestCluster?  // isolated by XCTest, which runs one test at a time

  override class func tearDown() {
    do { try cluster?.remove() } catch { XCTFail("\(error)") }
    cluster = nil
    super.tearDown()
  }

  /// This class's own cluster: its tests stop it.
  private func cluster() throws -> TestCluster {
    let cluster = try Self.cluster ?? TestCluster()
    Self.cluster = cluster
    return cluster
  }

  /// Two servers with writers while `fault` does its work, and what came of it. With a long time-out of the pool the
  /// database is back within it, and every key settles its call.
  private func assertSurvives(
    allowed: Set<String>, poolTimeout: Double = poolTimeout, file: StaticString = #filePath, line: UInt = #line,
    _ fault: (TestCluster, DatabaseAddress) throws -> Void
  ) throws {
    let cluster = try cluster()
    let database = try cluster.address.createDatabase()
    let environment = environment(database.uri, ["DATABASE_POOL_TIMEOUT": "\(poolTimeout)"])
    let stage = try Stage(environment, loops: 4, specs: 4)
    let plans = ["a", "b"].map {
      WritingPlan(name: $0, environment: environment, stage: stage, writers: 4, isSpread: true)
    }
    let load = Load(
      plans, LoadControl(allowed: allowed, keysSettle: poolTimeout >= Self.longEnough),
      seed: UInt64.random(in: 0 ... .max))
    try fault(cluster, database)
    let report = load.end()
    try assertHistory(
      report, stage, try session(database), note: "\(report.codes), longest call \(report.longestCall)", file: file,
      line: line)
    let bound = Duration.seconds(poolTimeout + Self.commandTimeout + 2)
    XCTAssertLessThan(report.longestCall, bound, "hung", file: file, line: line)
  }

  /// Seconds within which a database is back that is started at once.
  private static let longEnough = 15.0

  /// Lets the writers work until this many more feedbacks are there.
  private func letWork(_ database: DatabaseAddress, feedbacks: Int = 50) throws {
    let session = try SQLSession(database)
    defer { session.end() }
    let count = "(SELECT sum(cardinality(score_history)) FROM loop_states)"
    let now = try session.number("SELECT \(count)")
    try session.wait(until: "\(count) >= \(now + feedbacks)", within: 20)
  }

  func testServers_whenTheDatabaseIsStoppedAndStarted_goOn() throws {
    try assertSurvives(allowed: ["unavailable", "outcome_unknown"], poolTimeout: Self.longEnough) { cluster, database in
      for _ in 1...3 {
        try letWork(database)
        try cluster.stopImmediately()
        try cluster.start()
      }
      try letWork(database)
    }
  }

  func testServers_whenTheDatabaseIsAwayForLong_answerAndGoOn() throws {
    try assertSurvives(allowed: ["unavailable", "outcome_unknown"]) { cluster, database in
      try letWork(database)
      try cluster.stopImmediately()
      let away = try launch(database)
      let start = ContinuousClock.now
      XCTAssertEqual(try listProjects(away).code, "unavailable")
      XCTAssertEqual(try listProjects(away).code, "unavailable")
      XCTAssertGreaterThan(ContinuousClock.now - start, .seconds(Self.poolTimeout))
      away.kill()
      try cluster.start()
      try letWork(database)
    }
  }

  func testServers_whenThePostmasterIsKilled_goOn() throws {
    try assertSurvives(allowed: ["unavailable", "outcome_unknown"], poolTimeout: Self.longEnough) { cluster, database in
      try letWork(database)
      try cluster.kill()
      try cluster.start()
      try letWork(database)
    }
  }

  func testServers_whenBackendsAreTerminated_goOn() throws {
    try assertSurvives(allowed: ["unavailable", "outcome_unknown"], poolTimeout: Self.longEnough) { _, database in
      let session = try session(database.asSuperuser)
      for _ in 1...15 {
        try letWork(database, feedbacks: 10)
        _ = try session.run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'respec-server'")
      }
      try letWork(database)
    }
  }

  func testServers_whenConnectionsAreExhausted_goOn() throws {
    let cluster = try cluster()
    let administration = try SQLSession(cluster.address.asSuperuser)
    _ = try administration.run("ALTER SYSTEM SET max_connections = 12")
    administration.end()
    try cluster.stopImmediately()
    try cluster.start()
    try assertSurvives(allowed: ["unavailable", "busy", "outcome_unknown"]) { cluster, database in
      try letWork(database)
      let hogs = try exhaust(database)
      hogs.forEach { $0.end() }
      try letWork(database)
    }
    let last = try SQLSession(cluster.address.asSuperuser)
    _ = try last.run("ALTER SYSTEM RESET max_connections")
    last.end()
    try cluster.stopImmediately()
    try cluster.start()
  }

  /// Takes every connection that there is, also those of the servers, and keeps them for longer than the pool waits.
  private func exhaust(_ database: DatabaseAddress) throws -> [SQLSession] {
    let superuser = try SQLSession(database.asSuperuser)
    var hogs = [superuser]
    let end = ContinuousClock.now + .seconds(20)
    while .now < end {
      let hog = try SQLSession(database)
      if (try? hog.run("SELECT 1")) != nil {
        hogs.append(hog)
      } else if try superuser.number(Self.terminateServers) == 0 {
        break
      }
    }
    let late = try launch(database)
    XCTAssertEqual(try listProjects(late).code, "unavailable")
    late.kill()
    _ = try superuser.run("SELECT pg_sleep(\(Self.poolTimeout))")
    return hogs
  }

  private static let terminateServers = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'respec-server'
    """
}
