// ProjectImport: exported projects back into the database, all of them or none.

import Models
import State

/// Imports the projects of a folder.
public struct ProjectImport: Sendable {
  private let path: String
  private let isReplacing: Bool

  /// An import; nothing is read or written yet.
  ///
  /// - Parameters:
  ///   - path: the folder that an export has filled.
  ///   - replacing: true to replace projects that the database has; otherwise they are refused.
  public init(from path: String, replacing: Bool) {
    self.path = path
    isReplacing = replacing
  }

  /// Imports all projects or none. Checks every file first, without the database.
  ///
  /// - Throws: `invalid_input` naming everything that is wrong with the files; `already_exists` or `conflict` naming
  ///   what is in the way in the database; `file_error`. Nothing has been changed then.
  public func run(on state: some ProjectTransfer) async throws -> ArchiveSummary {
    let folder = try Folder(path: path)
    guard try folder.lock(shared: true) else {
      throw Failure(.fileError, "\(path): an export is at work there: wait for its end.")
    }
    let projects = try Self.read(folder) { _ in }
    guard !projects.isEmpty else { throw Failure(.fileError, "\(path) holds no exported project.") }
    return try await state.restore(
      projects.map { Name(trusted: $0.projectName) }, replacing: isReplacing
    ) { restoration in
      // Checked again: the files may have been changed since.
      ArchiveSummary(projects: try Self.read(folder) { try restoration.put($0) }, warnings: [])
    }
  }

  /// Gives the pieces of all projects.
  ///
  /// - Throws: `invalid_input` at the end, naming everything that was wrong.
  private static func read(_ folder: Folder, _ take: (ProjectPiece) throws -> Void) throws -> [ProjectSummary] {
    var problems = Problems()
    var ids: Set<String> = []
    var folders: [Name: String] = [:]
    var projects: [ProjectSummary] = []
    for entry in try folder.entries() where try isProject(entry, in: folder) {
      guard var reader = try ProjectReader(entry.name, in: folder, problems: &problems) else { continue }
      if let other = folders.updateValue(entry.name, forKey: reader.project) {
        problems.add(
          "\(entry.name)/\(ArchiveLayout.project): project_name", "\(other) is the same project",
          allowed: "each project once", got: reader.project.value)
      }
      try reader.read(ids: &ids, problems: &problems, take)
      projects.append(reader.summary)
    }
    if let failure = problems.failure(in: folder.path) { throw failure }
    return projects
  }

  /// True for a folder of an export, also for one that has lost its project.json. Others stay out of it.
  private static func isProject(_ entry: Folder.Entry, in folder: Folder) throws -> Bool {
    guard entry.kind == .folder, !entry.name.hasPrefix(".") else { return false }
    let inside = try folder.folder(entry.name).entries().map(\.name)
    return inside.contains { ArchiveLayout.files.contains($0) || ArchiveLayout.folders.contains($0) }
  }
}
