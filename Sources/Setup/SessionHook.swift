// SessionHook: the command by which Claude Code puts the project's state in front of an agent when a session begins.

import JSON

/// The hook of a project.
struct SessionHook {
  /// The settings file's list of such hooks.
  static let path = ["hooks", "SessionStart"]

  /// The shell command; what it prints is added to the agent's context. Without a project of that name it prints nothing.
  let command: String

  /// Makes the hook.
  ///
  /// - Parameters:
  ///   - server: the command that starts the program.
  ///   - store: `STATE_MANAGER` of the server.
  init(server: String, store: String, project name: String) {
    let arguments = JSONValue.object(["project_name": .string(name)]).text
    command =
      "STATE_MANAGER=\(store) \(Self.quoted(server)) call resume_project \(Self.quoted(arguments)) 2>/dev/null || true"
  }

  /// The element of the list, for every way in which a session begins.
  var element: JSONValue {
    [
      "matcher": "startup|resume|clear|compact",
      "hooks": [["type": "command", "command": .string(command), "timeout": 10]],
    ]
  }

  /// True for an element that an earlier set-up wrote.
  static func isOurs(_ element: JSONValue) -> Bool {
    let commands = element["hooks"]?.arrayValue?.compactMap { $0["command"]?.stringValue } ?? []
    return commands.count == 1 && commands[0].contains(" call resume_project ")
  }

  /// The text as one word of a POSIX shell.
  private static func quoted(_ text: String) -> String {
    if text.utf8.allSatisfy({ byte in
      let isLetter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      return isLetter || isDigit || "/._-".utf8.contains(byte)
    }) {
      return text
    }
    return "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
