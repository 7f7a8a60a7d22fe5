// The reference's search in texts: all texts in a list, sorted, and each looked at.

import JSON
import Models

/// A text with all that a hit tells.
private struct ReferenceText {
  /// Compared one after the other, the newest first.
  let createdAt: String
  let source: Int
  let id: String
  let order: (kind: Int, position: Int)
  let hit: JSONObject
  /// The names of the fields with their texts.
  let parts: [(String, JSONValue?)]

  func precedes(_ other: ReferenceText) -> Bool {
    if createdAt != other.createdAt { return createdAt > other.createdAt }
    if source != other.source { return source < other.source }
    if id != other.id { return isBefore(other.id, id) }
    return (order.kind, -order.position) < (other.order.kind, -other.order.position)
  }

  /// False for a verdict without words.
  var hasWords: Bool { parts.contains { ($0.1 ?? .null) != .null } }

  /// The hit, where all words are in the parts.
  func match(_ words: [String]) -> JSONValue? {
    let texts = parts.flatMap { name, value -> [(String, String)] in
      (value?.arrayValue ?? [value ?? .null]).compactMap { text in text.stringValue.map { (name, Self.folded($0)) } }
    }
    guard words.allSatisfy({ word in texts.contains { $0.1.contains(word) } }) else { return nil }
    let counts = texts.map { text in words.count { text.1.contains($0) } }
    var hit = hit
    hit["section"] = .string(texts[counts.firstIndex(of: counts.max()!)!].0)
    return .object(hit)
  }

  /// Enough for the texts of the generator.
  static func folded(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in text.lowercased().unicodeScalars where scalar != "\u{301}" {
      folded.append(scalar == "\u{E9}" ? "e" : scalar)
    }
    return String(folded)
  }
}

extension ReferenceState {
  func search(_ operation: Operation) throws(Refusal) -> JSONValue {
    try require(operation)
    let kinds = operation.arguments["kinds"]?.arrayValue?.map { $0.stringValue! } ?? TextKind.allCases.map(\.rawValue)
    let words = ReferenceText.folded(operation.string("query")!).split(separator: " ").map(String.init)
    let texts = texts(of: operation.project).filter { kinds.contains($0.hit["kind"]!.stringValue!) && $0.hasWords }
    let wanted = operation.limit * Operation.pages
    var hits: [JSONValue] = []
    for (index, text) in texts.sorted(by: { $0.precedes($1) }).enumerated() {
      guard let hit = text.match(words) else { continue }
      hits.append(hit)
      if hits.count == wanted { return .list(hits, hasMore: index < texts.count - 1) }
    }
    return .list(hits, hasMore: false)
  }

  private func texts(of project: String) -> [ReferenceText] {
    let specs = specs.filter { $0.project == project }.map { spec in
      let current = spec.current
      let fields = ["phase_name"] + SpecField.frozen + SpecField.flexible
      return text(current, "spec", 0, id: current["id"]!.stringValue!, fields, ["spec_name": .string(spec.name)])
    }
    let roadmap = roadmaps[project]?.last.map { document in
      text(document, "roadmap", 2, id: project, ["roadmap_title"] + RoadmapFields.all.map(\.name))
    }
    let plan = plans[project]?.last.map { document in
      text(document, "plan", 3, id: project, ProjectPlanFields.all.map(\.name))
    }
    return specs + loops.filter { $0.project == project }.flatMap { self.texts(on: $0) }
      + [roadmap, plan].compactMap { $0 }
  }

  private func text(
    _ document: JSONObject, _ kind: String, _ source: Int, id: String, _ fields: [String], _ place: JSONObject = [:]
  ) -> ReferenceText {
    let sections = document["additional_sections"]!.arrayValue!.map { ($0["name"]!.stringValue!, $0["text"]) }
    return ReferenceText(
      createdAt: document["created_at"]!.stringValue!, source: source, id: id, order: (0, 0),
      hit: hit(kind, document["project_name"]!, place, document["updated_at"]!),
      parts: fields.map { ($0, document[$0]) } + sections)
  }

  private func texts(on loop: ReferenceLoop) -> [ReferenceText] {
    func text(_ said: JSONObject, _ kind: String, _ order: Int, _ position: Int, _ fields: [String]) -> ReferenceText {
      let place: JSONObject = ["loop_id": .string(loop.id), "iteration": said["iteration"] ?? .null]
      return ReferenceText(
        createdAt: loop.createdAt, source: 1, id: loop.id, order: (order, position),
        hit: hit(kind, .string(loop.project), place, said["timestamp"] ?? said["stored_at"]!),
        parts: fields.map { ($0, said[$0]) })
    }
    let critics = ["assessment_summary", "detailed_feedback", "key_issues", "recommendations", "blockers"]
    let feedback = loop.feedback.enumerated().map { text($1, "feedback", 1, $0, critics) }
    let guidance = loop.guidance.enumerated().map { text($1.objectValue!, "guidance", 2, $0, ["feedback"]) }
    let note = loop.note.map { text($0.objectValue!, "objective_feedback", 3, 0, ["feedback"]) }
    return feedback + guidance + [note].compactMap { $0 }
  }

  private func hit(_ kind: String, _ project: JSONValue, _ place: JSONObject, _ time: JSONValue) -> JSONObject {
    [
      "kind": .string(kind), "project_name": project, "spec_name": place["spec_name"] ?? .null,
      "loop_id": place["loop_id"] ?? .null, "iteration": place["iteration"] ?? .null, "updated_at": time,
    ]
  }
}
