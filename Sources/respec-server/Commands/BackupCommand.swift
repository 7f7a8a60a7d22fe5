// backup: a copy of the state file, made while servers write.

import ArgumentParser
import Platform
import SQLiteState

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the state file as it is at one moment, while servers write.",
    discussion: """
      The copy is a whole state file: STATE_FILE=COPY uses it, and putting it in the place of a lost one restores it. \
      Copying the file by other means misses what stands in its log yet.

      Needs STATE_MANAGER=file, or STATE_FILE alone. A database is backed up with pg_dump.
      Exit status: 0 done, 1 it failed, 64 wrong usage.

      Example:
        respec-server backup state-backup.db
      """)

  @Argument(help: ArgumentHelp("The copy; a file that is not there yet.", valueName: "file"))
  var file: String

  func run() throws {
    let configuration = try StoreCommand.configuration()
    switch configuration.store {
    case .memory: throw StoreCommand.notInMemory(doing: "back up")
    case .database:
      CommandOutput.complain(
        "respec-server: cannot back up: the state is in a database: use pg_dump, as docs/database.md shows")
      throw ExitCode.failure
    case .file(let settings): try copy(settings)
    }
  }

  private func copy(_ settings: FileSettings) throws {
    let schema = FileSchema(path: settings.path, timeout: .seconds(settings.timeout))
    do {
      try waiting { [file] in try await schema.backup(to: file) }
      try CommandOutput.print("copied \(settings.path) to \(file)")
    } catch {
      throw Startup.failure(error, doing: "back up")
    }
  }
}
