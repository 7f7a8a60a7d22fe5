// ProcessTests: the clock, the environment, libraries, and small questions to the system.

import Foundation
import Platform
import XCTest

final class ProcessTests: XCTestCase {
  func testClock_whenReadTwice_goesWithFoundations() {
    let before = Date().timeIntervalSince1970
    let own = Double(SystemClock.microseconds) / 1_000_000
    let after = Date().timeIntervalSince1970
    // Foundation's are doubles, good to less than a microsecond in this century.
    XCTAssertGreaterThanOrEqual(own, before - 0.000_002)
    XCTAssertLessThanOrEqual(own, after + 0.000_002)
  }

  func testEnvironment_whenAVariableIsEmpty_isAsIfItWereUnset() {
    setenv("PLATFORM_TEST_SET", "a=b", 1)
    setenv("PLATFORM_TEST_EMPTY", "", 1)
    defer { for name in ["PLATFORM_TEST_SET", "PLATFORM_TEST_EMPTY"] { unsetenv(name) } }
    XCTAssertEqual(Environment.value("PLATFORM_TEST_SET"), "a=b")
    XCTAssertNil(Environment.value("PLATFORM_TEST_EMPTY"))
    XCTAssertNil(Environment.value("PLATFORM_TEST_UNSET"))
    XCTAssertEqual(Environment.names.filter { $0.hasPrefix("PLATFORM_TEST") }, ["PLATFORM_TEST_SET"])
  }

  func testProcess_whenAsked_isThisOne() {
    XCTAssertEqual(CurrentProcess.id, ProcessInfo.processInfo.processIdentifier)
    XCTAssertFalse(CurrentProcess.hostName.isEmpty)
  }

  func testLibrary_whenNoNameIsFound_tellsTheReasonOfTheFirst() {
    XCTAssertThrowsError(try DynamicLibrary.load(anyOf: ["first-missing.so", "second-missing.so"])) { error in
      let reason = (error as? DynamicLibrary.LoadError)?.reason ?? ""
      XCTAssertTrue(reason.contains("first-missing"), reason)
    }
  }

  func testFirstOffset_whenTheByteIsThereOrNot_isThatOfArrays() {
    for bytes in [[], [1], [2, 1], [2, 2, 2], [2, 2, 1, 1]] as [[UInt8]] {
      XCTAssertEqual(bytes.withUnsafeBytes { $0.firstOffset(of: 1) }, bytes.firstIndex(of: 1))
    }
    XCTAssertTrue("a\0b".hasNUL)
    XCTAssertFalse("".hasNUL)
    XCTAssertFalse("äöü".hasNUL)
  }

  func testLoopback_whenItIsNoneOrNoAddress_isFalse() {
    for text in ["127.0.0.1", "127.255.0.3", "::1"] { XCTAssertTrue(InternetAddress.isLoopback(text), text) }
    for text in ["128.0.0.1", "::", "::2", "localhost", "", "127.0.0"] {
      XCTAssertFalse(InternetAddress.isLoopback(text), text)
    }
  }
}
