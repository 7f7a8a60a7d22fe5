// init: the client's files, so that a person can begin.

import ArgumentParser
import Models
import Platform
import Setup

extension SetupClient: ExpressibleByArgument {}

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Set up an MCP client: its configuration, commands, critics and a hook.",
    discussion: """
      Writes the server into the client's configuration, leaving everything else there as it is, with a copy of the file \
      from before beside it. For clients that have them also the workflow's commands, the critics as agents, and for \
      Claude Code a hook that shows the project's state when a session begins. Running it again changes nothing; a file \
      that was changed by hand is left alone.
      Exit status: 0 done, 1 something was left for you to do or failed, 64 wrong usage.

      Examples:
        respec-server init
        respec-server init --client cursor --store file --dry-run
        respec-server init --client claude-code --remove
      """)

  @Option(help: "The client; found by its files where it is left out.")
  var client: SetupClient?

  /// The places of state that a server can be given.
  enum StoreChoice: String, ExpressibleByArgument, CaseIterable {
    case file, database, memory
  }

  @Option(help: "The place of the server's state.")
  var store: StoreChoice = .file

  @Option(help: ArgumentHelp("The project's folder; the current one by default.", valueName: "folder"))
  var projectDir: String?

  @Option(help: ArgumentHelp("The project's name; that of its folder by default.", valueName: "name"))
  var project: String?

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Take away what was written.")
  var remove = false

  func run() throws {
    do {
      let place = try place()
      let client = try client ?? found(in: place)
      if store == .database, client.needsAddress, Environment.value("DATABASE_URL") == nil {
        throw ValidationError("\(client.title) needs the database's address in its file: set DATABASE_URL.")
      }
      let options = SetupOptions(
        client: client, store: store.rawValue, command: InitCommand.serverCommand(for: client),
        projectName: try projectName(place))
      let plan = SetupPlan(options, in: place)
      let changes = remove ? try plan.removal() : try plan.installation()
      try CommandOutput.print("\(client.title), project \(options.projectName):")
      for change in changes {
        if !dryRun { try change.apply(below: place.project) }
        try CommandOutput.print(line(change, place))
      }
      try CommandOutput.print(ending(client, changes))
      if changes.contains(where: \.isRefused) { throw ExitCode.failure }
    } catch let failure as Failure {
      throw Startup.failure(failure, doing: remove ? "take the set-up away" : "set up")
    }
  }

  // MARK: The choices

  private func place() throws -> SetupPlace {
    guard let home = Environment.value("HOME"), home.hasPrefix("/") else {
      throw ValidationError("HOME is not set to a folder: the client's files are found by it.")
    }
    let folder = projectDir ?? "."
    do throws(SystemCallError) {
      return SetupPlace(
        project: try FileSystem.canonicalPath(folder), home: (try? FileSystem.canonicalPath(home)) ?? home,
        variable: Environment.value)
    } catch {
      throw ValidationError("\(folder): \(error.reason)")
    }
  }

  private func found(in place: SetupPlace) throws -> SetupClient {
    let found = SetupClient.found(in: place)
    if found.count == 1 { return found[0] }
    let names = (found.isEmpty ? SetupClient.allCases : found).map(\.rawValue).joined(separator: ", ")
    throw ValidationError(
      found.isEmpty
        ? "No client was found by its files: name one with --client: \(names)."
        : "Several clients were found by their files: name one with --client: \(names).")
  }

  private func projectName(_ place: SetupPlace) throws -> String {
    let name = project ?? String(place.project.split(separator: "/").last ?? "project")
    switch Name.checkNew(name) {
    case .success(let name): return name
    case .failure(let violation):
      throw ValidationError("The project's name is \(violation.problem): give one with --project (\(Name.allowed)).")
    }
  }

  /// The program's name where the PATH leads to this program by it, else its path. Programs with windows have another
  /// PATH than a terminal.
  private static func serverCommand(for client: SetupClient) -> String {
    let name = "respec-server"
    guard let own = CurrentProcess.programPath else { return name }
    if client == .claudeDesktop || client == .zed { return own }
    for folder in (Environment.value("PATH") ?? "").split(separator: ":") {
      if let found = try? FileSystem.canonicalPath("\(folder)/\(name)") { return found == own ? name : own }
    }
    return own
  }

  // MARK: Words

  private func line(_ change: SetupChange, _ place: SetupPlace) -> String {
    let path = place.shown(change.path).printable
    switch change.kind {
    case .create: return "  \(word("write", "wrote"))  \(path)"
    case .change(let backup):
      let copy = backup && !dryRun ? " (before: \(path)\(SetupChange.backupEnding))" : ""
      return "  \(word("change", "changed"))  \(path)\(copy)"
    case .remove: return "  \(word("remove", "removed"))  \(path)"
    case .keep: return "  as it is  \(path)"
    case .refuse(let reason, let lines):
      let paste = lines.isEmpty ? "" : "; add this by hand:\n\(lines)"
      return "  left  \(path): \(reason)\(paste)"
    }
  }

  private func word(_ future: String, _ past: String) -> String { dryRun ? "would \(future)" : past }

  private func ending(_ client: SetupClient, _ changes: [SetupChange]) -> String {
    if dryRun { return "Nothing was written." }
    if remove { return changes.isEmpty ? "There was nothing of it." : "Restart \(client.title)." }
    if changes.allSatisfy({ $0.kind == .keep }) { return "Nothing had to be changed." }
    return "Restart \(client.title), allow the server \"respec\", and begin with \(client.firstCommand)."
  }
}

extension SetupChange {
  fileprivate var isRefused: Bool {
    if case .refuse = kind { return true }
    return false
  }
}
