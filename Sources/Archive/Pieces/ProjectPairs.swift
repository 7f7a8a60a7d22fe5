// A project's plan and roadmap as pairs of files.

import Documents
import JSON
import Models

extension DocumentKind {
  private static let times = ["created_at", "updated_at"]

  static let plan = DocumentKind(
    title: "project_name", members: times, read: { FieldDocument.projectPlan.form.read($0) })
  static let roadmap = DocumentKind(
    title: "roadmap_title", members: times, read: { FieldDocument.roadmap.form.read($0) })
}

extension JSONObject {
  /// The texts of a group of fields, by name.
  init<Fields: FieldGroup>(texts fields: Fields) {
    self.init(Fields.all.map { Member(key: $0.name, value: .string(fields[keyPath: $0.path].value)) })
  }

  fileprivate init(createdAt: Timestamp, updatedAt: Timestamp) {
    self = ["created_at": .string(createdAt.value), "updated_at": .string(updatedAt.value)]
  }
}

extension ProjectPlan {
  var pair: DocumentPair {
    var texts = JSONObject(texts: fields)
    texts["project_status"] = .string(projectStatus.rawValue)
    return DocumentPair(.plan, texts: texts, rest: JSONObject(createdAt: createdAt, updatedAt: updatedAt)) {
      markdown(leavingOut: $0)
    }
  }

  /// The plan of `project` in a pair of files; nil after noting what is wrong with it. A document that is titled as
  /// another project's is no plan of this one.
  init?(markdown: String, json: JSONObject, project: Name, path: String, problems: inout Problems) {
    var fields = DocumentPair.merge(.plan, markdown: markdown, json: json, path: path, problems: &problems)
    if let title = fields["project_name"]?.stringValue, case .success(let name) = Name.check(title),
      case .success(let own) = Name.check(project.value), name != own
    {
      problems.add(
        "\(path).md", "titled as another project's plan", allowed: project.value,
        got: JSONValue.string(title).abbreviated)
    }
    fields["project_name"] = .string(project.value)
    guard let plan = problems.decode(ProjectPlan.self, from: fields, of: .plan, path: path) else { return nil }
    self = plan
  }
}

extension Roadmap {
  var pair: DocumentPair {
    var texts = JSONObject()
    if let roadmapTitle { texts["roadmap_title"] = .string(roadmapTitle.value) }
    for member in JSONObject(texts: fields).members { texts[member.key] = member.value }
    texts["roadmap_status"] = .string(roadmapStatus.rawValue)
    return DocumentPair(.roadmap, texts: texts, rest: JSONObject(createdAt: createdAt, updatedAt: updatedAt)) {
      markdown(leavingOut: $0)
    }
  }

  /// The roadmap of `project` in a pair of files; nil after noting what is wrong with it.
  init?(markdown: String, json: JSONObject, project: Name, path: String, problems: inout Problems) {
    var fields = DocumentPair.merge(.roadmap, markdown: markdown, json: json, path: path, problems: &problems)
    fields["project_name"] = .string(project.value)
    guard let roadmap = problems.decode(Roadmap.self, from: fields, of: .roadmap, path: path) else { return nil }
    self = roadmap
  }
}
