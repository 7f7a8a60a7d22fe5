// diff_spec: what changed between two versions of a spec.

import MCP
import Models
import State

enum DiffSpec: StateTool {
  static let name = "diff_spec"
  static let title = "Compare two versions of a spec"
  static let description = "The fields in which two versions of a spec differ, texts as a unified diff."
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let projectName: Name
    let specName: SpecName
    let fromVersion: VersionNumber
    let toVersion: VersionNumber?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case specName = "spec_name"
      case fromVersion = "from_version"
      case toVersion = "to_version"
    }

    static let ownNotes = ["to_version": "Default: the current version."]
  }

  struct Output: Codable, Sendable {
    let fields: [FieldDifference]
  }

  static func footprint(of arguments: Arguments) -> Footprint {
    Footprint(reads: [.spec(arguments.specName, in: arguments.projectName)])
  }

  static func run(
    _ arguments: Arguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> Output {
    let reference = SpecReference.named(project: arguments.projectName, spec: arguments.specName)
    let new = try await state.spec(reference, version: arguments.toVersion)
    let old = try await state.spec(reference, version: arguments.fromVersion)
    return Output(fields: FieldDifference.between(old, new))
  }
}
