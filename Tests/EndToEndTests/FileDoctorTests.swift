// FileDoctorTests: `doctor` on state files in every condition, by the real binary.

import EndToEndSupport
import Foundation
import JSON
import XCTest

final class FileDoctorTests: EndToEndTestCase {
  /// The output of `doctor --json`.
  private struct Diagnosis {
    let findings: [(check: String, level: String, text: String)]
    let text: String

    init(_ process: ServerProcess) throws {
      let lines = try process.readToEnd()
      let status = try process.waitForExit()
      text = lines.joined(separator: "\n") + process.standardError
      let document = try JSONParser.parse(try XCTUnwrap(lines.first, text))
      findings = try XCTUnwrap(document["findings"]?.arrayValue).map { finding in
        let parts = ["found", "cause", "fix"].map { finding[$0]?.stringValue ?? "" }
        let level = finding["level"]?.stringValue ?? ""
        XCTAssertEqual(parts.dropFirst().allSatisfy(\.isEmpty), level == "ok", "\(parts)")
        return (finding["check"]?.stringValue ?? "", level, parts.joined(separator: " "))
      }
      XCTAssertEqual(status, .status(findings.contains { $0.level == "error" } ? 1 : 0), text)
      XCTAssertEqual(process.standardError, "")
    }

    /// The checks that warn or fail.
    var problems: [String] {
      findings.filter { ["warning", "error"].contains($0.level) }.map { "\($0.check) \($0.level)" }
    }
  }

  private func file() throws -> String { try XCTUnwrap(fileSettings()["STATE_FILE"]) }
  private func folder() throws -> String { try (file() as NSString).deletingLastPathComponent }

  private func diagnosis(_ file: String? = nil) throws -> Diagnosis {
    let settings = fileSettings().merging(file.map { ["STATE_FILE": $0] } ?? [:]) { $1 }
    let before = try tree()
    let process = try ServerProcess(arguments: ["doctor", "--json"], environment: settings, input: .devNull)
    let diagnosis = try Diagnosis(process)
    XCTAssertEqual(try tree(), before, "doctor has made, removed or changed a file")
    return diagnosis
  }

  /// Every file's size and time of change.
  private func tree() throws -> [String: String] {
    let folder = try folder()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return try names.reduce(into: [:]) { tree, name in
      let facts = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      // Readers share the log's index, and write their marks there.
      if !name.hasSuffix("-shm") { tree[name] = "\(facts[.size]!) \(facts[.modificationDate]!)" }
    }
  }

  /// A state file with a project in it, as a server that has ended leaves it.
  private func fill() throws {
    let process = try launchSession(environment: fileSettings())
    for _ in 0..<50 { _ = try createLoop(process) }
    try assertEnds(process)
  }

