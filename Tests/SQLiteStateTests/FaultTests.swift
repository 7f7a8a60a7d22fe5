// Disks that are full and files that may not be written: nothing is lost, and all works again afterwards.

import Foundation
import Models
import SQLite
import XCTest

@testable import SQLiteState

final class FaultTests: StateFileTestCase {
  private static let text = String(repeating: "x", count: 50_000)
  private var mount: String { folder + "/state" }

  @discardableResult
  private func run(_ command: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Runs `body` with a small disk of its own under the state file.
  private func withDisk(_ options: String, _ body: () async throws -> Void) async throws {
    try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
    guard run("mount", "-t", "tmpfs", "-o", options, "tmpfs", mount) else {
      throw XCTSkip("this user may not mount a file system")
    }
    defer { run("umount", "-l", mount) }
    try await body()
  }

  func testDisk_whenItBecomesFull_keepsWhatWasAnsweredAndGoesOnWithRoom() async throws {
    try await withDisk("size=2m") {
      let manager = manager()
      try await manager.makeNotes()
      var answered = 0
      var failure: Failure?
      while failure == nil, answered < 200 {
        do {
          try await manager.note(Self.text)
          answered += 1
        } catch { failure = error as? Failure }
      }
      XCTAssertEqual(failure, .noRoom(path))
      let again = await self.failure { try await manager.note(Self.text) }
      XCTAssertEqual(again, .noRoom(path))
      let kept = try await manager.notes().count
      XCTAssertEqual(kept, answered)
      XCTAssertTrue(run("mount", "-o", "remount,size=20m", mount))
      try await manager.note("more")
      let notes = try await manager.notes()
      XCTAssertEqual(notes.count, answered + 1)
      let damage = try SQLiteConnection(path: path, mode: .queries).findDamage()
      XCTAssertEqual(damage, [])
    }
  }

  func testDisk_whenFullFromTheStart_isToldAndLeavesNothingInTheWay() async throws {
    try await withDisk("size=64k") {
      let manager = manager()
      let failure = await failure { _ = try await manager.read { _ in } }
      XCTAssertEqual(failure, .noRoom(path))
      XCTAssertTrue(run("mount", "-o", "remount,size=20m", mount))
      try await manager.makeNotes()
    }
  }

  func testFileSystem_whenReadOnly_isTold() async throws {
    try await withDisk("size=20m") {
      do {
        let manager = manager()
        try await manager.makeNotes()
        await manager.end()
      }
      // The thread that has the file open may outlive `end`, which waits a second for it.
      let end = ContinuousClock.now + .seconds(30)
      while !run("mount", "-o", "remount,ro", mount), .now < end {}
      let manager = manager()
      let failure = await failure { _ = try await manager.read { _ in } }
      XCTAssertEqual(failure?.code, .unavailable)
      XCTAssertTrue(failure?.message.contains("right to read and write") ?? false, failure?.message ?? "")
      XCTAssertTrue(run("mount", "-o", "remount,rw", mount))
      try await manager.note("works")
    }
  }

  func testFile_whenItMayNotGrow_failsAndWorksAgainWithoutTheLimit() async throws {
    let manager = manager()
    try await manager.makeNotes()
    try await manager.note("1")
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    var small = rlimit(rlim_cur: rlim_t(size(path + "-wal") + 20_000), rlim_max: limit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &small)
    let failure = await failure { try await manager.note(Self.text) }
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    XCTAssertEqual(failure?.code, .unavailable)
    try await manager.note("2")
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["1", "2"])
  }
}
