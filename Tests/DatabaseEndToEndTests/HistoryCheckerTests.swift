// HistoryCheckerTests: the checker finds what it is there to find.

import SharedStateSupport
import XCTest

final class HistoryCheckerTests: XCTestCase {
  private let operations = [
    WriteOperation(
      target: .feedback(loop: "a", score: 10), tag: "f1", key: nil, outcomes: [.acknowledged(number: 1, id: "")]),
    WriteOperation(
      target: .feedback(loop: "a", score: 20), tag: "f2", key: "k",
      outcomes: [.unknown, .acknowledged(number: 2, id: "")]),
    WriteOperation(
      target: .update(spec: "s", expected: 1), tag: "u1", key: nil, outcomes: [.acknowledged(number: 2, id: "")]),
    WriteOperation(
      target: .update(spec: "s", expected: 1), tag: "u2", key: nil, outcomes: [.refused(code: "conflict")]),
    WriteOperation(target: .feedback(loop: "a", score: 30), tag: "f3", key: nil, outcomes: [.unknown]),
    WriteOperation(target: .creation, tag: "c1", key: nil, outcomes: [.acknowledged(number: 0, id: "b")]),
    WriteOperation(target: .creation, tag: "c2", key: nil, outcomes: [.unknown]),
  ]

  private let state = FinalState(
    loops: [
      .init(
        id: "a", currentScore: 20, scores: [10, 20], iteration: 3,
        feedback: [.init(tag: "f1", iteration: 1, score: 10), .init(tag: "f2", iteration: 2, score: 20)]),
      .init(id: "b", status: "initialized", currentScore: 0, scores: [], iteration: 1, feedback: []),
      .init(id: "c", status: "initialized", currentScore: 0, scores: [], iteration: 1, feedback: []),
    ],
    specs: [
      .init(
        name: "s", frozen: HistoryChecker.frozen,
        versions: [.init(version: 1, iteration: 0, tag: ""), .init(version: 2, iteration: 1, tag: "u1")])
    ], queues: [2])

  private func faults(_ plant: (inout FinalState) -> Void) -> [String] {
    var state = state
    plant(&state)
    return HistoryChecker(operations, state, historyLimit: 2).faults
  }

  private func assertFound(
    _ fault: String, file: StaticString = #filePath, line: UInt = #line, _ plant: (inout FinalState) -> Void
  ) {
    let faults = faults(plant)
    XCTAssertTrue(faults.contains { $0.contains(fault) }, "\(faults)", file: file, line: line)
  }

  func testChecker_whenAllIsWell_findsNothing() {
    XCTAssertEqual(faults { _ in }, [])
  }

  func testChecker_whenUnknownWritesAreThere_findsNothing() {
    let faults = faults { state in
      state.loops[0].feedback.append(.init(tag: "f3", iteration: 3, score: 30))
      state.loops[0].scores.append(30)
      (state.loops[0].currentScore, state.loops[0].iteration) = (30, 4)
    }
    XCTAssertEqual(faults, [])
  }

  func testChecker_whenAnUpdateIsLost_findsIt() {
    assertFound("f2 was acknowledged and is not there") { state in
      state.loops[0].feedback.removeLast()
      state.loops[0].scores = [10]
      (state.loops[0].currentScore, state.loops[0].iteration) = (10, 2)
    }
    assertFound("u1 was acknowledged and is not there") { $0.specs[0].versions.removeLast() }
    assertFound("a loop that is not there") { $0.loops.remove(at: 1) }
  }

  func testChecker_whenAWriteIsDoubled_findsIt() {
    assertFound("f2 is there 2 times") { state in
      state.loops[0].feedback.append(.init(tag: "f2", iteration: 3, score: 20))
      state.loops[0].scores.append(20)
      state.loops[0].iteration = 4
    }
    assertFound("u1 is there 2 times") { $0.specs[0].versions.append(.init(version: 3, iteration: 2, tag: "u1")) }
    assertFound("loops that nobody was told of") { state in
      state.loops.append(.init(id: "d", currentScore: 0, scores: [], iteration: 1, feedback: []))
    }
  }