  private func write(_ bytes: [UInt8], at offset: UInt64) throws {
    let handle = try XCTUnwrap(FileHandle(forWritingAtPath: try file()))
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: bytes)
    try handle.close()
  }

  private func assert(
    _ diagnosis: Diagnosis, _ problems: [String], _ words: String..., file: StaticString = #filePath,
    line: UInt = #line
  ) {
    XCTAssertEqual(diagnosis.problems, problems, diagnosis.text, file: file, line: line)
    for word in words { XCTAssertTrue(diagnosis.text.contains(word), diagnosis.text, file: file, line: line) }
  }

  // MARK: No file yet

  func testFile_whenMissing_isNotedAndNotMade() throws {
    assert(try diagnosis(), [], "is not there yet, nor is its folder")
    XCTAssertFalse(FileManager.default.fileExists(atPath: try folder()))
    try fill()
    assert(try diagnosis(try folder() + "/other.db"), [], "other.db is not there yet")
    XCTAssertFalse(FileManager.default.fileExists(atPath: try folder() + "/other.db"))
  }

  // MARK: Sound

  func testFile_whenSound_hasNoProblem() throws {
    try fill()
    let diagnosis = try diagnosis()
    assert(diagnosis, [], "no damage")
    XCTAssertEqual(
      diagnosis.findings.map(\.check),
      ["variables", "path", "filesystem", "rights", "space", "log", "lock", "migrations", "integrity", "sqlite"])
  }

  func testFile_whenAServerIsAtWork_hasNoProblem() throws {
    let process = try launchSession(environment: fileSettings())
    _ = try createLoop(process)
    assert(try diagnosis(), [])
    _ = try createLoop(process)
    try assertEnds(process)
  }

  func testText_whenPrinted_hasALineACheck() throws {
    try fill()
    let process = try ServerProcess(arguments: ["doctor"], environment: fileSettings(), input: .devNull)
    let lines = try process.readToEnd().filter { !$0.hasPrefix("         ") }
    XCTAssertEqual(lines.count, 10, "\(lines)")
    XCTAssertEqual(lines[1].prefix(37), "ok       path        the state is in ")
    XCTAssertEqual(try process.waitForExit(), .status(0))
  }

  // MARK: What is wrong with the file

  func testFile_whenItIsNoDatabase_isAnError() throws {
    try fill()
    try write(Array(String(repeating: "not a database. ", count: 300).utf8), at: 0)
    assert(try diagnosis(), ["migrations error"], "is not a state file of respec-server", "restore a backup")
  }

  func testFile_whenItIsShortAndNoDatabase_isAnError() throws {
    try fill()
    try Data("hello".utf8).write(to: URL(fileURLWithPath: try file()))
    XCTAssertEqual(chmod(try file(), 0o600), 0)
    assert(try diagnosis(), ["migrations error"], "is not a state file of respec-server")
  }

  func testFile_whenTruncated_isAnError() throws {
    try fill()
    for size in [100_000, 20_000, 5_000] {
      XCTAssertEqual(truncate(try file(), size), 0)
      let diagnosis = try diagnosis()
      XCTAssertTrue(diagnosis.problems.contains { $0.hasSuffix(" error") }, "\(size): \(diagnosis.text)")
      XCTAssertTrue(diagnosis.text.contains("restore a backup"), diagnosis.text)
    }
  }

  func testFile_whenAPageIsDamaged_isAnError() throws {
    try fill()
    let pages = try XCTUnwrap(FileManager.default.attributesOfItem(atPath: try file())[.size] as? Int) / 4_096
    for page in 3..<pages { try write([UInt8](repeating: 0xA5, count: 64), at: UInt64(page * 4_096)) }
    assert(try diagnosis(), ["integrity error"], "Stop every server, keep a copy")
  }

  func testFile_whenItIsAFolder_isAnError() throws {
    try FileManager.default.createDirectory(atPath: try file(), withIntermediateDirectories: true)
    assert(try diagnosis(), ["path error"], "a folder or a device")
    assert(try self.diagnosis("/dev/null"), ["path error"], "a folder or a device")
    assert(try self.diagnosis("/dev/null/state.db"), ["path error"], "cannot be reached")
  }

  func testLog_whenItsFileIsGone_isAnError() throws {
    try fill()
    try FileManager.default.removeItem(atPath: try file())
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: try file() + "-wal"))
    XCTAssertEqual(chmod(try file() + "-wal", 0o600), 0)
    assert(try diagnosis(), ["log error"], "Put the file back beside it")
  }

  // MARK: Rights and the lock

  func testRights_whenOpenToOthers_warn() throws {
    try fill()
    XCTAssertEqual(chmod(try file(), 0o644), 0)
    assert(try diagnosis(), ["rights warning"], "the group and every user may read", "chmod 600")
  }

  func testFile_whenAnotherUserLooks_isAnError() throws {
    guard geteuid() == 0 else { throw XCTSkip("only root can become another user") }
    try fill()
    let elsewhere = FileManager.default.temporaryDirectory.appendingPathComponent("respec-\(UUID().uuidString)")
    try FileManager.default.copyItem(atPath: ServerProcess.builtBinary, toPath: elsewhere.path)
    defer { try? FileManager.default.removeItem(at: elsewhere) }
    // The folder may be entered, what is in it not read; then neither.
    XCTAssertEqual(chmod(try folder(), 0o755), 0)
    XCTAssertTrue(try output(elsewhere.path).contains("error    rights"))
    XCTAssertTrue(try output(elsewhere.path).contains("error    migrations"))
    XCTAssertEqual(chmod(try folder(), 0o700), 0)
    XCTAssertTrue(try output(elsewhere.path).contains("error    path"))
  }

  /// The output of doctor for a user without rights.
  private func output(_ binary: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", binary, "doctor"]
    process.environment = fileSettings().merging(["PATH": "/usr/bin:/bin"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 1, output)
    return output
  }

  func testLock_whenHeldForLong_warns() throws {
    try fill()
    let lock = open(try file() + ".lock", O_RDWR)
    XCTAssertEqual(flock(lock, LOCK_EX), 0)
    defer { close(lock) }
    assert(try diagnosis(), ["lock warning"], "another process has held")
  }
}
