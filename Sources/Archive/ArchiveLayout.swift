// ArchiveLayout: the files of an exported project.
//
//   PROJECT/                    a folder a project, see FolderName
//     project.json              the format, the project's name and time, the number of records
//     plan.md  plan.json        the current version: texts, status; version, times, changed fields
//     plan-versions/N.md        a version that was replaced
//     plan-versions/N.json
//     roadmap.md  roadmap.json  as the plan
//     roadmap-versions/…
//     specs/SPEC/spec.md        the current version: phase, texts, status
//     specs/SPEC/spec.json      id, name, iteration, version, times, changed fields
//     specs/SPEC/versions/N.md  a version that was replaced: what a version can change
//     specs/SPEC/versions/N.json
//     loops/ID.json             a loop with its feedback, guidance, link and place in the history
//
// Each datum has one place. Markdown holds the texts, names and statuses as the tools render them; the rest of its
// metadata is for readers and does not count. A text that Markdown cannot carry to the byte, such as one with CRLF line
// ends that psql has written, stands in the JSON beside it, under "exact", and not in the document.

/// The names of the files.
enum ArchiveLayout {
  /// Goes up when an older version of the program could no longer read what this one writes.
  static let format = 3

  static let project = "project.json"
  static let plan = "plan"
  static let planVersions = "plan-versions"
  static let roadmap = "roadmap"
  static let roadmapVersions = "roadmap-versions"
  static let specs = "specs"
  static let spec = "spec"
  static let versions = "versions"
  static let loops = "loops"

  /// The folder in which an export is put together. Not a name that a project's folder can have.
  static let staging = ".respec-export"

  /// The files and folders at the top of a project's folder.
  static let files: Set<String> = [project, "\(plan).md", "\(plan).json", "\(roadmap).md", "\(roadmap).json"]
  static let folders: Set<String> = [specs, loops, planVersions, roadmapVersions]

  /// The name of a Markdown or JSON file without its ending; nil for another file.
  static func stem(of file: String) -> String? {
    for ending in [".md", ".json"] where file.hasSuffix(ending) { return String(file.dropLast(ending.count)) }
    return nil
  }

  /// The number that a version's file is named by.
  static func version(_ stem: String) -> Int? { Int(stem).flatMap { $0 >= 1 && String($0) == stem ? $0 : nil } }
}
