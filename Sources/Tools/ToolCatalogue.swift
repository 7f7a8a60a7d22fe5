// ToolCatalogue: which tools there are, in the order in which they are listed.

import Logging
import MCP
import Models
import State

/// The tools of the server.
public enum ToolCatalogue {
  /// Which part of the catalogue is offered.
  public enum Selection: String, Sendable, CaseIterable {
    /// The loop and spec tools only.
    case core
    case all
  }

  /// The tools of `selection`, working on `state`.
  public static func tools(
    _ selection: Selection, on state: any StateManager, budget: AnswerBudget = .standard, logger: Logger
  ) throws -> ToolRegistry {
    try ToolRegistry(
      (selection == .core ? core : core + others).map { $0.bound(to: state, budget: budget, logger: logger) },
      suggest: { ClosestNames.meant(by: $0, among: $1) })
  }

  /// The name and the title of every tool, in their order; made without a state.
  public static var titles: [(name: String, title: String)] { (core + others).map { ($0.name, $0.title) } }

  /// The order is part of the contract: what a client caches stays valid.
  private static let core: [any StateTool.Type] = [
    CreateLoop.self, GetLoop.self, ListLoops.self, RecordFeedback.self, RecordUserFeedback.self, ListHistory.self,
    AnalyzeLoop.self, DeleteLoop.self, CreateSpec.self, GetSpec.self, UpdateSpec.self, ListSpecs.self,
    LinkLoopToSpec.self, UnlinkLoop.self, ListProjects.self,
    Search.self,
  ]

  private static let others: [any StateTool.Type] = [
    StoreObjectiveFeedback.self, GetObjectiveFeedback.self, ListSpecVersions.self, DiffSpec.self, DeleteSpec.self,
    StoreRoadmap.self, GetRoadmap.self, StoreProjectPlan.self, GetProjectPlan.self, ListProjectPlans.self,
    DeleteProjectPlan.self, ResumeProject.self,
  ]

  /// The server's words to a model about itself, below the 2 KB at which clients cut. Names only tools of `selection`.
  ///
  /// - Parameter isInMemory: true where state ends with the process.
  public static func instructions(_ selection: Selection, isInMemory: Bool = false) -> String {
    let (kept, first, resume): (String, String, String) =
      switch selection {
      case .core: ("versioned technical specs", "", "list_projects, list_loops and list_specs show where you were")
      case .all:
        (
          "versioned technical specs, roadmaps and project plans",
          "store_project_plan and store_roadmap keep what the project is about and in which phases it is built; ",
          "call resume_project first: it shows where you were and what to call next"
        )
      }
    return """
      respec-server keeps the state of spec-driven development: refinement loops, critic feedback and decisions, \
      \(kept). Work like this: \(first)create_spec fixes what a phase promises; create_loop (with spec_name) opens its \
      refinement; after each draft call record_feedback with the critic's score and do what decision.status says: \
      refine = improve the spec with update_spec and score again, user_input = ask the human and store the answer with \
      record_user_feedback, completed = done. After a restart or a compacted context, \(resume). Ids and names come \
      from the server's answers; every error says what is allowed. Give writing calls an idempotency_key when you may \
      have to repeat them.\
      \(isInMemory ? " State is kept in memory: it is gone when this server ends." : "")
      """
  }
}

extension StateTool {
  fileprivate static func bound(to state: any StateManager, budget: AnswerBudget, logger: Logger) -> any Tool {
    BoundTool(Self.self, state: state, budget: budget, logger: logger)
  }
}
