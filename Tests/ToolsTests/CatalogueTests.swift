// CatalogueTests: the tools as clients and agents see them before they call one.

import JSON
import Logging
import MemoryState
import Models
import State
import XCTest

@testable import MCP
@testable import Tools

final class CatalogueTests: XCTestCase {
  /// The tools that `MCP_TOOLS=core` offers, in the order of docs/contract.md, "Tools".
  private static let core = [
    "create_loop", "get_loop", "list_loops", "record_feedback", "record_user_feedback", "list_history", "analyze_loop",
    "delete_loop", "create_spec", "get_spec", "update_spec", "list_specs", "link_loop_to_spec", "unlink_loop",
    "list_projects", "search",
  ]

  /// The tools that come after them.
  private static let others = [
    "store_objective_feedback", "get_objective_feedback", "list_spec_versions", "diff_spec", "delete_spec",
    "store_roadmap", "get_roadmap", "store_project_plan", "get_project_plan", "list_project_plans",
    "delete_project_plan", "resume_project",
  ]

  private func definitions(_ selection: ToolCatalogue.Selection) throws -> [ToolDefinition] {
    try ToolCatalogue.tools(selection, on: MemoryStateManager(), logger: Logger(label: "test")).definitions
  }

  func testTools_whenListed_standInTheContractsOrder() throws {
    XCTAssertEqual(try definitions(.core).map(\.name), Self.core)
    XCTAssertEqual(try definitions(.all).map(\.name), Self.core + Self.others)
  }

  // MARK: What it costs

  /// The size of the list for an agent, at 4 characters a token.
  private func tokens(_ definitions: [ToolDefinition]) -> Int {
    definitions.map { $0.name.count + $0.description.count + $0.inputSchema.text.count }.reduce(0, +) / 4
  }

  func testList_staysWithinItsBudgetOfTokens() throws {
    let (core, all) = (try definitions(.core), try definitions(.all))
    let each = all.map { "\($0.name) \(tokens([$0]))" }.joined(separator: ", ")
    XCTAssertLessThan(tokens(core), 4_000, "core \(tokens(core)), all \(tokens(all)): \(each)")
    XCTAssertLessThan(tokens(all), 6_500, "core \(tokens(core)), all \(tokens(all)): \(each)")
  }

  func testList_whenWritten_staysWithinItsBudgetOfCharacters() throws {
    let tools = try definitions(.all).map { $0.json(in: .v2026_07_28) }
    XCTAssertLessThan(JSONValue.array(tools).text.count, 36_000)
  }

  func testInstructions_stayBelowWhatClientsCut() {
    for selection in ToolCatalogue.Selection.allCases {
      XCTAssertLessThan(ToolCatalogue.instructions(selection).utf8.count, 2_000)
    }
  }

  func testInstructions_sayHowToGoOnAfterARestart() {
    XCTAssertTrue(ToolCatalogue.instructions(.all).contains("call resume_project first"))
    XCTAssertTrue(ToolCatalogue.instructions(.core).contains("list_projects, list_loops and list_specs"))
  }

  func testInstructions_nameOnlyToolsThatThereAre() throws {
    let verbs = Set(try definitions(.all).map { $0.name.prefix { $0 != "_" } })
    for selection in ToolCatalogue.Selection.allCases {
      let names = try definitions(selection).map(\.name)
      let texts = try definitions(selection).map(\.description) + [ToolCatalogue.instructions(selection)]
      for text in texts {
        for match in text.matches(of: #/[a-z]+(?:_[a-z]+)+/#) where verbs.contains(match.output.prefix { $0 != "_" }) {
          XCTAssertTrue(names.contains(String(match.output)), "\(match.output) in: \(text)")
        }
      }
    }
  }

  // MARK: Words

  func testTools_haveTitlesAndDescriptions() throws {
    let all = try definitions(.all)
    XCTAssertEqual(Set(all.map(\.title)).count, all.count, "titles tell the tools apart")
    for tool in all {
      XCTAssertTrue((1...60).contains(tool.title.count), tool.name)
      XCTAssertTrue((20...2_000).contains(tool.description.count), tool.name)
      XCTAssertTrue(tool.description.hasSuffix("."), tool.name)
      XCTAssertFalse(tool.description.contains("\n"), tool.name)
      // Together with the server's name; clients cut at about 60.
      XCTAssertLessThan("respec-server__\(tool.name)".count, 60)
    }
  }

  // MARK: Schemas

  private static let compositions: Set = [
    "$ref", "$defs", "definitions", "oneOf", "anyOf", "allOf", "not", "if", "then", "else", "dependentRequired",
    "dependentSchemas", "patternProperties",
  ]

  /// All keys of objects in `value`; the names of properties are no keywords.
  private func keywords(_ value: JSONValue, areNames: Bool = false) -> Set<String> {
    switch value {
    case .object(let object):
      let inner = object.members.map { keywords($0.value, areNames: !areNames && $0.key == "properties") }
      return inner.reduce(areNames ? [] : Set(object.keys)) { $0.union($1) }
    case .array(let elements): return elements.map { keywords($0) }.reduce([]) { $0.union($1) }
    default: return []
    }
  }

