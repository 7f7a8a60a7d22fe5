// The reference's record of changes: what an operation has changed follows from the state before it and its answer.

import JSON
import Models

extension ReferenceState {
  /// The entry that an operation leaves which was answered with `answer`; nil for none.
  ///
  /// - Parameter before: the state before it.
  func change(
    by operation: Operation, key: String?, at now: String, answer: JSONValue, before: ReferenceState
  ) -> JSONValue? {
    guard let change = changed(by: operation, answer, before) else { return nil }
    return [
      "time": .string(now), "project_name": .string(change.project), "kind": .string(change.kind),
      "subject": .string(change.subject), "operation": .string(change.operation),
      "version": change.version.map { JSONValue($0) } ?? .null,
      "iteration": change.iteration.map { JSONValue($0) } ?? .null, "idempotency_key": key.map { .string($0) } ?? .null,
    ]
  }

  private struct Entry {
    let kind: String
    let project: String
    let subject: String
    let operation: String
    var version: Int?
    var iteration: Int?
  }

  private func changed(by operation: Operation, _ answer: JSONValue, _ before: ReferenceState) -> Entry? {
    switch operation.tool {
    case "create_loop": return loop(answer["id"]?.stringValue, "created", in: self)
    case "record_feedback": return loop(operation.loop, "feedback", in: before)
    case "record_user_feedback": return loop(operation.loop, "guidance", in: before)
    case "store_objective_feedback": return loop(operation.loop, "objective_feedback", in: before)
    case "delete_loop": return loop(operation.loop, "deleted", in: before)
    case "link_loop_to_spec", "unlink_loop":
      let id = operation.loop
      guard before.loops.first(where: { $0.id == id })?.spec != loops.first(where: { $0.id == id })?.spec else {
        return nil
      }
      return loop(id, operation.tool == "unlink_loop" ? "unlinked" : "linked", in: self)
    case "create_spec", "update_spec":
      if answer["changed_fields"] == [] { return nil }
      let operation = operation.tool == "create_spec" ? "created" : "updated"
      return Entry(
        kind: "spec", project: answer["project_name"]!.stringValue!, subject: answer["spec_name"]!.stringValue!,
        operation: operation, version: answer["version"]?.intValue)
    case "delete_spec":
      let spec = before.specs.first { $0.project == operation.project && $0.name == operation.spec }
      return Entry(
        kind: "spec", project: operation.project, subject: operation.spec!, operation: "deleted",
        version: spec?.versions.count)
    case "store_roadmap", "store_project_plan": return document(operation, answer)
    case "delete_project_plan":
      return Entry(
        kind: "project_plan", project: operation.project, subject: operation.project, operation: "deleted",
        version: before.plans[operation.project]?.count)
    default: return nil
    }
  }

  private func loop(_ id: String?, _ operation: String, in state: ReferenceState) -> Entry? {
    state.loops.first { $0.id == id }.map {
      Entry(
        kind: "loop", project: $0.project, subject: $0.id, operation: operation,
        iteration: $0.progress(state.rules).iteration)
    }
  }

  private func document(_ operation: Operation, _ answer: JSONValue) -> Entry? {
    if answer["changed_fields"] == [] { return nil }
    let version = answer["version"]?.intValue
    return Entry(
      kind: operation.tool == "store_roadmap" ? "roadmap" : "project_plan", project: operation.project,
      subject: operation.project, operation: version == 1 ? "created" : "updated", version: version)
  }

  /// The entries of a project, or of one of its loops or specs, newest first.
  func listChanges(_ operation: Operation) throws(Refusal) -> JSONValue {
    guard projects[operation.project] != nil else { throw Refusal(code: "not_found", paths: ["project_name"]) }
    let subject = operation.arguments["subject"]
    let wanted = changes.reversed().filter {
      $0["project_name"]?.stringValue == operation.project && (subject == nil || $0["subject"] == subject)
    }
    return list(Array(wanted), operation)
  }
}
