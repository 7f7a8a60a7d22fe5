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
    try process.send((1...200).map { Message.call($0, "list_loops", #"{"project_name":"p"}"#) })
    for _ in 1...200 { XCTAssertFalse(try process.readLine().contains("isError")) }
    try assertEnds(process)
  }

  /// The library is loaded when it is needed, and may then find none left.
  func testDescriptors_whenThereAreNoneForTheLibrary_areNamed() throws {
    let variables = ["DATABASE_POOL_TIMEOUT": "1", "SWIFT_BACKTRACE": "enable=no"]
    let environment = environment(try DatabaseAddress.common().uri, variables)
    let processes = try (10...13).map { limit in
      try ServerProcess(
        binary: "/bin/bash", arguments: ["-c", "ulimit -n \(limit); exec \(ServerProcess.builtBinary)"],
        environment: environment)
    }
    for process in processes {
      try process.send(Message.initialize(), Message.call(1, "list_loops", #"{"project_name":"p"}"#))
    }
    // With one less or more something else comes short, or Swift's own runtime ends the process.
    let messages = processes.compactMap { process in
      (try? process.readLines(2)).flatMap { try? Answer($0[1]).message }
    }
    XCTAssertTrue(messages.contains { $0.contains("raise the limit of open files (ulimit -n)") }, "\(messages)")
    XCTAssertFalse(messages.contains { $0.contains("install") }, "\(messages)")
  }

  func testCoreDumps_areOff() throws {
    let process = try launchLimited("ulimit -S -c unlimited", try emptyDatabase())
    _ = try listLoops(process)
    let limits = try String(contentsOfFile: "/proc/\(process.processID)/limits", encoding: .utf8)
    let line = try XCTUnwrap(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
    XCTAssertEqual(line.split(separator: " ").suffix(3), ["0", "0", "bytes"], String(line))
  }
}
