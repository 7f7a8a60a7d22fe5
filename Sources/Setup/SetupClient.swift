// SetupClient: the MCP clients that can be set up, and the places of their files.

import JSON
import Platform

/// A client whose files are written.
public enum SetupClient: String, Sendable, CaseIterable {
  case claudeCode = "claude-code"
  case claudeDesktop = "claude-desktop"
  case cursor
  case vscode
  case zed
  case codex
  case geminiCLI = "gemini-cli"
  case opencode

  /// Name for people.
  public var title: String {
    switch self {
    case .claudeCode: "Claude Code"
    case .claudeDesktop: "Claude Desktop"
    case .cursor: "Cursor"
    case .vscode: "VS Code"
    case .zed: "Zed"
    case .codex: "Codex"
    case .geminiCLI: "Gemini CLI"
    case .opencode: "opencode"
    }
  }

  /// The file that names the client's servers.
  func configurationPath(in place: SetupPlace) -> String {
    switch self {
    case .claudeCode: "\(place.project)/.mcp.json"
    case .claudeDesktop: "\(place.applicationSettings)/Claude/claude_desktop_config.json"
    case .cursor: "\(place.project)/.cursor/mcp.json"
    case .vscode: "\(place.project)/.vscode/mcp.json"
    case .zed: "\(place.settings)/zed/settings.json"
    case .codex: "\(place.variable("CODEX_HOME") ?? "\(place.home)/.codex")/config.toml"
    case .geminiCLI: "\(place.project)/.gemini/settings.json"
    case .opencode:
      // With comments in the file its name ends in jsonc.
      place.exists("\(place.project)/opencode.jsonc")
        ? "\(place.project)/opencode.jsonc" : "\(place.project)/opencode.json"
    }
  }

  /// Files and folders that a client leaves where it is used.
  private func traces(in place: SetupPlace) -> [String] {
    switch self {
    case .claudeCode: ["\(place.project)/.claude", "\(place.project)/.mcp.json"]
    case .claudeDesktop: ["\(place.applicationSettings)/Claude"]
    case .cursor: ["\(place.project)/.cursor"]
    case .vscode: ["\(place.project)/.vscode"]
    case .zed: ["\(place.settings)/zed"]
    case .codex: [FileSystem.parent(of: configurationPath(in: place)) ?? "/", "\(place.project)/.codex"]
    case .geminiCLI: ["\(place.project)/.gemini"]
    case .opencode: ["\(place.project)/.opencode", configurationPath(in: place)]
    }
  }

  /// The clients that are used in the project; without any the clients of which the user has settings.
  public static func found(in place: SetupPlace) -> [SetupClient] {
    let used = allCases.filter { client in client.traces(in: place).contains { place.exists($0) } }
    let inProject = used.filter { client in
      client.traces(in: place).contains { $0.hasPrefix(place.project + "/") && place.exists($0) }
    }
    return inProject.isEmpty ? used : inProject
  }

  // MARK: The entry

  /// The names on the way to the server's entry.
  var entryPath: [String] {
    switch self {
    case .claudeCode, .claudeDesktop, .cursor, .geminiCLI: ["mcpServers", SetupClient.serverName]
    case .vscode: ["servers", SetupClient.serverName]
    case .zed: ["context_servers", SetupClient.serverName]
    case .codex: ["mcp_servers", SetupClient.serverName]
    case .opencode: ["mcp", SetupClient.serverName]
    }
  }

  /// The name under which clients show the server.
  static let serverName = "respec"

  /// The form in which a value of the client's own environment is named in its file; nil where it can only be written
  /// out.
  func reference(to variable: String) -> String? {
    switch self {
    case .claudeCode, .geminiCLI: "${\(variable)}"
    case .cursor, .vscode: "${env:\(variable)}"
    case .opencode: "{env:\(variable)}"
    case .claudeDesktop, .zed, .codex: nil
    }
  }

  /// True where the database's address can only be written out in the client's file.
  public var needsAddress: Bool { reference(to: "DATABASE_URL") == nil }

  /// The server's entry in a JSON file.
  func entry(command: String, environment: [(name: String, value: String)]) -> JSONValue {
    let values = JSONValue.object(JSONObject(environment.map { .init(key: $0.name, value: .string($0.value)) }))
    if self == .opencode {
      return ["type": "local", "command": [.string(command)], "enabled": true, "environment": values]
    }
    var entry = JSONObject()
    if self == .claudeCode || self == .cursor || self == .vscode { entry["type"] = "stdio" }
    entry["command"] = .string(command)
    entry["args"] = []
    entry["env"] = values
    return .object(entry)
  }

  /// The server's table in a TOML file.
  func table(command: String, environment: [(name: String, value: String)]) -> String {
    let name = entryPath.joined(separator: ".")
    let values = environment.map { "\($0.name) = \(Self.quoted($0.value))" }
    return (["[\(name)]", "command = \(Self.quoted(command))", "args = []", "", "[\(name).env]"] + values)
      .joined(separator: "\n")
  }

  /// A basic string of TOML has the escapes of JSON.
  private static func quoted(_ text: String) -> String {
    String(decoding: JSONValue.string(text).serialized, as: UTF8.self)
  }
}

/// The folders and variables of the user who sets up.
public struct SetupPlace: Sendable {
  /// Absolute path of the project's folder.
  public let project: String
  /// Absolute path of the user's home.
  public let home: String
  /// Gives a variable's value; nil where it is unset or empty.
  let variable: @Sendable (String) -> String?

  /// Makes a place; the paths have no slash at their ends.
  public init(project: String, home: String, variable: @escaping @Sendable (String) -> String?) {
    self.project = project
    self.home = home
    self.variable = { name in variable(name).flatMap { $0.isEmpty ? nil : $0 } }
  }

  /// The folder of settings of programs for terminals (XDG Base Directory Specification).
  var settings: String { variable("XDG_CONFIG_HOME") ?? "\(home)/.config" }

  /// The folder of settings of programs with windows.
  var applicationSettings: String {
    #if os(macOS)
      "\(home)/Library/Application Support"
    #else
      settings
    #endif
  }

  func exists(_ path: String) -> Bool { (try? FileFacts.of(path)) != nil }

  /// The path as people read it: below the project without it, below home with `~`.
  public func shown(_ path: String) -> String {
    if path.hasPrefix(project + "/") { return String(path.dropFirst(project.count + 1)) }
    if path.hasPrefix(home + "/") { return "~" + path.dropFirst(home.count) }
    return path
  }
}
