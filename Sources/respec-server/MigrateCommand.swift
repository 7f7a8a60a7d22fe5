// migrate: brings the database's schema up to date, as its owner.

import ArgumentParser
import Logging
import State

struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Bring the schema of the database in DATABASE_URL up to date.",
    discussion: "The server does this at its start unless DATABASE_AUTO_MIGRATE=false. Any number may run at once.")

  @Flag(help: "Change nothing: list the migrations and whether the database has them.")
  var status = false

  func run() throws {
    let configuration = try Startup.configuration()
    let logger = Logger(label: "respec-server") { StderrLogHandler(label: $0, level: configuration.logLevel) }
    let schema = DatabaseSchema(configuration.database.pool, logger: logger)
    do {
      if status { return try list(waiting { try await schema.status() }) }
      let applied = try waiting { try await schema.migrate() }
      for migration in applied { print("applied \(migration.version) \(migration.description)") }
      if applied.isEmpty { print("The schema is up to date.") }
    } catch {
      throw Startup.failure(error, doing: "migrate")
    }
  }

  private func list(_ status: SchemaStatus) {
    for migration in status.applied { print("applied  \(migration.version) \(migration.description)") }
    for migration in status.pending { print("pending  \(migration.version) \(migration.description)") }
  }
}
