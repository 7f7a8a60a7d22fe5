// ExportFolder: the target folder of an export: checking what it holds, and swapping whole projects in.

import Models

/// The target of an export, held for this process alone.
final class ExportFolder: Sendable {
  private let folder: Folder
  private static let (new, old) = ("new", "old")

  /// Opens or makes the folder at `path`.
  init(path: String) throws {
    folder = try Folder.make(path: path)
    guard try folder.lock(shared: false) else {
      throw Failure(.fileError, "\(path): another export or import is at work there: wait for its end.")
    }
    try recover()
  }

  // MARK: Checking

  /// Refuses when something that no export of the project has written stands in its place.
  func check(_ projects: [(name: Name, folder: FolderName)]) throws {
    var taken: Set<FolderName> = []
    let problems = try projects.compactMap { project -> String? in
      guard taken.insert(project.folder).inserted else {
        return "\(project.folder.value) would be the folder of two projects: export them one by one, elsewhere"
      }
      let obstacle = try obstacle(to: project.name, in: project.folder.value)
      return obstacle.map { "\(folder.path(of: project.folder.value)) \($0)" }
    }
    guard problems.isEmpty else {
      throw Failure(.fileError, problems.joined(separator: "; ") + ". Nothing was changed.")
    }
  }

  private func obstacle(to project: Name, in name: String) throws -> String? {
    guard let kind = folder.kind(of: name) else { return nil }
    guard kind == .folder else { return "is in the way and no export has written it: move it away" }
    let existing = try folder.folder(name)
    guard let holder = ProjectCard.projectName(in: existing) else {
      return "is not a folder that an export of this version has written: move it away"
    }
    guard holder == project else { return "holds project \(holder): move it away" }
    guard let stranger = try Self.stranger(in: existing) else { return nil }
    return "would be replaced, and no export has written \(stranger) in it: move that away"
  }

  /// Something in a project's folder that no export writes; nil where there is nothing.
  private static func stranger(in project: Folder) throws -> String? {
    for entry in try project.entries() {
      switch (entry.kind, entry.name) {
      case (.file, let name) where ArchiveLayout.files.contains(name): continue
      case (.folder, ArchiveLayout.specs):
        let specs = try project.folder(entry.name)
        for spec in try specs.entries() {
          guard spec.kind == .folder else { return "\(entry.name)/\(spec.name)" }
          if let name = try stranger(inSpec: specs.folder(spec.name)) { return "\(entry.name)/\(spec.name)/\(name)" }
        }
      case (.folder, ArchiveLayout.loops), (.folder, ArchiveLayout.planVersions),
        (.folder, ArchiveLayout.roadmapVersions):
        if let name = try stranger(amongDocuments: project.folder(entry.name)) { return "\(entry.name)/\(name)" }
      default: return entry.name
      }
    }
    return nil
  }

  private static func stranger(inSpec folder: Folder) throws -> String? {
    for entry in try folder.entries() {
      if entry.kind == .file && ArchiveLayout.stem(of: entry.name) == ArchiveLayout.spec { continue }
      guard entry.kind == .folder && entry.name == ArchiveLayout.versions else { return entry.name }
      if let name = try stranger(amongDocuments: folder.folder(entry.name)) { return "\(entry.name)/\(name)" }
    }
    return nil
  }

  private static func stranger(amongDocuments folder: Folder) throws -> String? {
    try folder.entries().first { $0.kind != .file || ArchiveLayout.stem(of: $0.name) == nil }?.name
  }

  // MARK: Staging

  /// Gets an empty place beside the projects, after whatever a killed export has left there.
  func stage() throws -> Folder {
    try folder.remove(ArchiveLayout.staging)
    return try folder.makeFolder(ArchiveLayout.staging).makeFolder(Self.new)
  }

  /// Puts the staged projects into their places, in one step each. Those of an earlier export go.
  func publish(_ projects: [FolderName]) throws {
    try folder.sync()
    let staging = try folder.folder(ArchiveLayout.staging)
    let new = try staging.folder(Self.new)
    let old = try staging.makeFolder(Self.old)
    for project in projects.map(\.value) {
      if folder.kind(of: project) == nil {
        try new.move(project, to: folder, as: project)
      } else if try !new.exchange(project, with: project, in: folder) {
        try folder.move(project, to: old, as: project)
        try new.move(project, to: folder, as: project)
      }
    }
    try folder.sync()
    try discard()
  }

  /// Takes the staged projects away.
  func discard() throws {
    try recover()
    try folder.remove(ArchiveLayout.staging)
  }

  /// A file system that cannot exchange has both out of place for a moment: an export killed in it left the old one.
  private func recover() throws {
    guard folder.kind(of: ArchiveLayout.staging) == .folder,
      let old = try? folder.folder(ArchiveLayout.staging).folder(Self.old)
    else { return }
    for entry in try old.entries() where folder.kind(of: entry.name) == nil {
      try old.move(entry.name, to: folder, as: entry.name)
    }
  }
}
