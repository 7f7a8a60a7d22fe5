// ArchiveFaultTests: exports and imports that are refused, broken or killed.

import EndToEndSupport
import Foundation
import JSON
import SharedStateSupport
import XCTest

final class ArchiveFaultTests: ArchiveTestCase {
  // MARK: Export

  func testExport_whenStateIsInMemory_isRefused() throws {
    let outcome = try Command(ServerProcess.builtBinary, ["export", tree.path("out")])
    XCTAssertEqual(outcome.status, .status(1))
    XCTAssertEqual(
      outcome.errors,
      "respec-server: cannot export: state in memory ends with its process: set STATE_MANAGER=file, or "
        + "STATE_MANAGER=database and DATABASE_URL\n"
    )
    XCTAssertFalse(tree.exists("out"))
  }

  func testExport_whenOnlyTheURLIsSet_works() throws {
    let database = try migratedDatabase()
    let outcome = try Command(
      ServerProcess.builtBinary, ["export", tree.path("out")], environment: ["DATABASE_URL": database.uri])
    XCTAssertEqual(outcome.status, .status(0), outcome.errors)
  }

  func testExport_whenSomethingElseIsInTheWay_touchesNothing() throws {
    let database = try migratedDatabase()
    try fill(database, "shop")
    func assertRefused(_ reason: String, line: UInt = #line) throws {
      let before = try tree.contents()
      let outcome = try export(database)
      XCTAssertEqual(outcome.status, .status(1), line: line)
      XCTAssertTrue(outcome.errors.contains(reason), outcome.errors, line: line)
      XCTAssertEqual(try tree.contents(), before, line: line)
    }
    try tree.write("out/shop/notes.txt", "mine")
    try assertRefused("is not a folder that an export of this version has written")
    try tree.delete("out/shop")
    try tree.write("out/shop", "mine")
    try assertRefused("is in the way")
    try tree.delete("out/shop")
    _ = try export(database).checked()
    try tree.write("out/shop/loops/notes.txt", "mine")
    try assertRefused("no export has written loops/notes.txt in it")
    try tree.delete("out/shop/loops/notes.txt")
    try tree.edit("out/shop/project.json", "\"shop\"", "\"bank\"")
    try assertRefused("holds project bank")
    try tree.edit("out/shop/project.json", "\"format\": 3", "\"format\": 4")
    try assertRefused("is not a folder that an export of this version has written")
    try tree.delete("out/shop")
    try tree.write("elsewhere/project.json", "{}")
    try FileManager.default.createSymbolicLink(
      atPath: tree.path("out/shop"), withDestinationPath: tree.path("elsewhere"))
    try assertRefused("is in the way")
  }

  func testExport_whenFolderCannotBeMade_saysWhy() throws {
    let database = try migratedDatabase()
    let outcome = try export(database, to: "no/such/folder", "--json")
    XCTAssertEqual(outcome.status, .status(1))
    XCTAssertTrue(outcome.errors.contains("No such file or directory"), outcome.errors)
    XCTAssertEqual(try JSONParser.parse(outcome.output.joined())["code"], "file_error")
  }

  func testExport_whenARowBreaksTheRules_warns() throws {
    let database = try migratedDatabase()
    try fill(database, "shop")
    _ = try session(database).run("UPDATE project_plans SET end_users = ' '")
    let outcome = try export(database).checked()
    XCTAssertTrue(
      outcome.errors.hasPrefix("respec-server: warning: shop/plan.md: end_users: blank"), outcome.errors)
  }

