// StoreDocumentArguments: the arguments of the tools that store a roadmap or a plan.

import Documents
import JSON
import Models

/// A kind of document that also comes as Markdown.
protocol StorableDocumentKind: ProjectDocumentKind {
  /// The form of the document.
  static var form: DocumentForm { get }
  /// The violations where a document contradicts the argument that names its project.
  static func contradictions(_ document: JSONObject, to arguments: JSONObject) -> [Violation]
}

/// The project, and the changes of its document or a version of it to restore.
struct StoreDocumentArguments<Kind: StorableDocumentKind>: DocumentArguments {
  let projectName: Name
  let changes: DocumentChanges<Kind>
  let markdown: MarkdownSource?
  let expectedVersion: VersionNumber?
  let idempotencyKey: IdempotencyKey?

  private enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
    case markdown
    case expectedVersion = "expected_version"
    case idempotencyKey = "idempotency_key"
  }

  // The changes stand among the other arguments.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    projectName = try container.decode(Name.self, forKey: .projectName)
    changes = try DocumentChanges(from: decoder)
    markdown = try container.decodeIfPresent(MarkdownSource.self, forKey: .markdown)
    expectedVersion = try container.decodeIfPresent(VersionNumber.self, forKey: .expectedVersion)
    idempotencyKey = try container.decodeIfPresent(IdempotencyKey.self, forKey: .idempotencyKey)
  }

  static var required: [String]? { ["project_name"] }
  static var ownNotes: [String: String] { [Kind.statusName: "At first draft."] }
  static var form: DocumentForm { Kind.form }

  static func contradictions(_ document: JSONObject, to arguments: JSONObject) -> [Violation] {
    Kind.contradictions(document, to: arguments)
  }

  static func violations(in arguments: JSONObject) -> [Violation] {
    let fields = Kind.Fields.all.map(\.name)
    let targets = ChangeTargets(arguments, fields: Set(fields)) { name in
      try? DocumentFieldName<Kind.Fields>.check(name).get()
    }
    let others = [Kind.titleName, "additional_sections", "clear_fields", "remove_sections", Kind.statusName]
    return targets.violations + besideRestoring(fields + others.compactMap { $0 }, in: arguments)
  }
}
