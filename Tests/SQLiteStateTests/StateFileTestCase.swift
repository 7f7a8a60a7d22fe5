// StateFileTestCase: a folder of its own for each test, managers on a file in it, and a table to write into.

import Foundation
import Logging
import Models
import SQLite
import State
import XCTest

@testable import SQLiteState

class StateFileTestCase: XCTestCase {
  private(set) var folder = ""
  var path: String { folder + "/state/respec.db" }

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "state-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  func manager(
    _ path: String? = nil, timeout: Duration = .seconds(10), policies: LoopPolicies = LoopPolicies(),
    sources: StateSources = .system
  ) -> SQLiteStateManager {
    SQLiteStateManager(
      path: path ?? self.path, timeout: timeout, policies: policies, sources: sources,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  /// Does it again while it is `busy`: with a short time-out a machine at work elsewhere is enough for that.
  @discardableResult
  func patiently<Result>(_ body: () async throws -> Result) async throws -> Result {
    let end = ContinuousClock.now + .seconds(30)
    while true {
      do {
        return try await body()
      } catch let failure as Failure where failure.code == .busy && .now < end {}
    }
  }

  // MARK: What there is

  /// What an operation fails with.
  func failure(
    file: StaticString = #filePath, line: UInt = #line, _ body: () async throws -> Void
  ) async -> Failure? {
    do {
      try await body()
      XCTFail("it did not fail", file: file, line: line)
    } catch let failure as Failure {
      return failure
    } catch {
      XCTFail("another error: \(error)", file: file, line: line)
    }
    return nil
  }

  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  func permissions(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  /// How many commits there are in the log: frames that say how long the database is after them.
  ///
  /// Source: sqlite.org/fileformat2.html, "The Write-Ahead Log".
  func commits() throws -> Int {
    let log = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "-wal")))
    return stride(from: 32, to: log.count, by: 24 + 4096).count { log[($0 + 4)..<($0 + 8)] != [0, 0, 0, 0] }
  }
}

extension IdempotentCall {
  init(_ key: String, arguments: String = "x") {
    self.init(
      tool: "note", key: IdempotencyKey(trusted: key), fingerprint: Fingerprint(Array(arguments.utf8)))
  }
}

// MARK: Notes: rows that mean nothing

extension SQLiteStateManager {
  private static let insert = SQLiteStatement("INSERT INTO notes (text) VALUES (?1)")
  private static let all = SQLiteStatement("SELECT text FROM notes ORDER BY rowid")

  /// Makes the file, with a table of notes.
  func makeNotes() async throws {
    _ = try await write(once: nil) { file, _ in
      try file.runScript("CREATE TABLE notes (text TEXT NOT NULL) STRICT")
      return true
    }
  }

  @discardableResult
  func note(_ text: String, once call: IdempotentCall? = nil, isLong: Bool = false) async throws(Failure) -> String {
    try await write(once: call, isLong: isLong) { file, _ in
      try file.run(Self.insert(.text(text)))
      return text
    }.value
  }

  func notes() async throws -> [String] {
    try await read { file in try file.all(Self.all()) { row in try row.text() } }
  }

  /// A task whose write waits in line when this returns, or has been run.
  func noteInLine(_ text: String) -> Task<String, any Error> { Task.immediate { try await self.note(text) } }

  /// As `run` does at the server's end.
  func end() async {
    let run = Task { await self.run() }
    run.cancel()
    await run.value
  }
}
