// ConfigurationVariable: every environment variable that the server reads, with its default and its allowed values.

import Models

/// One variable; docs/contract.md, "Environment".
struct ConfigurationVariable: Sendable {
  let name: String
  let standard: String
  /// The values that are allowed, in words that complete "allowed: …".
  let allowed: String

  /// The variables, in the order of docs/contract.md, "Environment".
  static let all: [ConfigurationVariable] =
    [
      stateManager, stateMemoryLimit, stateFile, stateFileTimeout, databaseURL, databaseReadURL, poolMinimum,
      poolMaximum, poolTimeout, commandTimeout, idleLifetime, preparedStatements, slowStatement, historyLimit,
      humanGate,
    ]
    + LoopType.allCases.flatMap { [threshold(of: $0), improvement(of: $0), checkpoint(of: $0)] }
    + [autoMigrate, tools, completions, logLevel, maximumMessageBytes, maximumAnswerBytes]

  static let stateManager = Self(name: "STATE_MANAGER", standard: "memory", allowed: "memory, file, database")
  static let stateMemoryLimit = Self(
    name: "STATE_MEMORY_LIMIT", standard: "268435456", allowed: "a whole number of bytes, 1048576 or more")
  static let stateFile = Self(
    name: "STATE_FILE", standard: standardFile, allowed: "an absolute path of a file, or one that begins with ~/")
  static let stateFileTimeout = Self(
    name: "STATE_FILE_TIMEOUT", standard: "10.0", allowed: "seconds from 1 to 120")
  static let databaseURL = Self(
    name: "DATABASE_URL", standard: "postgresql://respec:respec@localhost:5432/respec_dev",
    allowed: "a libpq URI that begins with postgresql:// or postgres://")
  static let databaseReadURL = Self(
    name: "DATABASE_READ_URL", standard: "",
    allowed: "a libpq URI that begins with postgresql:// or postgres://, of standbys of the database in DATABASE_URL")
  static let poolMinimum = Self(
    name: "DATABASE_POOL_MIN_SIZE", standard: "5",
    allowed: "a whole number from 0 to 50, not above DATABASE_POOL_MAX_SIZE")
  static let poolMaximum = Self(
    name: "DATABASE_POOL_MAX_SIZE", standard: "20", allowed: "a whole number from 1 to 100")
  static let poolTimeout = Self(
    name: "DATABASE_POOL_TIMEOUT", standard: "30.0", allowed: "seconds from 1 to 120")
  static let commandTimeout = Self(
    name: "DATABASE_COMMAND_TIMEOUT", standard: "60.0", allowed: "seconds from 1 to 300")
  static let idleLifetime = Self(
    name: "DATABASE_MAX_INACTIVE_CONNECTION_LIFETIME", standard: "300.0", allowed: "seconds, 60 or more")
  static let preparedStatements = Self(
    name: "DATABASE_PREPARED_STATEMENTS", standard: "true", allowed: "true, false")
  static let slowStatement = Self(
    name: "DATABASE_SLOW_STATEMENT_MS", standard: "0",
    allowed: "a whole number of milliseconds from 0 to 300000; 0 for never")
  static let historyLimit = Self(name: "LOOP_HISTORY_LIMIT", standard: "10", allowed: "a whole number from 1 to 1000")
  static let humanGate = Self(
    name: "LOOP_HUMAN_GATE", standard: HumanGate.enforced.rawValue,
    allowed: HumanGate.allCases.map(\.rawValue).joined(separator: ", "))
  static let autoMigrate = Self(name: "DATABASE_AUTO_MIGRATE", standard: "true", allowed: "true, false")
  static let tools = Self(name: "MCP_TOOLS", standard: "all", allowed: "all, core")
  static let completions = Self(name: "MCP_COMPLETIONS", standard: "true", allowed: "true, false")
  static let logLevel = Self(
    name: "MCP_LOG_LEVEL", standard: "info", allowed: "trace, debug, info, notice, warning, error, critical")
  static let maximumMessageBytes = Self(
    name: "MCP_MAX_MESSAGE_BYTES", standard: "16777216", allowed: "a whole number, 65536 or more")

  static let maximumAnswerBytes = Self(
    name: "MCP_MAX_ANSWER_BYTES", standard: "262144", allowed: "a whole number from 131072 to 16777216")

  /// As a person reads it; `ConfigurationReader.stateFile` has the rule.
  private static var standardFile: String {
    #if os(macOS)
      "~/Library/Application Support/respec-server/state.db"
    #else
      "$XDG_DATA_HOME/respec-server/state.db, else ~/.local/share/respec-server/state.db"
    #endif
  }

  static func threshold(of type: LoopType) -> Self {
    Self(
      name: "\(prefix(type))_THRESHOLD", standard: "\(LoopPolicy.standard(for: type).threshold)",
      allowed: "a whole number from 1 to 100")
  }

  static func improvement(of type: LoopType) -> Self {
    Self(
      name: "\(prefix(type))_IMPROVEMENT_THRESHOLD",
      standard: "\(LoopPolicy.standard(for: type).improvementThreshold)", allowed: "a whole number from 1 to 100")
  }

  static func checkpoint(of type: LoopType) -> Self {
    Self(
      name: "\(prefix(type))_CHECKPOINT_FREQUENCY",
      standard: "\(LoopPolicy.standard(for: type).checkpointFrequency)", allowed: "a whole number from 1 to 20")
  }

  private static func prefix(_ type: LoopType) -> String { "LOOP_\(type.rawValue.uppercased())" }

  /// Every variable with its default, a line each.
  static var help: String {
    all.map { "  \($0.name)=\($0.standard)\n      \($0.allowed)" }.joined(separator: "\n")
  }
}
