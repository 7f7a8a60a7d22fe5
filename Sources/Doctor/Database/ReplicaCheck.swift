// ReplicaCheck: the replica follows the database, and how far behind it is.

import Postgres
import PostgresState

/// Without a replica the primary answers all reads, so nothing here is an error.
enum ReplicaCheck {
  private static let name = "replica"
  private static let variable = "DATABASE_READ_URL"
  private static let consequence = "The primary answers all reads."

  /// The seconds from which on a replica answers few reads: each minute one of the primary asks for what it has by then.
  private static let longestDelay = 60.0

  static func finding(_ facts: ReplicaFacts) -> Finding {
    guard let replayed = facts.replayed else { return warning("\(facts.peer) is no standby", promoted) }
    guard let primary = facts.primary else {
      return warning("\(facts.peer) cannot be compared with the database", incomparable)
    }
    guard replayed.history == primary.history else {
      return foreign(facts.peer, replayed.history.split(separator: "/"), primary.history.split(separator: "/"))
    }
    let bytes = max(0, primary.offset - replayed.offset)
    let seconds = bytes == 0 ? 0 : max(0, facts.age ?? 0)
    let found = "\(facts.peer) is \(bytes) bytes and \(Int(seconds * 1_000)) ms behind"
    return seconds < longestDelay ? .ok(name, found) : warning(found, late)
  }

  /// - Parameter error: of an attempt to look at the replica.
  static func finding(for error: PostgresError) -> Finding {
    if error.message.contains("not in hot standby mode") { return warning(error.message, promoted) }
    let finding = ConnectionCheck.finding(for: error, variable: variable)
    return warning(finding.found, (finding.cause ?? "", finding.fix ?? ""))
  }

  private static func warning(_ found: String, _ words: (cause: String, fix: String)) -> Finding {
    Finding(name, .warning, found, cause: "\(words.cause) \(consequence)", fix: words.fix)
  }

  private static let promoted = (
    "It was promoted, or never was a standby.",
    "Name a standby of the database in \(variable), or leave it out."
  )
  private static let incomparable = (
    "Both need to say what they are: DATABASE_URL leads to no primary, or the role may not execute pg_control_system().",
    "Name the primary in DATABASE_URL; as a superuser there: GRANT EXECUTE ON FUNCTION pg_control_system() TO the role."
  )
  private static let late = (
    "It does not follow, replays slowly, or has recovery_min_apply_delay.",
    "Look at pg_stat_wal_receiver on the replica and pg_stat_replication on the primary."
  )

  /// The parts of a history are the system, the database and the timeline.
  private static func foreign(_ peer: String, _ own: [Substring], _ primary: [Substring]) -> Finding {
    if own[0] != primary[0] {
      return warning(
        "\(peer) is a standby of another system (\(own[0]), not \(primary[0]))",
        ("It was copied from another PostgreSQL.", "Name a standby of the database in \(variable)."))
    }
    if own[1] != primary[1] {
      return warning(
        "\(peer) leads to another database", ("The name at its end is another.", "Name the same database in both URIs.")
      )
    }
    return warning(
      "\(peer) is on timeline \(own[2]), the primary on \(primary[2])",
      (
        "After a failover it has stayed on the old timeline, or has made no restartpoint yet (checkpoint_timeout).",
        "Wait for checkpoint_timeout; if it stays, look at its log, and make it anew with pg_rewind or pg_basebackup."
      ))
  }
}
