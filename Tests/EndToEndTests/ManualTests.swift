// ManualTests: the manual page is what scripts/generate-manual writes, and is installed with the completions of shells.

import EndToEndSupport
import Foundation
import XCTest

final class ManualTests: XCTestCase {
  private func run(_ script: String, _ arguments: [String], _ environment: [String: String]) throws -> (Bool, String) {
    var environment = environment
    environment["PATH"] = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let process = try ServerProcess(
      binary: Transcript.root.appendingPathComponent("scripts/\(script)").path, arguments: arguments,
      environment: environment, input: .devNull)
    _ = try process.readToEnd(within: 60)
    return (try process.waitForExit() == .status(0), process.standardError)
  }

  func testPage_isTheOneThatTheScriptWrites() throws {
    let (isRight, errors) = try run(
      "generate-manual", ["--check"], ["RESPEC_SERVER": ServerProcess.builtBinary])
    XCTAssertTrue(isRight, errors)
  }

  func testInstall_bringsThePageAndTheCompletions() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("respec-manual-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let checksums = root.appendingPathComponent("SHA256SUMS")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    let sum = try ServerProcess(
      binary: "/usr/bin/sha256sum", arguments: [ServerProcess.builtBinary], environment: [:], input: .devNull)
    let line = try XCTUnwrap(try sum.readToEnd(within: 60).first)
    try Data("\(line.prefix(64))  respec-server\n".utf8).write(to: checksums)
    let (isDone, errors) = try run(
      "install", ["--from", ServerProcess.builtBinary, "--checksums", checksums.path, "--prefix", root.path], [:])
    XCTAssertTrue(isDone, errors)
    for (path, word) in [
      ("man/man1/respec-server.1", ".TH RESPEC"), ("bash-completion/completions/respec-server", "migrate"),
      ("zsh/site-functions/_respec-server", "migrate"), ("fish/vendor_completions.d/respec-server.fish", "migrate"),
    ] {
      let text = try String(contentsOf: root.appendingPathComponent("share/\(path)"), encoding: .utf8)
      XCTAssertTrue(text.contains(word), path)
    }
  }
}
