// ServerMessagesTests: the literals that count as messages.

import XCTest

@testable import DocumentationSupport

final class ServerMessagesTests: XCTestCase {
  func testMessage_whenOfEachForm_isFound() {
    let forms = [
      #"logger.warning("one two three")"#, #"logger.error( "one two three", metadata: [:])"#,
      #"Failure(.busy, "one two three")"#, "self.init(\n .internal,\n \"one two three\")",
      #"RPCError(.parseError, "one two three")"#, #"throw lost("one two three")"#,
      #"PostgresError(.cannotConnect, isDone ? "one two three" : "one two three")"#,
      #"throw ValidationError("one two three")"#, #"problems.append("one two three")"#,
    ]
    for form in forms {
      let found = ServerMessages(source: form)
      XCTAssertEqual(Set(found.messages.map(\.text)), ["one two three"], form)
      XCTAssertEqual(found.unknown, [], form)
    }
  }

  func testOtherText_isNoMessage() {
    let forms = [
      #"logger.debug("one two three")"#, #"@Flag(help: "one two three")"#, #"Failure(.notFound, "one two three")"#,
      #"precondition(isTrue, "one two three")"#, #"print("one two three")"#,
    ]
    for form in forms {
      let found = ServerMessages(source: form)
      XCTAssertEqual(found.messages, [], form)
      XCTAssertEqual(found.unknown, [], form)
    }
  }

  func testSentence_whenNobodySaidWhatItIs_isUnknown() {
    let found = ServerMessages(source: #"tell("one two three"); tell("name"); tell("A-B")"#)
    XCTAssertEqual(found.messages, [])
    XCTAssertEqual(found.unknown.map(\.text), ["one two three"])
  }
}