  func testChecker_whenHalfOfAWriteIsThere_findsIt() {
    assertFound("scores are not those of the feedback") { $0.loops[0].scores.append(30) }
    assertFound("iteration 4 after 2") { $0.loops[0].iteration = 4 }
    assertFound("current score 10") { $0.loops[0].currentScore = 10 }
    assertFound("feedback 2 has the iteration 3") { $0.loops[0].feedback[1].iteration = 3 }
    assertFound("version 2 has the iteration 2") { $0.specs[0].versions[1].iteration = 2 }
  }

  func testChecker_whenVersionsHaveAGapOrADuplicate_findsIt() {
    assertFound("versions [1, 3]") { $0.specs[0].versions[1] = .init(version: 3, iteration: 2, tag: "u1") }
    assertFound("versions [1, 1]") { $0.specs[0].versions[1] = .init(version: 1, iteration: 0, tag: "u1") }
  }

  func testChecker_whenARefusedOrInventedWriteIsThere_findsIt() {
    assertFound("u2 was refused and is there") {
      $0.specs[0].versions.append(.init(version: 3, iteration: 2, tag: "u2"))
    }
    assertFound("x is there and nobody wrote it") {
      $0.specs[0].versions.append(.init(version: 3, iteration: 2, tag: "x"))
    }
  }

  func testChecker_whenAnAnswerWasWrong_findsIt() {
    assertFound("f1 was told 1 and is at 2") { state in
      state.loops[0].feedback = [
        .init(tag: "f2", iteration: 1, score: 20), .init(tag: "f1", iteration: 2, score: 10),
      ]
      (state.loops[0].scores, state.loops[0].currentScore) = ([20, 10], 10)
    }
    assertFound("f1 is not where or what it should be") { state in
      state.loops[0].feedback[0].score = 11
      state.loops[0].scores[0] = 11
    }
  }

  func testChecker_whenReviewsAreOff_findsIt() {
    func review(_ tag: String, _ critic: String, _ score: Int, _ iteration: Int, _ reason: String) -> WriteOperation {
      WriteOperation(
        target: .review(loop: "r", critic: critic, score: score), tag: tag, key: nil,
        outcomes: [.acknowledged(number: iteration, id: reason)])
    }
    let reviews = [
      review("a1", "a", 10, 1, "awaiting_reviews"), review("a2", "a", 20, 1, "awaiting_reviews"),
      review("b1", "b", 31, 1, "below_threshold"), review("b2", "b", 40, 2, "awaiting_reviews"),
      WriteOperation(target: .creation, tag: "c", key: nil, outcomes: [.acknowledged(number: 0, id: "r")]),
    ]
    var loop = FinalState.Loop(
      id: "r", status: "in_progress", currentScore: 25, scores: [25], iteration: 2,
      feedback: [
        .init(tag: "a2", iteration: 1, score: 20, critic: "a"), .init(tag: "b1", iteration: 1, score: 31, critic: "b"),
        .init(tag: "b2", iteration: 2, score: 40, critic: "b"),
      ])
    (loop.reviewers, loop.missing) = (["a", "b"], ["a"])
    func faults(_ operations: [WriteOperation] = reviews, _ plant: (inout FinalState.Loop) -> Void) -> [String] {
      var loop = loop
      plant(&loop)
      return HistoryChecker(operations, FinalState(loops: [loop])).faults.map { $0.replacing("loop r: ", with: "") }
    }
    XCTAssertEqual(faults { _ in }, [])
    XCTAssertEqual(
      faults { $0.feedback.removeLast() }, ["waits for [\"a\"] beside []", "b2 was acknowledged and nothing is there"])
    XCTAssertEqual(
      faults { ($0.scores, $0.currentScore) = ([26], 26) }, ["iteration 1 has the score 26"])
    XCTAssertEqual(faults { $0.missing = [] }, ["waits for [] beside [\"b\"]"])
    XCTAssertEqual(
      faults { $0.feedback[0].critic = "b" }.first, "iteration 1 has [\"b\", \"b\"]")
    let twice = reviews + [review("b3", "b", 31, 1, "below_threshold")]
    XCTAssertEqual(faults(twice) { _ in }, ["iteration 1 was decided 2 times"])
    XCTAssertEqual(faults(reviews.filter { $0.tag != "a2" }) { _ in }, ["a2 is there and nobody wrote it"])
  }

  func testChecker_whenAFrozenFieldOrTheQueueIsOff_findsIt() {
    assertFound("frozen fields") { $0.specs[0].frozen[1] = "x" }
    assertFound("a queue holds 3 loops") { $0.queues = [3] }
  }
}
