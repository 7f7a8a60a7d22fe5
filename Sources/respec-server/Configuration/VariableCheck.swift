// VariableCheck: what the environment says, and what it perhaps meant to say.

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

  /// Clients and containers set many variables: only what is much like one of ours is worth a word.
  private static func misspelt(_ names: [String]) -> [Finding] {
    let known = ConfigurationVariable.all.map(\.name)
    return names.filter { !known.contains($0) }.sorted().compactMap { unknown in
      guard let meant = ClosestNames.find(to: unknown, among: known).first, isAlike(unknown, meant) else { return nil }
      return Finding(
        name, .warning, "\(unknown) is set, and no variable of respec-server", cause: "It has no effect.",
        fix: "If \(meant) was meant, rename it.")
    }
  }

  private static func isAlike(_ unknown: String, _ known: String) -> Bool {
    // Another program's variables often end like ours: TEST_DATABASE_URL.
    unknown.first == known.first && Trigrams(unknown).similarity(to: Trigrams(known)) >= 0.5
  }

  /// What an operator should know of a server that keeps everything in memory.
  static func memory(isDatabaseNamed: Bool) -> Finding {
    let fix = "To keep it in PostgreSQL set STATE_MANAGER=database and DATABASE_URL (docs/database.md)."
    guard isDatabaseNamed else {
      return Finding(
        "state", .note, "state is kept in memory", cause: "Nothing outlives the process, and no other process sees it.",
        fix: fix)
    }
    return Finding(
      "state", .warning, "DATABASE_URL is set, and state is kept in memory",
      cause: "STATE_MANAGER is not database: the database is not used, and nothing outlives the process.", fix: fix)
  }
}
