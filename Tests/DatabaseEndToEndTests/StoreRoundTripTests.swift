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

  func testForeignTrees_areImportedIntoADatabase() throws {
    let database = try migratedDatabase()
    try importForeignTrees(
      below: tree, environment: environment(database.uri), seed: UInt64.random(in: 1...999_999_999))
  }

  /// Documents of other systems, through every tool that takes and gives them, and through the other store.
  func testForeignDocuments_comeBackThroughEveryStore() throws {
    let seed = UInt64.random(in: 1...999_999_999)
    let database = try migratedDatabase()
    for (settings, name) in [
      (["STATE_MANAGER": "memory"], "memory"), (file("one.db"), "file"), (environment(database.uri), "database"),
    ] {
      let process = try launch(environment: settings)
      XCTAssertGreaterThan(try takeForeignDocuments(process, count: 40, seed: seed), 10, "seed \(seed), \(name)")
      try assertEnds(process)
    }
    try run("export", tree.path("of file"), on: file("one.db"))
    _ = try export(database, to: "of database").checked()

    let other = try migratedDatabase()
    _ = try restore(other, from: "of file").checked()
    _ = try export(other, to: "again").checked()
    XCTAssertEqual(try tree.contents(below: "again"), try tree.contents(below: "of file"), "seed \(seed)")
    try run("import", tree.path("of database"), on: file("two.db"))
    try run("export", tree.path("and again"), on: file("two.db"))
    XCTAssertEqual(try tree.contents(below: "and again"), try tree.contents(below: "of database"), "seed \(seed)")
  }
}
