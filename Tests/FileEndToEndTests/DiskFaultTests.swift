// DiskFaultTests: no room, no right, no descriptor: told, nothing lost, and over in the same server with the cause.

import EndToEndSupport
import Foundation
import SharedStateSupport
import XCTest

final class DiskFaultTests: FileTestCase {
  private func spec(_ number: Int) -> String { Message.spec("p", "phase \(number)", scopeBytes: 50_000) }

  private func specCount(_ process: ServerProcess) throws -> Int {
    let answer = try call(process, "list_specs", #"{"project_name":"p","limit":100}"#)
    return try XCTUnwrap(answer.content?["specs"]?.arrayValue?.count, answer.line)
  }

  /// Writes until there is no room, expects what the server has answered to be there, makes room and goes on.
  private func assertFullDisk(_ process: ServerProcess, makeRoom: () throws -> Void) throws {
    var answered = 0
    var answer = try call(process, "create_spec", spec(0))
    while answer.content != nil, answered < 90 {
      answered += 1
      answer = try call(process, "create_spec", spec(answered))
    }
    XCTAssertGreaterThan(answered, 0)
    for _ in 0..<3 {
      assertUnavailable(answer, "no room", path, "Nothing was changed", "make room")
      XCTAssertEqual(try specCount(process), answered)
      answer = try call(process, "create_spec", spec(answered))
    }
    try makeRoom()
    XCTAssertNotNil(try call(process, "create_spec", spec(answered)).content)
    XCTAssertEqual(try specCount(process), answered + 1)
    try assertEnds(process)
    try assertWhole()
    XCTAssertEqual(try specCount(try launch()), answered + 1)
  }

  func testDisk_whenFull_isToldAndWorksAgainWithRoom() throws {
    guard let disk = try SmallDisk(on: tree, "state", size: "2m") else { return }
    defer { disk.remove() }
    try assertFullDisk(try launch()) { try disk.resize(to: "40m") }
  }

  func testFile_whenItMayNotGrow_isToldAndWorksAgainWithoutTheLimit() throws {
    let process = try launch(through: ["/bin/bash", "-c", "ulimit -S -f 1024; exec \"$@\"", "bash"])
    try assertFullDisk(process) {
      _ = try Command("prlimit", ["--fsize=unlimited", "--pid", "\(process.processID)"]).checked()
    }
  }

  func testDisk_whenFullFromTheStart_isToldAndLeavesNothingInTheWay() throws {
    guard let disk = try SmallDisk(on: tree, "state", size: "16k") else { return }
    defer { disk.remove() }
    let process = try launch()
    for _ in 0..<2 { assertUnavailable(try listProjects(process), "no room", path) }
    try disk.resize(to: "20m")
    _ = try createLoop(process)
    try assertEnds(process)
    try assertWhole()
  }

  func testDisk_whenReadOnly_isToldAndWorksAgain() throws {
    guard let disk = try SmallDisk(on: tree, "state", size: "20m") else { return }
    defer { disk.remove() }
    let loop = try makeFile()
    try disk.remount("ro")
    let process = try launch()
    for _ in 0..<2 { assertUnavailable(try listProjects(process), path, "give the server's user the right") }
    try disk.remount("rw")
    XCTAssertEqual(try loops(process), [loop])
    _ = try createLoop(process)
  }

  /// Rights mean nothing to root: the server runs as somebody else.
  private func asNobody() throws -> [String] {
    guard getuid() == 0 else { return [] }
    // The folder of the build may be closed to others.
    let program = tree.path("respec-server")
    try FileManager.default.copyItem(atPath: ServerProcess.builtBinary, toPath: program)
    _ = try Command("chown", ["-R", "65534:65534", tree.path]).checked()
    return ["/bin/sh", "-c", "shift; exec setpriv --reuid=65534 --regid=65534 --clear-groups \(program) \"$@\"", "sh"]
  }

  func testFile_whenItMayNotBeWritten_isToldAndWorksAgain() throws {
    let loop = try makeFile()
    let nobody = try asNobody()
    for mode in ["0400", "0000"] {
      try setMode(mode)
      let process = try launch(through: nobody)
      for _ in 0..<2 { assertUnavailable(try listProjects(process), path, "give the server's user the right") }
      try setMode("0600")
      XCTAssertEqual(try loops(process), [loop])
      XCTAssertNotNil(try call(process, "record_user_feedback", #"{"loop_id":"\#(loop)","feedback":"f"}"#).content)
      try assertEnds(process)
    }
  }

  func testFolder_whenItMayNotBeWritten_isToldAndWorksAgain() throws {
    let loop = try makeFile()
    _ = try Command("sh", ["-c", "rm -f \(path)-* \(path).*"]).checked()
    let nobody = try asNobody()
    try setMode("0500", of: tree.path("state"))
    let process = try launch(through: nobody)
    for _ in 0..<2 { assertUnavailable(try listProjects(process), path, "give the server's user the right") }
    try setMode("0700", of: tree.path("state"))
    XCTAssertEqual(try loops(process), [loop])
  }

  private func setMode(_ mode: String, of path: String? = nil) throws {
    _ = try Command("chmod", [mode, path ?? self.path]).checked()
  }

  // MARK: Descriptors

  /// A limit on descriptors, of which the test leaves its server no others than it knows of.
  private static let limit = """
    for open in /proc/self/fd/*; do n=${open##*/}; if [ "$n" -gt 3 ]; then eval "exec $n>&-"; fi; done
    ulimit -S -n "$1"; shift; exec "$@"
    """

  /// However few there are, a call works or fails with what to do, and works once there are more. libdispatch ends the
  /// process where it gets none for itself: that takes a limit below ten.
  func testDescriptors_whenFew_areToldAndACallWorksWithMore() throws {
    var (worked, told) = (0, 0)
    for count in 12...20 {
      let process = try launch(through: ["/bin/bash", "-c", Self.limit, "bash", "\(count)"])
      let answer = try listProjects(process)
      if answer.content == nil {
        told += 1
        assertUnavailable(answer, "no file descriptor left", "ulimit -n")
      } else {
        worked += 1
      }
      _ = try Command("prlimit", ["--nofile=64", "--pid", "\(process.processID)"]).checked()
      _ = try createLoop(process)
      try assertEnds(process)
    }
    XCTAssertGreaterThan(told, 0)
    XCTAssertGreaterThan(worked, 0)
    try assertWhole()
  }
}
