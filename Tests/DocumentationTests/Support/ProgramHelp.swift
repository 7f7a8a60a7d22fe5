// ProgramHelp: the commands, options and variables that the built program has, as it says itself.

import EndToEndSupport
import JSON

/// Asked of the program once.
struct ProgramHelp {
  /// The long options of each command, such as `--status`; those of the program itself under the empty name.
  let options: [String: Set<String>]
  /// The environment variables.
  let variables: Set<String>

  /// Every command has these.
  static let common: Set<String> = ["--help", "--version"]

  static let shared = Result { try ProgramHelp() }

  /// The commands' names.
  var commands: [String] { options.keys.filter { !$0.isEmpty }.sorted() }

  private init() throws {
    let root = try JSONParser.parse(Self.output("--experimental-dump-help").joined(separator: "\n"))["command"]
    var options = ["": Self.options(of: root)]
    for command in root?["subcommands"]?.arrayValue ?? [] {
      guard let name = command["commandName"]?.stringValue, name != "help" else { continue }
      options[name] = Self.options(of: command)
    }
    self.options = options
    let names = try Self.output("--help").compactMap { $0.prefixMatch(of: #/ +([A-Z][A-Z0-9_]+)=/#)?.output.1 }
    variables = Set(names.map(String.init))
  }

  private static func options(of command: JSONValue?) -> Set<String> {
    let names = (command?["arguments"]?.arrayValue ?? []).flatMap { $0["names"]?.arrayValue ?? [] }
    return Set(names.filter { $0["kind"]?.stringValue == "long" }.map { "--" + ($0["name"]?.stringValue ?? "") })
      .subtracting(common)
  }

  private static func output(_ argument: String) throws -> [String] {
    let process = try ServerProcess(arguments: [argument], input: .devNull)
    let lines = try process.readToEnd()
    guard try process.waitForExit() == .status(0) else { throw NoHelp(errors: process.standardError) }
    return lines
  }

  private struct NoHelp: Error { let errors: String }
}
