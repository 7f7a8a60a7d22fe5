// diff_spec: the differences between two versions of a spec.

import MCP
import Models
import State

enum DiffSpec: BudgetedTool {
  static let name = "diff_spec"
  static let title = "Compare two versions of a spec"
  static let description = """
    The fields in which two versions of a spec differ, each as a unified diff. Of a diff that is too long the beginning; \
    fields asks for some fields alone.
    """
  static let effect = Effect.reads

  struct Arguments: ToolArguments {
    let projectName: Name
    let specName: SpecName
    let fromVersion: VersionNumber
    let toVersion: VersionNumber?
    let fields: TextList?

    enum CodingKeys: String, CodingKey {
      case projectName = "project_name"
      case specName = "spec_name"
      case fromVersion = "from_version"
      case toVersion = "to_version"
      case fields
    }

    static let ownNotes = [
      "to_version": "Default: the current version.", "fields": "As a diff without it names them.",
    ]
  }

  struct Output: Codable, Sendable {
    let fields: [FieldDifference]
  }

  static func footprint(of arguments: Arguments) -> Footprint {
    Footprint(reads: [.spec(arguments.specName, in: arguments.projectName)])
  }

  static func read(
    _ arguments: Arguments, on state: any StateManager, within budget: AnswerBudget
  ) async throws(Failure) -> Output {
    let reference = SpecReference.named(project: arguments.projectName, spec: arguments.specName)
    do {
      let versions = try await state.spec(reference, versions: [arguments.fromVersion, arguments.toVersion])
      let wanted = arguments.fields.map { Set($0.values.map(\.value)) }
      let fields = FieldDifference.between(versions[0], versions[1], only: wanted)
      return Output(fields: FieldDifference.fitting(fields, in: budget))
    } catch {
      throw failure(error, of: arguments)
    }
  }

  /// Names, in the failure for a missing version, the argument that asked for it.
  private static func failure(_ failure: Failure, of arguments: Arguments) -> Failure {
    let details = failure.details.map { detail in
      guard detail.path == "version" else { return detail }
      let isNew = detail.got != "\(arguments.fromVersion.value)"
      return Violation(
        path: isNew ? "to_version" : "from_version", problem: detail.problem, allowed: detail.allowed, got: detail.got)
    }
    return Failure(failure.code, failure.message, details: details)
  }
}
