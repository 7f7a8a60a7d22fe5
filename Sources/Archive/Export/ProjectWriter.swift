// ProjectWriter: the pieces of one project as files.

import JSON
import Models
import State

/// Fills one folder. Everything that is written is read back as an import would read it.
final class ProjectWriter {
  private(set) var summary: ProjectSummary
  /// Sentences on rows that an import would refuse or change: no tool has written such rows.
  private(set) var warnings: [String] = []
  private let project: Name
  private var changedAt: Timestamp?
  private let folder: Folder
  private var documentVersions: [String: Folder] = [:]
  private var specs: Folder?
  private var specFolders: Set<FolderName> = []
  private var current: (spec: Spec, folder: Folder)?
  private var versions: Folder?
  private var loops: Folder?

  init(_ project: Name, in folder: Folder, named name: FolderName) {
    self.project = project
    self.folder = folder
    summary = ProjectSummary(projectName: project.value, folder: name.value)
  }

  /// Writes a piece; a version after its spec.
  func put(_ piece: ProjectPiece) throws {
    switch piece {
    case .project(let record): changedAt = record.changedAt
    case .plan(let record):
      summary.hasPlan = true
      try put(record, ArchiveLayout.plan, in: folder, at: "")
    case .planVersion(let record): try put(version: record, ArchiveLayout.planVersions)
    case .roadmap(let record):
      summary.hasRoadmap = true
      try put(record, ArchiveLayout.roadmap, in: folder, at: "")
    case .roadmapVersion(let record): try put(version: record, ArchiveLayout.roadmapVersions)
    case .spec(let record): try put(record)
    case .version(let record): try put(version: record)
    case .loop(let record): try put(record)
    }
  }

  /// Writes what the project is; a folder without it is not whole.
  func finish() throws {
    let json: JSONObject = [
      "format": JSONValue(ArchiveLayout.format), "project_name": .string(project.value),
      "changed_at": changedAt.map { .string($0.value) } ?? .null, "specs": JSONValue(summary.specs),
      "versions": JSONValue(summary.versions), "loops": JSONValue(summary.loops),
    ]
    try write(json, ArchiveLayout.project, in: folder)
    var problems = Problems()
    _ = ProjectCard(json, path: ArchiveLayout.project, problems: &problems)
    note(problems, isSame: true, ArchiveLayout.project)
  }

  // MARK: Pieces

  private func put<Kind: ArchivedDocumentKind>(
    _ record: DocumentVersion<Kind>, _ name: String, in folder: Folder, at place: String
  ) throws {
    try write(try record.pair, name, in: folder, at: place) { pair, path, problems in
      DocumentVersion<Kind>(
        markdown: pair.markdown, json: pair.json, project: project, path: path, problems: &problems) == record
    }
  }

  private func put<Kind: ArchivedDocumentKind>(version record: DocumentVersion<Kind>, _ name: String) throws {
    summary.versions += 1
    let versions = try documentVersions[name] ?? folder.makeFolder(name)
    documentVersions[name] = versions
    try put(record, "\(record.document.version)", in: versions, at: "\(name)/")
  }

  private func put(_ record: ArchivedSpec) throws {
    summary.specs += 1
    let name = FolderName(record.spec.specName.value)
    guard specFolders.insert(name).inserted else {
      throw Failure(
        .fileError, "Two specs of \(project) would have the folder \(name.value): rename or delete one of them.")
    }
    let specs = try specs ?? folder.makeFolder(ArchiveLayout.specs)
    self.specs = specs
    let own = try specs.makeFolder(name.value)
    (current, versions) = ((record.spec, own), nil)
    let place = "\(ArchiveLayout.specs)/\(name.value)/"
    try write(record.pair, ArchiveLayout.spec, in: own, at: place) { pair, path, problems in
      ArchivedSpec(markdown: pair.markdown, json: pair.json, project: project, path: path, problems: &problems)
        == record
    }
  }

  private func put(version record: ArchivedSpec) throws {
    guard let current else { preconditionFailure("a version before its spec") }
    summary.versions += 1
    let versions = try versions ?? current.folder.makeFolder(ArchiveLayout.versions)
    self.versions = versions
    let place = "\(ArchiveLayout.specs)/\(FolderName(current.spec.specName.value).value)/\(ArchiveLayout.versions)/"
    let number = record.spec.version
    try write(record.versionPair, "\(number)", in: versions, at: place) { pair, path, problems in
      ArchivedSpec(
        markdown: pair.markdown, json: pair.json, version: number, of: current.spec, path: path, problems: &problems)
        == record
    }
  }

  private func put(_ record: ArchivedLoop) throws {
    summary.loops += 1
    let loops = try loops ?? folder.makeFolder(ArchiveLayout.loops)
    self.loops = loops
    let file = "\(record.loop.id).json"
    let json = try write(try LoopFile.json(of: record), file, in: loops)
    var problems = Problems()
    let path = "\(ArchiveLayout.loops)/\(file)"
    let read = LoopFile.read(json, id: record.loop.id, project: project, path: path, problems: &problems)
    note(problems, isSame: read == record, path)
  }

  // MARK: Files

  /// - Parameter isSame: reads the pair back and compares.
  private func write(
    _ pair: DocumentPair, _ name: String, in folder: Folder, at place: String,
    isSame: (DocumentPair, _ path: String, inout Problems) -> Bool
  ) throws {
    try folder.write("\(name).md", Array(pair.markdown.utf8))
    let json = try write(pair.json, "\(name).json", in: folder)
    var problems = Problems()
    let same = isSame(DocumentPair(markdown: pair.markdown, json: json), place + name, &problems)
    note(problems, isSame: same, place + name)
  }

  /// - Returns: the contents, read back.
  @discardableResult
  private func write(_ json: JSONObject, _ name: String, in folder: Folder) throws -> JSONObject {
    let bytes = JSONValue.object(json).pretty + [UInt8(ascii: "\n")]
    try folder.write(name, bytes)
    return try JSONParser.parse(bytes).objectValue ?? JSONObject()
  }

  private func note(_ problems: Problems, isSame: Bool, _ path: String) {
    for problem in problems.violations {
      warnings.append(
        "\(summary.folder)/\(problem.path): \(problem.problem), got \(problem.got): an import refuses it until it is "
          + "mended here or in the database")
    }
    if problems.count == 0 && !isSame {
      warnings.append("\(summary.folder)/\(path): an import brings its names into their normal form")
    }
  }
}