  func testExport_whenKilled_leavesWholeProjects() throws {
    let database = try migratedDatabase()
    for project in ["a", "b", "c"] { try fill(database, project) }
    let start = ContinuousClock.now
    _ = try export(database).checked()
    let duration = ContinuousClock.now - start
    let whole = try tree.contents(below: "out")
    for round in 0..<25 {
      let process = try ServerProcess(
        arguments: ["export", tree.path("out")], environment: environment(database.uri), input: .devNull)
      usleep(UInt32((duration * round / 20) / .microseconds(1)))
      process.kill()
      let left = try tree.contents(below: "out").filter { !$0.key.hasPrefix(".respec-export/") }
      XCTAssertEqual(left, whole, "round \(round)")
    }
    _ = try export(database).checked()
    XCTAssertEqual(try tree.contents(below: "out"), whole)
  }

  /// While it waits for the database, half of the projects stand beside their places.
  func testExport_whenKilledHalfWay_leavesNothingInPlace() throws {
    let database = try migratedDatabase()
    for project in ["a", "b"] { try fill(database, project) }
    let holder = try session(database)
    _ = try holder.run("BEGIN; LOCK TABLE human_guidance IN ACCESS EXCLUSIVE MODE")
    let process = try ServerProcess(
      arguments: ["export", tree.path("out")],
      environment: environment(database.uri, ["DATABASE_COMMAND_TIMEOUT": "60"]), input: .devNull)
    try session(database.asSuperuser).wait(until: Self.someoneWaits)
    XCTAssertTrue(tree.exists("out/.respec-export/new/a/specs/user-login/spec.md"))
    let second = try export(database)
    XCTAssertTrue(second.errors.contains("another export or import is at work there"), second.errors)
    process.kill()
    XCTAssertEqual(try tree.files(below: "out").filter { !$0.hasPrefix(".respec-export/") }, [])
    _ = try holder.run("ROLLBACK")
    _ = try export(database).checked()
    XCTAssertFalse(tree.exists("out/.respec-export"))
    try assertComesBack(database)
  }

  private static let someoneWaits = """
    EXISTS (SELECT FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND application_name = 'respec-server' AND datname = current_database())
    """

