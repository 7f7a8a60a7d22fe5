// The lock beside the file: waiting is bounded and fair, and nothing runs that was answered already.

import Foundation
import Models
import SQLite
import Synchronization
import XCTest

@testable import SQLiteState

final class LockTests: StateFileTestCase {
  private func lock() throws -> FileLock { FileLock(try StatePaths(resolving: path)) }

  func testWrite_whenAnotherHoldsTheLock_isBusyInTimeAndNeverRuns() async throws {
    let manager = manager(timeout: .milliseconds(300))
    try await patiently { try await manager.makeNotes() }
    let lock = try lock()
    try lock.acquire()
    let start = ContinuousClock.now
    let failure = await failure { try await manager.note("late") }
    XCTAssertEqual(failure?.code, .busy)
    XCTAssertTrue(failure?.message.contains(".lock") ?? false, failure?.message ?? "")
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(5))
    let read = try await manager.notes()
    XCTAssertEqual(read, [], "readers do not wait for it")
    lock.release()
    try await patiently { try await manager.note("in time") }
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["in time"])
  }

  func testWrite_whenTheHoldersProcessIsStopped_isBusyAndWorksAfterItsEnd() async throws {
    let manager = manager(timeout: .milliseconds(300))
    try await patiently { try await manager.makeNotes() }
    let holder = try LockHolder(path + ".lock")
    holder.stop()
    let failure = await failure { try await manager.note("late") }
    XCTAssertEqual(failure?.code, .busy)
    holder.kill()
    try await patiently { try await manager.note("after") }
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["after"])
  }

  func testWrites_whenThoseBeforeExpire_goOn() async throws {
    let manager = manager(timeout: .milliseconds(200))
    try await patiently { try await manager.makeNotes() }
    let lock = try lock()
    try lock.acquire()
    let late = (0..<5).map { manager.noteInLine("\($0)") }
    for task in late {
      let failure = await failure { _ = try await task.value }
      XCTAssertEqual(failure?.code, .busy)
    }
    let last = manager.noteInLine("last")
    lock.release()
    do { _ = try await last.value } catch { try await patiently { try await manager.note("last") } }
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["last"])
  }

  func testWrite_whenItsTaskIsCancelledInLine_endsAtOnceAndNeverRuns() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let lock = try lock()
    try lock.acquire()
    let waiting = manager.noteInLine("cancelled")
    waiting.cancel()
    let cancelled = await failure { _ = try await waiting.value }
    XCTAssertEqual(cancelled, .cancelled)
    lock.release()
    try await manager.note("other")
    let notes = try await manager.notes()
    XCTAssertEqual(notes, ["other"])
  }

  func testWrite_whenItsTaskIsCancelledBefore_neverRuns() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await manager.note("cancelled")
    }
    let failure = await failure { _ = try await task.value }
    XCTAssertEqual(failure, .cancelled)
  }

  func testWrite_whenAnotherProgramWrites_isBusyInTime() async throws {
    let manager = manager(timeout: .milliseconds(200))
    try await patiently { try await manager.makeNotes() }
    let shell = try SQLiteConnection(path: path, mode: .readWrite)
    try shell.begin(.immediate)
    let failure = await failure { try await manager.note("late") }
    XCTAssertEqual(failure?.code, .busy)
    shell.rollback()
    try await patiently { try await manager.note("in time") }
  }

  func testLockFile_whenRemoved_isMadeAnewAndStillKeepsOthersAway() async throws {
    let (one, other) = (manager(), manager(timeout: .milliseconds(200)))
    try await one.makeNotes()
    try await patiently { try await other.note("1") }
    try FileManager.default.removeItem(atPath: path + ".lock")
    let lock = try lock()
    try lock.acquire()
    let failure = await failure { try await other.note("late") }
    XCTAssertEqual(failure?.code, .busy)
    lock.release()
    try await one.note("2")
    try await patiently { try await other.note("3") }
    let notes = try await one.notes()
    XCTAssertEqual(notes, ["1", "2", "3"])
  }

  func testLock_whenOneAsksAgainAndAgain_letsAnotherIn() async throws {
    try await manager().makeNotes()
    let greedy = Atomic(0)
    let isOver = Atomic(false)
    let paths = try StatePaths(resolving: path)
    let thread = Thread {
      let lock = FileLock(paths)
      while !isOver.load(ordering: .relaxed) {
        guard (try? lock.acquire()) != nil else { return }
        usleep(500)
        greedy.add(1, ordering: .relaxed)
        lock.release()
      }
    }
    thread.start()
    defer { isOver.store(true, ordering: .relaxed) }
    let lock = FileLock(paths)
    for _ in 0..<100 {
      let before = greedy.load(ordering: .relaxed)
      try lock.acquire()
      XCTAssertLessThanOrEqual(greedy.load(ordering: .relaxed) - before, 3)
      lock.release()
    }
  }

  func testRun_whenCancelled_leavesTheFileTidyAndTakesNothingMore() async throws {
    let manager = manager()
    try await manager.makeNotes()
    try await manager.note("kept")
    XCTAssertGreaterThan(size(path + "-wal"), 0)
    await manager.end()
    XCTAssertEqual(size(path + "-wal"), 0)
    let failure = await failure { try await manager.note("late") }
    XCTAssertEqual(failure, .shutDown)
    let notes = try await self.manager().notes()
    XCTAssertEqual(notes, ["kept"])
  }

  func testRun_whenCancelledWhileAnotherHoldsTheLock_endsAllTheSame() async throws {
    let manager = manager()
    try await manager.makeNotes()
    let lock = try lock()
    try lock.acquire()
    let start = ContinuousClock.now
    await manager.end()
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(2))
    lock.release()
  }
}

/// A process that holds a lock.
private struct LockHolder {
  private let process = Process()

  init(_ path: String) throws {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import fcntl, os, sys, time; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); os.write(1, b'ok'); "
        + "time.sleep(600)", path,
    ]
    process.standardOutput = output
    try process.run()
    XCTAssertEqual(output.fileHandleForReading.availableData, Data("ok".utf8))
  }

  func stop() { Foundation.kill(process.processIdentifier, SIGSTOP) }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
