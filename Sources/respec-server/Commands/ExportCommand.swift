// export: projects as Markdown and JSON files.

import Archive
import ArgumentParser
import JSON

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write projects as Markdown and JSON files, to read, to keep in git, to import.",
    discussion: """
      Each project becomes a folder in DIR with its plan, roadmap, specs with all versions, and loops with their \
      feedback. Markdown files hold the texts, the JSON beside them the rest; `respec-server import` brings everything \
      back to the byte, and takes texts that were edited. Idempotency keys are not exported.

      All is read at one moment, whoever writes meanwhile, and unchanged projects give unchanged files. A project's \
      folder is replaced whole. A folder that no export has written, or with other files in it, is left alone and \
      refused, as are folders of projects that are not exported.

      Needs STATE_MANAGER=file or database, or STATE_FILE or DATABASE_URL alone.
      Exit status: 0 done, 1 it failed, 64 wrong usage.

      Example:
        respec-server export specs --project shop
      """)

  @Argument(help: ArgumentHelp("The folder; made when it is not there.", valueName: "dir"))
  var folder: String

  @Option(help: ArgumentHelp("A project by its exact name; repeat it for more. Default: all.", valueName: "name"))
  var project: [String] = []

  @Flag(help: "Print a summary as JSON; for a failure its code, message and details.")
  var json = false

  func run() throws {
    let export = ProjectExport(into: folder, projects: project)
    let summary = try StoreCommand.run(doing: "export", json: json) { try await export.run(on: $0) }
    try summary.report(json: json, none: "There are no projects.")
  }
}

extension ArchiveSummary {
  /// Prints a line a project, or the JSON; warnings on standard error.
  func report(json: Bool, none: String) throws {
    for warning in warnings { CommandOutput.complain("respec-server: warning: \(warning.printable)") }
    do {
      if json { return try CommandOutput.print(try JSONModelEncoder.encode(self)) }
      let lines = projects.isEmpty ? [none] : projects.map(\.line)
      try CommandOutput.print(Array(lines.joined(separator: "\n").utf8))
    } catch let error as StreamError {
      throw Startup.failure(error, doing: "print what was done")
    }
  }
}

extension ProjectSummary {
  /// `shop: a plan, a roadmap, 3 specs (7 earlier versions), 12 loops in shop`.
  fileprivate var line: String {
    let parts = [
      hasPlan ? "a plan" : nil, hasRoadmap ? "a roadmap" : nil,
      "\(specs) \(specs == 1 ? "spec" : "specs")"
        + (versions > 0 ? " (\(versions) earlier \(versions == 1 ? "version" : "versions"))" : ""),
      "\(loops) \(loops == 1 ? "loop" : "loops")",
    ]
    return "\(projectName.printable): \(parts.compactMap { $0 }.joined(separator: ", ")) in \(folder)"
  }
}
