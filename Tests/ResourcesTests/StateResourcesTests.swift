// StateResourcesTests: what there is can be listed, read and completed, and others' words stay words.

import MCP
import MemoryState
import Models
import State
import XCTest

@testable import Resources

final class StateResourcesTests: XCTestCase {
  private let state = MemoryStateManager()
  private var resources: StateResources { StateResources(on: state) }

  private func makeSpec(_ phase: String, in project: String) async throws -> SpecName {
    let text = Text(trusted: "x")
    let draft = try XCTUnwrap(
      SpecDraft(
        projectName: Name(trusted: project), phaseName: Name(trusted: phase),
        frozen: FrozenFields(objectives: text, scope: text, dependencies: text, deliverables: text)))
    return try await state.createSpec(draft, once: nil).value.specName
  }

  private func makeLoop(in project: String, on spec: SpecName? = nil) async throws -> LoopID {
    let draft = LoopDraft(projectName: Name(trusted: project), loopType: .spec, specName: spec)
    return try await state.createLoop(draft, once: nil).value.id
  }

  private func record(_ score: Score, _ summary: String, on loop: LoopID, issues: [String] = []) async throws {
    let assessment = CriticAssessment(
      criticAgent: .specCritic, score: score, assessmentSummary: Text(trusted: summary),
      keyIssues: TextList(issues.map { Text(trusted: $0) }))
    _ = try await state.recordFeedback(assessment, on: loop, at: nil, once: nil)
  }

  private func read(_ uri: String) async throws -> String { try await resources.read(uri).run() }

  private func failure(_ uri: String) async -> FeatureFailure? {
    do {
      _ = try await read(uri)
      return nil
    } catch {
      return error as? FeatureFailure
    }
  }

  func testList_goesThroughAllProjectsTheLatestChangedFirst() async throws {
    for number in 1...7 { _ = try await makeSpec("Phase", in: "p\(number)") }
    _ = try await makeLoop(in: "p2")
    var (uris, cursor): ([String], String?) = ([], nil)
    repeat {
      let page = try await resources.list(after: cursor).run()
      for resource in page.resources {
        let text = try await read(resource.uri)
        XCTAssertEqual(resource.size, text.utf8.count, resource.uri)
        uris.append(resource.uri)
      }
      cursor = page.next
    } while cursor != nil
    XCTAssertEqual(uris.first, "respec://projects")
    XCTAssertEqual(Array(uris.dropFirst().prefix(2)), ["respec://projects/p2", "respec://projects/p2/specs/phase"])
    XCTAssertTrue(uris[3].hasPrefix("respec://projects/p2/loops/"), uris[3])
    XCTAssertEqual(Set(uris).count, uris.count)
    XCTAssertEqual(uris.count, 1 + 7 * 2 + 1)
    XCTAssertThrowsError(try resources.list(after: "nonsense")) {
      guard case .invalid? = $0 as? FeatureFailure else { return XCTFail("\($0)") }
    }
  }

  func testProject_showsItsSpecsAndLoops() async throws {
    let spec = try await makeSpec("User login", in: "My shop")
    let loop = try await makeLoop(in: "My shop", on: spec)
    try await record(40, "Weak.", on: loop)
    try await record(62, "Better.", on: loop)
    let text = try await read("respec://projects/My%20shop")
    for part in [
      "# My shop\n", "no plan yet, no roadmap yet",
      "[user-login](respec://projects/My%20shop/specs/user-login) | draft | 1 |",
      "[\(loop)](respec://projects/My%20shop/loops/\(loop)) | spec | user-login | refine | 3 | ▄▅ 62 | 90 |",
    ] { XCTAssertTrue(text.contains(part), "no \(part) in:\n\(text)") }
    let all = try await read("respec://projects")
    XCTAssertTrue(all.contains("| [My shop](respec://projects/My%20shop) | – | – | 1 | 1 | 0 |"), all)
  }

  func testLoop_showsScoresAsATableAndACurve() async throws {
    let loop = try await makeLoop(in: "shop")
    try await record(12, "First.", on: loop)
    try await record(55, "With | a *pipe*.", on: loop, issues: ["# No heading", "[no](link)"])
    let text = try await read("respec://projects/shop/loops/\(loop)")
    for part in [
      "# Loop \(loop)\n", "refine, iteration 3, needs 90: ▁▅ 55", "| 2 | 55 | spec-critic | With \\| a \\*pipe\\*. |",
      "| 1 | 12 | spec-critic | First. |", "- \\# No heading\n- \\[no\\](link)",
    ] { XCTAssertTrue(text.contains(part), "no \(part) in:\n\(text)") }
    guard case .notFound? = await failure("respec://projects/other/loops/\(loop)") else {
      return XCTFail("a loop is read as another project's")
    }
  }

  func testSpec_isReadAtEachVersion() async throws {
    let spec = try await makeSpec("Login", in: "shop")
    var changes = SpecChanges()
    changes.specStatus = .inReview
    _ = try await state.updateSpec(
      .named(project: Name(trusted: "shop"), spec: spec), changes, expecting: nil, once: nil)
    let now = try await read("respec://projects/shop/specs/login")
    XCTAssertTrue(now.contains("- Version: 2\n"), now)
    let before = try await read("respec://projects/shop/specs/login/versions/1")
    XCTAssertTrue(before.contains("- Version: 1\n"), before)
    for uri in [
      "respec://projects/shop/specs/login/versions/3", "respec://projects/shop/specs/none", "respec://projects/none",
      "respec://projects/shop/plan", "respec://projects/shop/roadmap", "nonsense://x",
    ] {
      guard case .notFound? = await failure(uri) else { return XCTFail("\(uri) is there") }
    }
  }

  // MARK: Completions

  private func completions(
    _ argument: String, _ beginning: String, at place: CompletionPlace, given: [String: String] = [:]
  ) async throws -> [String] {
    let prompt = Prompt(
      name: "build", title: "Build", description: "Builds.",
      arguments: ["project", "spec", "loop"].map { Prompt.Argument(name: $0, description: "") })
    let source = StateCompletions(on: state, prompts: [prompt], templates: resources.templates)
    return try await source.completions(of: argument, at: place, beginning: beginning, given: given).run().values
  }

  func testCompletions_beginWithWhatWasTyped() async throws {
    for project in ["Shop", "shipping", "other"] { _ = try await makeSpec("Login", in: project) }
    _ = try await makeSpec("Logout", in: "Shop")
    let loop = try await makeLoop(in: "Shop")
    let projects = try await completions("project", "sh", at: .prompt("build"))
    XCTAssertEqual(Set(projects), ["Shop", "shipping"])
    let template = CompletionPlace.template("respec://projects/{project}/specs/{spec}")
    let specs = try await completions("spec", "log", at: template, given: ["project": "Shop"])
    XCTAssertEqual(specs, ["login", "logout"])
    let loops = try await completions("loop", "", at: .prompt("build"), given: ["project": "Shop"])
    XCTAssertEqual(loops, [loop.value])
    let none = try await completions("spec", "log", at: template, given: ["project": "nowhere"])
    XCTAssertEqual(none, [])
  }

  func testCompletions_ofWhatThereIsNot_areRefused() async throws {
    let source = StateCompletions(on: state, prompts: [], templates: resources.templates)
    for (argument, place) in [
      ("project", CompletionPlace.prompt("none")), ("project", .template("respec://none")),
      ("loop", .template("respec://projects/{project}")),
    ] {
      XCTAssertThrowsError(try source.completions(of: argument, at: place, beginning: "", given: [:]))
    }
  }
}
