// TrigramCheck: the extension for which a migration creates an index.

import Postgres

/// The state of pg_trgm in the database.
struct TrigramFacts: Sendable, Equatable {
  /// The schema that it is installed in, quoted where SQL needs it; nil where it is not.
  var schema: String?
  /// False where the role may not use what is in that schema.
  var mayUse: Bool

  init(schema: String?, mayUse: Bool) { (self.schema, self.mayUse) = (schema, mayUse) }

  init(from connection: isolated PostgresConnection) throws {
    let place = try connection.execute(Self.statement).readFirst { (try $0.next() as String, try $0.next() as Bool) }
    self.init(schema: place?.0, mayUse: place?.1 ?? true)
  }

  private static let statement = PostgresStatement(
    """
    SELECT quote_ident(n.nspname), has_schema_privilege(n.oid, 'USAGE')
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm'
    """, onlyReads: true)
}

/// The index is for the operator's own questions: the server searches without it.
enum TrigramCheck {
  private static let name = "pg_trgm"

  static func finding(_ facts: TrigramFacts, schema: SchemaFacts, role: String) -> Finding {
    guard let place = facts.schema else { return .ok(name, "not installed; the server does without it") }
    let isNeeded = schema.pending?.contains { $0.description == "add indexes" } == true
    guard facts.mayUse || !isNeeded else {
      return Finding(
        name, .error, "pg_trgm is installed in the schema \(place), which \(role) may not use",
        cause: "A pending migration makes an index with it.",
        fix: "As the schema's owner: GRANT USAGE ON SCHEMA \(place) TO \(role).")
    }
    return .ok(name, "pg_trgm is installed")
  }
}
