// ProjectCard: project.json, which makes a folder an exported project.

import JSON
import Models
import State

/// The contents of project.json.
struct ProjectCard {
  let projectName: Name
  /// When the project began, or something of it was deleted last; nil in the formats before 3.
  let changedAt: Timestamp?
  let specs: Int
  let versions: Int
  let loops: Int

  private struct Content: Decodable {
    let projectName: Name
    let changedAt: Timestamp?
    let specs: RecordCount
    let versions: RecordCount
    let loops: RecordCount

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case changedAt = "changed_at"
      case specs, versions, loops
    }
  }

  private static let members = ["format", "project_name", "changed_at", "specs", "versions", "loops"]

  /// Nil after noting the faults, first of all another format than ours.
  init?(_ json: JSONObject, path: String, problems: inout Problems) {
    guard let format = json["format"]?.intValue, format >= 1 else {
      problems.add(
        "\(path): format", "not a format of this program", allowed: "\(ArchiveLayout.format)",
        got: json["format"]?.abbreviated ?? "nothing")
      return nil
    }
    guard format <= ArchiveLayout.format else {
      problems.add(
        "\(path): format", "written by a newer respec-server: use that one",
        allowed: "at most \(ArchiveLayout.format)", got: "\(format)")
      return nil
    }
    problems.addUnknownMembers(of: json, known: Self.members, in: path)
    do {
      let content = try ModelDecoder.decode(Content.self, from: .object(json))
      (projectName, changedAt) = (content.projectName, content.changedAt)
      (specs, versions, loops) = (content.specs.value, content.versions.value, content.loops.value)
    } catch {
      problems.add(error.violations, in: path)
      return nil
    }
  }

  /// The name in a project.json of any format that we can read; nil for a file that no export has written.
  static func projectName(in folder: Folder) -> Name? {
    guard folder.kind(of: ArchiveLayout.project) == .file, let bytes = try? folder.read(ArchiveLayout.project),
      let json = (try? JSONParser.parse(bytes))?.objectValue, let format = json["format"]?.intValue,
      (1...ArchiveLayout.format).contains(format)
    else { return nil }
    return json["project_name"]?.stringValue.map { Name(trusted: $0) }
  }
}
