// InstallTests: scripts/install takes a release's binary when it is what its checksum says and runs here.

import EndToEndSupport
import Foundation
import XCTest

final class InstallTests: XCTestCase {
  private var folder: URL!
  private var installed: URL { folder.appendingPathComponent("prefix/bin/respec-server") }

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("respec-install-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: installed.deletingLastPathComponent(), withIntermediateDirectories: true)
    // Stays unless the install succeeds.
    try Data("the one before".utf8).write(to: installed)
  }

  override func tearDownWithError() throws { try FileManager.default.removeItem(at: folder) }

  private struct Run {
    let status: ServerProcess.ExitStatus
    let output: [String]
    let errors: String
  }

  private func run(_ program: String, _ arguments: [String]) throws -> Run {
    let process = try ServerProcess(
      binary: program, arguments: arguments, environment: ["PATH": "/usr/bin:/bin"], input: .devNull)
    let output = try process.readToEnd(within: 60)
    return Run(status: try process.waitForExit(), output: output, errors: process.standardError)
  }

  private func install(_ arguments: String...) throws -> Run {
    let script = Transcript.root.appendingPathComponent("scripts/install").path
    return try run(script, arguments + ["--prefix", folder.appendingPathComponent("prefix").path])
  }

  private func checksum(of path: String) throws -> String {
    String(try XCTUnwrap(run("/usr/bin/sha256sum", [path]).output.first).prefix(64))
  }

  private func assertInstalled(_ result: Run) throws {
    XCTAssertEqual(result.status, .status(0), result.errors)
    XCTAssertEqual(result.output, [installed.path])
    let binary = URL(fileURLWithPath: ServerProcess.builtBinary)
    XCTAssertTrue(try Data(contentsOf: installed) == Data(contentsOf: binary), "another binary was installed")
  }

  private func assertRefused(_ result: Run, saying text: String) throws {
    XCTAssertEqual(result.status, .status(1))
    XCTAssertTrue(result.errors.contains(text), result.errors)
    XCTAssertEqual(try String(contentsOf: installed, encoding: .utf8), "the one before")
    let names = try FileManager.default.contentsOfDirectory(atPath: installed.deletingLastPathComponent().path)
    XCTAssertEqual(names, ["respec-server"], "something unfinished stays behind")
  }

  func testInstall_fromABinary_whenItsChecksumIsRight() throws {
    let binary = ServerProcess.builtBinary
    try assertInstalled(install("--from", binary, "--checksum", checksum(of: binary)))
  }

  func testInstall_fromAnArchive_whenItsChecksumStandsBesideIt() throws {
    let binary = URL(fileURLWithPath: ServerProcess.builtBinary)
    let archive = folder.appendingPathComponent("respec-server-0.0.0.tar.gz")
    let packed = try run(
      "/usr/bin/tar", ["-czf", archive.path, "-C", binary.deletingLastPathComponent().path, "respec-server"])
    XCTAssertEqual(packed.status, .status(0), packed.errors)
    let line = "\(try checksum(of: archive.path))  \(archive.lastPathComponent)\n"
    try Data(line.utf8).write(to: folder.appendingPathComponent("SHA256SUMS"))
    try assertInstalled(install("--from", archive.absoluteString))
  }

  func testInstall_whenTheChecksumIsWrong() throws {
    let wrong = String(repeating: "0", count: 64)
    try assertRefused(
      install("--from", ServerProcess.builtBinary, "--checksum", wrong), saying: "is not what it should be")
  }

  func testInstall_whenNoChecksumIsToBeHad() throws {
    let binary = folder.appendingPathComponent("respec-server")
    try Data("#!/bin/sh\n".utf8).write(to: binary)
    try assertRefused(install("--from", binary.path), saying: "there is no file \(folder.path)/SHA256SUMS")
  }

  /// As one of another architecture.
  func testInstall_whenTheBinaryDoesNotRunHere() throws {
    let binary = folder.appendingPathComponent("respec-server")
    try Data([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0]).write(to: binary)
    try assertRefused(
      install("--from", binary.path, "--checksum", checksum(of: binary.path)), saying: "does not run on this system")
  }
}
