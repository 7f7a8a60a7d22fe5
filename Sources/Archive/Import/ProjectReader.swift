// ProjectReader: reads the pieces of one exported project from its files and notes every fault on the way.

import JSON
import Models
import State

/// Reads one folder.
struct ProjectReader {
  let folder: Folder
  /// The folder's name, with which the paths of problems begin.
  let name: String
  let project: Name
  private let card: ProjectCard
  private(set) var summary: ProjectSummary
  private var specs: Set<SpecName> = []
  private var numbers: Set<SequenceNumber> = []

  /// Nil after noting the reason for which the folder is no exported project.
  init?(_ name: String, in parent: Folder, problems: inout Problems) throws {
    self.name = name
    folder = try parent.folder(name)
    let path = "\(name)/\(ArchiveLayout.project)"
    guard folder.kind(of: ArchiveLayout.project) != nil else {
      problems.add(path, "missing", allowed: "the file that an export writes", got: "nothing")
      return nil
    }
    guard let json = try Self.json(ArchiveLayout.project, in: folder, path: path, problems: &problems),
      let card = ProjectCard(json, path: path, problems: &problems)
    else { return nil }
    self.card = card
    project = card.projectName
    summary = ProjectSummary(projectName: project.value, folder: name)
  }

  /// Gives every piece that is right: a spec before its versions, loops last.
  ///
  /// - Parameter ids: all ids so far, of all projects.
  mutating func read(
    ids: inout Set<String>, problems: inout Problems, _ take: (ProjectPiece) throws -> Void
  ) throws {
    if let changedAt = card.changedAt { try take(.project(ArchivedProject(name: project, changedAt: changedAt))) }
    try readTop(&problems, take)
    if folder.kind(of: ArchiveLayout.specs) == .folder { try readSpecs(&ids, &problems, take) }
    if folder.kind(of: ArchiveLayout.loops) == .folder { try readLoops(&ids, &problems, take) }
    checkCount("specs", summary.specs, card.specs, &problems)
    checkCount("versions", summary.versions, card.versions, &problems)
    checkCount("loops", summary.loops, card.loops, &problems)
  }

  /// Files get lost on their way without anybody noticing.
  private func checkCount(_ what: String, _ count: Int, _ expected: Int, _ problems: inout Problems) {
    guard count != expected else { return }
    problems.add(
      "\(name)/\(ArchiveLayout.project): \(what)", "\(expected) here, \(count) in the folder",
      allowed: "as many files; or this number changed, where one was added or taken away on purpose", got: "\(expected)"
    )
  }

  // MARK: Plan and roadmap

  private mutating func readTop(_ problems: inout Problems, _ take: (ProjectPiece) throws -> Void) throws {
    for entry in try folder.entries() where !entry.name.hasPrefix(".") {
      switch entry.kind {
      case .file where ArchiveLayout.files.contains(entry.name): continue
      case .folder where ArchiveLayout.folders.contains(entry.name): continue
      default: refuse("\(name)/\(entry.name)", &problems)
      }
    }
    summary.hasPlan = try readDocument(
      ArchiveLayout.plan, ProjectPlanKind.self, &problems, { try take(.plan($0)) }, { try take(.planVersion($0)) })
    summary.hasRoadmap = try readDocument(
      ArchiveLayout.roadmap, RoadmapKind.self, &problems, { try take(.roadmap($0)) }, { try take(.roadmapVersion($0)) })
  }

  /// Reads a document, then its replaced versions.
  ///
  /// - Returns: true where there are files of it.
  private mutating func readDocument<Kind: ArchivedDocumentKind>(
    _ stem: String, _ kind: Kind.Type, _ problems: inout Problems, _ take: (DocumentVersion<Kind>) throws -> Void,
    _ takeVersion: (DocumentVersion<Kind>) throws -> Void
  ) throws -> Bool {
    let path = "\(name)/\(stem)"
    let files = try pair(stem, in: folder, path: path, &problems)
    let current = files.flatMap { markdown, json in
      DocumentVersion<Kind>(markdown: markdown, json: json, project: project, path: path, problems: &problems)
    }
    if let current { try take(current) }
    let versions = "\(stem)-versions"
    guard folder.kind(of: versions) == .folder else { return files != nil }
    let all = try folder.folder(versions)
    for stem in try versionStems(all, "\(name)/\(versions)", &problems) {
      summary.versions += 1
      let path = "\(name)/\(versions)/\(stem)"
      guard let (markdown, json) = try pair(stem, in: all, path: path, &problems), let current,
        let old = DocumentVersion<Kind>(
          markdown: markdown, json: json, project: project, path: path, problems: &problems)
      else { continue }
      checkBefore(current.document.version, stem, path, &problems)
      if old.document.version == ArchiveLayout.version(stem) {
        try takeVersion(old)
      } else {
        problems.add(
          "\(path).json: version", "not that of its file", allowed: stem, got: "\(old.document.version)")
      }
    }
    return files != nil
  }

