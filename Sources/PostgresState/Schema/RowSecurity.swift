// RowSecurity: row-level security on our tables, by which rows that are there would be missing.

import Models
import Postgres

enum RowSecurity {
  /// The failure that names the tables whose rows a policy may hide from this role, or keep it from writing; nil where
  /// there are none. What the policies say is not looked at: a state with holes is none.
  static func failure(on connection: isolated PostgresConnection) throws -> Failure? {
    let rows = try connection.execute(statement, [.texts(DatabaseTables.names)])
    let (role, tables): (String, [String]) = try rows.readFirst { (try $0.next(), try $0.next()) }!
    guard let first = tables.first else { return nil }
    return Failure(
      .unavailable,
      "Row-level security may hide rows from the role \(role) in \(tables.joined(separator: ", ")). As the tables' "
        + "owner: ALTER TABLE \(first) DISABLE ROW LEVEL SECURITY, for each of them; or, as a superuser: ALTER ROLE "
        + "\(role) BYPASSRLS.")
  }

  private static let statement = PostgresStatement(
    """
    SELECT quote_ident(current_user), ARRAY(
      SELECT c.relname::text FROM pg_class c
      WHERE c.relname = ANY ($1::text[]) AND c.relnamespace = to_regnamespace('public') AND c.relkind IN ('r', 'p')
        AND row_security_active(c.oid)
      ORDER BY c.relname)
    """, onlyReads: true, isPlannedAnew: true)
}
