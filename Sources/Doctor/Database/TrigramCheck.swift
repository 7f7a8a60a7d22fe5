// TrigramCheck: the extension for which a migration creates an index.

import Postgres

/// The state of pg_trgm in the database.
struct TrigramFacts: Sendable, Equatable {
  /// The schema that it is installed in; nil where it is not.
  var schema: String?

  init(schema: String?) { self.schema = schema }

  init(from connection: isolated PostgresConnection) throws {
    var row = PostgresRowReader(try connection.execute(Self.statement)[0])
    self.init(schema: try row.next())
  }

  private static let statement = PostgresStatement(
    "SELECT (SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_trgm')",
    onlyReads: true)
}

/// The index is for the operator's own questions: the server searches without it.
enum TrigramCheck {
  private static let name = "pg_trgm"

  static func finding(_ facts: TrigramFacts, schema: SchemaFacts) -> Finding {
    guard let place = facts.schema else { return .ok(name, "not installed; the server does without it") }
    let isNeeded = schema.pending?.contains { $0.description == "add indexes" } == true
    guard place == "public" || !isNeeded else {
      return Finding(
        name, .error, "pg_trgm is installed in the schema \(place)",
        cause: "A pending migration looks for it in the schema public.",
        fix: "As the extension's owner: ALTER EXTENSION pg_trgm SET SCHEMA public.")
    }
    return .ok(name, "pg_trgm is installed")
  }
}
