// ConnectionTests: a server's connections as the database sees them.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class ConnectionTests: DatabaseTestCase {
  private static let ours = "application_name = 'respec-server' AND datname = current_database()"

  /// Settings of the role that must not count.
  private func hostileDefaults(_ database: DatabaseAddress) throws {
    let owner = try session(database)
    _ = try owner.run("ALTER ROLE respec IN DATABASE \(database.database) SET TimeZone = 'Asia/Tokyo'")
    _ = try owner.run("ALTER ROLE respec IN DATABASE \(database.database) SET search_path = 'elsewhere'")
    _ = try owner.run("ALTER ROLE respec IN DATABASE \(database.database) SET DateStyle = 'German'")
  }

  func testConnections_whenTheServerRuns_areNamedAndPinned() throws {
    let database = try emptyDatabase()
    try hostileDefaults(database)
    // Only a connection itself knows its settings: a trigger notes them when the server writes.
    let process = try launch(database, ["DATABASE_POOL_MAX_SIZE": "1", "DATABASE_COMMAND_TIMEOUT": "7"])
    let loop = try createLoop(process)
    let observer = try session(database)
    XCTAssertEqual(try observer.number("SELECT count(*) FROM pg_stat_activity WHERE \(Self.ours)"), 1)
    _ = try observer.run(
      """
      CREATE TABLE public.seen (name text, setting text);
      CREATE FUNCTION public.look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO public.seen SELECT s.name, s.setting FROM pg_settings s; RETURN NULL; END $$;
      CREATE TRIGGER look AFTER UPDATE ON public.loop_states FOR EACH ROW EXECUTE FUNCTION public.look()
      """)
    let feedback =
      #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":50,"assessment_summary":"a"}"#
    XCTAssertNotNil(try call(process, "record_feedback", feedback).content)
    for (name, setting) in [
      ("application_name", "respec-server"), ("search_path", #""public", pg_temp"#), ("TimeZone", "UTC"),
      ("idle_in_transaction_session_timeout", "7000"), ("statement_timeout", "7000"), ("client_encoding", "UTF8"),
      ("standard_conforming_strings", "on"),
    ] {
      XCTAssertEqual(
        try observer.value("SELECT setting FROM public.seen WHERE name = '\(name)' LIMIT 1"), setting, name)
    }
    try assertEnds(process)
  }

  /// With the defaults, but for the shortest lifetime that the variable takes.
  func testConnections_whenTwentyFiveServersRun_areEnoughAndGivenBackWhenIdle() throws {
    let cluster = try TestCluster()
    defer { try? cluster.remove() }
    let administration = try session(cluster.address.asSuperuser)
    _ = try administration.run("ALTER SYSTEM SET max_connections = 100")
    try cluster.stopImmediately()
    try cluster.start()
    let processes = try (0..<25).map { _ in
      try launch(
        environment: [
          "STATE_MANAGER": "database", "DATABASE_URL": cluster.address.uri,
          "DATABASE_MAX_INACTIVE_CONNECTION_LIFETIME": "60",
        ])
    }
    for process in processes { try process.send(Message.call(1, "list_projects", "{}")) }
    for process in processes {
      let answer = try Answer(process.readLine())
      XCTAssertNotNil(answer.content, answer.line)
    }
    for process in processes { XCTAssertNotNil(try listProjects(process, id: 2).content) }
    let observer = try session(cluster.address)
    let count = try observer.number("SELECT count(*) FROM pg_stat_activity WHERE \(Self.ours)")
    XCTAssertTrue((1...50).contains(count), "\(count)")
    try observer.wait(until: "NOT EXISTS (SELECT FROM pg_stat_activity WHERE \(Self.ours))", within: 300)
    for process in processes { XCTAssertNotNil(try listProjects(process, id: 3).content) }
    for process in processes { try assertEnds(process) }
  }

  func testConnections_whenTheServerEnds_areReleased() throws {
    let database = try emptyDatabase()
    let observer = try session(database)
    for signal in [nil, SIGTERM, SIGINT, SIGHUP] {
      let process = try launch(database, ["DATABASE_POOL_MIN_SIZE": "4"])
      _ = try createLoop(process)
      try observer.wait(until: "(SELECT count(*) >= 1 FROM pg_stat_activity WHERE \(Self.ours))")
      if let signal { process.signal(signal) } else { process.closeInput() }
      XCTAssertEqual(try process.waitForExit(within: 5), .status(0))
      try observer.wait(until: "NOT EXISTS (SELECT FROM pg_stat_activity WHERE \(Self.ours))", within: 5)
    }
  }

  func testIdleInTransaction_whenNothingRuns_isNone() throws {
    let database = try emptyDatabase()
    let process = try launch(database)
    let loop = try createLoop(process)
    for id in 1...20 {
      _ = try call(process, "get_loop", #"{"loop_id":"\#(loop)","unknown":\#(id)}"#)
      _ = try call(process, "delete_loop", #"{"loop_id":"00000000","idempotency_key":"k\#(id)"}"#)
      _ = try call(process, "unlink_loop", #"{"loop_id":"00000000"}"#)
    }
    let observer = try session(database)
    try observer.wait(
      until: "NOT EXISTS (SELECT FROM pg_stat_activity WHERE \(Self.ours) AND state LIKE 'idle in transaction%')",
      within: 5)
    try assertEnds(process)
  }
}