  /// A file system that cannot exchange folders has the old one aside for a moment.
  func testExport_whenAKilledOneLeftAProjectAside_putsItBack() throws {
    let database = try migratedDatabase()
    for project in ["a", "b"] { try fill(database, project) }
    _ = try export(database).checked()
    let whole = try tree.contents(below: "out")
    try FileManager.default.createDirectory(
      atPath: tree.path("out/.respec-export/old"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: tree.path("out/b"), toPath: tree.path("out/.respec-export/old/b"))
    _ = try export(database, to: "out", "--project", "a").checked()
    XCTAssertEqual(try tree.contents(below: "out"), whole)
  }

  // MARK: Import

  /// An exported project `shop` and the database that it is from.
  private func exported() throws -> DatabaseAddress {
    let database = try migratedDatabase()
    try fill(database, "shop")
    _ = try export(database).checked()
    return database
  }

  private func assertRefused(
    _ database: DatabaseAddress, _ reasons: String..., arguments: [String] = [], line: UInt = #line
  ) throws {
    let before = try ProjectRows.all(database)
    let outcome = try Command(
      ServerProcess.builtBinary, ["import", tree.path("out")] + arguments, environment: environment(database.uri))
    XCTAssertEqual(outcome.status, .status(1), outcome.errors, line: line)
    for reason in reasons { XCTAssertTrue(outcome.errors.contains(reason), outcome.errors, line: line) }
    XCTAssertEqual(try ProjectRows.all(database), before, line: line)
  }

  func testImport_whenTextsWereEdited_takesThem() throws {
    let database = try exported()
    try tree.edit("out/shop/specs/user-login/spec.md", "### Scope\n\ns\n", "### Scope\n\nedited\n")
    try tree.edit("out/shop/specs/user-login/spec.md", "- Status: draft", "- Status: approved")
    _ = try restore(database, from: "out", "--replace").checked()
    let session = try session(database)
    XCTAssertEqual(
      try session.value("SELECT left(scope, 6) || ' ' || spec_status FROM technical_specs"), "edited approved")
  }

  func testImport_whenFilesAreBroken_namesEveryProblem() throws {
    _ = try exported()
    let empty = try migratedDatabase()
    let loop = try XCTUnwrap(try tree.files(below: "out/shop/loops").first)
    try tree.edit("out/shop/loops/\(loop)", "\"current_score\": 50", "\"current_score\": 500")
    try tree.edit("out/shop/loops/\(loop)", "\"status\"", "\"state\"")
    try tree.write("out/shop/loops/00000000.json", "{\"loop_type\": \"spec\",\n")
    try tree.write("out/shop/loops/readme.txt", "x")
    try tree.edit("out/shop/specs/user-login/spec.md", "### Scope", "### Scoop")
    try tree.delete("out/shop/specs/user-login/versions/1.json")
    try tree.edit("out/shop/roadmap.md", "- Status: draft", "- Status: dra")
    let plan = try tree.read("out/shop/plan.md")
    try tree.write("out/shop/plan.md", String(plan.prefix(plan.count / 2)))
    try assertRefused(
      empty, "shop/loops/\(loop): current_score: out of range; got 500",
      "shop/loops/\(loop): \"state\": unknown member",
      "shop/loops/\(loop): status: missing", "shop/loops/00000000.json: line 2: not JSON",
      "shop/loops/readme.txt: no file of an export", "shop/specs/user-login/spec.md: scope: missing",
      "shop/specs/user-login/versions/1.json: missing",
      "shop/roadmap.md: roadmap_status: unknown value, did you mean draft?; got \"dra\"",
      "shop/plan.md: project_status: missing", "shop/project.json: loops: 1 here, 2 in the folder")
  }

  func testImport_whenFormatIsNewer_isRefused() throws {
    _ = try exported()
    try tree.edit("out/shop/project.json", "\"format\": 3", "\"format\": 4")
    try assertRefused(try migratedDatabase(), "written by a newer respec-server")
  }

  func testImport_whenProjectIsCopied_isRefused() throws {
    _ = try exported()
    try FileManager.default.copyItem(atPath: tree.path("out/shop"), toPath: tree.path("out/copy"))
    try assertRefused(try migratedDatabase(), "copy is the same project", "its id stands in another file too")
  }

  func testImport_whenFileIsALink_isNotFollowed() throws {
    _ = try exported()
    try tree.delete("out/shop/plan.md")
    try FileManager.default.createSymbolicLink(
      atPath: tree.path("out/shop/plan.md"), withDestinationPath: "/etc/passwd")
    try assertRefused(try migratedDatabase(), "shop/plan.md: not a file")
  }

  func testImport_whenThereIsNothing_isRefused() throws {
    try tree.write("out/docs/x.md", "x")
    try assertRefused(try migratedDatabase(), "holds no exported project")
  }

  func testImport_whenProjectExists_isRefusedUnlessReplacing() throws {
    let database = try exported()
    try assertRefused(database, "project_name: is there already; got shop", "--replace")
    // That the project's own ids are taken is no news.
    XCTAssertFalse(try restore(database, from: "out").errors.contains("is taken"))
    _ = try session(database).run("UPDATE technical_specs SET scope = 'other'; DELETE FROM roadmaps")
    _ = try restore(database, from: "out", "--replace").checked()
    _ = try export(database, to: "second").checked()
    XCTAssertEqual(try tree.contents(below: "out"), try tree.contents(below: "second"))
  }

  func testImport_whenIDsAreTaken_isAConflict() throws {
    let database = try exported()
    _ = try session(database).run(
      """
      DELETE FROM loop_to_spec_mappings; DELETE FROM project_plans; DELETE FROM roadmaps;
      UPDATE technical_specs SET project_name = 'bank'; UPDATE loop_states SET project_name = 'bank'
      """)
    try assertRefused(database, "loops: the id is taken", "specs/user-login: the id or the name is taken")
    try assertRefused(database, "loops: the id is taken", arguments: ["--replace"])
  }

  func testImport_whenHistoryIsTooLong_bringsItWithinTheLimit() throws {
    let database = try migratedDatabase()
    try fill(database, "shop")
    let process = try launch(database)
    for id in 1...8 {
      _ = try call(process, "create_loop", #"{"project_name":"shop","loop_type":"plan"}"#, id: id)
    }
    try assertEnds(process)
    _ = try export(database).checked()
    let copy = try migratedDatabase()
    _ = try restore(copy, from: "out", more: ["LOOP_HISTORY_LIMIT": "3"]).checked()
    let newest = "SELECT sequence_number FROM loop_history ORDER BY 1 DESC LIMIT 3"
    XCTAssertEqual(
      try session(copy).run("SELECT sequence_number FROM loop_history ORDER BY 1 DESC"),
      try session(database).run(newest))
  }

  /// The next loop stands above the imported ones.
  func testImport_whenNumbersAreHigh_goesOnAboveThem() throws {
    let database = try migratedDatabase()
    try fill(database, "shop")
    _ = try session(database).run("UPDATE loop_history SET sequence_number = 5000000000")
    _ = try export(database).checked()
    let copy = try migratedDatabase()
    _ = try restore(copy).checked()
    let process = try launch(copy)
    _ = try call(process, "create_loop", #"{"project_name":"shop","loop_type":"plan"}"#)
    try assertEnds(process)
    XCTAssertEqual(
      try session(copy).run("SELECT sequence_number FROM loop_history ORDER BY 1"), ["5000000000", "5000000001"])
    try tree.edit("out/shop/loops/\(try tree.files(below: "out/shop/loops")[0])", "5000000000", "9223372036854775807")
    try assertRefused(try migratedDatabase(), "history.sequence_number: out of range")
  }

  func testImport_whenKilled_leavesAllOrNothing() throws {
    let database = try migratedDatabase()
    for project in ["a", "b", "c"] { try fill(database, project) }
    _ = try export(database).checked()
    let whole = try ProjectRows.all(database)
    let copy = try migratedDatabase()
    let session = try session(copy)
    let start = ContinuousClock.now
    _ = try restore(copy).checked()
    let duration = ContinuousClock.now - start
    _ = try session.run(
      "DELETE FROM loop_states; DELETE FROM technical_specs; DELETE FROM roadmaps; DELETE FROM project_plans; "
        + "DELETE FROM projects")
    for round in 0..<25 {
      let process = try ServerProcess(
        arguments: ["import", tree.path("out"), "--replace"], environment: environment(copy.uri), input: .devNull)
      usleep(UInt32((duration * round / 20) / .microseconds(1)))
      process.kill()
      try waitForServersToBeGone(session)
      let rows = try ProjectRows.all(session)
      XCTAssertTrue(rows.isEmpty || rows == whole, "round \(round): \(rows.count) rows of \(whole.count)")
    }
    _ = try restore(copy, from: "out", "--replace").checked()
    XCTAssertEqual(try ProjectRows.all(session), whole)
  }

  /// While it waits for the loops' table, the specs are in its transaction.
  func testImport_whenKilledHalfWay_leavesNothing() throws {
    _ = try exported()
    let copy = try migratedDatabase()
    let holder = try session(copy)
    _ = try holder.run("BEGIN; LOCK TABLE loop_to_spec_mappings IN SHARE MODE")
    let process = try ServerProcess(
      arguments: ["import", tree.path("out")],
      environment: environment(copy.uri, ["DATABASE_COMMAND_TIMEOUT": "60"]), input: .devNull)
    try session(copy.asSuperuser).wait(until: Self.someoneWaits)
    process.kill()
    _ = try holder.run("ROLLBACK")
    let session = try session(copy)
    try waitForServersToBeGone(session)
    XCTAssertEqual(try ProjectRows.all(session), [])
  }
}
