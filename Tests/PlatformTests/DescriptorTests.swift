// DescriptorTests: reading to the end and writing all, whatever comes between.

import Foundation
import Platform
import XCTest

final class DescriptorTests: XCTestCase {
  func testWriteAll_whenANonBlockingPipeIsFull_waitsForRoom() throws {
    let pipe = TestPipe(self, isNonBlocking: true)
    let filled = pipe.fill()
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    let writer = Worker {
      try pipe.writeEnd.writeAll(bytes)
      try pipe.writeEnd.close()
    }
    let all = try pipe.readEnd.readToEnd()
    try writer.join()
    XCTAssertEqual(Array(all.dropFirst(filled)), bytes)
  }

  func testWriteAll_whenNobodyReads_throws() throws {
    BrokenPipeSignal.ignore()
    let pipe = TestPipe(self)
    try pipe.readEnd.close()
    XCTAssertThrowsError(try pipe.writeEnd.writeAll([1])) { error in
      XCTAssertEqual(error as? SystemCallError, SystemCallError(call: "write", code: EPIPE))
      XCTAssertEqual("\(error)", "write: Broken pipe")
    }
  }

  func testReadAndWrite_whenSignalsCome_goOn() throws {
    // Without SA_RESTART: read(2) and write(2) are not begun again, but end with EINTR.
    var action = sigaction()
    #if canImport(Darwin)
      action.__sigaction_u.__sa_handler = { _ in }
    #else
      action.__sigaction_handler.sa_handler = { _ in }
    #endif
    XCTAssertEqual(sigaction(SIGUSR1, &action, nil), 0)
    let (there, back) = (TestPipe(self), TestPipe(self))
    let echo = Worker {
      try back.writeEnd.writeAll(try there.readEnd.readToEnd())
      try back.writeEnd.close()
    }
    let bytes = [UInt8](repeating: 7, count: 1 << 20)
    let reader = Worker { try back.readEnd.readToEnd() }
    for piece in 0..<1024 {
      echo.interrupt()
      try there.writeEnd.writeAll(Array(bytes[(piece << 10)..<((piece + 1) << 10)]))
    }
    try there.writeEnd.close()
    while !reader.hasEnded { echo.interrupt() }
    XCTAssertEqual(try reader.join(), bytes)
    try echo.join()
  }

  func testReadOnce_whenThereIsNothingYet_saysSo() throws {
    let pipe = TestPipe(self)
    XCTAssertEqual(fcntl(pipe.readEnd.number, F_SETFL, O_NONBLOCK), 0)
    var buffer = [UInt8](repeating: 0, count: 8)
    XCTAssertEqual(buffer.withUnsafeMutableBytes { pipe.readEnd.readOnce(into: $0) }, .nothing)
    try pipe.writeEnd.writeAll([1, 2, 3])
    try pipe.writeEnd.close()
    XCTAssertEqual(buffer.withUnsafeMutableBytes { pipe.readEnd.readOnce(into: $0) }, .bytes(3))
    XCTAssertEqual(buffer.withUnsafeMutableBytes { pipe.readEnd.readOnce(into: $0) }, .end)
    XCTAssertEqual(
      buffer.withUnsafeMutableBytes { Descriptor(-1).readOnce(into: $0) },
      .failed(SystemCallError(call: "read", code: EBADF)))
  }

  func testStandardDescriptors_whenOpen_areLeftAlone() {
    StandardDescriptors.reserve()
    XCTAssertTrue(Descriptor.standardInput.isOpen)
    XCTAssertTrue(Descriptor.standardError.isOpen)
    XCTAssertFalse(Descriptor(-1).isOpen)
    XCTAssertFalse(TestPipe(self).readEnd.isTerminal)
  }
}
