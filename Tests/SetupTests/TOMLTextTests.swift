// TOMLTextTests: a table is put into a TOML file, and nothing else is changed.

import XCTest

@testable import Setup

final class TOMLTextTests: XCTestCase {
  private let table = "[mcp_servers.respec]\ncommand = \"x\"\n\n[mcp_servers.respec.env]\nA = \"b\""
  private let tableName = "mcp_servers.respec"

  private func set(_ text: String) -> String {
    var toml = TOMLText(text)
    toml.set(table, named: tableName)
    return toml.text
  }

  private func remove(_ text: String) -> String {
    var toml = TOMLText(text)
    toml.remove(tableName)
    return toml.text
  }

  func testTable_whenItLacks_standsAtTheEnd() {
    XCTAssertEqual(set(""), table + "\n")
    XCTAssertEqual(set("a = 1\n\n[b]\nc = 2\n\n"), "a = 1\n\n[b]\nc = 2\n\n" + table + "\n")
  }

  func testTable_whenItIsThere_isReplacedInItsPlace() {
    let before =
      "# top\n[mcp_servers.\"respec\"]\ncommand = \"old\"\n[mcp_servers.respec.env]\nB = 1\n\n# other\n[other]\nx = 1\n"
    // A comment above a table belongs to the table before it for TOML; ours ends where the next one begins.
    XCTAssertEqual(TOMLText(before).table(tableName)?.hasPrefix("[mcp_servers.\"respec\"]"), true)
    XCTAssertTrue(set(before).contains(table), set(before))
    XCTAssertTrue(set(before).hasSuffix("[other]\nx = 1\n"), set(before))
    XCTAssertEqual(set(set("a = 1\n")), set("a = 1\n"))
  }

  func testTable_whenATextLooksLikeIt_isNotTakenForIt() {
    let before = "a = \"\"\"\n[mcp_servers.respec]\n\"\"\"\nb = '''\n[other]\n'''\n"
    XCTAssertNil(TOMLText(before).table(tableName))
    XCTAssertEqual(set(before), before + "\n" + table + "\n")
  }

  func testRemove_leavesTheRest() {
    for before in ["", "a = 1\n", "a = 1\n\n[b]\nc = 2\n", "[[l]]\nx = 1\n"] {
      XCTAssertEqual(remove(set(before)), before)
    }
    XCTAssertEqual(remove(table + "\n\n[other]\nx = 1\n"), "[other]\nx = 1\n")
    XCTAssertEqual(remove("a = 1\n"), "a = 1\n")
  }

  func testOtherForms_areSeen() {
    for text in [
      "mcp_servers = { respec = {} }", "mcp_servers.respec.command = \"x\"",
      "[mcp_servers]\nrespec = { command = \"x\" }",
      "[mcp_servers]\n\"respec\".command = 1",
    ] { XCTAssertTrue(TOMLText(text).hasOtherForm(of: tableName), text) }
    for text in ["", "[mcp_servers.other]\nrespec = 1", "[x]\nmcp_servers = 1", "# mcp_servers = {}", table] {
      XCTAssertFalse(TOMLText(text).hasOtherForm(of: tableName), text)
    }
  }
}
