// create_spec: a technical spec, whose frozen fields are fixed from then on.

import Documents
import JSON
import MCP
import Models
import State

enum CreateSpec: StateTool {
  static let name = "create_spec"
  static let title = "Create a technical spec"
  static let description = """
    Create the technical spec of a phase at version 1. objectives, scope, dependencies and deliverables are frozen from \
    here on; the other fields can be filled later with update_spec. Its spec_name is phase_name in lower case with \
    dashes.
    """
  static let effect = Effect.adds

  struct Arguments: DocumentArguments {
    let projectName: Name
    let phaseName: Name
    let frozen: FrozenFields
    let flexible: FlexibleFields
    let additionalSections: AdditionalSections?
    let specStatus: SpecStatus?
    let markdown: MarkdownSource?
    let idempotencyKey: IdempotencyKey?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case phaseName = "phase_name"
      case additionalSections = "additional_sections"
      case specStatus = "spec_status"
      case markdown
      case idempotencyKey = "idempotency_key"
    }

    // The groups of fields stand among the other arguments.
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      projectName = try container.decode(Name.self, forKey: .projectName)
      phaseName = try container.decode(Name.self, forKey: .phaseName)
      frozen = try FrozenFields(from: decoder)
      flexible = try FlexibleFields(from: decoder)
      additionalSections = try container.decodeIfPresent(AdditionalSections.self, forKey: .additionalSections)
      specStatus = try container.decodeIfPresent(SpecStatus.self, forKey: .specStatus)
      markdown = try container.decodeIfPresent(MarkdownSource.self, forKey: .markdown)
      idempotencyKey = try container.decodeIfPresent(IdempotencyKey.self, forKey: .idempotencyKey)
    }

    static let ownNotes = ["additional_sections": "Further sections, in order.", "spec_status": "Default draft."]

    static let required: [String]? = ["project_name"]
    static let form = SpecDocument.form

    /// A phase name must leave something for the spec's name.
    static func violations(in arguments: JSONObject) -> [Violation] {
      guard let phase = arguments["phase_name"]?.stringValue, case .success = Name.check(phase),
        case .failure(let violation) = SpecName.check(phase)
      else { return [] }
      return [
        Violation(
          path: "phase_name", problem: violation.problem, allowed: "a name with a letter or a digit",
          got: JSONValue.string(phase).abbreviated)
      ]
    }
  }

  static func footprint(of arguments: Arguments) -> Footprint {
    let (phase, project) = (arguments.phaseName, arguments.projectName)
    return Footprint(
      reads: SpecName.earlier(for: phase).map { [.spec($0, in: project)] } ?? [],
      writes: [SpecName(phase: phase).map { .spec($0, in: project) } ?? [], .beginning(of: project)])
  }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Noted<SpecReceipt> {
    let draft = SpecDraft(
      projectName: arguments.projectName, phaseName: arguments.phaseName, frozen: arguments.frozen,
      flexible: arguments.flexible, additionalSections: arguments.additionalSections ?? AdditionalSections(),
      specStatus: arguments.specStatus ?? .draft)
    guard let draft else { preconditionFailure("validated: the phase name leaves a spec name") }
    return Noted(try await state.createSpec(draft, once: call), arguments)
  }
}
