// The reference's loops: feedback and guidance on a loop are kept in one list, and everything follows from it.

import JSON
import Models

struct ReferenceLoop {
  enum Said {
    case feedback(JSONObject)
    case guidance(JSONValue)
  }

  let id: String
  let project: String
  let type: String
  let createdAt: String
  var spec: String?
  var updatedAt: String
  /// By critics and humans, in the order in which they said it.
  var said: [Said] = []
  var note: JSONValue?

  struct Progress {
    var status = "initialized"
    var iteration = 1
    var scores: [Int] = []
    var decision: JSONValue?
  }

  /// The loop's state after all feedback and guidance.
  func progress(_ policy: LoopPolicy) -> Progress {
    var progress = Progress()
    var sinceGuidance: [Int] = []
    for said in said {
      switch said {
      case .guidance:
        sinceGuidance = []
        if progress.status == "user_input" { progress.status = "refine" }
      case .feedback(let feedback):
        let score = feedback["score"]!.intValue!
        let improvement = progress.scores.last.map { score - $0 }
        progress.scores.append(score)
        sinceGuidance.append(score)
        let gains = zip(sinceGuidance.dropFirst(), sinceGuidance).map { $0 - $1 }.suffix(2)
        let reason: String
        if score >= policy.threshold {
          (progress.status, reason) = ("completed", "threshold_reached")
        } else if progress.iteration % policy.checkpointFrequency == 0 {
          (progress.status, reason) = ("user_input", "checkpoint")
        } else if gains.count == 2 && gains.max()! < policy.improvementThreshold {
          (progress.status, reason) = ("user_input", "stagnation")
        } else {
          (progress.status, reason) = ("refine", "below_threshold")
        }
        if progress.status != "completed" && progress.iteration < 1_000 { progress.iteration += 1 }
        progress.decision = [
          "status": .string(progress.status), "reason": .string(reason), "threshold": JSONValue(policy.threshold),
          "improvement": improvement.map { JSONValue($0) } ?? .null,
        ]
      }
    }
    return progress
  }

  func tree(_ policy: LoopPolicy) -> JSONValue {
    let progress = progress(policy)
    return [
      "id": .string(id), "project_name": .string(project), "loop_type": .string(type),
      "status": .string(progress.status), "current_score": JSONValue(progress.scores.last ?? 0),
      "score_history": .array(progress.scores.suffix(50).map { JSONValue($0) }),
      "score_count": JSONValue(progress.scores.count), "iteration": JSONValue(progress.iteration),
      "created_at": .string(createdAt), "updated_at": .string(updatedAt),
      "spec_name": spec.map { .string($0) } ?? .null,
    ]
  }

  var feedback: [JSONObject] {
    said.compactMap { if case .feedback(let feedback) = $0 { feedback } else { nil } }
  }

  var guidance: [JSONValue] {
    said.compactMap { if case .guidance(let guidance) = $0 { guidance } else { nil } }
  }

  func analysis(_ policy: LoopPolicy) -> JSONValue {
    let scores = progress(policy).scores
    let gains = zip(scores.dropFirst(), scores).map { $0 - $1 }
    func mean(_ values: [Int]) -> Double { Double(values.reduce(0, +)) / Double(values.count) }
    let recent = gains.isEmpty ? nil : mean(gains.suffix(2))
    let trend = recent.map { $0 >= 1 ? "improving" : $0 <= -1 ? "declining" : "stable" } ?? "insufficient_data"
    let average = gains.isEmpty ? nil : JSONNumber((mean(gains) * 100).rounded() / 100 + 0)
    return [
      "loop": tree(policy), "trend": .string(trend), "average_improvement": average.map { .number($0) } ?? .null,
      "last_improvement": gains.last.map { JSONValue($0) } ?? .null, "recurring_issues": .array(recurringIssues),
      "feedback_count": JSONValue(feedback.count),
    ]
  }

  /// Issues of more than one feedback, the most frequent first, then the first named.
  private var recurringIssues: [JSONValue] {
    func normal(_ text: String) -> String {
      text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let named = feedback.map { $0["key_issues"]!.arrayValue!.map { $0.stringValue! } }
    var order: [String] = []
    for issue in named.joined() where !order.contains(normal(issue)) { order.append(normal(issue)) }
    let counted = order.map { issue in (issue, named.filter { $0.map(normal).contains(issue) }.count) }
    let ranked = counted.enumerated().filter { $0.element.1 > 1 }
      .sorted { $0.element.1 != $1.element.1 ? $0.element.1 > $1.element.1 : $0.offset < $1.offset }
    return ranked.prefix(10).map { entry in
      // The wording of the latest feedback that names it, the first there.
      let latest = named.last { $0.map(normal).contains(entry.element.0) }!
      return .string(latest.first { normal($0) == entry.element.0 }!)
    }
  }
}

extension ReferenceState {
  func place(ofLoop id: String) throws(Refusal) -> Int {
    guard let place = loops.firstIndex(where: { $0.id == id }) else {
      throw Refusal(code: "not_found", paths: ["loop_id"])
    }
    return place
  }

  private func placeOfOpenLoop(_ id: String) throws(Refusal) -> Int {
    let place = try place(ofLoop: id)
    guard loops[place].progress(policy).status != "completed" else {
      throw Refusal(code: "loop_completed", paths: ["loop_id"])
    }
    return place
  }

