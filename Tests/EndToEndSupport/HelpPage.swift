// HelpPage: the environment variables that `respec-server --help` lists.

/// The built server's own list of its settings.
public enum HelpPage {
  /// The default of every variable, by name.
  public static func variables() throws -> [String: String] {
    let process = try ServerProcess(arguments: ["--help"], input: .devNull)
    let lines = try process.readToEnd()
    _ = try process.waitForExit()
    let pairs = lines.compactMap { $0.wholeMatch(of: #/ {2}([A-Z_]+)=(.*)/#) }.map {
      (String($0.output.1), String($0.output.2))
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }
}
