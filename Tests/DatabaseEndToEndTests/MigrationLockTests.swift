// MigrationLockTests: servers and commands that find the migration lock held by somebody else.

import EndToEndSupport
import SharedStateSupport
import TestSupport
import XCTest

final class MigrationLockTests: DatabaseTestCase {
  /// Takes the lock, as a migrator that takes its time.
  ///
  /// - Returns: the session that has it, and its words about itself.
  private func holder(_ database: DatabaseAddress) throws -> (session: SQLSession, words: String) {
    let session = try session(database)
    let pid = try session.value("SELECT pg_backend_pid()")
    _ = try session.run("SET application_name = 'the holder'")
    _ = try session.run("BEGIN; SELECT pg_advisory_xact_lock(7236837530114221)")
    return (session, "process \(pid) (role respec, application the holder, since 2")
  }

  private static let failure = "The migration lock is held by "

  /// Calls until the answer says who holds the lock: before the server has asked, it says less.
  private func answerOfHolder(_ process: ServerProcess) throws -> Answer {
    var answer = try listProjects(process)
    for _ in 0..<10 where answer.message?.contains(Self.failure) != true { answer = try listProjects(process) }
    return answer
  }

  private func assertServerSaysWhoHoldsIt(_ database: DatabaseAddress, through uri: String) throws {
    let (session, words) = try holder(database)
    let process = try launch(uri)
    let answer = try answerOfHolder(process)
    XCTAssertEqual(answer.code, "unavailable", answer.line)
    XCTAssertTrue(answer.message?.hasPrefix(Self.failure + words) == true, answer.line)
    XCTAssertTrue(answer.message?.hasSuffix("Nothing was done: try again.") == true, answer.line)
    _ = try session.run("ROLLBACK")
    try assertRecovers(process)
    try assertEnds(process)
    let log = process.standardError.split(separator: "\n").filter { $0.contains("waiting for the migration lock") }
    XCTAssertEqual(log.count, 1, process.standardError)
    XCTAssertTrue(log.first?.contains(" warning ") == true && log.first?.contains(words) == true, "\(log)")
  }

  func testServer_whenSomebodyHoldsTheLock_saysWho() throws {
    let database = try emptyDatabase()
    try assertServerSaysWhoHoldsIt(database, through: database.uri)
  }

  func testServer_whenSomebodyHoldsTheLockBehindAPooler_saysWho() throws {
    let common = try DatabaseAddress.common()
    for mode in Pooler.Mode.allCases {
      let database = try emptyDatabase(), pooler = try Pooler(mode, host: common.host, port: common.port)
      try assertServerSaysWhoHoldsIt(database, through: pooler.uri(database.database))
    }
  }

  /// The command goes on waiting, and says for whom meanwhile.
  func testMigrate_whenSomebodyHoldsTheLock_saysWho() throws {
    let database = try emptyDatabase(), common = try DatabaseAddress.common()
    let pooler = try Pooler(.transaction, host: common.host, port: common.port)
    let (session, words) = try holder(database)
    let processes = try [database.uri, pooler.uri(database.database)].map { uri in
      try ServerProcess(arguments: ["migrate"], environment: environment(uri), input: .devNull)
    }
    for process in processes { try wait(for: "held_by=\(words)", from: process) }
    _ = try session.run("ROLLBACK")
    let applied = try processes.flatMap { try $0.readToEnd() }.filter { $0.hasPrefix("applied ") }
    XCTAssertEqual(applied.count, MigrationFiles.all.count, "\(applied)")
    for process in processes { XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError) }
  }

  private func wait(for words: String, from process: ServerProcess) throws {
    for _ in 0..<200 where !process.standardError.contains(words) { _ = try? process.waitForExit(within: 0.1) }
    XCTAssertTrue(process.standardError.contains(words), process.standardError)
  }

  func testServer_whenNothingIsPending_waitsForNoMigrator() throws {
    let database = try emptyDatabase(), common = try DatabaseAddress.common()
    _ = try migrate(database).checked()
    _ = try holder(database)
    let poolers = try Pooler.Mode.allCases.map { try Pooler($0, host: common.host, port: common.port) }
    for uri in [database.uri] + poolers.map({ $0.uri(database.database) }) {
      let process = try launch(uri)
      XCTAssertNotNil(try listProjects(process).content)
      try assertEnds(process)
      let command = try Command(ServerProcess.builtBinary, ["migrate"], environment: environment(uri)).checked()
      XCTAssertEqual(command.output, ["The schema is up to date."])
      XCTAssertEqual(command.errors, "")
    }
  }
}
