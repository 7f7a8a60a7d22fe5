// ArchiveTestCase: the common part of the tests of export and import.

import EndToEndSupport
import JSON
import TestSupport
import XCTest

class ArchiveTestCase: DatabaseTestCase {
  private(set) var tree: FileTree!

  override func setUpWithError() throws {
    try super.setUpWithError()
    tree = try FileTree()
  }

  override func tearDownWithError() throws {
    tree?.remove()
    try super.tearDownWithError()
  }

  /// A database with all tables.
  func migratedDatabase() throws -> DatabaseAddress {
    let database = try emptyDatabase()
    _ = try migrate(database).checked()
    return database
  }

  func export(
    _ database: DatabaseAddress, to folder: String = "out", _ arguments: String..., more: [String: String] = [:]
  ) throws -> Command {
    try Command(
      ServerProcess.builtBinary, ["export", tree.path(folder)] + arguments,
      environment: environment(database.uri, ["DATABASE_COMMAND_TIMEOUT": "60"].merging(more) { $1 }))
  }

  func restore(
    _ database: DatabaseAddress, from folder: String = "out", _ arguments: String..., more: [String: String] = [:]
  ) throws -> Command {
    let own = ["DATABASE_COMMAND_TIMEOUT": "60", "LOOP_HISTORY_LIMIT": "1000"]
    return try Command(
      ServerProcess.builtBinary, ["import", tree.path(folder)] + arguments,
      environment: environment(database.uri, own.merging(more) { $1 }))
  }

  /// Imports `folder` into a new database and expects every row of `database` there, and the same files out of it.
  func assertComesBack(
    _ database: DatabaseAddress, from folder: String = "out", file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let copy = try migratedDatabase()
    _ = try restore(copy, from: folder).checked()
    XCTAssertEqual(try ProjectRows.all(copy), try ProjectRows.all(database), file: file, line: line)
    _ = try export(copy, to: "again").checked()
    XCTAssertEqual(
      try tree.contents(below: "again"), try tree.contents(below: folder), file: file, line: line)
    try tree.delete("again")
  }

  /// A project with one of everything, named by `project`; returns the loop's id.
  @discardableResult
  func fill(_ database: DatabaseAddress, _ project: String) throws -> String {
    let process = try launch(database)
    func call(_ tool: String, _ more: JSONObject) throws -> JSONValue {
      var arguments: JSONObject = ["project_name": .string(project)]
      for member in more.members { arguments[member.key] = member.value }
      if more["loop_id"] != nil { arguments["project_name"] = nil }
      let answer = try self.call(process, tool, JSONValue.object(arguments).text)
      return try XCTUnwrap(answer.content, answer.line)
    }
    _ = try call(
      "create_spec",
      [
        "phase_name": "User Login", "objectives": "o", "scope": "s\n\n# x", "dependencies": "d", "deliverables": "e",
        "additional_sections": ["Risks": "r", "Overview": "v"],
      ])
    _ = try call("update_spec", ["spec_name": "user-login", "architecture": "a", "phase_name": "user LOGIN"])
    let loop = try call("create_loop", ["loop_type": "spec", "spec_name": "user-login"])
    let id = try XCTUnwrap(loop["id"])
    _ = try call(
      "record_feedback",
      ["loop_id": id, "critic_agent": "spec-critic", "score": 50, "assessment_summary": "s", "key_issues": ["a", "b"]])
    _ = try call("record_user_feedback", ["loop_id": id, "feedback": "go on"])
    _ = try call("store_objective_feedback", ["loop_id": id, "feedback": "note"])
    _ = try call("store_roadmap", try Self.texts(of: "store_roadmap", "r"))
    _ = try call("store_project_plan", try Self.texts(of: "store_project_plan", "p"))
    try assertEnds(process)
    return try XCTUnwrap(id.stringValue)
  }

  /// Every required text of a tool that stores a document.
  static func texts(of tool: String, _ text: String) throws -> JSONObject {
    let described = try Command(ServerProcess.builtBinary, ["call", tool, "--describe", "--json"]).checked()
    let schema = try JSONParser.parse(described.output.joined())["inputSchema"]
    let names = (schema?["properties"]?.objectValue?.members ?? []).filter { $0.value["enum"] == nil }.map(\.key)
    let others = ["project_name", "markdown", "idempotency_key", "roadmap_title"]
    return JSONObject(names.filter { !others.contains($0) }.map { .init(key: $0, value: .string("\(text) \($0)")) })
  }
}
