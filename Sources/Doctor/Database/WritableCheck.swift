// WritableCheck: a database that takes changes, unlike a standby.

enum WritableCheck {
  /// - Parameter isWanted: false for a server that changes nothing.
  static func findings(_ facts: DatabaseFacts, isWanted: Bool = true) -> [Finding] {
    guard isWanted else { return [.ok("writable", "the server takes no changes (MCP_READ_ONLY=true)")] }
    if facts.isStandby {
      return [
        Finding(
          "writable", .error, "the server is a standby", cause: "A standby takes no changes until it is promoted.",
          fix: "Name the primary in DATABASE_URL, or all hosts and target_session_attrs=read-write.")
      ]
    }
    guard facts.isReadOnly else { return [.ok("writable", "the database takes changes")] }
    return [
      Finding(
        "writable", .error, "transactions are read-only",
        cause: "default_transaction_read_only is on for the server, the database \(facts.databaseName) or the role "
          + "\(facts.role.name).",
        fix: "Where it was set: ALTER SYSTEM, ALTER DATABASE or ALTER ROLE … RESET default_transaction_read_only.")
    ]
  }
}
