// migrate: brings the database's schema up to date, as its owner.

import ArgumentParser
import Logging
import PostgresState
import State

struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Bring the schema of the database in DATABASE_URL up to date.",
    discussion: "The server does this at its start unless DATABASE_AUTO_MIGRATE=false. Any number may run at once.")

  @Flag(help: "Change nothing: list the migrations and whether the database has them.")
  var status = false

  @Flag(help: "Change nothing: list what would be applied, or say why it would be refused.")
  var dryRun = false

  @Flag(help: "With --dry-run: show the SQL as well.")
  var verbose = false

  @Flag(help: "Print one JSON document.")
  var json = false

  func validate() throws {
    if status && dryRun { throw ValidationError("--status and --dry-run exclude each other.") }
    if verbose && !dryRun { throw ValidationError("--verbose goes with --dry-run.") }
  }

  func run() throws {
    let configuration = try Startup.configuration()
    let schema = DatabaseSchema(configuration.database.poolForCommand, logger: Startup.commandLogger(configuration))
    do {
      let report = try report(on: schema)
      try CommandOutput.print(json ? report.json() : report.text)
    } catch {
      throw Startup.failure(error, doing: "migrate")
    }
  }

  private func report(on schema: DatabaseSchema) throws -> MigrationReport {
    if status {
      let status = try waiting { try await schema.status() }
      return .status(applied: status.applied, pending: status.pending)
    }
    if dryRun { return .plan(try waiting { try await schema.plan() }, showsSQL: verbose) }
    return .applied(try waiting { try await schema.migrate() })
  }
}