  private func refuse(_ path: String, _ problems: inout Problems) {
    problems.add(path, "no file of an export", allowed: "the files that an export writes", got: "something else")
  }

  // MARK: Specs

  private mutating func readSpecs(
    _ ids: inout Set<String>, _ problems: inout Problems, _ take: (ProjectPiece) throws -> Void
  ) throws {
    let all = try folder.folder(ArchiveLayout.specs)
    for entry in try all.entries() where !entry.name.hasPrefix(".") {
      let place = "\(name)/\(ArchiveLayout.specs)/\(entry.name)"
      guard entry.kind == .folder else {
        refuse(place, &problems)
        continue
      }
      summary.specs += 1
      try readSpec(all.folder(entry.name), place, &ids, &problems, take)
    }
  }

  private mutating func readSpec(
    _ own: Folder, _ place: String, _ ids: inout Set<String>, _ problems: inout Problems,
    _ take: (ProjectPiece) throws -> Void
  ) throws {
    for entry in try own.entries() where !entry.name.hasPrefix(".") {
      let isOurs =
        entry.kind == .folder
        ? entry.name == ArchiveLayout.versions : ArchiveLayout.stem(of: entry.name) == ArchiveLayout.spec
      if !isOurs { refuse("\(place)/\(entry.name)", &problems) }
    }
    let path = "\(place)/\(ArchiveLayout.spec)"
    guard let (markdown, json) = try pair(ArchiveLayout.spec, in: own, path: path, &problems) else {
      if own.kind(of: "\(ArchiveLayout.spec).json") == nil && own.kind(of: "\(ArchiveLayout.spec).md") == nil {
        problems.add("\(path).md", "missing", allowed: "a spec's document", got: "nothing")
      }
      return
    }
    // Also of a spec that cannot be read: that its loops are linked to it is no further problem.
    let specName = SpecName(trusted: json["spec_name"]?.stringValue ?? "")
    if !specs.insert(specName).inserted {
      problems.add("\(path).json: spec_name", "another spec has it", allowed: "each name once", got: specName.value)
    }
    let record = ArchivedSpec(markdown: markdown, json: json, project: project, path: path, problems: &problems)
    if let record {
      checkID(record.spec.id.value, "\(path).json", &ids, &problems)
      try take(.spec(record))
    }
    guard own.kind(of: ArchiveLayout.versions) == .folder else { return }
    try readVersions(of: record?.spec, own.folder(ArchiveLayout.versions), place, &problems, take)
  }

  private mutating func readVersions(
    of spec: Spec?, _ versions: Folder, _ place: String, _ problems: inout Problems,
    _ take: (ProjectPiece) throws -> Void
  ) throws {
    let place = "\(place)/\(ArchiveLayout.versions)"
    for stem in try versionStems(versions, place, &problems) {
      summary.versions += 1
      let path = "\(place)/\(stem)"
      guard let (markdown, json) = try pair(stem, in: versions, path: path, &problems), let spec,
        let number = ArchiveLayout.version(stem)
      else { continue }
      checkBefore(spec.version, stem, path, &problems)
      if let record = ArchivedSpec(
        markdown: markdown, json: json, version: number, of: spec, path: path, problems: &problems)
      {
        try take(.version(record))
      }
    }
  }

  /// The numbers of the versions in a folder, as their files are named.
  private func versionStems(_ versions: Folder, _ place: String, _ problems: inout Problems) throws -> [String] {
    var stems: [String] = []
    for entry in try versions.entries() where !entry.name.hasPrefix(".") {
      let stem = ArchiveLayout.stem(of: entry.name)
      guard entry.kind == .file, let stem, ArchiveLayout.version(stem) != nil else {
        refuse("\(place)/\(entry.name)", &problems)
        continue
      }
      if stems.last != stem { stems.append(stem) }
    }
    return stems
  }

