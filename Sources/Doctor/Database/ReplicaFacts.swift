// ReplicaFacts: the standby that is to answer reads, beside the database that it should be one of.

import Postgres
import PostgresState

/// One look at the replica, and one at the primary at the same time.
struct ReplicaFacts: Sendable, Equatable {
  /// The server's place, such as `db2.example.com:5432`.
  var peer: String
  /// The end of the primary's log; nil where it is none, or does not let the role see it.
  var primary: LogPosition?
  /// The end of what the replica has replayed; nil where it is no standby.
  var replayed: LogPosition?
  /// Seconds since the commit that it has replayed last; nil before the first.
  var age: Double?
}

extension ReplicaFacts {
  /// Looks at the replica. The primary's position is to be added.
  init(from connection: isolated PostgresConnection) throws {
    peer = DatabaseFacts.peer(connection.peer)
    replayed = LogPosition(try connection.execute(LogPosition.replayed))
    age = try connection.execute(Self.age)[0].optionalDouble(0)
  }

  private static let age = PostgresStatement(
    "SELECT extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())", onlyReads: true)
}
