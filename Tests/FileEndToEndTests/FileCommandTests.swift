// FileCommandTests: the commands on a state file, beside servers that write.

import EndToEndSupport
import JSON
import SharedStateSupport
import XCTest

final class FileCommandTests: FileTestCase {
  // MARK: call, migrate

  func testCall_besideAServer_sharesItsState() throws {
    let process = try launch()
    let loop = try createLoop(process)
    let arguments = #"{"project_name":"p","loop_type":"spec","idempotency_key":"k"}"#
    let first = try command("call", "create_loop", arguments, "--json").checked()
    let second = try command("call", "create_loop", arguments, "--json").checked()
    XCTAssertEqual(first.errors, "")
    let (created, again) = (try JSONParser.parse(first.output.joined()), try JSONParser.parse(second.output.joined()))
    let added = try XCTUnwrap(created["id"]?.stringValue)
    XCTAssertEqual(again["id"]?.stringValue, added)
    XCTAssertEqual([created["replayed"], again["replayed"]], [nil, true])
    XCTAssertEqual(try loops(process), [loop, added].sorted())
  }

  func testMigrate_tellsAndMakes() throws {
    for arguments in [["--status"], ["--dry-run"], ["--dry-run", "--verbose"]] {
      _ = try Command(ServerProcess.builtBinary, ["migrate"] + arguments, environment: environment()).checked()
      XCTAssertFalse(tree.exists("state"), "\(arguments)")
    }
    let plan = try command("migrate", "--dry-run", "--json").checked()
    XCTAssertTrue(plan.output.joined().contains("initial schema"), plan.output.joined())
    let first = try command("migrate").checked()
    XCTAssertTrue(first.output.joined().contains("initial schema"), first.output.joined())
    XCTAssertNotEqual(try command("migrate").checked().output, first.output)
    let status = try command("migrate", "--status", "--json").checked()
    let state = try JSONParser.parse(status.output.joined())
    XCTAssertEqual(state["pending"]?.arrayValue?.count, 0, state.text)
    try assertWhole()
  }

  func testCommands_whenFileAndDatabaseAreSet_askWhichIsMeant() throws {
    let both = ["STATE_FILE": path, "DATABASE_URL": "postgresql://respec:hunter2@localhost/x"]
    for arguments in [
      ["migrate"], ["migrate", "--status"], ["export", tree.path("out")], ["import", tree.path("out")],
      ["backup", tree.path("copy.db")],
    ] {
      let outcome = try Command(ServerProcess.builtBinary, arguments, environment: both)
      XCTAssertEqual(outcome.status, .status(1), "\(arguments)")
      XCTAssertTrue(outcome.errors.contains("say with STATE_MANAGER=database or STATE_MANAGER=file"), outcome.errors)
      XCTAssertFalse(outcome.errors.contains("hunter2"))
    }
    XCTAssertEqual(try tree.files(), [])
  }

  func testCommands_whenOnlyTheFileIsSet_work() throws {
    _ = try makeFile()
    for arguments in [["migrate"], ["export", tree.path("out")], ["backup", tree.path("copy.db")]] {
      _ = try Command(ServerProcess.builtBinary, arguments, environment: ["STATE_FILE": path]).checked()
    }
  }

  // MARK: backup

  func testBackup_whileServersWrite_holdsAllThatWasAnsweredBefore() throws {
    let servers = [try launch(), try launch()]
    var answered: Set<String> = []
    for round in 1...8 {
      let copy = tree.path("copy \(round).db")
      for server in servers { answered.insert(try createLoop(server)) }
      let backup = try ServerProcess(arguments: ["backup", copy], environment: environment(), input: .devNull)
      var later: Set<String> = []
      for index in 0..<30 { later.insert(try createLoop(servers[index % 2])) }
      _ = try backup.readToEnd()
      XCTAssertEqual(try backup.waitForExit(), .status(0), backup.standardError)
      let found = Set(try StateFileQueries(copy).run("SELECT id FROM loop_states")[0])
      XCTAssertTrue(found.isSuperset(of: answered) && found.isSubset(of: answered.union(later)), "round \(round)")
      try assertWhole(copy)
      answered.formUnion(later)
    }
    let restored = try launch(["STATE_FILE": tree.path("copy 8.db")])
    XCTAssertNotNil(try listProjects(restored).content)
    _ = try createLoop(restored)
  }

