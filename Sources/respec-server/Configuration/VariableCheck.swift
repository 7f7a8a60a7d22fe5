// VariableCheck: findings on the environment, such as a misspelt variable.

import Doctor
import Models

enum VariableCheck {
  private static let name = "variables"

  /// - Parameters:
  ///   - problems: the variables that are not as they may be.
  ///   - names: those of the whole environment. Values are not looked at: they may be secrets.
  static func findings(_ problems: [ConfigurationError.Problem], names: [String]) -> [Finding] {
    let findings = problems.map(finding) + misspelt(names)
    return findings.isEmpty ? [.ok(name, "all are as they may be")] : findings
  }

  private static func finding(_ problem: ConfigurationError.Problem) -> Finding {
    Finding(
      name, .error, "\(problem.variable)=\(problem.value)", cause: "The server does not start with this value.",
      fix: "Allowed: \(problem.allowed). Or leave it out.")
  }

  /// Variables of other systems that keep the same state, and ours that mean the same.
  private static let foreign = ["MCP_STATE_MANAGER": "STATE_MANAGER"]

  /// Variables that are set and have no effect, with the one that was perhaps meant. Clients and containers set many
  /// variables: only what is much like one of ours is worth a word.
  static func misspelt(_ names: [String]) -> [Finding] {
    let known = ConfigurationVariable.all.map(\.name)
    return names.filter { !known.contains($0) }.sorted().compactMap { unknown in
      guard let meant = foreign[unknown] ?? alike(unknown, among: known) else { return nil }
      return Finding(
        name, .warning, "\(unknown) is set, and no variable of respec-server", cause: "It has no effect.",
        fix: "If \(meant) was meant, rename it.")
    }
  }

  private static func alike(_ unknown: String, among known: [String]) -> String? {
    guard let meant = ClosestNames.meant(by: unknown, among: known),
      // Another program's variables often end like ours: TEST_DATABASE_URL.
      unknown.first == meant.first
    else { return nil }
    return meant
  }

  /// A word for the operator of a server that changes nothing.
  static let readOnly = Finding(
    name, .note, "MCP_READ_ONLY is true: the server offers and takes only tools that change nothing",
    cause: "It opens the file or the database for reading alone, and applies no migrations.",
    fix: "To let it write, leave MCP_READ_ONLY out.")

  /// A word for the operator of a server that keeps everything in memory.
  ///
  /// - Parameter names: the variables that are set.
  static func memory(names: [String]) -> Finding {
    let fix = "To keep it set STATE_MANAGER=file; for PostgreSQL STATE_MANAGER=database and DATABASE_URL."
    let ignored = [ConfigurationVariable.databaseURL, .stateFile].map(\.name).filter(names.contains)
    guard let variable = ignored.first else {
      return Finding(
        "state", .note, "state is kept in memory", cause: "Nothing outlives the process, and no other process sees it.",
        fix: fix)
    }
    return Finding(
      "state", .warning, "\(variable) is set, and state is kept in memory",
      cause: "STATE_MANAGER does not ask for it: it is not used, and nothing outlives the process.", fix: fix)
  }
}
