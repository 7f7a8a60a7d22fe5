// PromptTests: prompts are filled with the project's state, and stay short.

import MCP
import MemoryState
import Models
import State
import XCTest

@testable import Workflow

final class PromptTests: XCTestCase {
  private let state = MemoryStateManager()
  private let project = Name(trusted: "alpha")

  private func text(_ prompt: String, _ arguments: [String: String] = [:]) async throws -> String {
    try await StatePrompts(on: state, coreOnly: false).text(of: prompt, arguments).run()
  }

  private func failure(_ prompt: String, _ arguments: [String: String]) async -> FeatureFailure? {
    do {
      _ = try await text(prompt, arguments)
      return nil
    } catch {
      return error as? FeatureFailure
    }
  }

  private func feedback(_ score: Score, summary: String, issues: [String] = []) -> CriticAssessment {
    CriticAssessment(
      criticAgent: .specCritic, score: score, assessmentSummary: Text(trusted: summary),
      keyIssues: TextList(issues.map { Text(trusted: $0) }))
  }

  private func makeSpec(_ phase: String) async throws -> SpecName {
    let text = Text(trusted: "x")
    let draft = try XCTUnwrap(
      SpecDraft(
        projectName: project, phaseName: Name(trusted: phase),
        frozen: FrozenFields(objectives: text, scope: text, dependencies: text, deliverables: text)))
    return try await state.createSpec(draft, once: nil).value.specName
  }

  func testPrompt_whenTheProjectHasALoop_showsItWithItsLastIssues() async throws {
    let spec = try await makeSpec("User login")
    let draft = LoopDraft(projectName: project, loopType: .spec, specName: spec)
    let loop = try await state.createLoop(draft, once: nil).value
    _ = try await state.recordFeedback(
      feedback(61, summary: "No errors are specified.", issues: ["Lockout after failed logins is missing"]),
      on: loop.id, at: nil, once: nil)
    let text = try await text("specify", ["project": "alpha", "spec": "User login"])
    for part in [
      "phase \"user-login\" of project \"alpha\"", "- specs: user-login (draft, v1)",
      "- loop \(loop.id): spec, spec user-login, refine (below_threshold), iteration 2, score 61 of 90 needed",
      "Last feedback on loop \(loop.id): 61, No errors are specified.", "  - Lockout after failed logins is missing",
      "A spec loop is completed from a score of 90 on",
    ] { XCTAssertTrue(text.contains(part), "no \(part) in:\n\(text)") }
  }

  func testPrompt_whenNothingIsGiven_saysWhatToAskFor() async throws {
    for prompt in WorkflowStep.all.map(\.name) {
      let text = try await text(prompt)
      XCTAssertTrue(text.contains("the project that the human means"), prompt)
    }
  }

  func testReview_ofALoop_asksTheQuestionsOfItsCritic() async throws {
    let loop = try await state.createLoop(LoopDraft(projectName: project, loopType: .roadmap), once: nil).value
    let text = try await text("review", ["loop": loop.id.value])
    XCTAssertTrue(text.contains("As roadmap-critic ask of the draft of loop \(loop.id):\n- Does every objective"), text)
  }

  func testArguments_whenTheyCannotBe_areRefused() async {
    let wrong = await failure("review", ["loop": "nonsense"])
    XCTAssertEqual(
      wrong,
      .invalid(
        "The argument loop is wrong: not an id. Allowed: 8 lowercase hex characters, as create_loop and list_loops show "
          + "them."))
    guard case .invalid(let message)? = await failure("review", ["loop": "00000000"]) else {
      return XCTFail("a loop that there is not")
    }
    XCTAssertTrue(message.hasPrefix("There is no loop 00000000."), message)
  }

  func testPrompts_whenTheProjectIsLarge_stayUnder900Tokens() async throws {
    let words = String(repeating: "Long words about everything. ", count: 200)
    for number in 1...30 {
      let spec = try await makeSpec(
        "\(number) " + String(repeating: "ä", count: 250))
      for type in LoopType.allCases {
        let draft = LoopDraft(projectName: project, loopType: type, specName: spec)
        let loop = try await state.createLoop(draft, once: nil).value
        let issues = (1...20).map { "\($0) \(words)" }
        let feedback = feedback(40, summary: words, issues: issues)
        _ = try await state.recordFeedback(feedback, on: loop.id, at: nil, once: nil)
      }
    }
    for step in WorkflowStep.all {
      let text = try await text(step.name, ["project": "alpha"])
      XCTAssertLessThan(text.utf8.count, 3_600, step.name)
      XCTAssertTrue(text.contains("- plan: none yet"), step.name)
    }
  }
}
