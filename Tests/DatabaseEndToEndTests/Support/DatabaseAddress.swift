// DatabaseAddress: the place of a test's database, and the role to reach it as.

import Foundation

/// The parts of the URI that scripts/test-database gives: `postgresql://user:password@/database?host=…&port=…`.
struct DatabaseAddress: Sendable {
  var user = "respec"
  var password = "respec"
  var database: String
  /// The folder of the socket, or a name or address.
  var host: String
  var port: String

  /// The cluster that all tests share.
  ///
  /// - Throws: when there is none, saying how to get one.
  static func common() throws -> DatabaseAddress {
    guard let uri = getenv("RESPEC_TEST_DATABASE_URL") else { throw MissingDatabase() }
    return try DatabaseAddress(uri: String(cString: uri))
  }

  init(uri: String) throws {
    let parts = uri.split(separator: "?", maxSplits: 1)
    let options = (parts.count == 2 ? parts[1] : "").split(separator: "&").map {
      $0.split(separator: "=", maxSplits: 1)
    }
    func option(_ name: String) throws -> String {
      guard let pair = options.first(where: { $0.count == 2 && $0[0] == name }) else { throw MissingDatabase() }
      return String(pair[1])
    }
    database = String(parts[0].split(separator: "/").last ?? "")
    host = try option("host")
    port = try option("port")
  }

  var uri: String { "postgresql://\(user):\(password)@/\(database)?host=\(host)&port=\(port)" }

  /// The same cluster by its superuser.
  var asSuperuser: DatabaseAddress {
    var address = self
    address.user = "postgres"
    return address
  }

  func named(_ database: String) -> DatabaseAddress {
    var address = self
    address.database = database
    return address
  }

  /// The same database of another cluster with its socket in the same folder.
  func onPort(_ port: String) -> DatabaseAddress {
    var address = self
    address.port = port
    return address
  }

  /// The same cluster over TCP, which asks for passwords.
  var overTCP: DatabaseAddress {
    var address = self
    address.host = "127.0.0.1"
    return address
  }

  // MARK: Databases

  /// A new database in this cluster.
  func createDatabase(owner: String = "respec") throws -> DatabaseAddress {
    let name = "t\(UInt64.random(in: 0 ... .max))"
    let administration = try SQLSession(asSuperuser.named("postgres"))
    defer { administration.end() }
    _ = try administration.run("CREATE DATABASE \(name) OWNER \(owner)")
    return named(name)
  }

  /// Drops the database, whoever is connected.
  func drop() throws {
    let administration = try SQLSession(asSuperuser.named("postgres"))
    defer { administration.end() }
    _ = try administration.run("DROP DATABASE IF EXISTS \(database) WITH (FORCE)")
  }
}

/// No database to test against.
struct MissingDatabase: Error, CustomStringConvertible {
  var description: String {
    "RESPEC_TEST_DATABASE_URL is not set: run the tests with scripts/test, which starts a PostgreSQL for them"
  }
}
