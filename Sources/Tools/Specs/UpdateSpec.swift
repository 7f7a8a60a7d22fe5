// update_spec: fills and changes a spec; every version is kept.

import Documents
import JSON
import MCP
import Models
import State

enum UpdateSpec: StateTool {
  static let name = "update_spec"
  static let title = "Update a technical spec"
  static let description = """
    Change a spec, named by project_name and spec_name, or by the loop_id linked to it. What you leave out or give as an \
    empty text stays. Give whole texts, or edits for passages of long ones; additional_sections merges by name. The \
    frozen objectives, scope, dependencies and deliverables cannot change. Pass expected_version, the version you read, so as not to overwrite another's change. What is \
    there already succeeds with changed_fields empty.
    """
  // A blind repeat would take back, as one more version, what another caller changed in between.
  static let effect = Effect.updates

  struct Arguments: DocumentArguments {
    let projectName: Name?
    let specName: SpecName?
    let loopID: LoopID?
    let changes: SpecChanges
    let markdown: MarkdownSource?
    let expectedVersion: VersionNumber?
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case specName = "spec_name"
      case loopID = "loop_id"
      case markdown
      case expectedVersion = "expected_version"
      case idempotencyKey = "idempotency_key"
    }

    // The changes stand among the other arguments.
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      projectName = try container.decodeIfPresent(Name.self, forKey: .projectName)
      specName = try container.decodeIfPresent(SpecName.self, forKey: .specName)
      loopID = try container.decodeIfPresent(LoopID.self, forKey: .loopID)
      changes = try SpecChanges(from: decoder)
      markdown = try container.decodeIfPresent(MarkdownSource.self, forKey: .markdown)
      expectedVersion = try container.decodeIfPresent(VersionNumber.self, forKey: .expectedVersion)
      idempotencyKey = try container.decodeIfPresent(IdempotencyKey.self, forKey: .idempotencyKey)
    }

    static let ownNotes = [
      "edits": "field: a field, or an additional section's name. old_text must occur in it exactly once. All or none."
    ]

    static let form = SpecDocument.form

    static func violations(in arguments: JSONObject) -> [Violation] {
      let fields = Set(FrozenFields.all.map(\.name) + FlexibleFields.all.map(\.name))
      let targets = ChangeTargets(arguments, fields: fields) { try? FlexibleFieldName.check($0).get() }
      return referenceViolations(in: arguments) + targets.violations
        + besideRestoring(
          SpecSections.fieldNames + ["phase_name", "spec_status", "clear_fields", "remove_sections", "edits"],
          in: arguments)
    }

    var reference: SpecReference { SpecReference(project: projectName, spec: specName, loop: loopID) }
  }

  static func footprint(of arguments: Arguments) -> Footprint { .writing(arguments.reference) }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Noted<SpecReceipt> {
    let written = try await state.updateSpec(
      arguments.reference, arguments.changes, expecting: arguments.expectedVersion, once: call)
    return Noted(written, arguments)
  }
}
