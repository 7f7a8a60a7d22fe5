// SQLiteStatement: one SQL statement with ?1, ?2, … in place of its values.

/// A statement, which each connection prepares once, with its first use.
///
/// Meant for static properties: connections know it by its identity, which is faster than its text, and what is prepared
/// stays for the connection's life. Everything else is a script.
package final class SQLiteStatement: Sendable {
  package let sql: String

  /// - Parameter sql: exactly one statement.
  package init(_ sql: String) { self.sql = sql }

  /// The statement with its values, in the order ?1, ?2, …
  package func callAsFunction(_ values: SQLiteValue...) -> SQLiteCommand { SQLiteCommand(self, values) }
}

/// A statement and the values of its parameters.
package struct SQLiteCommand: Sendable {
  package let statement: SQLiteStatement
  package let values: [SQLiteValue]

  /// - Parameter values: in the order ?1, ?2, …
  package init(_ statement: SQLiteStatement, _ values: [SQLiteValue]) {
    self.statement = statement
    self.values = values
  }
}
