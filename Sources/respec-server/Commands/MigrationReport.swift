// MigrationReport: the output of `migrate`, as text and as JSON.

import JSON
import State

enum MigrationReport {
  /// The migrations that were applied just now.
  case applied([Migration])
  case status(applied: [Migration], pending: [Migration])
  /// The migrations that would be applied.
  case plan([Migration], showsSQL: Bool)

  /// Lines without the last line feed.
  var text: String {
    switch self {
    case .applied(let applied):
      return Self.lines(applied.map { "applied \($0.version) \($0.description)" })
    case .status(let applied, let pending):
      return
        (applied.map { "applied  \($0.version) \($0.description)" }
        + pending.map { "pending  \($0.version) \($0.description)" }).joined(separator: "\n")
    case .plan(let pending, let showsSQL):
      return Self.lines(
        pending.map { "would apply \($0.version) \($0.description) (\($0.fileName))" + (showsSQL ? "\n\($0.sql)" : "") }
      )
    }
  }

  private static func lines(_ lines: [String]) -> String {
    lines.isEmpty ? "The schema is up to date." : lines.joined(separator: "\n")
  }

  /// One document on one line: `{"applied":[…]}`, `{"applied":[…],"pending":[…]}` or `{"would_apply":[…]}`.
  func json() throws -> String {
    let lists: [String: [Entry]] =
      switch self {
      case .applied(let applied): ["applied": applied.map { Entry($0) }]
      case .status(let applied, let pending):
        ["applied": applied.map { Entry($0) }, "pending": pending.map { Entry($0) }]
      case .plan(let pending, let showsSQL): ["would_apply": pending.map { Entry($0, showsSQL: showsSQL) }]
      }
    return String(decoding: try JSONModelEncoder.encode(lists), as: UTF8.self)
  }

  private struct Entry: Encodable {
    let version: Int
    let description: String
    let file: String
    /// Null where it was not asked for.
    let sql: String?

    init(_ migration: Migration, showsSQL: Bool = false) {
      (version, description, file) = (migration.version, migration.description, migration.fileName)
      sql = showsSQL ? migration.sql : nil
    }
  }
}
