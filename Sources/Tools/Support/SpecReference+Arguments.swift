// SpecReference+Arguments: the arguments that name a spec: project_name and spec_name, or the loop that is linked to
// it.

import JSON
import Models

extension SpecReference {
  /// Of arguments that `referenceViolations(in:)` has passed.
  init(project: Name?, spec: SpecName?, loop: LoopID?) {
    if let loop {
      self = .linked(loop)
    } else if let project, let spec {
      self = .named(project: project, spec: spec)
    } else {
      preconditionFailure("validated: a loop, or a project and a spec")
    }
  }
}

extension ToolArguments {
  /// The violations of "project_name and spec_name, or loop_id".
  static func referenceViolations(in arguments: JSONObject) -> [Violation] {
    requireOne(of: [["project_name", "spec_name"], ["loop_id"]], in: arguments)
  }
}
