// ChangeSQL: every statement on the record of changes.

import Models
import SQLite
import State

enum ChangeSQL {
  static let columns = RecordedChange.columns

  /// Adds an entry; its number is given by the table.
  static let insert = columns.insert(into: "changes", without: ["number"])

  /// ?1 the last number given, ?2 limit: entries, newest first.
  static let list = list(where: "true")
  /// As `list`; ?3 project.
  static let listOfProject = list(where: "c.project_name = ?3")
  /// As `list`; ?3 subject.
  static let listOfSubject = list(where: "c.subject = ?3")
  /// As `list`; ?3 subject, ?4 project.
  static let listOfBoth = list(where: "c.subject = ?3 AND c.project_name = ?4")

  private static func list(where condition: String) -> SQLiteStatement {
    SQLiteStatement(
      """
      SELECT \(columns.list("c")) FROM changes c WHERE \(condition) AND c.number < ?1 ORDER BY c.number DESC LIMIT ?2
      """)
  }

  /// ?1 number, ?2 limit: the entries above it, oldest first.
  static let above = above(where: "true")
  /// As `above`; ?3 project.
  static let ofProjectAbove = above(where: "c.project_name = ?3")

  private static func above(where condition: String) -> SQLiteStatement {
    SQLiteStatement(
      "SELECT \(columns.list("c")) FROM changes c WHERE \(condition) AND c.number > ?1 ORDER BY c.number LIMIT ?2")
  }

  /// The highest number; 0 without an entry.
  static let last = SQLiteStatement("SELECT coalesce(max(number), 0) FROM changes")

  /// The most entries that one step of a clean-up looks at.
  static let expiryStep = 500

  /// ?1 time: deletes those of the oldest entries that were made before it.
  static let expire = SQLiteStatement(
    """
    DELETE FROM changes WHERE number IN (
      SELECT number FROM (SELECT number, changed_at FROM changes ORDER BY number LIMIT \(expiryStep))
      WHERE changed_at < ?1)
    """)
}
