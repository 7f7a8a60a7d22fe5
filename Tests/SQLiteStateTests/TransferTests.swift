// TransferTests: whole projects from one state file into another.

import JSON
import Models
import SQLiteState
import State
import StateContract
import XCTest

final class TransferTests: OperationsTestCase {
  private func pieces(of manager: SQLiteStateManager) async throws -> [Name: [ProjectPiece]] {
    try await manager.withSnapshot { snapshot in
      var projects: [Name: [ProjectPiece]] = [:]
      for project in try snapshot.projects() {
        var pieces: [ProjectPiece] = []
        try snapshot.read(project) { pieces.append($0) }
        projects[project] = pieces
      }
      return projects
    }
  }

  private func restore(
    _ projects: [Name: [ProjectPiece]], into manager: SQLiteStateManager, replacing: Bool = false
  ) async throws {
    _ = try await manager.restore(Array(projects.keys), replacing: replacing) { restoration in
      for pieces in projects.values { for piece in pieces { try restoration.put(piece) } }
      return true
    }
  }

  /// A file that random operations have filled.
  private func filled() async throws -> SQLiteStateManager {
    try await RandomOperations(seed: 7, count: 1_500).run(makeManager: managers)
    return manager()
  }

  func testProjects_whenRestoredElsewhere_areTheSame() async throws {
    let projects = try await pieces(of: filled())
    XCTAssertGreaterThan(projects.count, 1)
    XCTAssertGreaterThan(projects.values.joined().count, 50)
    let other = otherManager()
    try await restore(projects, into: other)
    let restored = try await pieces(of: other)
    XCTAssertEqual(restored, projects)
    try await restore(projects, into: other, replacing: true)
    let replaced = try await pieces(of: other)
    XCTAssertEqual(replaced, projects)
  }

  func testProjects_whenTheyExist_areAllNamed() async throws {
    let manager = try await filled()
    let projects = try await pieces(of: manager)
    let failure = await failure { try await restore(projects, into: manager) }
    XCTAssertEqual(failure?.code, .alreadyExists)
    XCTAssertEqual(failure?.details.map(\.got), projects.keys.sorted().map(\.value))
    let after = try await pieces(of: manager)
    XCTAssertEqual(after, projects)
  }

  func testPieces_whenTheirIDsAreTaken_areAllNamedAndNothingIsChanged() async throws {
    let manager = manager()
    let (shop, copy) = (Name(trusted: "shop"), Name(trusted: "copy"))
    for _ in 0..<3 { _ = try await manager.createLoop(LoopDraft(projectName: shop, loopType: .plan), once: nil) }
    let before = try await pieces(of: manager)
    let loops = try XCTUnwrap(before[shop]).map { piece in
      guard case .loop(let record) = piece else { return piece }
      return .loop(
        ArchivedLoop(
          loop: Loop(
            id: record.loop.id, projectName: copy, loopType: .plan, specName: nil, createdAt: record.loop.createdAt)))
    }
    let failure = await failure { try await restore([copy: loops], into: manager) }
    XCTAssertEqual(failure?.code, .conflict)
    XCTAssertEqual(failure?.details.map(\.path), ["loops", "loops", "loops"])
    let after = try await pieces(of: manager)
    XCTAssertEqual(after, before)
  }

  func testFeedback_whenItHasMoreThanThisVersionKnows_isKept() async throws {
    let source = manager()
    let project = Name(trusted: "shop")
    let loop = try await source.createLoop(LoopDraft(projectName: project, loopType: .plan), once: nil)
    var projects = try await pieces(of: source)
    let feedback = try JSONParser.parse(Array(#"{"b": 1.50, "a": [1e3, null, "é"], "b2": {"": 0}}"#.utf8))
    projects[project] = [
      .project(ArchivedProject(name: project, changedAt: loop.createdAt)),
      .loop(
        ArchivedLoop(
          loop: loop.value, basis: DecisionBasis(guidedScores: 3, blockerRun: 2), guidanceCount: 9,
          feedback: [feedback, feedback])),
    ]
    let other = otherManager()
    try await restore(projects, into: other)
    let restored = try await pieces(of: other)
    XCTAssertEqual(restored, projects)
    guard case .loop(let record) = restored[project]?.last else { return XCTFail("no loop") }
    XCTAssertEqual(record.feedback.map(\.text), [feedback.text, feedback.text])
  }

  func testNumbers_whenImportedOnesAreHigher_goOnAboveThem() async throws {
    let manager = manager()
    let (shop, other) = (Name(trusted: "shop"), Name(trusted: "other"))
    let first = try await manager.createLoop(LoopDraft(projectName: shop, loopType: .plan), once: nil)
    let place = HistoryPlace(sequenceNumber: 1_000, addedAt: first.createdAt)
    let loop = Loop(
      id: LoopID(trusted: "0000000a"), projectName: other, loopType: .plan, specName: nil, createdAt: first.createdAt)
    try await restore([other: [.loop(ArchivedLoop(loop: loop, place: place))]], into: manager)
    _ = try await manager.createLoop(LoopDraft(projectName: shop, loopType: .plan), once: nil)
    let history = try await manager.history(of: shop, after: nil, limit: 10)
    XCTAssertEqual(history.elements.map(\.sequenceNumber), [1_001, 1])
  }

  func testHistory_whenRestoredUnderALowerLimit_isWithinIt() async throws {
    let source = manager()
    let project = Name(trusted: "shop")
    for _ in 0..<5 { _ = try await source.createLoop(LoopDraft(projectName: project, loopType: .plan), once: nil) }
    let projects = try await pieces(of: source)
    let other = otherManager(historyLimit: 2)
    try await restore(projects, into: other)
    let history = try await other.history(of: project, after: nil, limit: 10)
    XCTAssertEqual(history.elements.map(\.sequenceNumber), [5, 4])
  }

  func testRow_whenItCannotBeRead_isNamed() async throws {
    let manager = manager()
    let loop = try await manager.createLoop(
      LoopDraft(projectName: Name(trusted: "shop"), loopType: .plan), once: nil)
    try connection().runScript("UPDATE loop_states SET score_history = '[\"x\"]'")
    let failure = await failure { _ = try await pieces(of: manager) }
    XCTAssertEqual(failure?.code, .internal)
    XCTAssertEqual(failure?.message.hasPrefix("Loop \(loop.id) cannot be read"), true, "\(failure, default: "none")")
  }
}
