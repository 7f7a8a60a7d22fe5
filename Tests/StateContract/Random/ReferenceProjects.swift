// The reference's projects: their names, and the list that follows from everything else.

import JSON

extension ReferenceState {
  /// The project that an operation is about, before it is done; nil for none.
  func project(of operation: Operation) -> String? {
    operation.string("project_name")
      ?? operation.string("loop_id").flatMap { id in loops.first { $0.id == id }?.project }
  }

  /// Begins the project of what was stored, and notes what was deleted.
  mutating func note(_ operation: Operation, _ project: String?, _ now: String) throws(Refusal) {
    guard let project else { return }
    switch operation.tool {
    case "create_loop", "create_spec", "store_roadmap", "store_project_plan":
      guard projects[project] == nil else { return }
      guard !projects.keys.contains(where: { Self.folded($0) == Self.folded(project) }) else {
        throw Refusal(code: "conflict", paths: ["project_name"])
      }
      projects[project] = now
    case "delete_loop", "delete_spec", "delete_project_plan": projects[project] = max(now, projects[project] ?? now)
    default: return
    }
  }

  /// Enough for the names of the generator.
  private static func folded(_ name: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in name.lowercased().unicodeScalars where !scalar.properties.isWhitespace {
      folded.append((0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0)! : scalar)
    }
    return String(folded)
  }

  /// Fails where the operation's project has never begun.
  func require(_ operation: Operation) throws(Refusal) {
    if projects[operation.project] == nil { throw Refusal(code: "not_found", paths: ["project_name"]) }
  }

  func listProjects(_ operation: Operation) -> JSONValue {
    let words = Self.folded(operation.string("query")!.split(separator: " ").last.map(String.init)!)
    let entries = projects.keys.filter { Self.folded($0).contains(words) }.map { project -> JSONObject in
      let (loops, specs) = (loops.filter { $0.project == project }, specs.filter { $0.project == project })
      let statuses = loops.map { $0.progress(rules).status }
      let (plan, roadmap) = (plans[project]?.last, roadmaps[project]?.last)
      let times =
        [projects[project]!] + loops.map(\.updatedAt) + specs.map { $0.current["updated_at"]!.stringValue! }
        + [plan, roadmap].compactMap { $0?["updated_at"]?.stringValue }
      return [
        "project_name": .string(project), "project_status": plan?["project_status"] ?? .null,
        "roadmap_status": roadmap?["roadmap_status"] ?? .null, "spec_count": JSONValue(specs.count),
        "loop_count": JSONValue(loops.count),
        "active_loop_count": JSONValue(statuses.count { !["completed", "closed"].contains($0) }),
        "waiting_loop_count": JSONValue(statuses.count { $0 == "user_input" }), "updated_at": .string(times.max()!),
      ]
    }
    let sorted = entries.sorted { descending($0, $1, by: ["updated_at", "project_name"]) }
    return list(sorted.map { .object($0) }, operation)
  }
}