  private func checkBefore(_ current: Int, _ stem: String, _ path: String, _ problems: inout Problems) {
    guard let number = ArchiveLayout.version(stem), number >= current else { return }
    problems.add("\(path).md", "not before the current version", allowed: "below \(current)", got: stem)
  }

  // MARK: Loops

  private mutating func readLoops(
    _ ids: inout Set<String>, _ problems: inout Problems, _ take: (ProjectPiece) throws -> Void
  ) throws {
    let loops = try folder.folder(ArchiveLayout.loops)
    for entry in try loops.entries() where !entry.name.hasPrefix(".") {
      let path = "\(name)/\(ArchiveLayout.loops)/\(entry.name)"
      guard entry.kind == .file, entry.name.hasSuffix(".json"),
        case .success(let id) = LoopID.check(String(entry.name.dropLast(".json".count)))
      else {
        refuse(path, &problems)
        continue
      }
      summary.loops += 1
      guard let json = try Self.json(entry.name, in: loops, path: path, problems: &problems),
        let record = LoopFile.read(json, id: LoopID(trusted: id), project: project, path: path, problems: &problems)
      else { continue }
      checkID(id, path, &ids, &problems)
      check(record, path, &problems)
      try take(.loop(record))
    }
  }

  private mutating func check(_ record: ArchivedLoop, _ path: String, _ problems: inout Problems) {
    if let spec = record.loop.specName, !specs.contains(spec) {
      problems.add("\(path): spec.spec_name", "no spec of this project", allowed: "a spec in \(name)", got: spec.value)
    }
    if let place = record.place, !numbers.insert(place.sequenceNumber).inserted {
      problems.add(
        "\(path): history.sequence_number", "another loop has it", allowed: "each number once in a project",
        got: "\(place.sequenceNumber.value)")
    }
  }

  private func checkID(_ id: String, _ path: String, _ ids: inout Set<String>, _ problems: inout Problems) {
    if !ids.insert(id).inserted {
      problems.add(path, "its id stands in another file too", allowed: "each id once", got: id)
    }
  }

  // MARK: Files

  /// Both files of a pair; nil where there is neither, or after noting what keeps them from being read.
  private func pair(
    _ stem: String, in folder: Folder, path: String, _ problems: inout Problems
  ) throws -> (markdown: String, json: JSONObject)? {
    let (markdownFile, jsonFile) = ("\(stem).md", "\(stem).json")
    let (hasMarkdown, hasJSON) = (folder.kind(of: markdownFile) != nil, folder.kind(of: jsonFile) != nil)
    guard hasMarkdown || hasJSON else { return nil }
    guard hasMarkdown && hasJSON else {
      problems.add(
        hasMarkdown ? "\(path).json" : "\(path).md", "missing", allowed: "a document and the JSON beside it",
        got: "one of the two")
      return nil
    }
    let bytes = try Self.bytes(markdownFile, in: folder, path: "\(path).md", problems: &problems)
    let json = try Self.json(jsonFile, in: folder, path: "\(path).json", problems: &problems)
    guard let bytes, let json else { return nil }
    guard let markdown = String(validating: bytes, as: UTF8.self) else {
      problems.add("\(path).md", "not UTF-8", allowed: "a text in UTF-8", got: "other bytes")
      return nil
    }
    return (markdown, json)
  }

  private static func json(
    _ file: String, in folder: Folder, path: String, problems: inout Problems
  ) throws -> JSONObject? {
    guard let bytes = try bytes(file, in: folder, path: path, problems: &problems) else { return nil }
    do {
      let value = try JSONParser.parse(bytes)
      if let name = value.repeatedName {
        problems.add("\(path): \(name)", "given twice", allowed: "each name once in an object", got: name)
      } else if let object = value.objectValue {
        return object
      } else {
        problems.add(path, "not an object", allowed: "a JSON object", got: value.abbreviated)
      }
    } catch {
      let line = bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
      problems.add(path, "line \(line): not JSON", allowed: "a JSON object", got: error.reason.text)
    }
    return nil
  }

  private static func bytes(
    _ file: String, in folder: Folder, path: String, problems: inout Problems
  ) throws -> [UInt8]? {
    guard folder.kind(of: file) == .file else {
      problems.add(path, "not a file", allowed: "a file", got: "a folder, a link or the like")
      return nil
    }
    return try folder.read(file)
  }
}
