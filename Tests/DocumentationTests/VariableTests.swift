// VariableTests: every environment variable is in the pages, and every one in the pages exists.

import DocumentationSupport
import XCTest

final class VariableTests: XCTestCase {
  /// The program's variables, and those of the scripts and tests.
  private func known() throws -> Set<String> { try ProgramHelp.shared.get().variables.union(try ofScripts()) }

  private func ofScripts() throws -> Set<String> {
    let files = Repository.files(in: "scripts") + Repository.files(in: "Tests", suffix: ".swift") + [".ci/run"]
    let names = try files.flatMap { file in
      try Repository.text(file).matches(of: #/\bRESPEC_[A-Z_]*[A-Z]\b/#).map { String($0.output) }
    }
    return Set(names)
  }

  /// Words that look like one of our variables. `LOOP_<TYPE>_THRESHOLD` stands for one a type.
  private func documented() throws -> [(name: String, page: String)] {
    try Repository.pages().flatMap { page in
      try Repository.text(page.path)
        .matches(of: #/\b((AUDIT|DATABASE|LOOP|MCP|RESPEC|STATE)_[A-Z<][A-Z_<>]*[A-Z])/#)
        .map { (String($0.output.0), page.path) }
    }
  }

  private func names(_ documented: String, in known: Set<String>) -> Set<String> {
    guard documented.contains("<TYPE>") else { return known.contains(documented) ? [documented] : [] }
    let parts = documented.components(separatedBy: "<TYPE>")
    let types = ["PLAN", "ROADMAP", "SPEC", "BUILD_PLAN", "BUILD_CODE", "ANALYST"]
    return known.intersection(types.map { parts[0] + $0 + parts[1] })
  }

  func testPages_haveOnlyVariablesThatExist() throws {
    let known = try known()
    for (name, page) in try documented() where names(name, in: known).isEmpty {
      XCTFail("\(page): there is no variable \(name)")
    }
  }

  func testVariables_areInThePages() throws {
    let known = try known()
    let documented = Set(try documented().flatMap { names($0.name, in: known) })
    for name in known.subtracting(documented).sorted() {
      XCTFail("\(name) is in no page: add it to README.md, docs/database.md or CONTRIBUTING.md")
    }
  }
}
