// ForeignReport: what an import of another system's files makes of each of them.

/// The report on an import: the place of every part of every file, and what has none.
public struct ForeignReport: Codable, Sendable, Equatable {
  /// A file that was read.
  public struct File: Codable, Sendable, Equatable {
    /// The path from the root of the project.
    public let file: String
    /// The document that it is in, such as `spec login`; `nothing` where all files of a document are empty or left out.
    public let into: String
    /// The places of its parts, such as `spec.md: Purpose → objectives`; `empty` for an empty file.
    public let parts: [String]
  }

  /// The files that were read, in the order of what they became.
  public internal(set) var files: [File] = []
  /// The fields that got a fixed sentence because no file states them, a line a document.
  public internal(set) var unstated: [String] = []
  /// Files of the system itself, which are nobody's documents.
  public internal(set) var notRead: [String] = []
  /// Everything that would be lost, with its file.
  public internal(set) var leftOut: [String] = []
  /// The number of specs.
  public internal(set) var specs = 0
  /// True where the project gets a plan.
  public internal(set) var hasPlan = false
  /// True where the project gets a roadmap.
  public internal(set) var hasRoadmap = false

  /// True where no file became anything.
  public var isEmpty: Bool { specs == 0 && !hasPlan && !hasRoadmap }

  private enum CodingKeys: String, CodingKey {
    case files, unstated
    case notRead = "not_read"
    case leftOut = "left_out"
    case specs
    case hasPlan = "plan"
    case hasRoadmap = "roadmap"
  }
}
