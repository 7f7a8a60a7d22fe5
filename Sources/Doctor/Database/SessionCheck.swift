// SessionCheck: the settings that the statements rely on, as a session has them, and a pooler that lends it.

import Postgres

/// The settings that were asked for and what the session has.
struct SessionFacts: Sendable, Equatable {
  struct Setting: Sendable, Equatable {
    let name: String
    let asked: String
    /// Nil for a setting that this server does not know.
    let got: String?
  }

  /// True where a pooler stands before the database.
  var isPooled: Bool
  var settings: [Setting]

  init(isPooled: Bool, settings: [Setting]) {
    (self.isPooled, self.settings) = (isPooled, settings)
  }

  init(from connection: isolated PostgresConnection) throws {
    let settings = connection.settings
    let names = (connection.isPooled ? settings?.transactionNames : settings?.names) ?? []
    let values = connection.settings?.values ?? []
    let rows = try connection.execute(Self.statement, [.texts(names)])
    let got = try rows.read { try $0.next() as String? }
    self.init(
      isPooled: connection.isPooled,
      settings: zip(zip(names, values), got).map { Setting(name: $0.0, asked: $0.1, got: $1) })
  }

  private static let statement = PostgresStatement(
    """
    SELECT s.setting FROM unnest($1::text[]) WITH ORDINALITY AS asked (name, number)
    LEFT JOIN pg_settings s ON s.name = asked.name ORDER BY number
    """, onlyReads: true)
}

enum SessionCheck {
  private static let name = "session"

  static func finding(_ facts: SessionFacts) -> Finding {
    let differing = facts.settings.filter { $0.got != $0.asked }
    if !differing.isEmpty {
      let list = differing.map { "\($0.name) is \($0.got ?? "unknown"), not \($0.asked)" }
      return Finding(
        name, .error, list.joined(separator: "; "),
        cause: "The server asks for these settings with each session or transaction, and something changes them back.",
        fix: "Look for what stands between the server and the database, such as a pooler in statement mode.")
    }
    guard facts.isPooled else { return .ok(name, "the settings are as asked for") }
    return Finding(
      name, .note, "a pooler lends the session; the settings are as asked for",
      cause: "They travel with each transaction; statements are prepared where the pooler keeps them.",
      fix: "Nothing, or see docs/database.md, \"Poolers\": a pooler that keeps prepared statements is faster.")
  }
}
