// import: exported projects back into a file or a database.

import Archive
import ArgumentParser

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Read the projects of a folder that `respec-server export` has written.",
    discussion: """
      All projects of DIR are imported, or none. Every file is checked first by the rules of the tools, and everything \
      that is wrong is told at once, with the file and the place in it. Texts may have been edited. A project that is \
      there already is refused, unless --replace is given; so are ids that other projects have. Histories are brought \
      within LOOP_HISTORY_LIMIT. Folders in DIR that are not exported projects, and files whose names begin with a \
      dot, stay out of it.

      Needs STATE_MANAGER=file or database, or STATE_FILE or DATABASE_URL alone. In a database the role must own the \
      tables, or be allowed to set the sequence of loop_history.
      Exit status: 0 done, 1 it failed, 64 wrong usage.

      Example:
        respec-server import specs
      """)

  @Argument(help: ArgumentHelp("The folder.", valueName: "dir"))
  var folder: String

  @Flag(help: "Replace projects that are there already, with everything in them.")
  var replace = false

  @Flag(help: "Print a summary as JSON; for a failure its code, message and details.")
  var json = false

  func run() throws {
    let task = ProjectImport(from: folder, replacing: replace)
    let summary = try StoreCommand.run(doing: "import", json: json) { try await task.run(on: $0) }
    try summary.report(json: json, none: "There are no projects.")
  }
}
