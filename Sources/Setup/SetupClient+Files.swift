// SetupClient+Files: the files with the workflow's texts, for clients that have commands, skills or agents.

import JSON
import Workflow

extension SetupClient {
  /// The files of the workflow in the project.
  ///
  /// - Parameter name: the project's name as the tools get it.
  func files(in place: SetupPlace, project name: String) -> [OwnedFile] {
    WorkflowStep.all.compactMap { command($0, in: place, project: name) }
      + Critic.all.compactMap { agent($0, in: place) }
  }

  /// The way in which a person begins, in words.
  public var firstCommand: String {
    switch self {
    case .claudeDesktop, .zed: "the prompt plan of the server respec"
    case .codex: "$\(Self.serverName)-plan"
    default: "/\(Self.serverName)-plan"
    }
  }

  // MARK: Commands

  private func command(_ step: WorkflowStep, in place: SetupPlace, project name: String) -> OwnedFile? {
    let command = "\(Self.serverName)-\(step.name)"
    let text = step.text([.project: "project \"\(name)\""])
    let others = step.arguments.filter { $0 != .project }.map(\.rawValue)
    let given =
      others.isEmpty ? "The human may have added" : "The human may have named the \(others.joined(separator: " or "))"
    let body = { (arguments: String) in "\(text)\n\n\(given): \(arguments)" }
    let description = "description: \(Self.scalar(step.description))"
    switch self {
    case .claudeCode:
      let hint = "argument-hint: \(Self.scalar(others.map { "[\($0)]" }.joined(separator: " ")))"
      let head = others.isEmpty ? [description] : [description, hint]
      return markdown("\(place.project)/.claude/commands/\(command).md", head, body("$ARGUMENTS"))
    case .cursor: return OwnedFile(path: "\(place.project)/.cursor/commands/\(command).md", text: text)
    case .vscode:
      return markdown("\(place.project)/.github/prompts/\(command).prompt.md", [description, "agent: agent"], text)
    case .codex:
      return markdown(
        "\(place.project)/.agents/skills/\(command)/SKILL.md", ["name: \(command)", description], text)
    case .geminiCLI:
      let prompt = "prompt = '''\n\(body("{{args}}"))\n'''"
      let lines = ["description = \(JSONValue.string(step.description).text)", prompt]
      return OwnedFile(
        path: "\(place.project)/.gemini/commands/\(command).toml", text: lines.joined(separator: "\n"))
    case .opencode:
      return markdown("\(place.project)/.opencode/commands/\(command).md", [description], body("$ARGUMENTS"))
    case .claudeDesktop, .zed: return nil
    }
  }

  // MARK: Agents

  private func agent(_ critic: Critic, in place: SetupPlace) -> OwnedFile? {
    let name = "name: \(critic.name)"
    let head = "description: " + Self.scalar("\(critic.description) Give it the project and the loop_id.")
    switch self {
    case .claudeCode: return markdown("\(place.project)/.claude/agents/\(critic.name).md", [name, head], critic.text)
    case .cursor: return markdown("\(place.project)/.cursor/agents/\(critic.name).md", [name, head], critic.text)
    case .vscode: return markdown("\(place.project)/.github/agents/\(critic.name).agent.md", [name, head], critic.text)
    case .opencode:
      return markdown(
        "\(place.project)/.opencode/agents/\(critic.name).md", [head, "mode: subagent"], critic.text)
    case .claudeDesktop, .zed, .codex, .geminiCLI: return nil
    }
  }

  private func markdown(_ path: String, _ head: [String], _ body: String) -> OwnedFile {
    OwnedFile(path: path, text: (["---"] + head + ["---", "", body]).joined(separator: "\n"))
  }

  /// A scalar of YAML; double-quoted ones have the escapes of JSON.
  private static func scalar(_ text: String) -> String { JSONValue.string(text).text }
}
