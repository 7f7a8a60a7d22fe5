// TrigramCheck: the extension and the index of the search by similar names.

import Postgres

/// The state of pg_trgm in the database.
struct TrigramFacts: Sendable, Equatable {
  /// The schema that it is installed in; nil where it is not.
  var schema: String?
  /// True where the server has its files.
  var isAvailable: Bool
  var hasIndex: Bool

  init(schema: String?, isAvailable: Bool, hasIndex: Bool) {
    (self.schema, self.isAvailable, self.hasIndex) = (schema, isAvailable, hasIndex)
  }

  init(from connection: isolated PostgresConnection) throws {
    var row = PostgresRowReader(try connection.execute(Self.statement)[0])
    self.init(schema: try row.next(), isAvailable: try row.next(), hasIndex: try row.next())
  }

  private static let statement = PostgresStatement(
    """
    SELECT (SELECT nspname FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'pg_trgm'),
      EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm'),
      to_regclass('public.idx_specs_name_search') IS NOT NULL
    """, onlyReads: true)
}

enum TrigramCheck {
  private static let name = "pg_trgm"
  private static let slow = "Without it the server compares names itself, which gives the same and is slower."
  private static let index =
    "CREATE INDEX idx_specs_name_search ON technical_specs USING gin (spec_name gin_trgm_ops)"

  static func finding(_ facts: TrigramFacts, schema: SchemaFacts, migrates: Bool) -> Finding {
    guard let place = facts.schema else { return missing(facts, schema) }
    guard place == "public" else {
      return Finding(
        name, .error, "pg_trgm is installed in the schema \(place)",
        cause: "The server looks for everything in the schema public.",
        fix: "As the extension's owner: ALTER EXTENSION pg_trgm SET SCHEMA public.")
    }
    if facts.hasIndex || schema.pending?.isEmpty != true { return .ok(name, "pg_trgm is installed") }
    return Finding(
      name, .warning, "pg_trgm is installed, its index is not there",
      cause: "The extension was created after the migrations, which make the index only where they find it.",
      fix: "As the tables' owner: \(index).")
  }

  private static func missing(_ facts: TrigramFacts, _ schema: SchemaFacts) -> Finding {
    guard facts.isAvailable else {
      return Finding(
        name, .warning, "the server does not have pg_trgm", cause: slow,
        fix: "Install postgresql-contrib beside the server (Debian: it is in the server's package), then as the "
          + "database's owner: CREATE EXTENSION pg_trgm; \(index).")
    }
    if let pending = schema.pending, pending.contains(where: { $0.description == "add indexes" }) {
      return Finding(
        name, .note, "pg_trgm is not installed yet", cause: "A pending migration creates it.",
        fix: "Run respec-server migrate as the database's owner.")
    }
    return Finding(
      name, .warning, "pg_trgm is not installed", cause: slow,
      fix: "As the database's owner: CREATE EXTENSION pg_trgm; \(index).")
  }
}
