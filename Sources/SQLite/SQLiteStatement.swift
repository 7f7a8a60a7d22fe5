// SQLiteStatement: one SQL statement with ?1, ?2, … in place of its values.

/// A statement, which each connection prepares once, with its first use.
///
/// Meant for static properties: connections know it by its identity, which is faster than its text, and what is prepared
/// stays for the connection's life. Everything else is a script.
package final class SQLiteStatement: Sendable {
  /// The text, exactly one statement.
  package let sql: String

  /// A statement; it is not checked before its first use.
  ///
  /// - Parameter sql: exactly one statement.
  package init(_ sql: String) { self.sql = sql }

  /// The statement with its values, in the order ?1, ?2, …
  package func callAsFunction(_ values: SQLiteValue...) -> SQLiteCommand { SQLiteCommand(self, values) }
}

/// A statement and the values of its parameters.
package struct SQLiteCommand: Sendable {
  /// The statement.
  package let statement: SQLiteStatement
  /// The values of ?1, ?2, …
  package let values: [SQLiteValue]

  /// A statement with its values.
  ///
  /// - Parameter values: in the order ?1, ?2, …
  package init(_ statement: SQLiteStatement, _ values: [SQLiteValue]) {
    self.statement = statement
    self.values = values
  }
}
