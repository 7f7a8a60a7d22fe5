// A project's plan and roadmap, and their versions, as pairs of files.

import Documents
import JSON
import Models
import State

extension DocumentKind {
  private static let numbers = ["created_at", "updated_at", "version", "changed_fields"]

  static let plan = DocumentKind(
    title: "project_name", members: numbers, read: { FieldDocument.projectPlan.form.read($0) })
  static let roadmap = DocumentKind(
    title: "roadmap_title", members: numbers, read: { FieldDocument.roadmap.form.read($0) })
}

extension JSONObject {
  /// The texts of a group of required fields, by name.
  init<Fields: FieldGroup>(texts fields: Fields) {
    self.init(Fields.all.map { Member(key: $0.name, value: .string(fields[keyPath: $0.path].value)) })
  }
}

/// A kind of document that stands at the top of a project's folder.
protocol ArchivedDocumentKind: ProjectDocumentKind {
  /// Its files.
  static var documentKind: DocumentKind { get }
  /// The document without the fields of the given names.
  static func markdown(of document: ProjectDocument<Self>, leavingOut omitted: Set<String>) -> String
  /// The violation where the document's title contradicts the project that it stands in; nil where it does not.
  static func contradiction(_ fields: JSONObject, to project: Name, path: String) -> Violation?
}

extension RoadmapKind: ArchivedDocumentKind {
  static var documentKind: DocumentKind { .roadmap }
  static func markdown(of roadmap: Roadmap, leavingOut omitted: Set<String>) -> String {
    roadmap.markdown(leavingOut: omitted)
  }
  static func contradiction(_ fields: JSONObject, to project: Name, path: String) -> Violation? { nil }
}

extension ProjectPlanKind: ArchivedDocumentKind {
  static var documentKind: DocumentKind { .plan }
  static func markdown(of plan: ProjectPlan, leavingOut omitted: Set<String>) -> String {
    plan.markdown(leavingOut: omitted)
  }
  /// A document that is titled as another project's is no plan of this one.
  static func contradiction(_ fields: JSONObject, to project: Name, path: String) -> Violation? {
    guard let title = fields["project_name"]?.stringValue, case .success(let name) = Name.check(title),
      case .success(let own) = Name.check(project.value), name != own
    else { return nil }
    return Violation(
      path: "\(path).md", problem: "titled as another project's plan", allowed: project.value,
      got: JSONValue.string(title).abbreviated)
  }
}

extension DocumentVersion where Kind: ArchivedDocumentKind {
  /// The files of a version.
  var pair: DocumentPair {
    get throws {
      var texts = JSONObject()
      if let name = Kind.titleName, let title = document.title { texts[name] = .string(title.value) }
      for (name, text) in document.fields.texts { texts[name] = .string(text.value) }
      if !document.additionalSections.names.isEmpty {
        texts["additional_sections"] = try JSONModelEncoder.tree(document.additionalSections)
      }
      texts[Kind.statusName] = .string(document.status.rawValue)
      let rest: JSONObject = [
        "created_at": .string(document.createdAt.value), "updated_at": .string(document.updatedAt.value),
        "version": JSONValue(document.version), "changed_fields": .array(changedFields.map { .string($0) }),
      ]
      return DocumentPair(Kind.documentKind, texts: texts, rest: rest) { Kind.markdown(of: document, leavingOut: $0) }
    }
  }

  /// The rules of a version's numbers, beside those of the document.
  private struct Numbers: Decodable {
    let version: VersionNumber
    let changedFields: [Text]

    enum CodingKeys: String, CodingKey {
      case version
      case changedFields = "changed_fields"
    }
  }

  /// The members that exports of earlier releases lack, and that a document without sections leaves out.
  private static var defaults: JSONObject { ["version": 1, "changed_fields": [], "additional_sections": []] }

  /// The document of `project` in a pair of files; nil after noting what is wrong with it.
  init?(markdown: String, json: JSONObject, project: Name, path: String, problems: inout Problems) {
    let kind = Kind.documentKind
    var fields = DocumentPair.merge(kind, markdown: markdown, json: json, path: path, problems: &problems)
    if let contradiction = Kind.contradiction(fields, to: project, path: path) { problems.add(contradiction) }
    fields["project_name"] = .string(project.value)
    for member in Self.defaults.members where fields[member.key] == nil { fields[member.key] = member.value }
    let numbers = problems.decode(Numbers.self, from: fields, of: kind, path: path)
    guard let document = problems.decode(ProjectDocument<Kind>.self, from: fields, of: kind, path: path), let numbers
    else { return nil }
    if let missing = document.content.missing(path: "\(path).md") {
      problems.add(missing)
      return nil
    }
    self.init(document: document, changedFields: numbers.changedFields.map(\.value))
  }
}

extension DocumentContent {
  /// The violation of a document without a field that it must have; nil for one that has all.
  fileprivate func missing(path: String) -> Violation? {
    let missing = Kind.Fields.all.filter { fields[keyPath: $0.path] == nil }.map(\.title)
    guard Kind.Fields.areRequired, !missing.isEmpty else { return nil }
    return Violation(
      path: path, problem: "missing: \(missing.joined(separator: ", "))", allowed: "all sections of a \(Kind.noun)",
      got: "nothing")
  }
}
