// ForeignSystem: the systems whose files can be imported, with the places that they keep them in.

/// A system for specs as files; docs/moving-over.md has the same in words.
public enum ForeignSystem: String, CaseIterable, Sendable {
  case openSpec = "openspec"
  case specKit = "spec-kit"
  case kiro
  case respecAI = "respec-ai"

  /// The folders of which one at least stands in the root of a project that uses the system.
  var folders: [String] {
    switch self {
    case .openSpec: ["openspec"]
    case .specKit: ["specs", ".specify"]
    case .kiro: [".kiro"]
    case .respecAI: [".respec-ai"]
    }
  }

  /// The folders and files that are read, from the root of the project.
  var sources: [String] { folders + (self == .specKit ? ["memory/constitution.md"] : []) }

  /// The file names that come first among those of one spec or plan; the others follow by their bytes.
  static let leadingFiles = [
    "plan.md", "project.md", "constitution.md", "product.md", "tech.md", "structure.md", "proposal.md", "spec.md",
    "requirements.md", "bugfix.md", "design.md", "tasks.md",
  ]
}

/// The place of a file in the project that is imported.
struct ForeignRoute: Equatable {
  /// A document of the project.
  enum Target: Hashable {
    case plan
    case roadmap
    /// The spec of a phase.
    case spec(String)
  }

  /// The document that the file becomes a part of; nil for a file of the system itself, which is not read.
  let target: Target?
  /// The file's path in that document, with which the names of its sections begin.
  let file: String
  /// True for the document itself, in the form of this server's own: its sections are named by their headings alone.
  var isDocument = false

  /// Files that operating systems leave in folders.
  private static let litter = [".DS_Store", "Thumbs.db", "desktop.ini"]
  private static let own = ForeignRoute(target: nil, file: "")

  init(target: Target?, file: String, isDocument: Bool = false) {
    (self.target, self.file, self.isDocument) = (target, file, isDocument)
  }

  /// The place of a file.
  ///
  /// - Parameter path: from the root of the project.
  init(_ path: String, of system: ForeignSystem) {
    if Self.litter.contains(where: { path.hasSuffix("/\($0)") }) {
      self = Self.own
      return
    }
    switch system {
    case .openSpec: self = Self.openSpec(path)
    case .specKit: self = Self.specKit(path)
    case .kiro: self = Self.kiro(path)
    case .respecAI: self = Self.respecAI(path)
    }
  }

  private static func openSpec(_ path: String) -> ForeignRoute {
    if path == "openspec/AGENTS.md" { return own }
    return spec(path, below: "openspec/changes/archive", named: "archive-")
      ?? spec(path, below: "openspec/changes", named: "change-") ?? spec(path, below: "openspec/specs")
      ?? plan(path, below: "openspec") ?? own
  }

  private static func specKit(_ path: String) -> ForeignRoute {
    spec(path, below: "specs") ?? plan(path, below: ".specify/memory") ?? plan(path, below: "memory")
      ?? (path.hasPrefix(".specify/") ? own : ForeignRoute(target: .plan, file: path))
  }

  private static func kiro(_ path: String) -> ForeignRoute {
    spec(path, below: ".kiro/specs") ?? plan(path, below: ".kiro/steering") ?? plan(path, below: ".kiro/specs") ?? own
  }

  private static func respecAI(_ path: String) -> ForeignRoute {
    guard let folder = planFolder(of: path) else { return own }
    let rest = String(decoding: path.utf8.dropFirst(folder.utf8.count + 1), as: UTF8.self)
    if ["plan.md", "project_plan.md"].contains(rest) {
      return ForeignRoute(target: .plan, file: rest, isDocument: true)
    }
    if ["roadmap.md", "project_roadmap.md"].contains(rest) {
      return ForeignRoute(target: .roadmap, file: rest, isDocument: true)
    }
    for phases in ["phases", "respec-phases", "respec-specs", "specs"] {
      guard let file = remainder(of: rest, below: phases) else { continue }
      if let spec = spec(rest, below: phases) { return spec }
      if file.hasSuffix(".md") {
        return ForeignRoute(target: .spec(String(file.dropLast(3))), file: file, isDocument: true)
      }
    }
    return ForeignRoute(target: .plan, file: rest)
  }

  /// The folder of the respec-ai plan that a file belongs to; nil for files outside of plans.
  static func planFolder(of path: String) -> String? {
    for folder in [".respec-ai/plans", ".respec-ai/projects"] {
      guard let rest = remainder(of: path, below: folder), let end = rest.firstIndex(of: "/") else { continue }
      return "\(folder)/\(rest[..<end])"
    }
    return nil
  }

  /// A file in a folder of its spec.
  private static func spec(_ path: String, below folder: String, named prefix: String = "") -> ForeignRoute? {
    guard let rest = remainder(of: path, below: folder), let end = rest.firstIndex(of: "/") else { return nil }
    return ForeignRoute(target: .spec(prefix + rest[..<end]), file: String(rest[rest.index(after: end)...]))
  }

  private static func plan(_ path: String, below folder: String) -> ForeignRoute? {
    remainder(of: path, below: folder).map { ForeignRoute(target: .plan, file: $0) }
  }

  private static func remainder(of path: String, below folder: String) -> String? {
    path.utf8.starts(with: "\(folder)/".utf8)
      ? String(decoding: path.utf8.dropFirst(folder.utf8.count + 1), as: UTF8.self) : nil
  }
}