  func testBackup_whenItCannotBeMade_saysWhyAndTouchesNothing() throws {
    let nothing = try command("backup", tree.path("copy.db"))
    XCTAssertEqual(nothing.status, .status(1))
    XCTAssertFalse(tree.exists("copy.db"))
    _ = try makeFile()
    try tree.write("copy.db", "mine")
    for (target, words) in [
      (tree.path("copy.db"), "is there already"), (path, "is there already"),
      (tree.path("none/copy.db"), "No such file"),
      (tree.path("state"), "is there already"),
    ] {
      let outcome = try command("backup", target)
      XCTAssertEqual(outcome.status, .status(1), target)
      XCTAssertTrue(outcome.errors.contains(words), outcome.errors)
    }
    XCTAssertEqual(try tree.read("copy.db"), "mine")
    try assertWhole()
  }

  // MARK: export, import

  /// Projects come and are replaced, and are exported, beside servers whose every write is kept.
  func testExportAndImport_whileServersWrite_areOfOneMomentAndLoseNothing() throws {
    let other = ["STATE_FILE": tree.path("other/state.db")]
    let maker = try launch(other)
    try fill(maker, "shop")
    try assertEnds(maker)
    _ = try command("export", tree.path("shop"), more: other).checked()
    let stage = try Stage(environment(), loops: 2, specs: 2)
    let load = Load(
      (1...2).map { WritingPlan(name: "p\($0)", environment: environment(), stage: stage, writers: 3) }, seed: 3)
    _ = try command("import", tree.path("shop")).checked()
    for round in 1...4 {
      _ = try command("import", tree.path("shop"), "--replace").checked()
      _ = try command("export", tree.path("out")).checked()
      let copy = ["STATE_FILE": tree.path("copy \(round)/state.db"), "LOOP_HISTORY_LIMIT": "1000"]
      _ = try command("import", tree.path("out"), more: copy).checked()
      _ = try command("export", tree.path("again"), more: copy).checked()
      XCTAssertEqual(try tree.contents(below: "again"), try tree.contents(below: "out"))
      XCTAssertEqual(try tree.contents(below: "out/shop"), try tree.contents(below: "shop/shop"))
      try tree.delete("again")
    }
    let report = load.end()
    XCTAssertGreaterThan(report.codes["done"] ?? 0, 100)
    var state = try FinalState(path: path)
    // The project that was imported is nobody's write.
    state.specs.removeAll { $0.name == "user-login" }
    let ours = Set(try StateFileQueries(path).run("SELECT id FROM loop_states WHERE project_name = 'stage'")[0])
    state.loops.removeAll { !ours.contains($0.id) }
    assertHistory(report, [stage], state)
    try assertWhole()
  }

  func testImport_whenTheProjectIsThere_isRefusedUnlessReplacing() throws {
    let process = try launch()
    let loop = try fill(process, "shop")
    _ = try command("export", tree.path("out")).checked()
    let refused = try command("import", tree.path("out"))
    XCTAssertEqual(refused.status, .status(1))
    XCTAssertTrue(refused.errors.contains("--replace"), refused.errors)
    XCTAssertNotNil(try call(process, "record_user_feedback", #"{"loop_id":"\#(loop)","feedback":"more"}"#).content)
    _ = try command("import", tree.path("out"), "--replace").checked()
    _ = try command("export", tree.path("again")).checked()
    XCTAssertEqual(try tree.contents(below: "again"), try tree.contents(below: "out"))
  }

  func testImport_whenKilled_leavesAllOrNothing() throws {
    let process = try launch()
    for project in ["a", "b", "c"] { try fill(process, project) }
    try assertEnds(process)
    _ = try command("export", tree.path("out")).checked()
    let start = ContinuousClock.now
    _ = try command("import", tree.path("out"), "--replace").checked()
    let duration = ContinuousClock.now - start
    for round in 0..<10 {
      let other = ["STATE_FILE": tree.path("round \(round)/state.db")]
      let killed = try ServerProcess(
        arguments: ["import", tree.path("out")], environment: environment(other), input: .devNull)
      usleep(UInt32((duration * round / 8) / .microseconds(1)))
      killed.kill()
      _ = try command("export", tree.path("again"), more: other).checked()
      let files = try tree.contents(below: "again")
      if !files.isEmpty { XCTAssertEqual(files, try tree.contents(below: "out"), "round \(round)") }
      try tree.delete("again")
    }
  }
}
