// The command line: respec-server and its subcommands.

import ArgumentParser

@main
struct RespecServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "respec-server",
    abstract: "Keeps the state of spec-driven development for AI coding agents, as an MCP server over stdio.",
    discussion: """
      An MCP client starts it without arguments and talks to it on standard input and output; logs go to standard \
      error. Settings come from the environment:

      \(ConfigurationVariable.help)
      """,
    version: Version.current,
    subcommands: [
      ServeCommand.self, CallCommand.self, MigrateCommand.self, DoctorCommand.self, ExportCommand.self,
      ImportCommand.self, BackupCommand.self, InitCommand.self,
    ],
    defaultSubcommand: ServeCommand.self)
}
