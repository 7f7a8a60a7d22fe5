// ToolRegistryError: why a tool cannot be offered. A mistake of the program's, found when it starts.

/// Why a registry could not be made.
public struct ToolRegistryError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The tool's name as given.
  public let tool: String
  /// What is wrong with it.
  public let problem: String

  public var description: String { "tool \"\(tool)\": \(problem)" }
}
