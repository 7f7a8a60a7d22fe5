// ServerTestCase: the common part of the tests of servers that share their state with others.

import EndToEndSupport
import JSON
import XCTest

/// Starts servers, and checks at the end of each test every line that they wrote.
open class ServerTestCase: XCTestCase {
  private var processes: [ServerProcess] = []

  /// Ends the servers.
  open override func tearDownWithError() throws {
    for process in processes {
      process.kill()
      var rules = WireRules(sent: process.sent, outputSchemas: [:])
      for line in process.received { rules.check(line) }
      XCTAssertEqual(rules.faults, [], "\(name)")
    }
    processes = []
  }

  // MARK: Servers

  /// A server after its handshake, with exactly this environment.
  ///
  /// - Parameter wrapper: a command that is to start it, such as `setpriv` with its options; empty for none.
  public func launch(environment: [String: String], through wrapper: [String] = []) throws -> ServerProcess {
    let command = wrapper + [ServerProcess.builtBinary]
    let process = try ServerProcess(
      binary: command[0], arguments: Array(command.dropFirst()), environment: environment)
    processes.append(process)
    XCTAssertTrue(try process.exchange(Message.initialize()).contains("protocolVersion"))
    return process
  }

  /// Closes the input and expects a clean end.
  public func assertEnds(_ process: ServerProcess, file: StaticString = #filePath, line: UInt = #line) throws {
    XCTAssertEqual(try process.finish(), [], file: file, line: line)
    XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError, file: file, line: line)
  }

  // MARK: Calls

  /// Calls a tool; `arguments` is JSON text.
  public func call(_ process: ServerProcess, _ tool: String, _ arguments: String, id: Int = 1) throws -> Answer {
    try Answer(process.exchange(Message.call(id, tool, arguments)))
  }

  /// A call that needs the store and nothing in it.
  public func listProjects(_ process: ServerProcess, id: Int = 1) throws -> Answer {
    try call(process, "list_projects", "{}", id: id)
  }

  /// Creates a loop and returns its id.
  public func createLoop(_ process: ServerProcess, id: Int = 1) throws -> String {
    let answer = try call(process, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#, id: id)
    return try XCTUnwrap(answer.content?["id"]?.stringValue, answer.line)
  }

  /// Calls until a call succeeds.
  public func assertRecovers(
    _ process: ServerProcess, within seconds: Double = 15, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    var answer = try listProjects(process)
    while answer.content == nil, .now < end {
      usleep(20_000)
      answer = try listProjects(process)
    }
    XCTAssertNotNil(answer.content, answer.line, file: file, line: line)
  }

  /// Several servers are asked for the same at once, under one idempotency key: it is done once and answered alike.
  public func assertKeysActOnce(_ processes: [ServerProcess]) throws {
    let loop = try createLoop(processes[0])
    for round in 1...20 {
      let arguments =
        #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":50,"assessment_summary":"r\#(round)","#
        + #""idempotency_key":"k\#(round)"}"#
      for process in processes { try process.send(Message.call(round + 1, "record_feedback", arguments)) }
      let answers = try processes.map { try Answer(try $0.readLine()).content }
      XCTAssertEqual(answers.filter { $0?["replayed"] == nil }.count, 1, "\(answers)")
      XCTAssertEqual(Set(answers.map { $0?["loop"]?.text }).count, 1, "\(answers)")
      XCTAssertEqual(
        answers.map { $0?["feedback"]?["iteration"]?.intValue }, Array(repeating: round, count: answers.count))
    }
    for process in processes { try assertEnds(process) }
  }

  /// Several servers begin projects at once, under names that are too much alike: of each round one name wins.
  public func assertOneNameWins(_ processes: [ServerProcess]) throws {
    let names = ["my shop", "My Shop", "MY SHOP", "myshop", "ｍｙ shop", "my  Shop", "mY　shop", "My sHop"]
    for round in 1...10 {
      let texts = try RandomProjects.texts(of: "store_project_plan", "p")
      for (index, process) in processes.enumerated() {
        let name = JSONValue.string("\(names[index % names.count]) \(round)")
        var arguments: JSONObject = ["project_name": name, "loop_type": "plan"]
        if index % 2 == 1 { arguments = JSONObject([.init(key: "project_name", value: name)] + texts.members) }
        let tool = index % 2 == 0 ? "create_loop" : "store_project_plan"
        try process.send(Message.call(round, tool, JSONValue.object(arguments).text))
      }
      let answers = try processes.map { try Answer(try $0.readLine()) }
      let winners = Set(answers.compactMap { $0.content?["project_name"]?.stringValue })
      XCTAssertEqual(winners.count, 1, "\(answers.map(\.line))")
      XCTAssertTrue(answers.allSatisfy { $0.content != nil || $0.code == "conflict" }, "\(answers.map(\.line))")
    }
    let listed = try call(processes[0], "list_projects", #"{"limit":100}"#)
    XCTAssertEqual(listed.content?["projects"]?.arrayValue?.count, 10, listed.line)
    for process in processes { try assertEnds(process) }
  }

  // MARK: Projects

  /// Makes a project with one of everything; returns the loop's id.
  @discardableResult
  public func fill(_ process: ServerProcess, _ project: String) throws -> String {
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
    _ = try call("store_roadmap", try RandomProjects.texts(of: "store_roadmap", "r"))
    _ = try call("store_project_plan", try RandomProjects.texts(of: "store_project_plan", "p"))
    return try XCTUnwrap(id.stringValue)
  }

  /// Makes random projects, in texts that look like structure and in every script.
  public func fillAtRandom(_ process: ServerProcess, calls: Int, seed: UInt64) throws {
    var scene = RandomProjects(seed: seed)
    for id in 1...calls {
      let (tool, arguments) = scene.next()
      let answer = try call(process, tool, JSONValue.object(arguments).text, id: id)
      XCTAssertNotEqual(answer.code, "invalid_input", "seed \(seed): \(answer.line)")
      if tool == "create_loop", let loop = answer.content?["id"] { scene.loops.append(loop) }
    }
  }

  // MARK: Histories

  /// Holds all that was done against what is there.
  public func assertHistory(
    _ report: LoadReport, _ stage: [Stage], _ state: FinalState, historyLimit: Int = 10, note: String = "",
    file: StaticString = #filePath, line: UInt = #line
  ) {
    let operations = stage.flatMap(\.operations) + report.operations
    let checker = HistoryChecker(operations, state, historyLimit: historyLimit)
    XCTAssertEqual(checker.faults, [], note, file: file, line: line)
    XCTAssertEqual(report.faults, [], note, file: file, line: line)
  }
}
