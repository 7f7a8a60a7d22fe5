// migrate: brings the schema of the file or the database up to date.

import ArgumentParser
import Logging
import PostgresState
import State

struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Bring the schema of the state file or the database up to date.",
    discussion: """
      The server does this by itself: with a file when it opens it, with a database at its start unless \
      DATABASE_AUTO_MIGRATE=false. Any number may run at once.

      Needs STATE_MANAGER=file or database, or STATE_FILE or DATABASE_URL alone.
      """)

  @Flag(help: "Change nothing: list the migrations and whether they are applied.")
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
    if !status && !dryRun { try StoreCommand.requireWriting(doing: "migrate") }
    let schema = try StoreCommand.schema(doing: "migrate")
    do {
      let report = try report(on: schema)
      try CommandOutput.print(json ? report.json() : report.text)
    } catch {
      throw Startup.failure(error, doing: "migrate")
    }
  }

  private func report(on schema: any SchemaAdministration) throws -> MigrationReport {
    if status {
      let status = try waiting { try await schema.status() }
      return .status(applied: status.applied, pending: status.pending)
    }
    if dryRun { return .plan(try waiting { try await schema.plan() }, showsSQL: verbose) }
    return .applied(try waiting { try await schema.migrate() })
  }
}
