// ForeignImport: the files of another system into a project, with a report of what went where.

import Documents
import Models
import Platform
import State

/// Imports the files of another system as the plan, the roadmap and the specs of one project.
public struct ForeignImport: Sendable {
  private let system: ForeignSystem
  private let path: String
  private let project: Name

  /// What the files become.
  public struct Content: Sendable {
    /// The plan; nil for none.
    public internal(set) var plan: ProjectPlanChanges?
    /// The roadmap; nil for none.
    public internal(set) var roadmap: RoadmapChanges?
    /// The specs.
    public internal(set) var specs: [SpecDraft] = []
  }

  /// An import; nothing is read yet.
  ///
  /// - Parameter path: the root of the project that uses the system, or the system's own folder in it.
  /// - Throws: `invalid_input` for a name that no project can have.
  public init(_ system: ForeignSystem, from path: String, project: String) throws(Failure) {
    switch Name.checkNew(project) {
    case .success(let name): self.project = Name(trusted: name)
    case .failure(let violation): throw Failure(.invalidInput, "--project: \(violation.problem).")
    }
    self.system = system
    self.path = path
  }

  // MARK: Reading

  /// Reads all files.
  ///
  /// - Returns: what they become, and the report on it.
  /// - Throws: `file_error` for a folder that is none of the system's, or holds several plans of which none is the project's.
  public func read() throws(Failure) -> (content: Content, report: ForeignReport) {
    var report = ForeignReport()
    var tree = try ForeignTree(system, at: path)
    let plans = try planFolders(of: tree.paths)
    var files: [ForeignRoute.Target: [ForeignFile]] = [:]
    var targets: [ForeignRoute.Target] = []
    for path in tree.paths {
      let route = ForeignRoute(path, of: system)
      guard let target = route.target, ForeignRoute.planFolder(of: path).map(plans.contains) ?? true else {
        report.notRead.append(path)
        continue
      }
      guard let text = tree.read(path) else { continue }
      for file in Self.files(ForeignFile(path: path, route: route, text: text)) {
        let target = file.route.target ?? target
        if files[target] == nil { targets.append(target) }
        files[target, default: []].append(file)
      }
    }
    report.leftOut = tree.losses
    let drafts = targets.map { ForeignDraft($0, files[$0] ?? [], of: system, project: project) }
    return (content(drafts, &report), report)
  }

  /// The plans to read of those that a folder of respec-ai may hold: the only one, or those that are called as the project.
  private func planFolders(of paths: [String]) throws(Failure) -> Set<String> {
    let folders = Set(paths.compactMap { ForeignRoute.planFolder(of: $0) })
    guard folders.count > 1 else { return folders }
    let meant = folders.filter { folder in
      SpecName(phase: Name(trusted: String(folder.split(separator: "/").last ?? ""))) == SpecName(phase: project)
    }
    guard !meant.isEmpty else {
      let names = folders.sorted().joined(separator: ", ")
      throw Failure(.fileError, "\(path) holds several plans: \(names). Import each with --project and its own name.")
    }
    return meant
  }

  /// A file as it is; a roadmap of respec-ai without the whole specs behind it, and each of them.
  private static func files(_ file: ForeignFile) -> [ForeignFile] {
    guard file.route.target == .roadmap else { return [file] }
    let (roadmap, specs) = ForeignDocument.specs(behind: file.text)
    guard !specs.isEmpty else { return [file] }
    return [ForeignFile(path: file.path, route: file.route, text: roadmap)]
      + specs.map { ForeignFile(path: file.path, route: file.route.to(.spec($0.name)), text: $0.text) }
  }

  // MARK: What they become

  private func content(_ drafts: [ForeignDraft], _ report: inout ForeignReport) -> Content {
    var content = Content()
    var names: Set<SpecName> = []
    for draft in drafts {
      switch draft.target {
      case _ where draft.texts.isEmpty: note(draft, "nothing", &report)
      case .plan:
        content.plan = draft.changes(ProjectPlanKind.self)
        note(draft, "plan", &report)
      case .roadmap:
        content.roadmap = draft.changes(RoadmapKind.self)
        note(draft, "roadmap", &report)
      case .spec(let folder):
        let phase = Self.phase(draft.title ?? folder, names)
        guard let spec = draft.spec(phase, in: project) else { continue }
        names.insert(spec.specName)
        content.specs.append(spec)
        note(draft, "spec \(phase)", &report)
      }
    }
    (report.specs, report.hasPlan, report.hasRoadmap) = (
      content.specs.count, content.plan != nil, content.roadmap != nil
    )
    return content
  }

  private func note(_ draft: ForeignDraft, _ into: String, _ report: inout ForeignReport) {
    report.files += draft.files.map { ForeignReport.File(file: $0.path, into: into, parts: $0.parts) }
    report.leftOut += draft.losses
    if !draft.texts.isEmpty, !draft.unstated.isEmpty {
      report.unstated.append("\(into): \(draft.unstated.joined(separator: ", "))")
    }
  }

  /// A phase of that name whose spec's name is not taken. Where nothing of the name is left for a spec's, it gets a word.
  private static func phase(_ words: String, _ names: Set<SpecName>) -> Name {
    let made = ForeignName.made(of: words)
    let name = [made, "\(made) spec"].first { SpecName(phase: Name(trusted: $0)) != nil } ?? "spec"
    return Name(trusted: ForeignName.free(name) { SpecName(phase: Name(trusted: $0)).map(names.contains) ?? false })
  }

  // MARK: Writing

  /// Makes it the project's, all of it or nothing.
  ///
  /// - Parameter replacing: true to take the place of a project that exists; otherwise it is refused.
  public func write(_ content: Content, replacing: Bool, on state: some ProjectTransfer) async throws(Failure) {
    let now = Timestamp(microseconds: SystemClock.microseconds)
    var pieces: [ProjectPiece] = []
    if let plan = content.plan { pieces.append(.plan(try plan.first(of: project, at: now))) }
    if let roadmap = content.roadmap { pieces.append(.roadmap(try roadmap.first(of: project, at: now))) }
    var generator = SystemRandomNumberGenerator()
    var ids: Set<SpecID> = []
    while ids.count < content.specs.count { ids.insert(SpecID.random(using: &generator)) }
    pieces += zip(content.specs, ids).map { draft, id in
      .spec(ArchivedSpec(spec: Spec(draft, id: id, createdAt: now), changedFields: []))
    }
    let all = pieces
    _ = try await state.restore([project], replacing: replacing) { restoration in
      for piece in all { try restoration.put(piece) }
      return all.count
    }
  }
}

extension ForeignRoute {
  /// The same file in another document.
  fileprivate func to(_ target: Target) -> ForeignRoute {
    ForeignRoute(target: target, file: file, isDocument: isDocument)
  }
}
