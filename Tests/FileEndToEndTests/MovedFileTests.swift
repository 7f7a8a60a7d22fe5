// MovedFileTests: files that go away or change under running servers, and the ways that lead to one file.

import EndToEndSupport
import Foundation
import SharedStateSupport
import XCTest

final class MovedFileTests: FileTestCase {
  private func move(_ from: String, _ to: String) throws {
    XCTAssertEqual(rename(tree.path(from), tree.path(to)), 0, "\(from) to \(to): \(errno)")
  }

  private func assertGone(_ process: ServerProcess, file: StaticString = #filePath, line: UInt = #line) throws {
    for _ in 0..<2 {
      assertUnavailable(try listProjects(process), path, "is gone", "put it back", file: file, line: line)
      let write = try call(process, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#)
      assertUnavailable(write, path, "is gone", "put it back", file: file, line: line)
    }
  }

  func testFolder_whenGone_isToldAndWorksAgainWhenItIsBack() throws {
    let process = try launch()
    let loop = try createLoop(process)
    try move("state", "away")
    try assertGone(process)
    XCTAssertFalse(tree.exists("state"))
    try move("away", "state")
    XCTAssertEqual(try loops(process), [loop])
    let second = try createLoop(process)
    XCTAssertEqual(try loops(try launch()), [loop, second].sorted())
    try assertEnds(process)
    try assertWhole()
  }

  func testFile_whenGone_isToldAndWorksAgainWhenItIsBack() throws {
    let process = try launch()
    let loop = try createLoop(process)
    try move("state/state.db", "away.db")
    try assertGone(process)
    XCTAssertFalse(tree.exists("state/state.db"))
    try move("away.db", "state/state.db")
    XCTAssertEqual(try loops(process), [loop])
    _ = try createLoop(process)
    try assertEnds(process)
    try assertWhole()
  }

  /// What the log of a deleted file holds is not thrown away by beginning anew.
  func testFile_whenDeletedBesideItsLog_isNotBegunAnew() throws {
    let process = try launch()
    _ = try createLoop(process)
    process.kill()
    try tree.delete("state/state.db")
    let next = try launch()
    assertUnavailable(try listProjects(next), "\(path)-wal", "move the log away")
    try tree.delete("state/state.db-wal")
    _ = try createLoop(next)
    try assertEnds(next)
    try assertWhole()
  }

  func testFile_whenDeletedForGood_isBegunAnewByTheNextServer() throws {
    let process = try launch()
    _ = try createLoop(process)
    try tree.delete("state")
    try assertGone(process)
    let next = try launch()
    let loop = try createLoop(next)
    XCTAssertEqual(try loops(process), [loop], "the first one goes on with the new file")
    _ = try createLoop(process)
    XCTAssertEqual(try loops(next).count, 2)
  }

  /// Both servers go over to the other file, and what they had written stays in the one that it was written to.
  func testFile_whenReplacedByAnother_isTheNewOneFromThenOn() throws {
    let other = environment(["STATE_FILE": tree.path("other/state.db")])
    let maker = try launch(environment: other)
    let new = try createLoop(maker)
    try assertEnds(maker)
    let servers = [try launch(), try launch()]
    var old = [try createLoop(servers[0])]
    for number in 0..<20 { old.append(try createLoop(servers[number % 2])) }
    XCTAssertEqual(link(path, tree.path("old.db")), 0)
    try move("other/state.db", "state/state.db")
    XCTAssertEqual(try loops(servers[0]), [new])
    XCTAssertEqual(try loops(servers[1]), [new])
    let more = [try createLoop(servers[0]), try createLoop(servers[1])]
    for server in servers {
      XCTAssertEqual(try loops(server), ([new] + more).sorted())
      try assertEnds(server)
    }
    try assertWhole()
    try assertWhole(tree.path("old.db"))
    XCTAssertEqual(
      try StateFileQueries(tree.path("old.db")).run("SELECT id FROM loop_states ORDER BY 1"), [old.sorted()])
  }

  func testFile_whenEmptiedUnderTheServer_isToldAndLeftAlone() throws {
    let process = try launch()
    _ = try createLoop(process)
    _ = try command("backup", tree.path("copy.db")).checked()
    let handle = try XCTUnwrap(FileHandle(forUpdatingAtPath: path))
    try handle.truncate(atOffset: 0)
    try handle.close()
    let answer = try call(process, "create_loop", #"{"project_name":"p","loop_type":"spec"}"#)
    assertUnavailable(answer, path, "was emptied", "put a backup in its place")
    XCTAssertEqual(size(path), 0)
    try move("copy.db", "state/state.db")
    XCTAssertEqual(try loops(process).count, 1)
  }

  // MARK: Ways to one file

  func testLink_toTheFile_leadsToTheSameState() throws {
    let direct = try launch()
    let loop = try createLoop(direct)
    try FileManager.default.createSymbolicLink(atPath: tree.path("link.db"), withDestinationPath: "state/state.db")
    try FileManager.default.createSymbolicLink(atPath: tree.path("folder"), withDestinationPath: "state")
    for way in ["link.db", "folder/state.db", "state/../state/state.db"] {
      let linked = try launch(["STATE_FILE": tree.path(way)])
      XCTAssertTrue(try loops(linked).contains(loop))
      let added = try createLoop(linked)
      XCTAssertTrue(try loops(direct).contains(added))
    }
    XCTAssertEqual(try tree.files().filter { !$0.hasPrefix("state/") }, ["link.db"])
  }

  func testLink_toNothing_isFollowed() throws {
    try FileManager.default.createSymbolicLink(atPath: tree.path("link.db"), withDestinationPath: "target.db")
    let process = try launch(["STATE_FILE": tree.path("link.db")])
    _ = try createLoop(process)
    try assertEnds(process)
    try assertWhole(tree.path("target.db"))
  }

  func testPath_whenAtHome_isFound() throws {
    let home = ["HOME": tree.path("home")]
    for (settings, file) in [
      (["STATE_FILE": "~/notes/state.db"], "home/notes/state.db"), ([:], "home/.local/share/respec-server/state.db"),
      (["XDG_DATA_HOME": tree.path("data")], "data/respec-server/state.db"),
      (["XDG_DATA_HOME": "data"], "home/.local/share/respec-server/state.db"),
    ] {
      let environment = ["STATE_MANAGER": "file"].merging(home) { $1 }.merging(settings) { $1 }
      let process = try launch(environment: environment)
      _ = try createLoop(process)
      XCTAssertTrue(tree.exists(file), file)
      try assertEnds(process)
    }
  }
}
