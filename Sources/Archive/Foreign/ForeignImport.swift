// ForeignImport: the files of another system into a project, with a report of what went where.

import Models
import Platform
import State

/// Imports the files of another system as the specs of one project.
public struct ForeignImport: Sendable {
  private let system: ForeignSystem
  private let project: Name
  private let root: Folder

  /// The report: what went where, and what has no place.
  public struct Report: Codable, Sendable, Equatable {
    /// The files that were taken, as `PATH → spec NAME: PART → PLACE, …`.
    public fileprivate(set) var files: [String] = []
    /// The fields that got a fixed sentence because no file states them, a line a spec.
    public fileprivate(set) var unstated: [String] = []
    /// Everything that would be lost, with its file.
    public fileprivate(set) var losses: [String] = []
    /// The number of specs.
    public fileprivate(set) var specs = 0
  }

  /// The most files that are read, the most folders below each other, and the most bytes of a file.
  private static let (maximumFiles, maximumDepth, maximumBytes) = (10_000, 16, 4 << 20)

  /// An import; nothing is read yet.
  ///
  /// - Throws: `invalid_input` for a name that no project can have; `file_error` for a folder that cannot be opened.
  public init(_ system: ForeignSystem, from path: String, project: String) throws(Failure) {
    if case .failure(let violation) = Name.checkNew(project) {
      throw Failure(.invalidInput, "--project: \(violation.problem)")
    }
    self.system = system
    self.project = Name(trusted: project)
    root = try Folder(path: path)
  }

  // MARK: Reading

  /// Reads all files.
  ///
  /// - Returns: the specs, and the report on them.
  /// - Throws: `invalid_input` where two folders would be one spec; `file_error`.
  public func read() throws(Failure) -> (drafts: [SpecDraft], report: Report) {
    var report = Report()
    var paths: [String] = []
    for path in system.roots { try scan(path, &paths, &report) }
    guard !paths.isEmpty else {
      throw Failure(.fileError, "\(root.path) holds no files in \(system.roots.joined(separator: ", ")).")
    }
    var specs: [ForeignSpec] = []
    for path in paths { try take(path, &specs, &report) }
    return (try drafts(specs, &report), report)
  }

  private func open(_ path: some Sequence<Substring>) throws(Failure) -> Folder? {
    var folder = root
    for name in path {
      guard folder.kind(of: String(name)) == .folder else { return nil }
      folder = try folder.folder(String(name))
    }
    return folder
  }

  private func scan(_ path: String, _ paths: inout [String], _ report: inout Report) throws(Failure) {
    let names = path.split(separator: "/")
    guard names.count <= Self.maximumDepth else { return report.losses.append("\(path): too deep") }
    guard let folder = try open(names) else { return }
    for entry in try folder.entries() {
      let inner = "\(path)/\(entry.name)"
      switch entry.kind {
      case .folder: try scan(inner, &paths, &report)
      case .other: report.losses.append("\(inner): a link, or no file")
      case .file where paths.count == Self.maximumFiles:
        report.losses.append("\(inner): more than \(Self.maximumFiles) files")
      case .file: paths.append(inner)
      }
    }
  }

  private func take(_ path: String, _ specs: inout [ForeignSpec], _ report: inout Report) throws(Failure) {
    let names = path.split(separator: "/")
    guard let bytes = try open(names.dropLast())?.read(String(names[names.count - 1])) else { return }
    guard bytes.count <= Self.maximumBytes, let text = String(validating: bytes, as: UTF8.self) else {
      return report.losses.append("\(path): not a text in UTF-8, or more than \(Self.maximumBytes) bytes")
    }
    let (spec, file) = place(of: path)
    let index = specs.firstIndex { $0.phaseName == spec } ?? specs.count
    if index == specs.count { specs.append(ForeignSpec(phaseName: spec)) }
    let (places, losses) = specs[index].take(text, of: file, by: system.fields)
    report.files.append("\(path) → spec \(spec): \(places.isEmpty ? "nothing" : places.joined(separator: ", "))")
    report.losses += losses.map { "\(path): \($0)" }
  }

  /// The spec of a file, and the file's path in the spec's folder.
  private func place(of path: String) -> (spec: String, file: String) {
    for (folder, prefix) in system.specFolders where path.hasPrefix(folder + "/") {
      let rest = path.dropFirst(folder.count + 1).split(separator: "/", maxSplits: 1)
      if rest.count == 2 { return (prefix + rest[0], String(rest[1])) }
    }
    return ("project", path)
  }

  private func drafts(_ specs: [ForeignSpec], _ report: inout Report) throws(Failure) -> [SpecDraft] {
    var drafts: [SpecDraft] = []
    for spec in specs {
      guard case .success = Name.checkNew(spec.phaseName), let draft = spec.draft(in: project) else {
        throw Failure(.invalidInput, "\(spec.phaseName): no name for a spec")
      }
      if let other = drafts.first(where: { $0.specName == draft.specName }) {
        throw Failure(.invalidInput, "\(other.phaseName) and \(draft.phaseName) would both be spec \(draft.specName)")
      }
      drafts.append(draft)
      if !spec.unstated.isEmpty {
        report.unstated.append("\(spec.phaseName): \(spec.unstated.joined(separator: ", "))")
      }
    }
    report.specs = drafts.count
    return drafts
  }

  // MARK: Writing

  /// Makes the specs the project's, all of them or none.
  ///
  /// - Parameter replacing: true to take the place of a project that exists; otherwise it is refused.
  public func write(_ drafts: [SpecDraft], replacing: Bool, on state: some ProjectTransfer) async throws(Failure) {
    let now = Timestamp(microseconds: SystemClock.microseconds)
    var generator = SystemRandomNumberGenerator()
    var ids: Set<SpecID> = []
    while ids.count < drafts.count { ids.insert(SpecID.random(using: &generator)) }
    let specs = zip(drafts, ids).map { Spec($0, id: $1, createdAt: now) }
    _ = try await state.restore([project], replacing: replacing) { restoration in
      for spec in specs { try restoration.put(.spec(ArchivedSpec(spec: spec, changedFields: []))) }
      return specs.count
    }
  }
}
