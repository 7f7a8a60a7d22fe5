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
    let new = try await version(arguments.toVersion, of: reference, argument: "to_version", on: state)
    let old = try await version(arguments.fromVersion, of: reference, argument: "from_version", on: state)
    return Output(fields: FieldDifference.between(old, new))
  }

  /// A version of the spec; where there is none, the failure names the argument that asked for it.
  private static func version(
    _ version: VersionNumber?, of spec: SpecReference, argument: String, on state: any StateManager
  ) async throws(Failure) -> Spec {
    do {
      return try await state.spec(spec, version: version)
    } catch {
      let details = error.details.map { detail in
        guard detail.path == "version" else { return detail }
        return Violation(path: argument, problem: detail.problem, allowed: detail.allowed, got: detail.got)
      }
      throw Failure(error.code, error.message, details: details)
    }
  }
}
