// LockCheck: the turn to write, which must come to each process soon.

import SQLiteState

enum LockCheck {
  private static let name = "lock"

  static func findings(_ lock: LockFacts, _ paths: StatePaths) -> [Finding] {
    switch lock {
    case .missing: return [.ok(name, "nobody holds it; there is no lock file yet")]
    case .free: return [.ok(name, "nobody holds it for long")]
    case .held:
      return [
        Finding(
          name, .warning, "another process has held \(paths.lock) for two seconds",
          cause:
            "An import or another long call is at work, or the process that holds it was stopped (SIGSTOP) or hangs.",
          fix:
            "Wait for its end. If it stays, lsof \(paths.lock) names those that have it open: let the one that was stopped "
            + "go on (kill -CONT), or end it.")
      ]
    // The rights on it have a finding of their own.
    case .unusable(let error) where error.cause == .noRight: return []
    case .unusable(let error):
      return [
        Finding(
          name, .error, "\(paths.lock) cannot be used (\(error))",
          cause: "It is no file, or its file system has no locks.",
          fix: "Stop every server, and remove \(paths.lock) and \(paths.queue); they are made again.")
      ]
    }
  }
}