  mutating func createLoop(_ operation: Operation, _ now: String, _ actual: JSONValue) throws(Refusal) -> JSONValue {
    if let spec = operation.spec { _ = try place(ofSpec: spec, in: operation.project) }
    guard let id = actual["id"]?.stringValue, !loops.contains(where: { $0.id == id }) else { return "an id of its own" }
    let loop = ReferenceLoop(
      id: id, project: operation.project, type: operation.string("loop_type")!, createdAt: now, spec: operation.spec,
      updatedAt: now)
    loops.append(loop)
    queue.append((operation.project, id))
    while queue.filter({ $0.project == operation.project }).count > historyLimit { evict(from: operation.project) }
    return loop.tree(policy)
  }

  private mutating func evict(from project: String) {
    let entries = queue.filter { $0.project == project }
    let completed = entries.first { entry in
      loops.first { $0.id == entry.id }!.progress(policy).status == "completed"
    }
    let leaving = (completed ?? entries[0]).id
    queue.removeAll { $0.id == leaving }
  }

  func listLoops(_ operation: Operation) throws(Refusal) -> JSONValue {
    try require(operation)
    let status = operation.string("status")
    let wanted = loops.filter {
      $0.project == operation.project && (status == nil || $0.progress(policy).status == status)
    }
    let sorted = wanted.sorted { $0.createdAt != $1.createdAt ? $0.createdAt > $1.createdAt : $0.id > $1.id }
    return list(sorted.map { $0.tree(policy) }, operation)
  }

  mutating func recordFeedback(_ operation: Operation, _ now: String) throws(Refusal) -> JSONValue {
    let place = try placeOfOpenLoop(operation.loop)
    let iteration = loops[place].progress(policy).iteration
    guard [nil, iteration].contains(operation.int("iteration")) else {
      throw Refusal(code: "conflict", paths: ["iteration"])
    }
    var feedback = operation.arguments
    feedback["iteration"] = JSONValue(iteration)
    feedback["timestamp"] = .string(now)
    feedback["detailed_feedback"] = feedback["detailed_feedback"] ?? .null
    feedback["recommendations"] = feedback["recommendations"] ?? []
    loops[place].said.append(.feedback(feedback))
    loops[place].updatedAt = now
    return [
      "loop": loops[place].tree(policy), "decision": loops[place].progress(policy).decision!,
      "feedback": .object(feedback.only(["iteration", "critic_agent", "score", "timestamp"])),
    ]
  }

  mutating func recordGuidance(_ operation: Operation, _ now: String) throws(Refusal) -> JSONValue {
    let place = try placeOfOpenLoop(operation.loop)
    let iteration = loops[place].progress(policy).iteration
    loops[place].said.append(
      .guidance([
        "iteration": JSONValue(iteration), "feedback": operation.arguments["feedback"]!, "timestamp": .string(now),
      ]))
    loops[place].updatedAt = now
    return loops[place].tree(policy)
  }

  func projectHistory(_ operation: Operation) throws(Refusal) -> JSONValue {
    try require(operation)
    let entries = queue.reversed().filter { $0.project == operation.project }.map { entry -> JSONValue in
      let loop = loops.first { $0.id == entry.id }!
      return ["added_at": .string(loop.createdAt), "loop": loop.tree(policy)]
    }
    return list(entries, operation)
  }

  func loopHistory(_ operation: Operation) throws(Refusal) -> JSONValue {
    let loop = loops[try place(ofLoop: operation.loop)]
    var feedback = loop.feedback.map { JSONValue.object($0) }
    var guidance = loop.guidance
    var pieces: [JSONValue] = []
    repeat {
      pieces.append([
        "feedback": .array(feedback.suffix(operation.limit)), "guidance": .array(guidance.suffix(operation.limit)),
      ])
      feedback = feedback.dropLast(operation.limit)
      guidance = guidance.dropLast(operation.limit)
    } while !(feedback.isEmpty && guidance.isEmpty) && pieces.count < Operation.pages
    return .list(pieces, hasMore: !(feedback.isEmpty && guidance.isEmpty))
  }

  mutating func deleteLoop(_ operation: Operation) throws(Refusal) -> JSONValue {
    loops.remove(at: try place(ofLoop: operation.loop))
    queue.removeAll { $0.id == operation.loop }
    return ["deleted": true]
  }

  mutating func storeNote(_ operation: Operation, _ now: String) throws(Refusal) -> JSONValue {
    let place = try place(ofLoop: operation.loop)
    var note = operation.arguments
    note["stored_at"] = .string(now)
    loops[place].note = .object(note)
    return .object(note.without(["feedback"]))
  }

  mutating func link(_ operation: Operation, _ now: String) throws(Refusal) -> JSONValue {
    let place = try place(ofLoop: operation.loop)
    guard loops[place].project == operation.project else { throw Refusal(code: "conflict", paths: ["project_name"]) }
    _ = try self.place(ofSpec: operation.spec!, in: operation.project)
    return relink(place, to: operation.spec, now)
  }

  mutating func relink(_ place: Int, to spec: String?, _ now: String) -> JSONValue {
    if loops[place].spec != spec {
      loops[place].spec = spec
      loops[place].updatedAt = now
    }
    return loops[place].tree(policy)
  }
}
