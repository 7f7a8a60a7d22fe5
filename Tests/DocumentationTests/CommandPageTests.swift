// CommandPageTests: every command and option is in docs/commands.md, and every one in the pages exists.

import DocumentationSupport
import XCTest

final class CommandPageTests: XCTestCase {
  private static let path = "docs/commands.md"

  /// The text of each part of the page: a command's under its name, the rest under the empty name.
  private func parts() throws -> [String: String] {
    var parts: [String: String] = [:]
    var name = ""
    for line in try Repository.text(Self.path).split(separator: "\n", omittingEmptySubsequences: false) {
      if let heading = line.wholeMatch(of: #/## (\S+)/#) { name = String(heading.output.1) }
      parts[name, default: ""] += line + "\n"
    }
    return parts
  }

  private func options(in text: String) -> Set<String> {
    Set(text.matches(of: #/(^|[\s`(\[])(--[a-z][a-z-]*)/#).map { String($0.output.2) })
  }

  // MARK: What exists is on the page

  func testCommands_areOnThePage() throws {
    let (help, parts) = (try ProgramHelp.shared.get(), try parts())
    for command in help.commands {
      guard let part = parts[command] else {
        XCTFail("\(Self.path) has no part \"## \(command)\": add one, with an example and what it prints")
        continue
      }
      XCTAssertTrue(part.contains("respec-server \(command)"), "\(Self.path): no example of \(command)")
      for option in help.options[command]!.subtracting(options(in: part)) {
        XCTFail("\(Self.path): the part on \(command) does not tell of \(option)")
      }
    }
    for option in ProgramHelp.common.subtracting(options(in: parts[""] ?? "")) {
      XCTFail("\(Self.path): nothing about \(option), which every command has")
    }
  }

  // MARK: What is in the pages exists

  func testPage_hasNoCommandOrOptionThatIsGone() throws {
    let help = try ProgramHelp.shared.get()
    for (command, part) in try parts() where !command.isEmpty {
      guard let known = help.options[command] else {
        XCTFail("\(Self.path): there is no command \(command)")
        continue
      }
      for option in options(in: part).subtracting(known).subtracting(ProgramHelp.common) {
        XCTFail("\(Self.path): \(command) has no option \(option)")
      }
    }
  }

  /// Wherever a page shows `respec-server …`.
  func testExamples_inAllPages_haveOnlyWhatExists() throws {
    let help = try ProgramHelp.shared.get()
    for page in try Repository.pages() {
      let lines = try Repository.text(page.path).split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        for match in line.matches(of: #/\brespec-server((?: +[^\s|`;)]+)*)/#) {
          check(match.output.1.split(separator: " ").map(String.init), help, at: "\(page.path):\(index + 1)")
        }
      }
    }
  }

  private func check(_ words: [String], _ help: ProgramHelp, at place: String) {
    let command = words.first.flatMap { help.options[$0] == nil ? nil : $0 } ?? ""
    let known = help.options[command]!.union(ProgramHelp.common).union(command.isEmpty ? help.options["serve"]! : [])
    for word in words where word.hasPrefix("--") {
      let option = String(word.prefix { $0 != "=" && $0 != "," && $0 != "." })
      XCTAssertTrue(known.contains(option), "\(place): respec-server \(command) has no option \(option)")
    }
  }

  /// `scripts/NAME --option`: the script has it.
  func testScripts_inAllPages_haveTheirOptions() throws {
    let scripts = Repository.files(in: "scripts")
    for page in try Repository.pages() {
      for match in try Repository.text(page.path).matches(of: #/\bscripts\/([\w-]+)((?: +[^\s|`;)]+)*)/#) {
        let name = String(match.output.1)
        XCTAssertTrue(scripts.contains("scripts/\(name)"), "\(page.path): there is no scripts/\(name)")
        // These hand everything on, to another program.
        if ["test", "test-database", "install-packages"].contains(name) { continue }
        let text = try Repository.text("scripts/\(name)")
        for option in options(in: String(match.output.2)) where !text.contains(option) {
          XCTFail("\(page.path): scripts/\(name) has no option \(option)")
        }
      }
    }
  }
}
