// ToolPageTests: docs/tools.md is what the server says about its tools.

import EndToEndSupport
import Foundation
import XCTest

final class ToolPageTests: XCTestCase {
  func testPage_isWhatTheGeneratorWrites() throws {
    let script = Transcript.root.appendingPathComponent("scripts/generate-tool-docs").path
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    XCTAssertTrue(
      path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") },
      "there is no python3 on the PATH: \(script) needs it")
    let process = try ServerProcess(
      binary: script, arguments: ["--check"],
      environment: ["PATH": path, "RESPEC_SERVER": ServerProcess.builtBinary], input: .devNull)
    XCTAssertEqual(try process.readToEnd(within: 60), [])
    XCTAssertEqual(try process.waitForExit(), .status(0), process.standardError)
  }

  func testPage_hasEveryToolOnce() throws {
    let page = try String(contentsOf: Transcript.root.appendingPathComponent("docs/tools.md"), encoding: .utf8)
    let process = try ServerProcess()
    let answer = try process.exchange(Message.modern(1, "tools/list"))
    let names = answer.matches(of: #/\{"name":"([a-z_]+)","title"/#).map { String($0.output.1) }
    XCTAssertEqual(names.count, 29)
    for name in names { XCTAssertEqual(page.matches(of: try Regex("(?m)^### \(name)$")).count, 1, name) }
    _ = try process.finish()
  }
}
