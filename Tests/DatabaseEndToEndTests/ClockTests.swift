// ClockTests: servers whose machines do not agree on the time.

import EndToEndSupport
import Foundation
import SharedStateSupport
import XCTest

final class ClockTests: DatabaseTestCase {
  /// A library that sets the wall clock of the process it is loaded into two days ahead.
  private func shim() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("respec-clock-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appendingPathComponent("ahead.c")
    let code = """
      #include <sys/syscall.h>
      #include <time.h>
      #include <unistd.h>
      int clock_gettime(clockid_t clock, struct timespec *time) {
        int outcome = syscall(SYS_clock_gettime, clock, time);
        if (clock == CLOCK_REALTIME) time->tv_sec += 2 * 86400;
        return outcome;
      }
      """
    try code.write(to: source, atomically: true, encoding: .utf8)
    let library = folder.appendingPathComponent("ahead.so").path
    _ = try Command("clang", ["-shared", "-fPIC", "-o", library, source.path]).checked()
    return library
  }

  func testServer_whenItsClockIsAhead_changesNothingForTheOthers() throws {
    let database = try emptyDatabase()
    let (ahead, observer) = (["LD_PRELOAD": try shim()], try session(database))
    let process = try launch(database)
    let arguments = #"{"project_name":"p","loop_type":"spec","idempotency_key":"k"}"#
    let first = try XCTUnwrap(try call(process, "create_loop", arguments).content?["id"]?.stringValue)

    let other = try launch(database, ahead)
    let later = try createLoop(other)
    // Its clean-up has run by the time at which it has a second connection's worth of answers.
    for _ in 0..<20 { _ = try listProjects(other) }
    XCTAssertEqual(try observer.number("SELECT count(*) FROM idempotency_keys"), 1)
    let again = try call(other, "create_loop", arguments)
    XCTAssertEqual(again.content?["id"]?.stringValue, first, again.line)
    XCTAssertEqual(
      try observer.value(
        "SELECT abs(extract(epoch FROM clock_timestamp() AT TIME ZONE 'UTC' - created_at)) < 60 FROM loop_states "
          + "WHERE id = '\(later)'"), "t")
    for server in [process, other] { try assertEnds(server) }
  }

  /// The shim works: a server without a database shows its time.
  func testClock_whenAhead_isSeenInMemory() throws {
    let process = try launch(environment: ["STATE_MANAGER": "memory", "LD_PRELOAD": try shim()])
    let loop = try createLoop(process)
    let answer = try call(process, "get_loop", #"{"loop_id":"\#(loop)"}"#)
    let created = try XCTUnwrap(answer.content?["created_at"]?.stringValue, answer.line)
    XCTAssertGreaterThan(created, ISO8601DateFormatter().string(from: Date() + 86_400))
    try assertEnds(process)
  }
}
