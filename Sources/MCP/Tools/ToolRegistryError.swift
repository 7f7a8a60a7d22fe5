// ToolRegistryError: a tool that cannot be offered. A mistake of the program's, found when it starts.

/// The first fault among the tools that a registry was to be made of.
public struct ToolRegistryError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Name of the tool as given.
  public let tool: String
  /// The rule that it breaks.
  public let problem: String

  /// The tool and the problem in one line.
  public var description: String { "tool \"\(tool)\": \(problem)" }
}
