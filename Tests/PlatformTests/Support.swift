// The common part of this module's tests: a pipe, and a folder of a test's own.

import Foundation
import Platform
import Synchronization
import XCTest

/// A pipe, closed at the end of the test.
struct TestPipe {
  let readEnd: Descriptor
  let writeEnd: Descriptor

  /// - Parameter isNonBlocking: for the end that is written.
  init(_ test: XCTestCase, isNonBlocking: Bool = false) {
    var ends: [Int32] = [-1, -1]
    XCTAssertEqual(pipe(&ends), 0)
    (readEnd, writeEnd) = (Descriptor(ends[0]), Descriptor(ends[1]))
    if isNonBlocking { XCTAssertEqual(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0) }
    test.addTeardownBlock { [readEnd, writeEnd] in
      for end in [readEnd, writeEnd] where end.isOpen { try end.close() }
    }
  }

  /// Writes until no byte more fits, without waiting; returns how many did.
  func fill() -> Int {
    var count = 0
    let byte: [UInt8] = [0x2E]
    while write(writeEnd.number, byte, 1) == 1 { count += 1 }
    return count
  }
}

/// A thread that may block, and takes signals.
final class Worker<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let identity = Mutex<pthread_t?>(nil)
  private let started = DispatchSemaphore(value: 0)
  private let mayEnd = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread { [self] in
      identity.withLock { $0 = pthread_self() }
      started.signal()
      let result = Result { try body() }
      outcome.withLock { $0 = result }
      ended.signal()
      mayEnd.wait()  // a thread that has ended must not be sent signals
    }
    started.wait()
  }

  /// True when the body has returned.
  var hasEnded: Bool { outcome.withLock { $0 != nil } }

  /// Sends SIGUSR1 to the thread.
  func interrupt() {
    identity.withLock { if let thread = $0 { XCTAssertEqual(pthread_kill(thread, SIGUSR1), 0) } }
    sched_yield()
  }

  /// Waits for the body; to be called once.
  @discardableResult
  func join() throws -> Value {
    XCTAssertEqual(ended.wait(timeout: .now() + 10), .success, "the thread does not end")
    mayEnd.signal()
    return try XCTUnwrap(outcome.withLock { $0 }).get()
  }
}

extension XCTestCase {
  /// An empty folder that is gone after the test.
  func makeFolder() throws -> String {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("platform-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    addTeardownBlock { try FileManager.default.removeItem(at: url) }
    return url.path
  }
}
