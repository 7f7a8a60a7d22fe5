// ChangeSQL: every statement on the record of changes, and the part of other statements that adds to it.

import Models
import Postgres
import State

enum ChangeSQL {
  /// An entry, as `RecordedChange.init(_:)` reads it, from `changes c`.
  private static let columns =
    (["number"] + RecordedChange.changeColumns.map(\.name) + RecordedChange.authorColumns.map(\.name))
    .map { "c.\($0)" }.joined(separator: ", ")

  // MARK: Recording

  /// The values of `RecordedChange.changeColumns` and `authorColumns`: adds an entry.
  static let insert: PostgresStatement = {
    let (change, author) = (RecordedChange.changeColumns, RecordedChange.authorColumns)
    return PostgresStatement(
      """
      INSERT INTO changes (\(change.list()), \(author.list()))
      VALUES (\(change.placeholders()), \(author.placeholders(from: change.count + 1)))
      """)
  }()

  /// The command that adds an entry.
  static func record(_ change: Change, by author: ChangeAuthor) throws -> PostgresCommand {
    let entry = RecordedChange(number: 0, change: change, author: author)
    return PostgresCommand(
      insert,
      try RecordedChange.changeColumns.values(of: entry) + RecordedChange.authorColumns.values(of: author))
  }

  /// The INSERT that adds an entry for each row of a table that stands before it in the same statement.
  ///
  /// - Parameters:
  ///   - change: what that row says of the change.
  ///   - first: the number of the first of the author's parameters.
  fileprivate static func insert(_ change: RowChange, authorFrom first: Int) -> String {
    """
    INSERT INTO changes (\(RecordedChange.changeColumns.list()), \(RecordedChange.authorColumns.list()))
      SELECT \(change.project), '\(change.kind.rawValue)', \(change.subject), '\(change.operation.rawValue)',
        \(change.version), \(change.iteration), \(RecordedChange.authorColumns.placeholders(from: first))
      FROM \(change.table)
    """
  }

  // MARK: Reading

  /// $1 project or null, $2 subject or null, $3 the last number given, $4 limit: entries, newest first. Planned for its
  /// values: which index is to be walked depends on which of them are null.
  static let list = PostgresStatement(
    """
    SELECT \(columns) FROM changes c
    WHERE ($1::text IS NULL OR c.project_name = $1) AND ($2::text IS NULL OR c.subject = $2) AND c.number < $3::bigint
    ORDER BY c.number DESC LIMIT $4
    """, onlyReads: true, isPlannedAnew: true)

  /// The highest number to be seen; 0 without one.
  static let last = PostgresStatement("SELECT coalesce(max(number), 0) FROM changes", onlyReads: true)

  /// The transactions that may have added to the record and have not ended: INSERT locks the table like this until the
  /// transaction is over, and takes its number after that.
  static let writers = PostgresStatement(
    """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'changes'::regclass AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """, onlyReads: true)

  /// $1 and $2 numbers, $3 project or null, $4 limit: the entries above the first up to the second, oldest first.
  static let between = PostgresStatement(
    """
    SELECT \(columns) FROM changes c
    WHERE c.number > $1::bigint AND c.number <= $2::bigint AND ($3::text IS NULL OR c.project_name = $3)
    ORDER BY c.number LIMIT $4
    """, onlyReads: true, isPlannedAnew: true)

  // MARK: Expiry

  /// The most entries that one step of a clean-up looks at.
  static let expiryStep = 1_000

  /// $1 time: deletes those of the oldest entries that were made before it.
  static let expire = PostgresStatement(
    """
    DELETE FROM changes WHERE number IN (
      SELECT number FROM (SELECT number, changed_at FROM changes ORDER BY number LIMIT \(expiryStep)) oldest
      WHERE changed_at < $1::timestamp)
    """, isPlannedAnew: true)
}

/// The change that a row of a statement stands for, as SQL.
struct RowChange: Sendable {
  let kind: ChangeKind
  let operation: ChangeOperation
  /// The table whose rows stand for changes, a WITH query of the statement.
  let table: String
  // Expressions on that table's columns.
  var project = "project_name"
  let subject: String
  var version = "NULL::integer"
  var iteration = "NULL::integer"
}

/// A statement that changes something, in two forms: with the entry in the record of changes, and without.
struct ChangingStatement: Sendable {
  /// Without the entry.
  let plain: PostgresStatement
  private let recording: PostgresStatement

  /// - Parameters:
  ///   - parameters: how many the statement has by itself; the author's follow them.
  ///   - sql: makes the statement. It is given the WITH query that adds the entry, beginning with a comma; empty for the
  ///     plain form.
  init(_ change: RowChange, parameters: Int, _ sql: (_ record: String) -> String) {
    plain = PostgresStatement(sql(""))
    recording = PostgresStatement(
      sql(",\nchange AS (\n  \(ChangeSQL.insert(change, authorFrom: parameters + 1))\n)"))
  }

  /// - Parameter author: nil where changes are not recorded.
  func callAsFunction(_ values: PostgresValue..., by author: ChangeAuthor?) throws -> PostgresCommand {
    try command(values, by: author)
  }

  /// - Parameter author: nil where changes are not recorded.
  func command(_ values: [PostgresValue], by author: ChangeAuthor?) throws -> PostgresCommand {
    guard let author else { return PostgresCommand(plain, values) }
    return PostgresCommand(recording, values + (try RecordedChange.authorColumns.values(of: author)))
  }
}
