// Specs and their versions as pairs of files. A version's document holds what a version can change; the frozen fields
// stand in the current one alone.

import Documents
import JSON
import Models
import State

extension DocumentKind {
  static let spec = DocumentKind(
    title: "phase_name",
    members: ["id", "spec_name", "iteration", "version", "created_at", "updated_at", "changed_fields"],
    read: { SpecDocument.form.read($0) })
  static let version = DocumentKind(
    title: "phase_name", members: ["iteration", "updated_at", "changed_fields"], read: { SpecDocument.form.read($0) })

  private static let sections = "additional_sections"

  /// Puts in what the documents leave out: no sections, and what stands with the current version.
  fileprivate func complete(_ fields: JSONObject, with more: JSONObject) -> JSONObject {
    var fields = fields
    if fields[Self.sections] == nil { fields[Self.sections] = [] }
    for member in more.members { fields[member.key] = member.value }
    return fields
  }
}

extension ArchivedSpec {
  private static let frozenNames = Set(FrozenFields.all.map(\.name))

  /// The files of a spec at its current version.
  var pair: DocumentPair {
    let rest: JSONObject = [
      "id": .string(spec.id.value), "spec_name": .string(spec.specName.value), "iteration": JSONValue(spec.iteration),
      "version": JSONValue(spec.version), "created_at": .string(spec.createdAt.value),
      "updated_at": .string(spec.updatedAt.value), "changed_fields": changed,
    ]
    return DocumentPair(.spec, texts: texts(frozen: JSONObject(texts: spec.frozen)), rest: rest) {
      SpecDocument(spec, leavingOut: $0).markdown
    }
  }

  /// The files of a version that was replaced.
  var versionPair: DocumentPair {
    let rest: JSONObject = [
      "iteration": JSONValue(spec.iteration), "updated_at": .string(spec.updatedAt.value), "changed_fields": changed,
    ]
    return DocumentPair(.version, texts: texts(frozen: JSONObject()), rest: rest) {
      SpecDocument(spec, leavingOut: $0.union(Self.frozenNames)).markdown
    }
  }

  private var changed: JSONValue { .array(changedFields.map { .string($0) }) }

  private func texts(frozen: JSONObject) -> JSONObject {
    var texts: JSONObject = ["phase_name": .string(spec.phaseName.value)]
    for member in frozen.members { texts[member.key] = member.value }
    for field in FlexibleFields.all {
      if let text = spec.flexible[keyPath: field.path] { texts[field.name] = .string(text.value) }
    }
    let sections = spec.additionalSections.sections
    if !sections.isEmpty {
      texts["additional_sections"] = .array(
        sections.map { ["name": .string($0.name.value), "text": .string($0.text.value)] })
    }
    texts["spec_status"] = .string(spec.specStatus.rawValue)
    return texts
  }

  // MARK: Reading

  /// The rules of a version's numbers, beside those of `Spec`.
  private struct Numbers: Decodable {
    let iteration: RecordCount
    let version: VersionNumber
    let changedFields: [Text]

    enum CodingKeys: String, CodingKey {
      case iteration, version
      case changedFields = "changed_fields"
    }
  }

  /// The spec in a pair of files; nil after noting what is wrong with it.
  init?(markdown: String, json: JSONObject, project: Name, path: String, problems: inout Problems) {
    let merged = DocumentPair.merge(.spec, markdown: markdown, json: json, path: path, problems: &problems)
    let fields = DocumentKind.spec.complete(merged, with: ["project_name": .string(project.value)])
    self.init(fields, .spec, path: path, problems: &problems)
  }

  /// A version of `current` in a pair of files; nil after noting what is wrong with it.
  init?(
    markdown: String, json: JSONObject, version: Int, of current: Spec, path: String, problems: inout Problems
  ) {
    let merged = DocumentPair.merge(.version, markdown: markdown, json: json, path: path, problems: &problems)
    for name in Self.frozenNames.sorted() where merged[name] != nil {
      problems.add("\(path).md", "\(name) in a version", allowed: "\(name) in spec.md alone", got: name)
    }
    var shared = JSONObject(texts: current.frozen)
    shared["project_name"] = .string(current.projectName.value)
    shared["spec_name"] = .string(current.specName.value)
    shared["id"] = .string(current.id.value)
    shared["created_at"] = .string(current.createdAt.value)
    shared["version"] = JSONValue(version)
    self.init(DocumentKind.version.complete(merged, with: shared), .version, path: path, problems: &problems)
  }

  private init?(_ fields: JSONObject, _ kind: DocumentKind, path: String, problems: inout Problems) {
    let numbers = problems.decode(Numbers.self, from: fields, of: kind, path: path)
    guard let spec = problems.decode(Spec.self, from: fields, of: kind, path: path), let numbers else { return nil }
    if !spec.specName.mayStand(for: spec.phaseName) {
      problems.add(
        "\(path).md", "the title names another spec", allowed: "a phase that stands for \(spec.specName)",
        got: JSONValue.string(spec.phaseName.value).abbreviated)
    }
    self.init(spec: spec, changedFields: numbers.changedFields.map(\.value))
  }
}
