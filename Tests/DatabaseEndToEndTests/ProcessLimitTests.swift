// ProcessLimitTests: servers on a database that may have little: addresses, threads, core dumps.

import EndToEndSupport
import Foundation
import SharedStateSupport
import XCTest

final class ProcessLimitTests: DatabaseTestCase {
  private func launchLimited(_ limit: String, _ database: DatabaseAddress) throws -> ServerProcess {
    try launch(
      environment: environment(database.uri, ["DATABASE_POOL_MIN_SIZE": "20", "DATABASE_POOL_MAX_SIZE": "20"]),
      through: ["/bin/bash", "-c", "\(limit); exec \"$@\"", "bash"])
  }

  /// Twenty connections, each with a thread, within 448 MB of addresses.
  func testAddressSpace_whenLimited_doesForAllConnections() throws {
    let database = try emptyDatabase()
    let process = try launchLimited("ulimit -v 458752", database)
    try process.send((1...200).map { Message.call($0, "list_projects", "{}") })
    for _ in 1...200 { XCTAssertFalse(try process.readLine().contains("isError")) }
    try assertEnds(process)
  }

  func testCoreDumps_areOff() throws {
    let process = try launchLimited("ulimit -S -c unlimited", try emptyDatabase())
    _ = try listProjects(process)
    let limits = try String(contentsOfFile: "/proc/\(process.processID)/limits", encoding: .utf8)
    let line = try XCTUnwrap(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
    XCTAssertEqual(line.split(separator: " ").suffix(3), ["0", "0", "bytes"], String(line))
  }
}
