// StoreRoundTripTests: projects go from a state file into a database and back without a change.

import EndToEndSupport
import SharedStateSupport
import XCTest

final class StoreRoundTripTests: ArchiveTestCase {
  private func file(_ name: String) -> [String: String] {
    ["STATE_MANAGER": "file", "STATE_FILE": tree.path(name), "LOOP_HISTORY_LIMIT": "1000"]
  }

  private func run(_ arguments: String..., on settings: [String: String]) throws {
    _ = try Command(ServerProcess.builtBinary, arguments, environment: settings).checked()
  }

  func testProjects_whenMovedBetweenFileAndDatabase_areTheSame() throws {
    let seed = UInt64.random(in: 1...999_999_999)
    let process = try launch(environment: file("one.db"))
    try fill(process, "whole")
    try fillAtRandom(process, calls: 400, seed: seed)
    try assertEnds(process)
    try run("export", tree.path("out"), on: file("one.db"))
    let whole = try tree.contents(below: "out")
    XCTAssertGreaterThan(whole.count, 20)

    let database = try migratedDatabase()
    _ = try restore(database).checked()
    _ = try export(database, to: "from database").checked()
    XCTAssertEqual(try tree.contents(below: "from database"), whole, "seed \(seed)")

    try run("import", tree.path("from database"), on: file("two.db"))
    try run("export", tree.path("from file"), on: file("two.db"))
    XCTAssertEqual(try tree.contents(below: "from file"), whole, "seed \(seed)")

    // Over what is there, in both.
    _ = try restore(database, from: "from file", "--replace").checked()
    try run("import", tree.path("from file"), "--replace", on: file("one.db"))
    _ = try export(database, to: "from database").checked()
    try run("export", tree.path("out"), on: file("one.db"))
    XCTAssertEqual(try tree.contents(below: "from database"), whole, "seed \(seed)")
    XCTAssertEqual(try tree.contents(below: "out"), whole, "seed \(seed)")
  }
}