  func testSchemas_haveNeitherReferencesNorCompositions() throws {
    for tool in try definitions(.all) {
      for schema in [tool.inputSchema, tool.outputSchema] {
        XCTAssertEqual(keywords(schema).intersection(Self.compositions), [], tool.name)
        XCTAssertEqual(schema["type"], "object", tool.name)
      }
      // Length limits are validated, not listed.
      XCTAssertEqual(keywords(tool.inputSchema).intersection(["maxLength", "minLength", "maxItems", "pattern"]), [])
    }
  }

  /// Objects are lists of named members alone: google-genai fails on `additionalProperties`, OpenAI's strict conversion
  /// refuses a map, and Gemini an object without properties.
  func testInputSchemas_whenTheyHaveObjects_nameTheirMembers() throws {
    for tool in try definitions(.all) {
      XCTAssertFalse(tool.inputSchema.text.contains("additionalProperties"), tool.name)
      for (name, argument) in tool.inputSchema["properties"]!.objectValue!.members.map({ ($0.key, $0.value) }) {
        let isObject = argument["type"] == "object" || argument["items"]?["type"] == "object"
        XCTAssertEqual(argument.text.contains(#""properties":{""#), isObject, "\(tool.name) \(name)")
      }
    }
  }

  /// Arguments whose names say what they are: the texts of specs, roadmaps, plans and critics, and the names of things.
  private static let named = Set(
    FrozenFields.all.map(\.name) + FlexibleFields.all.map(\.name) + RoadmapFields.all.map(\.name)
      + ProjectPlanFields.all.map(\.name) + [
        "project_name", "assessment_summary", "detailed_feedback", "recommendations", "roadmap_title", "spec_status",
        "from_version", "additional_sections",
      ])

  func testInputSchemas_whenANameDoesNotSayWhatIsMeant_describeIt() throws {
    for tool in try definitions(.all) {
      for member in tool.inputSchema["properties"]!.objectValue!.members where !Self.named.contains(member.key) {
        let told = "\(tool.name) \(member.key): describe it in SharedNotes or ownNotes"
        XCTAssertNotNil(member.value["description"], told)
      }
    }
  }

  func testSchemas_whenATypeHasNull_onlyInAnswers() throws {
    for tool in try definitions(.all) { XCTAssertFalse(tool.inputSchema.text.contains("null"), tool.name) }
  }

  func testInputSchema_whenATypicalTool_isThis() throws {
    let tool = try XCTUnwrap(try definitions(.core).first { $0.name == "list_loops" })
    XCTAssertEqual(
      tool.inputSchema.text,
      #"""
      {"type":"object","properties":{"project_name":{"type":"string"},\#
      "status":{"type":"string","enum":["initialized","in_progress","completed","user_input","refine","closed"],\#
      "description":"Only those with it."},\#
      "limit":{"type":"integer","minimum":1,"maximum":100,"description":"Default 10, at most 100."},\#
      "cursor":{"type":"string","description":"next_cursor of the page before."}},\#
      "required":["project_name"]}
      """#)
  }

  func testSharedArguments_haveOneSchemaEverywhere() throws {
    var seen: [String: JSONValue] = [:]
    for tool in try definitions(.all) {
      for member in tool.inputSchema["properties"]!.objectValue!.members
      where ["loop_id", "project_name", "limit", "cursor", "idempotency_key", "expected_version"].contains(member.key) {
        XCTAssertEqual(seen[member.key, default: member.value], member.value, "\(tool.name) \(member.key)")
        seen[member.key] = member.value
      }
    }
    XCTAssertEqual(seen.count, 6)
  }

  // MARK: Annotations

  private func annotation(_ tool: ToolDefinition) -> String {
    let hints = tool.annotations
    let words = [
      (hints.readOnly, "reads"), (hints.destructive, "destroys"), (hints.idempotent, "idempotent"),
      (hints.openWorld, "open world"),
    ]
    return words.filter(\.0).map(\.1).joined(separator: " ")
  }

  func testAnnotations_areThese() throws {
    let found = try definitions(.all).map { "\($0.name): \(annotation($0))" }
    XCTAssertEqual(
      found,
      [
        "create_loop: ", "get_loop: reads idempotent", "list_loops: reads idempotent", "record_feedback: ",
        "record_user_feedback: ", "list_history: reads idempotent", "analyze_loop: reads idempotent",
        "delete_loop: destroys idempotent", "create_spec: ", "get_spec: reads idempotent", "update_spec: ",
        "list_specs: reads idempotent", "link_loop_to_spec: destroys idempotent",
        "unlink_loop: destroys idempotent", "list_projects: reads idempotent",
        "search: reads idempotent",
        "store_objective_feedback: destroys idempotent", "get_objective_feedback: reads idempotent",
        "list_spec_versions: reads idempotent", "diff_spec: reads idempotent", "delete_spec: destroys idempotent",
        "store_roadmap: ", "get_roadmap: reads idempotent", "store_project_plan: ",
        "get_project_plan: reads idempotent", "list_project_plans: reads idempotent",
        "delete_project_plan: destroys idempotent", "resume_project: reads idempotent",
      ])
  }

  func testTools_whenTheyWrite_takeAnIdempotencyKey() throws {
    for tool in try definitions(.all) {
      let takesKey = tool.inputSchema["properties"]?["idempotency_key"] != nil
      XCTAssertEqual(takesKey, !tool.annotations.readOnly, tool.name)
    }
  }

  /// Arguments with which each tool does something in the scene.
  private func scene(_ tool: String) -> JSONObject? {
    switch tool {
    case "create_loop": ["project_name": "p", "loop_type": "plan"]
    case "get_loop", "analyze_loop", "delete_loop", "unlink_loop": ["loop_id": "00000001"]
    case "list_loops", "list_specs", "list_history": ["project_name": "p"]
    case "record_feedback": Toolbox.feedback("00000001", score: 60)
    case "record_user_feedback": ["loop_id": "00000001", "feedback": "Go on."]
    case "create_spec": Toolbox.spec("p", "Third")
    case "get_spec": ["loop_id": "00000001"]
    case "update_spec": ["loop_id": "00000001", "architecture": "One service."]
    case "store_objective_feedback": ["loop_id": "00000002", "feedback": "Good."]
    case "get_objective_feedback": ["loop_id": "00000001"]
    case "list_spec_versions", "delete_spec": ["project_name": "p", "spec_name": "login"]
    case "diff_spec": ["project_name": "p", "spec_name": "login", "from_version": 1]
    case "store_roadmap": Toolbox.roadmap("q")
    case "store_project_plan": Toolbox.plan("q")
    case "get_roadmap", "get_project_plan", "delete_project_plan", "resume_project": ["project_name": "p"]
    case "list_project_plans", "list_projects": [:]
    case "search": ["query": "service"]
    case "link_loop_to_spec": ["loop_id": "00000001", "project_name": "p", "spec_name": "user-profile"]
    default: nil
    }
  }

  /// All that can be read of the scene.
  private func snapshot(_ box: Toolbox) async throws -> [String] {
    let reads: [(String, JSONObject)] = [
      ("list_projects", [:]), ("search", ["query": "the"]), ("list_loops", ["project_name": "p"]),
      ("list_specs", ["project_name": "p"]),
      ("list_history", ["project_name": "p"]), ("list_history", ["loop_id": "00000001"]),
      ("list_history", ["loop_id": "00000002"]), ("get_spec", ["project_name": "p", "spec_name": "login"]),
      ("get_spec", ["project_name": "p", "spec_name": "user-profile"]),
      ("list_spec_versions", ["project_name": "p", "spec_name": "login"]),
      ("get_objective_feedback", ["loop_id": "00000001"]), ("get_objective_feedback", ["loop_id": "00000002"]),
      ("get_roadmap", ["project_name": "p"]), ("get_roadmap", ["project_name": "q"]),
      ("get_project_plan", ["project_name": "p"]), ("get_project_plan", ["project_name": "q"]),
    ]
    var answers: [String] = []
    for (tool, arguments) in reads { answers.append(try await box.call(tool, arguments).text) }
    return answers
  }

  /// The scene with all that the tools beyond the core work on.
  private func fullScene() async throws -> Toolbox {
    let box = try await Toolbox.withScene()
    try await box.result("update_spec", ["loop_id": "00000001", "architecture": "Two services."])
    try await box.result("store_objective_feedback", ["loop_id": "00000001", "feedback": "Fair."])
    try await box.result("store_roadmap", Toolbox.roadmap("p"))
    try await box.result("store_project_plan", Toolbox.plan("p"))
    return box
  }

  /// Answers without the times at which they were written: storing the same again is a write all the same.
  private func withoutTimes(_ answers: [String]) -> [String] {
    answers.map { $0.replacing(#/20\d\d-[^"\n]*Z/#, with: "") }
  }

  func testAnnotations_whenACallIsMade_areHonest() async throws {
    for tool in try definitions(.all) {
      let box = try await fullScene()
      let arguments = try XCTUnwrap(scene(tool.name), tool.name)
      let before = try await snapshot(box)
      try await box.result(tool.name, arguments)
      let once = try await snapshot(box)
      XCTAssertEqual(once == before, tool.annotations.readOnly, tool.name)
      guard tool.annotations.idempotent else { continue }
      _ = try await box.call(tool.name, arguments)
      let twice = try await snapshot(box)
      XCTAssertEqual(withoutTimes(twice), withoutTimes(once), tool.name)
    }
  }
}
