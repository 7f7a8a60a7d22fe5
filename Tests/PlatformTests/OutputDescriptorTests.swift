// OutputDescriptorTests: an output that takes no byte is not waited for.

import Foundation
import Platform
import TestSupport
import XCTest

final class OutputDescriptorTests: XCTestCase {
  private let bytes = [UInt8](repeating: 5, count: 1 << 20)

  func testWrite_whenAPipeGetsFull_returnsWhatWentOut() throws {
    let pipe = TestPipe(self)
    let output = OutputDescriptor(pipe.writeEnd.number)
    guard case .wrote(let count) = bytes.withUnsafeBytes({ output.write($0) }) else { return XCTFail("closed") }
    XCTAssertTrue((1..<bytes.count).contains(count), "\(count)")
    XCTAssertEqual(bytes.withUnsafeBytes { output.write($0) }, .wrote(0))
    try pipe.writeEnd.close()
    XCTAssertEqual(try pipe.readEnd.readToEnd().count, count)
  }

  func testWrite_whenNobodyReads_isClosed() throws {
    BrokenPipeSignal.ignore()
    let pipe = TestPipe(self)
    try pipe.readEnd.close()
    let output = OutputDescriptor(pipe.writeEnd.number)
    XCTAssertEqual(bytes.withUnsafeBytes { output.write($0) }, .closed(code: EPIPE))
  }

  func testWrite_whenItIsASocket_doesNotWaitEither() throws {
    var ends: [Int32] = [-1, -1]
    XCTAssertEqual(socketpair(AF_UNIX, SystemCalls.streamSocket, 0, &ends), 0)
    defer { for end in ends { close(end) } }
    let output = OutputDescriptor(ends[0])
    guard case .wrote(let count) = bytes.withUnsafeBytes({ output.write($0) }) else { return XCTFail("closed") }
    XCTAssertTrue((1..<bytes.count).contains(count), "\(count)")
  }

  func testWrite_whenItIsAFile_writesAll() throws {
    let path = try makeFolder() + "/file"
    let file = try Descriptor.open(path, [.writing, .creating, .new])
    defer { XCTAssertNoThrow(try file.close()) }
    XCTAssertEqual(bytes.withUnsafeBytes { OutputDescriptor(file.number).write($0) }, .wrote(bytes.count))
    XCTAssertEqual(FileManager.default.contents(atPath: path), Data(bytes))
  }
}
