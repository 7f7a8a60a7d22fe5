// StandardOutputTests: a stray print does not end up among the messages.

import Foundation
import Platform
import XCTest

final class StandardOutputTests: XCTestCase {
  func testPrint_whenOutputIsClaimed_goesToStandardError() throws {
    fflush(nil)
    let saved = [dup(STDOUT_FILENO), dup(STDERR_FILENO)]
    var out: [Int32] = [0, 0]
    var err: [Int32] = [0, 0]
    XCTAssertEqual([pipe(&out), pipe(&err)], [0, 0])
    dup2(out[1], STDOUT_FILENO)
    dup2(err[1], STDERR_FILENO)
    let claimed = Result { try StandardOutput.claim() }
    write(STDOUT_FILENO, "stray", 5)
    dup2(saved[0], STDOUT_FILENO)
    dup2(saved[1], STDERR_FILENO)

    let descriptor = try claimed.get().number
    write(descriptor, "message", 7)
    XCTAssertEqual(fcntl(descriptor, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC)
    XCTAssertEqual(text(err[0]), "stray")
    XCTAssertEqual(text(out[0]), "message")
    for each in saved + out + err + [descriptor] { close(each) }
  }

  private func text(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
