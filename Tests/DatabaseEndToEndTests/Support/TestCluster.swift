// TestCluster: a PostgreSQL of a test's own, which it may stop and kill.

import EndToEndSupport
import Foundation
import SharedStateSupport
import TestSupport

/// A cluster made by scripts/test-database, which removes it when this process ends, however that comes about.
final class TestCluster {
  /// The script, with a command that waits for the end of its input.
  private let keeper: ServerProcess
  private let data: String
  /// Its database `respec_test`.
  let address: DatabaseAddress

  init() throws {
    let variables = ["RESPEC_TEST_DATABASE_URL", "RESPEC_TEST_PG_DATA"]
    var environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"]
    environment["RESPEC_TEST_PG_BIN"] = ProcessInfo.processInfo.environment["RESPEC_TEST_PG_BIN"]
    environment["TMPDIR"] = ProcessInfo.processInfo.environment["TMPDIR"]
    keeper = try ServerProcess(
      binary: Self.script, arguments: ["sh", "-c", "printenv \(variables.joined(separator: " ")); exec cat"],
      environment: environment)
    let uri = try keeper.readLine(within: 60)
    address = try DatabaseAddress(uri: uri)
    data = try keeper.readLine()
  }

  private static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("scripts/test-database").path

  /// The folder that is removed with the cluster.
  var folder: String { String(data[..<(data.lastIndex(of: "/") ?? data.endIndex)]) }

  func remove() throws { _ = try keeper.finish(within: 60) }

  // MARK: Faults

  /// Stops it as a crash does: no shutdown of the backends, recovery at the next start.
  func stopImmediately() throws { _ = try control(["-m", "immediate", "-w", "stop"]).checked() }

  /// Kills the postmaster; its backends find out by themselves.
  func kill() throws {
    let file = try String(contentsOfFile: "\(data)/postmaster.pid", encoding: .utf8)
    guard let line = file.split(separator: "\n").first, let postmaster = Int32(line) else {
      throw SQLFailure(message: "no process id in postmaster.pid")
    }
    SystemCalls.sendSignal(SIGKILL, to: postmaster)
  }

  /// Starts it again, on another TCP port if one is given.
  func start(port: Int? = nil) throws {
    let options = port.map { ["-o", "-p \($0)"] } ?? []
    let end = ContinuousClock.now + .seconds(30)
    // After a kill the start is refused until the last backend has gone.
    while true {
      let start = try control(options + ["-l", "\(data)/../log", "-w", "start"])
      if start.status == .status(0) { return }
      guard ContinuousClock.now < end else {
        _ = try start.checked()
        return
      }
    }
  }

  private func control(_ arguments: [String]) throws -> Command {
    try Command.asOwner("pg_ctl", ["-D", data] + arguments)
  }
}
