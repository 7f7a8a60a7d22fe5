// ProjectExport: projects out of the database into folders.

import Models
import State

/// Exports projects, as they are in the database at one moment.
public struct ProjectExport: Sendable {
  private let path: String
  private let chosen: [Name]

  /// An export; nothing is read or written yet.
  ///
  /// - Parameters:
  ///   - path: the folder that gets a folder a project; made when it is not there.
  ///   - projects: the names of those to export; none for all.
  public init(into path: String, projects: [String]) {
    self.path = path
    chosen = projects.map { name in
      if case .success(let checked) = Name.check(name) { return Name(trusted: checked) }
      return Name(trusted: name)
    }
  }

  /// Exports the projects and returns the number of their records.
  ///
  /// - Throws: `not_found` for a chosen project that has nothing; `file_error` for a file that is in the way or cannot
  ///   be written; the errors of reading the database. Nothing has been changed then, apart from projects already in
  ///   place when the file system failed between two of them.
  public func run(on state: some ProjectTransfer) async throws -> ArchiveSummary {
    let target = try ExportFolder(path: path)
    do {
      let summary = try await state.withSnapshot { snapshot in try write(snapshot, to: target) }
      try target.publish(summary.projects.map { FolderName($0.projectName) })
      return summary
    } catch {
      try? target.discard()
      throw error
    }
  }

  private func write(_ snapshot: any ProjectSnapshot, to target: ExportFolder) throws -> ArchiveSummary {
    let names = try choose(among: snapshot.projects()).map { (name: $0, folder: FolderName($0.value)) }
    try target.check(names)
    let stage = try target.stage()
    var projects: [ProjectSummary] = []
    var warnings: [String] = []
    for (name, folder) in names {
      let writer = ProjectWriter(name, in: try stage.makeFolder(folder.value), named: folder)
      try snapshot.read(name) { try writer.put($0) }
      try writer.finish()
      projects.append(writer.summary)
      warnings += writer.warnings
    }
    return ArchiveSummary(projects: projects, warnings: warnings)
  }

  private func choose(among all: [Name]) throws -> [Name] {
    if chosen.isEmpty { return all }
    let wanted = Set(chosen)
    let missing = chosen.filter { !all.contains($0) }
    guard missing.isEmpty else {
      throw Failure(
        .notFound, "There is no such project. Nothing was exported.",
        details: missing.map { name in
          let closest = ClosestNames.find(to: name.value, among: all.map(\.value))
          return Violation(
            path: "--project", problem: "no project of this name",
            allowed: closest.isEmpty ? "a project's exact name" : "closest: " + closest.joined(separator: ", "),
            got: name.value)
        })
    }
    return all.filter(wanted.contains)
  }
}
