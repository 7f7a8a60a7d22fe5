// SchemaFacts: the migrations that the database records.

import Postgres
import PostgresState
import State

/// The result of a look at `schema_migrations`.
enum SchemaFacts: Sendable, Equatable {
  case fits(SchemaStatus)
  case mismatch(SchemaMismatch)
  /// The role may not read it.
  case unreadable(String)

  init(from connection: isolated PostgresConnection) throws {
    do {
      self = .fits(try Migrator.look(on: connection))
    } catch let mismatch as SchemaMismatch {
      self = .mismatch(mismatch)
    } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
      self = .unreadable(error.message)
    }
  }

  /// Nil where it is not known.
  var pending: [Migration]? {
    guard case .fits(let status) = self else { return nil }
    return status.pending
  }
}
