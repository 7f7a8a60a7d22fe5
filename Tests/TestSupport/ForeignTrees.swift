// ForeignTrees: folders as OpenSpec, spec-kit, Kiro and respec-ai leave them, and the check of what an import makes of one.

import Foundation

/// The files of a system in a project.
public struct GeneratedTree {
  /// The system's name as `import --from` takes it.
  public let system: String
  /// The files with their paths from the root of the project.
  public var files: [(path: String, text: String)] = []
  /// The paths of files that are no text in UTF-8.
  public var broken: [String] = []
}

/// Makes trees up; everything follows from the seed.
public struct ForeignTrees {
  private var documents: ForeignDocuments

  /// The systems that there are.
  public static let systems = ["openspec", "spec-kit", "kiro", "respec-ai"]

  private static let names = [
    "auth", "Auth", "001-cart", "a_b", "a b", "登录", "Вход", "الدخول", "כניסה", "लॉगिन", "로그인", "เข้าสู่ระบบ", "e\u{301}t",
    "---", "🚀",
    "v1.2", "x:y", "\u{202e}abc", "ロ\u{3099}",
  ]
  private static let places: [String: (fixed: [String], perSpec: [String], specs: [String])] = [
    "openspec": (
      ["openspec/project.md", "openspec/AGENTS.md", "openspec/config.yaml", "openspec/specs/README.md"],
      ["spec.md", "proposal.md", "tasks.md", "design.md", "specs/auth/spec.md", ".openspec.yaml"],
      ["openspec/specs", "openspec/changes", "openspec/changes/archive"]
    ),
    "spec-kit": (
      [".specify/memory/constitution.md", ".specify/templates/spec.md", "memory/constitution.md", "specs/notes.txt"],
      ["spec.md", "plan.md", "tasks.md", "research.md", "contracts/api.yaml", "checklists/a b.md"], ["specs"]
    ),
    "kiro": (
      [
        ".kiro/steering/product.md", ".kiro/steering/tech.md", ".kiro/steering/structure.md", ".kiro/steering/登录.md",
        ".kiro/settings/mcp.json",
      ], ["requirements.md", "bugfix.md", "design.md", "tasks.md", "NOTES.MD"], [".kiro/specs"]
    ),
    "respec-ai": (
      [
        ".respec-ai/config.json", ".respec-ai/plans/p/plan.md", ".respec-ai/plans/p/roadmap.md",
        ".respec-ai/plans/p/references/a.md", ".respec-ai/plans/p/notes.txt",
      ], [".md", "/tasks/one.md", "/index.md"],
      [".respec-ai/plans/p/phases", ".respec-ai/plans/p/respec-specs", ".respec-ai/plans/p/specs"]
    ),
  ]
  private static let headings = [
    "Purpose", "Requirements", "Why", "What Changes", "Impact", "User Scenarios & Testing *(mandatory)*", "Assumptions",
    "Summary", "Technical Context", "Core Principles", "Tech Stack", "Objectives", "Scope", "Dependencies",
    "Deliverables", "Vision", "Mission", "Budget", "Project Goal", "Risk Assessment", "Metadata", "Specs",
    "Technical Specification: auth", "Phase: auth", "Plan: p",
  ]

  /// The trees that follow from a seed.
  public init(seed: UInt64) { documents = ForeignDocuments(seed: seed) }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &documents.generator) < percent
  }

  /// A tree of a system.
  public mutating func tree(of system: String) -> GeneratedTree {
    var tree = GeneratedTree(system: system)
    let (fixed, perSpec, folders) = Self.places[system]!
    for path in fixed where chance(60) { add(path, to: &tree) }
    for folder in folders {
      for name in Self.names.shuffled(using: &documents.generator).prefix(3) {
        for file in perSpec where chance(60) {
          add(folder + "/" + name + (system == "respec-ai" ? "" : "/") + file, to: &tree)
        }
      }
    }
    // One at least that becomes something.
    add(folders[0] + "/last" + (system == "respec-ai" ? "" : "/") + perSpec[0], to: &tree)
    return tree
  }

  private mutating func add(_ path: String, to tree: inout GeneratedTree) {
    if chance(2) { return tree.broken.append(path) }
    let count = chance(3) ? 130 : Int.random(in: 0...7, using: &documents.generator)
    let text = documents.sections(count, known: Self.headings)
    tree.files.append((path, chance(30) ? documents.document() : documents.withLineEnds(text)))
  }
}

/// The check of what became of the files of a tree.
public struct ForeignOracle {
  private let known: Set<String>
  private let bytes: Data

  /// - Parameters:
  ///   - stored: every name and text that was stored.
  ///   - report: the lines of the report on one file.
  public init(stored: String, report: String) {
    let lines = Self.lines(stored) + Self.lines(report)
    known = Set(lines)
    bytes = Data(lines.joined(separator: "\n").utf8)
  }

  /// The lines of a text that say something, each with one space for white space.
  private static func lines(_ text: String) -> [String] {
    text.unicodeScalars.split { $0 == "\n" }.map { line in
      line.split { $0.properties.isWhitespace || $0 == "\u{feff}" }
        .map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    }.filter { !$0.isEmpty }
  }

  /// The lines of a file that are neither in what was stored nor in the report.
  public func lost(of file: String) -> [String] {
    Self.lines(file).filter { line in
      // The marks of headings are no text: `#`s before and behind, the line below.
      if known.contains(line) || line.utf8.allSatisfy({ $0 == 0x2D || $0 == 0x3D }) { return false }
      let words = String(line.drop { $0 == "#" }.drop { $0 == " " })
      let closed = String(String(words.reversed().drop { $0 == "#" || $0 == " " }).reversed())
      return ![line, words, closed].contains { $0.isEmpty || bytes.range(of: Data($0.utf8)) != nil }
    }
  }

  /// The first two marks that stand in the file in another order than in what was stored; nil where there are none.
  public static func misplaced(_ file: String, stored: String) -> (String, String)? {
    let marks = lines(file).filter { $0.hasPrefix(ForeignDocuments.mark) }
    let places = Dictionary(lines(stored).enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    let known = marks.compactMap { mark in places[mark].map { (mark: mark, place: $0) } }
    let wrong = zip(known, known.dropFirst()).first { $0.place > $1.place }
    return wrong.map { ($0.mark, $1.mark) }
  }
}
