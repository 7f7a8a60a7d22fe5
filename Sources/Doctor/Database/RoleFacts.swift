// RoleFacts: the role's rights on the schema and on our tables.

import Postgres
import PostgresState

/// The rights of the role that the server connects as, its groups' included.
struct RoleFacts: Sendable, Equatable {
  struct Table: Sendable, Equatable {
    let name: String
    let exists: Bool
    /// The rights that the server needs and the role does not have.
    let missing: [String]
    /// True when the role owns it, or belongs to the owner.
    let isOwned: Bool
    /// True where policies of row-level security hold for the role.
    let hidesRows: Bool
  }

  /// Quoted where SQL needs it.
  var name: String
  var isSuperuser: Bool
  /// USAGE and CREATE on the schema public.
  var mayUseSchema: Bool
  var mayCreate: Bool
  /// All of ours, in the order of their names.
  var tables: [Table]
}

extension RoleFacts {
  /// The same for a server that only reads: it needs no other right.
  var forReading: RoleFacts {
    var role = self
    role.tables = tables.map {
      Table(
        name: $0.name, exists: $0.exists, missing: $0.missing.filter { $0 == "SELECT" }, isOwned: $0.isOwned,
        hidesRows: $0.hidesRows)
    }
    return role
  }

  init(from connection: isolated PostgresConnection) throws {
    var role = PostgresRowReader(try connection.execute(Self.role)[0])
    (name, isSuperuser) = (try role.next(), try role.next())
    (mayUseSchema, mayCreate) = (try role.next(), try role.next())
    tables = try connection.execute(Self.rights, [.texts(DatabaseTables.names)]).read { row in
      let (name, exists, isOwned): (String, Bool, Bool) = (try row.next(), try row.next(), try row.next())
      let (hidesRows, rights): (Bool, [String]) = (try row.next(), try row.next())
      return Table(
        name: name, exists: exists, missing: DatabaseTables.rights[name]!.filter { !rights.contains($0) },
        isOwned: isOwned, hidesRows: hidesRows)
    }
  }

  private static let role = PostgresStatement(
    """
    SELECT quote_ident(rolname), rolsuper, coalesce(has_schema_privilege(to_regnamespace('public'), 'USAGE'), false),
      coalesce(has_schema_privilege(to_regnamespace('public'), 'CREATE'), false)
    FROM pg_roles WHERE rolname = current_user
    """, onlyReads: true)

  private static let rights = PostgresStatement(
    """
    SELECT t.name, c.oid IS NOT NULL, coalesce(pg_has_role(c.relowner, 'USAGE'), false),
      coalesce(row_security_active(c.oid), false),
      ARRAY(
        SELECT p.name FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p (name)
        WHERE has_table_privilege(c.oid, p.name))
    FROM unnest($1::text[]) AS t (name)
    LEFT JOIN pg_class c ON c.relname = t.name AND c.relnamespace = to_regnamespace('public') AND c.relkind IN ('r', 'p')
    ORDER BY t.name
    """, onlyReads: true)
}
