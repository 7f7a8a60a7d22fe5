// CommandLineTests: the command line, and starts that are refused.

import EndToEndSupport
import XCTest

final class CommandLineTests: EndToEndTestCase {
  private struct Outcome: Equatable {
    var status: ServerProcess.ExitStatus
    var out: String
    var error: String
  }

  /// Runs to the end with nothing on standard input.
  private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    let process = try ServerProcess(arguments: arguments, environment: environment, input: .devNull)
    let lines = try process.readToEnd()
    return Outcome(
      status: try process.waitForExit(), out: lines.map { $0 + "\n" }.joined(), error: process.standardError)
  }

  func testVersion() throws {
    let outcome = try run("--version")
    XCTAssertEqual(outcome.status, .status(0))
    XCTAssertNotNil(outcome.out.wholeMatch(of: #/\d+\.\d+\.\d+\n/#), outcome.out)
    XCTAssertEqual(outcome.error, "")
  }

  func testHelp_namesEveryVariable() throws {
    let outcome = try run("--help")
    XCTAssertEqual(outcome.status, .status(0))
    XCTAssertEqual(outcome.error, "")
    let loops = ["PLAN", "ROADMAP", "SPEC", "BUILD_PLAN", "BUILD_CODE", "ANALYST"].flatMap { type in
      ["THRESHOLD", "IMPROVEMENT_THRESHOLD", "CHECKPOINT_FREQUENCY"].map { "LOOP_\(type)_\($0)" }
    }
    let others = [
      "STATE_MANAGER", "STATE_FILE", "STATE_FILE_TIMEOUT", "DATABASE_URL", "DATABASE_READ_URL",
      "DATABASE_POOL_MIN_SIZE",
      "DATABASE_POOL_MAX_SIZE", "DATABASE_POOL_TIMEOUT",
      "DATABASE_COMMAND_TIMEOUT", "DATABASE_MAX_INACTIVE_CONNECTION_LIFETIME", "LOOP_HISTORY_LIMIT",
      "DATABASE_AUTO_MIGRATE", "MCP_TOOLS", "MCP_LOG_LEVEL", "MCP_MAX_MESSAGE_BYTES", "MCP_MAX_ANSWER_BYTES",
    ]
    for name in loops + others { XCTAssertTrue(outcome.out.contains("  \(name)="), name) }
  }

  func testOption_whenUnknown() throws {
    let outcome = try run("--port")
    XCTAssertEqual(outcome.status, .status(64))
    XCTAssertEqual(outcome.out, "")
    XCTAssertTrue(outcome.error.hasPrefix("Error: Unknown option '--port'\n"), outcome.error)
  }

  func testStart_whenTheURICanNeverWork_saysWhichPartOfItCannot() throws {
    for (uri, reason) in [
      ("postgresql+asyncpg://u:p@h/d", "+asyncpg names a driver of another program: leave it out"),
      ("postgres://u:p@h/d?schema=app", "libpq does not know the parameter schema: leave it out"),
      ("postgres://h/d?sslmode=require&pgbouncer=true", "libpq does not know the parameter pgbouncer: leave it out"),
      (
        "postgres://u:p@h/d?sslmode=no-verify",
        "libpq does not know this sslmode, only disable, allow, prefer, require, verify-ca, verify-full"
      ),
    ] {
      let outcome = try run(environment: ["STATE_MANAGER": "database", "DATABASE_URL": uri])
      XCTAssertEqual(outcome.status, .status(1), uri)
      XCTAssertTrue(outcome.error.contains("postgresql:// or postgres://; \(reason)\n"), outcome.error)
    }
  }

  func testStart_whenVariablesAreBad_namesAllOfThem() throws {
    let outcome = try run(environment: [
      "STATE_MANAGER": "database", "STATE_FILE": "not/looked/at",
      "DATABASE_URL": "mysql://respec:hunter2@localhost/respec",
      "DATABASE_POOL_MIN_SIZE": "30", "DATABASE_POOL_MAX_SIZE": "20", "DATABASE_POOL_TIMEOUT": "0.5",
      "DATABASE_COMMAND_TIMEOUT": "nan", "DATABASE_MAX_INACTIVE_CONNECTION_LIFETIME": "59",
      "LOOP_HISTORY_LIMIT": "1001", "LOOP_SPEC_THRESHOLD": "90.5", "LOOP_PLAN_IMPROVEMENT_THRESHOLD": "0",
      "LOOP_ANALYST_CHECKPOINT_FREQUENCY": "21", "DATABASE_AUTO_MIGRATE": "yes", "MCP_TOOLS": "none",
      "MCP_LOG_LEVEL": "loud", "MCP_MAX_MESSAGE_BYTES": "65535",
    ])
    let expected = """
      respec-server: cannot start: DATABASE_URL=(not shown): allowed: a libpq URI that begins with postgresql:// or postgres://
        DATABASE_POOL_MIN_SIZE=30: allowed: a whole number from 0 to 50, not above DATABASE_POOL_MAX_SIZE
        DATABASE_POOL_TIMEOUT=0.5: allowed: seconds from 1 to 120
        DATABASE_COMMAND_TIMEOUT=nan: allowed: seconds from 1 to 300
        DATABASE_MAX_INACTIVE_CONNECTION_LIFETIME=59: allowed: seconds, 60 or more
        DATABASE_AUTO_MIGRATE=yes: allowed: true, false
        LOOP_HISTORY_LIMIT=1001: allowed: a whole number from 1 to 1000
        LOOP_PLAN_IMPROVEMENT_THRESHOLD=0: allowed: a whole number from 1 to 100
        LOOP_SPEC_THRESHOLD=90.5: allowed: a whole number from 1 to 100
        LOOP_ANALYST_CHECKPOINT_FREQUENCY=21: allowed: a whole number from 1 to 20
        MCP_TOOLS=none: allowed: all, core
        MCP_LOG_LEVEL=loud: allowed: trace, debug, info, notice, warning, error, critical
        MCP_MAX_MESSAGE_BYTES=65535: allowed: a whole number, 65536 or more

      """
    XCTAssertEqual(outcome, Outcome(status: .status(1), out: "", error: expected))
  }

  func testStart_whenTheStoreIsUnknown_namesThoseThatAre() throws {
    let outcome = try run(environment: ["STATE_MANAGER": "redis", "DATABASE_URL": "mysql://not/looked/at"])
    let expected = "respec-server: cannot start: STATE_MANAGER=redis: allowed: memory, file, database\n"
    XCTAssertEqual(outcome, Outcome(status: .status(1), out: "", error: expected))
  }

  func testStart_whenTheStateFileIsNowhere_saysSo() throws {
    for file in ["state.db", "./state.db", "/tmp/", "~/", "~"] {
      let outcome = try run(environment: ["STATE_MANAGER": "file", "STATE_FILE": file, "HOME": "/tmp"])
      let expected =
        "respec-server: cannot start: STATE_FILE=\(file): allowed: an absolute path of a file, or one that begins with ~/\n"
      XCTAssertEqual(outcome, Outcome(status: .status(1), out: "", error: expected))
    }
    let homeless = try run(environment: ["STATE_MANAGER": "file"])
    XCTAssertEqual(homeless.status, .status(1))
    XCTAssertTrue(homeless.error.contains("STATE_FILE=(unset, and HOME is too): allowed: an absolute"), homeless.error)
  }

  func testStart_whenVariablesAreEmpty_usesDefaults() throws {
    let outcome = try run(environment: ["STATE_MANAGER": "", "LOOP_HISTORY_LIMIT": "", "MCP_LOG_LEVEL": ""])
    XCTAssertEqual(outcome.status, .status(0))
    XCTAssertEqual(outcome.out, "")
  }

  func testPassword_whenURLIsGood_isNeverShown() throws {
    let outcome = try run(environment: [
      "DATABASE_URL": "postgresql://respec:hunter2@localhost/x", "MCP_LOG_LEVEL": "trace",
    ])
    XCTAssertEqual(outcome.status, .status(0))
    XCTAssertFalse(outcome.error.contains("hunter2"), outcome.error)
  }

  // MARK: doctor without a database

  func testDoctor_whenStateIsInMemory_notesThatNothingLasts() throws {
    let outcome = try run("doctor")
    XCTAssertEqual(outcome.status, .status(0))
    XCTAssertEqual(outcome.error, "")
    let expected = """
      ok       variables   all are as they may be
      note     state       state is kept in memory
               cause: Nothing outlives the process, and no other process sees it.
               fix:   To keep it set STATE_MANAGER=file; for PostgreSQL STATE_MANAGER=database and DATABASE_URL.

      """
    XCTAssertEqual(outcome.out, expected)
  }

  func testDoctor_whenAStoreIsNamedAndNotAskedFor_warns() throws {
    for (variable, value) in [
      ("DATABASE_URL", "postgresql://respec:hunter2@localhost/x"), ("STATE_FILE", "not/looked/at"),
    ] {
      let outcome = try run("doctor", environment: [variable: value, "STATE_MANAGER": "memory"])
      XCTAssertEqual(outcome.status, .status(0))
      XCTAssertTrue(
        outcome.out.contains("warning  state       \(variable) is set, and state is kept in memory"), outcome.out)
      XCTAssertTrue(outcome.out.contains("STATE_MANAGER=file"), outcome.out)
      XCTAssertFalse(outcome.out.contains(value), outcome.out)
    }
  }

  func testDoctor_whenAVariableIsAnotherSystems_namesOurs() throws {
    let outcome = try run("doctor", environment: ["MCP_STATE_MANAGER": "database"])
    XCTAssertEqual(outcome.status, .status(0))
    let expected = """
      warning  variables   MCP_STATE_MANAGER is set, and no variable of respec-server
               cause: It has no effect.
               fix:   If STATE_MANAGER was meant, rename it.
      note     state       state is kept in memory

      """
    XCTAssertTrue(outcome.out.hasPrefix(expected.dropLast()), outcome.out)
  }

  func testDoctor_whenVariablesAreBad_namesEach() throws {
    let outcome = try run(
      "doctor",
      environment: [
        "STATE_MANAGER": "database", "DATABASE_URL": "mysql://respec:hunter2@localhost/x",
        "LOOP_SPEC_THRESHOLD": "a\nb",
      ])
    XCTAssertEqual(outcome.status, .status(1))
    XCTAssertTrue(outcome.out.contains("error    variables   DATABASE_URL=(not shown)\n"), outcome.out)
    XCTAssertTrue(outcome.out.contains(#"error    variables   LOOP_SPEC_THRESHOLD=a\nb"#), outcome.out)
    XCTAssertTrue(outcome.out.contains("fix:   Allowed: a whole number from 1 to 100."), outcome.out)
    XCTAssertFalse(outcome.out.contains("hunter2"), outcome.out)
  }

  func testDoctor_whenVariablesAreMisspelt_namesWhatWasMeant() throws {
    let outcome = try run(
      "doctor",
      environment: [
        "DATABASE_POOL_SIZE": "secret", "MCP_TOOL": "core", "STATE_MANGER": "database", "LOOP_SPEC_TRESHOLD": "1",
        "MCP_TIMEOUT": "1", "MCP_TOOL_TIMEOUT": "1", "RESPEC_TEST_DATABASE_URL": "x", "HOME": "/", "LANG": "C",
      ])
    XCTAssertEqual(outcome.status, .status(0))
    XCTAssertFalse(outcome.out.contains("secret"), outcome.out)
    for (wrong, right) in [
      ("DATABASE_POOL_SIZE", "DATABASE_POOL_MAX_SIZE"), ("MCP_TOOL", "MCP_TOOLS"), ("STATE_MANGER", "STATE_MANAGER"),
      ("LOOP_SPEC_TRESHOLD", "LOOP_SPEC_THRESHOLD"),
    ] {
      XCTAssertTrue(outcome.out.contains("\(wrong) is set, and no variable of respec-server"), outcome.out)
      XCTAssertTrue(outcome.out.contains("If \(right) was meant"), outcome.out)
    }
    XCTAssertEqual(outcome.out.components(separatedBy: "warning  ").count - 1, 4, outcome.out)
  }

  func testMigrate_whenOptionsExcludeEachOther() throws {
    for arguments in [["--status", "--dry-run"], ["--verbose"], ["--status", "--verbose"]] {
      let process = try ServerProcess(arguments: ["migrate"] + arguments, input: .devNull)
      XCTAssertEqual(try process.readToEnd(), [])
      XCTAssertEqual(try process.waitForExit(), .status(64), process.standardError)
    }
  }
}
