// import: exported projects back into a file or a database.

import Archive
import ArgumentParser
import JSON
import Models

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

      With --from the files are those of another system, and DIR is the root of its project, or the system's own folder \
      there; docs/moving-over.md says what becomes what. Nothing is written when a part would be left out, unless \
      --allow-loss is given (status 1).

      Examples:
        respec-server import specs
        respec-server import --from openspec . --project shop --dry-run
      """)

  @Argument(help: ArgumentHelp("The folder.", valueName: "dir"))
  var folder: String

  @Flag(help: "Replace projects that are there already, with everything in them.")
  var replace = false

  @Flag(help: "Print a summary as JSON; for a failure its code, message and details.")
  var json = false

  @Option(help: ArgumentHelp("Read the files of another system.", valueName: "system"))
  var from: ForeignSystem?

  @Option(help: ArgumentHelp("With --from: the project that they become.", valueName: "name"))
  var project: String?

  @Flag(help: "With --from: only report what would become what.")
  var dryRun = false

  @Flag(help: "With --from: import what can be, though a part is left out.")
  var allowLoss = false

  func validate() throws {
    guard from == nil else {
      if project == nil { throw ValidationError("--from needs --project.") }
      return
    }
    if project != nil || dryRun || allowLoss {
      throw ValidationError("--project, --dry-run and --allow-loss are for --from.")
    }
  }

  func run() throws {
    if let from, let project { return try run(from, project) }
    let task = ProjectImport(from: folder, replacing: replace)
    let summary = try StoreCommand.run(doing: "import", json: json) { try await task.run(on: $0) }
    try summary.report(json: json, none: "There are no projects.")
  }

  private func run(_ system: ForeignSystem, _ project: String) throws {
    let (task, content, report): (ForeignImport, ForeignImport.Content, ForeignReport)
    do {
      task = try ForeignImport(system, from: folder, project: project)
      (content, report) = try task.read()
    } catch {
      throw try Startup.failure(error, doing: "import", json: json)
    }
    let isRefused = report.isEmpty || !report.leftOut.isEmpty && !allowLoss
    if !dryRun, !isRefused {
      let replaces = replace
      try StoreCommand.run(doing: "import", json: json) { try await task.write(content, replacing: replaces, on: $0) }
    }
    try CommandOutput.print(json ? try JSONModelEncoder.encode(report) : Array(report.text.utf8))
    guard isRefused else { return }
    CommandOutput.complain(
      report.isEmpty
        ? "respec-server: nothing was imported: no file became a plan, a roadmap or a spec"
        : "respec-server: nothing was imported: parts would be left out, as told above: mend them, or give --allow-loss"
    )
    throw ExitCode.failure
  }
}

extension ForeignSystem: ExpressibleByArgument {}

extension ForeignReport {
  /// A line a file with its parts below it, then what is not stated, not read and left out, and the numbers.
  fileprivate var text: String {
    let read = files.flatMap { file in ["\(file.file) → \(file.into)"] + file.parts.map { "  \($0)" } }
    let rest =
      unstated.map { "not stated: \($0)" } + notRead.map { "not read: \($0)" } + leftOut.map { "left out: \($0)" }
    let documents =
      [specs == 1 ? "1 spec" : "\(specs) specs"] + (hasPlan ? ["a plan"] : [])
      + (hasRoadmap ? ["a roadmap"] : [])
    let numbers =
      "\(files.count) files read, \(notRead.count) not read: \(documents.joined(separator: ", ")), "
      + "\(leftOut.count) parts left out"
    return (read + rest + [numbers]).map(\.printable).joined(separator: "\n")
  }
}
