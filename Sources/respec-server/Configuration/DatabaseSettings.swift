// DatabaseSettings: the database's URI, the limits of the pool, and the choice to migrate.

import Postgres

/// The `DATABASE_…` variables.
struct DatabaseSettings: Equatable {
  /// May hold a password: never to be shown as it is.
  let url: String
  /// The standbys' that may answer reads; nil for none. May hold a password, too.
  let readURL: String?
  let poolMinimum: Int
  let poolMaximum: Int
  /// Seconds.
  let poolTimeout: Double
  /// Seconds.
  let commandTimeout: Double
  /// Seconds.
  let idleLifetime: Double
  let preparesStatements: Bool
  /// Milliseconds; 0 for never.
  let slowStatement: Int
  let autoMigrate: Bool

  init(from reader: inout ConfigurationReader) {
    url = reader.databaseURI(.databaseURL)
    readURL = reader.isSet(.databaseReadURL) ? reader.databaseURI(.databaseReadURL) : nil
    poolMaximum = reader.integer(.poolMaximum, in: 1...100)
    poolMinimum = reader.integer(.poolMinimum, in: 0...50)
    if poolMinimum > poolMaximum { reader.refuse(.poolMinimum) }
    poolTimeout = reader.seconds(.poolTimeout, in: 1...120)
    commandTimeout = reader.seconds(.commandTimeout, in: 1...300)
    idleLifetime = reader.seconds(.idleLifetime, in: 60...Double.greatestFiniteMagnitude)
    preparesStatements = reader.bool(.preparedStatements)
    slowStatement = reader.integer(.slowStatement, in: 0...300_000)
    autoMigrate = reader.bool(.autoMigrate)
  }

  /// The settings of the database's pool.
  var pool: PostgresConfiguration { pool(url) }

  /// The settings of the replicas' pool; nil for none.
  var replicaPool: PostgresConfiguration? { readURL.map(pool) }

  private func pool(_ uri: String) -> PostgresConfiguration {
    var pool = PostgresConfiguration(uri: uri, applicationName: "respec-server")
    pool.minimumConnections = poolMinimum
    pool.maximumConnections = poolMaximum
    pool.leaseTimeout = .seconds(poolTimeout)
    pool.commandTimeout = .seconds(commandTimeout)
    pool.preparesStatements = preparesStatements
    pool.slowStatement = slowStatement > 0 ? .milliseconds(slowStatement) : nil
    pool.idleLifetime = .seconds(min(idleLifetime, Self.longestLifetime))
    return pool
  }

  /// A century in seconds: no connection idles longer, and every clock can add it.
  private static let longestLifetime = 3_155_760_000.0
}
