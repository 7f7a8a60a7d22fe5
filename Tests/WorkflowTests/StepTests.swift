// StepTests: the steps' texts name what exists, and nothing else.

import JSON
import Logging
import MemoryState
import Models
import Tools
import XCTest

@testable import Workflow

final class StepTests: XCTestCase {
  /// Words with an underscore: names of tools, arguments and values.
  private func names(in text: String) -> Set<String> {
    Set(text.matches(of: /[a-z]+(?:_[a-z]+)+/).map { String($0.output) })
  }

  private func toolNames(_ selection: ToolCatalogue.Selection) throws -> Set<String> {
    Set(try definitions(selection).map(\.name))
  }

  private func definitions(_ selection: ToolCatalogue.Selection) throws -> [(name: String, arguments: [String])] {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let registry = try ToolCatalogue.tools(selection, on: MemoryStateManager(), logger: logger)
    return registry.definitions.map { definition in
      (definition.name, definition.inputSchema["properties"]?.objectValue?.keys ?? [])
    }
  }

  /// Every word that may stand in a text: tools, their arguments, loop types, statuses, codes of failures.
  private func knownWords() throws -> Set<String> {
    let tools = try definitions(.all)
    let types = LoopType.allCases.map(\.rawValue) + LoopStatus.allCases.map(\.rawValue)
    return Set(tools.map(\.name) + tools.flatMap(\.arguments) + types + ["not_found"])
  }

  func testTexts_whenTheyNameSomething_nameWhatThereIs() throws {
    let known = try knownWords()
    for step in WorkflowStep.all {
      let unknown = names(in: step.text([:])).subtracting(known)
      XCTAssertEqual(unknown, [], "\(step.name) names what there is not")
    }
    for critic in Critic.all {
      XCTAssertEqual(names(in: critic.text).subtracting(known), [], "\(critic.name) names what there is not")
    }
  }

  func testCoreSteps_nameOnlyToolsThatAreAlwaysOffered() throws {
    let others = try toolNames(.all).subtracting(try toolNames(.core))
    for step in WorkflowStep.all where step.isCore {
      // The reviewer and the builder are told where plans and roadmaps are, in case there are some.
      let allowed: Set = ["get_project_plan", "get_roadmap"]
      XCTAssertEqual(names(in: step.text([:])).intersection(others).subtracting(allowed), [], step.name)
    }
  }

  func testArguments_whenGiven_standInTheText() {
    for step in WorkflowStep.all {
      var values: [WorkflowStep.Argument: String] = [:]
      for argument in step.arguments { values[argument] = "<\(argument.rawValue)>" }
      let text = step.text(values)
      for argument in step.arguments { XCTAssertTrue(text.contains("<\(argument.rawValue)>"), step.name) }
      XCTAssertNil(text.firstMatch(of: /\{[a-z]+\}/), "\(step.name) has an argument that it does not declare")
      XCTAssertNil(step.text([:]).firstMatch(of: /\{[a-z]+\}/), step.name)
    }
  }

  func testCritics_areThoseOfTheContract() {
    XCTAssertEqual(Set(Critic.all.map(\.name)), Set(CriticAgent.known.map(\.value)))
  }
}
