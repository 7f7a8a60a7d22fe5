// DatabaseFacts: the facts that the checks judge, read from the catalogs of one database.

import Models
import Postgres

/// Everything that is looked at. Readable by any role that may connect.
struct DatabaseFacts: Sendable {
  /// The server's place, such as `db.example.com:5432`.
  var peer: String
  /// TLS's protocol and cipher; nil where nothing is encrypted.
  var encryption: String?
  /// Such as 150018 for 15.18, and in the server's words.
  var version: Int
  var versionName: String
  var databaseName: String
  /// Such as UTF8, and the character type, such as C.UTF-8.
  var encoding: String
  var characterType: String
  var isStandby: Bool
  var isReadOnly: Bool
  var session: SessionFacts
  var role: RoleFacts
  var schema: SchemaFacts
  var trigrams: TrigramFacts
  var connections: ConnectionFacts
  var durability: DurabilityFacts
}

extension DatabaseFacts {
  init(from connection: isolated PostgresConnection) throws {
    peer = Self.peer(connection.peer)
    (encryption, version) = (connection.encryption, connection.serverVersion)
    var row = PostgresRowReader(try connection.execute(Self.server)[0])
    (versionName, databaseName) = (try row.next(), try row.next())
    (encoding, characterType) = (try row.next(), try row.next())
    (isStandby, isReadOnly) = (try row.next(), try row.next())
    schema = try SchemaFacts(from: connection)
    session = try SessionFacts(from: connection)
    role = try RoleFacts(from: connection)
    trigrams = try TrigramFacts(from: connection)
    connections = try ConnectionFacts(from: connection)
    durability = try DurabilityFacts(from: connection)
  }

  static func peer(_ place: (host: String, port: String)) -> String {
    place.host.hasPrefix("/") ? "\(place.host), port \(place.port)" : "\(place.host):\(place.port)"
  }

  private static let server = PostgresStatement(
    """
    SELECT current_setting('server_version'), quote_ident(datname), pg_encoding_to_char(encoding), datctype,
      pg_is_in_recovery(), current_setting('transaction_read_only')::bool
    FROM pg_database WHERE datname = current_database()
    """, onlyReads: true)
}
