// Footprints: the paths that the tools read and write: project, then kind, then name.

import MCP
import Models
import State

extension AccessScope {
  /// A project with all that is in it.
  static func project(_ name: Name) -> AccessScope { [name.value] }

  /// A loop; its project cannot be told from the id.
  static func loop(_ id: LoopID) -> AccessScope { [nil, "loop", id.value] }

  static func spec(_ name: SpecName, in project: Name) -> AccessScope { [project.value, "spec", name.value] }

  static func roadmap(of project: Name) -> AccessScope { [project.value, "roadmap"] }

  static func plan(of project: Name) -> AccessScope { [project.value, "plan"] }

  /// The beginning of a project, which decides on the names of others: calls that may begin one keep their order.
  static func beginning(of project: Name) -> AccessScope { ["\u{0}name", project.folded] }

  /// All projects with all that is in them.
  static let everything: AccessScope = []

  /// The plans of all projects.
  static let allPlans: AccessScope = [nil, "plan"]

  /// Some spec of some project: the one behind a link that has not been followed yet.
  static let anySpec: AccessScope = [nil, "spec"]

  /// An idempotency key. Not below a project: no project's name has a control character.
  static func key(of call: IdempotentCall) -> AccessScope { ["\u{0}key", call.tool, call.key.value] }
}

extension Footprint {
  /// Of a call that reads a spec, by either way of naming it.
  static func reading(_ spec: SpecReference) -> Footprint {
    switch spec {
    case .named(let project, let name): Footprint(reads: [.spec(name, in: project)])
    case .linked(let loop): Footprint(reads: [.loop(loop), .anySpec])
    }
  }

  /// Of a call that changes a spec, by either way of naming it.
  static func writing(_ spec: SpecReference) -> Footprint {
    switch spec {
    case .named(let project, let name): Footprint(writes: [.spec(name, in: project)])
    case .linked(let loop): Footprint(reads: [.loop(loop)], writes: [.anySpec])
    }
  }
}
