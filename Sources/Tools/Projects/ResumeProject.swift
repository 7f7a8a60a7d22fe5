// resume_project: the state of a project, for an agent that has lost its context.

import MCP
import Models
import State

enum ResumeProject: StateTool {
  static let name = "resume_project"
  static let title = "Resume a project"
  static let description = """
    Where a project stands, in one short answer, for when your context was compacted or a session begins: plan, roadmap, \
    specs, and the active loops, most urgent first, each with what to call next and, where it waits for the human, the \
    open question.
    """
  static let effect = Effect.reads

  static func footprint(of arguments: ProjectArguments) -> Footprint {
    Footprint(reads: [.project(arguments.projectName)])
  }

  static func run(
    _ arguments: ProjectArguments, on state: any StateManager, once call: IdempotentCall?
  ) async throws(Failure) -> ProjectStanding {
    let picture = try await state.picture(of: arguments.projectName)
    let changes = try await state.changes(
      of: arguments.projectName, subject: nil, after: nil, limit: ProjectStanding.maximumChanges)
    return ProjectStanding(picture, lastChanges: changes.elements)
  }
}
