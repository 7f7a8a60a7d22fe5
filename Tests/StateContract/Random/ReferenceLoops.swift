// The reference's loops: feedback and guidance on a loop are kept in one list, and everything follows from it.

import JSON
import Models

/// The settings that decide on feedback and guidance.
struct ReferenceRules {
  let policy: LoopPolicy
  let gate: HumanGate

  /// True where guidance of the source counts.
  func hears(_ source: JSONValue) -> Bool { gate != .verified || source != "relayed" }
}

struct ReferenceLoop {
  enum Said {
    case feedback(JSONObject)
    case guidance(JSONObject)
  }

  let id: String
  let project: String
  let type: String
  let createdAt: String
  let reviewers: [String]
  var spec: String?
  var updatedAt: String
  /// By critics and humans, in the order in which they said it.
  var said: [Said] = []
  var note: JSONValue?

  struct Progress {
    var status = "initialized"
    var blockers: JSONValue = []
    var iteration = 1
    var scores: [Int] = []
    var decision: JSONValue?
    /// The feedback on the iteration in progress.
    var pending: [JSONObject] = []
  }

  /// The loop's state after all feedback and guidance.
  func progress(_ rules: ReferenceRules) -> Progress {
    let policy = rules.policy
    var progress = Progress()
    var sinceGuidance: [Int] = []
    var blockersSinceGuidance: [Set<String>] = []
    for said in said {
      switch said {
      case .guidance(let guidance):
        if !rules.hears(guidance["source"]!) { continue }
        sinceGuidance = []
        blockersSinceGuidance = []
        switch guidance["verdict"]! {
        case "accept": progress.status = "completed"
        case "stop": progress.status = "closed"
        default: if progress.status == "user_input" { progress.status = "refine" }
        }
      case .feedback(let feedback):
        progress.pending.append(feedback)
        if progress.pending.count < reviewers.count {
          progress.status = "in_progress"
          progress.decision = [
            "status": "in_progress", "reason": "awaiting_reviews", "threshold": JSONValue(policy.threshold),
            "improvement": .null,
          ]
          continue
        }
        let given = progress.pending
        progress.pending = []
        let score = given.map { $0["score"]!.intValue! }.reduce(0, +) / given.count
        let improvement = progress.scores.last.map { score - $0 }
        progress.scores.append(score)
        sinceGuidance.append(score)
        let gains = zip(sinceGuidance.dropFirst(), sinceGuidance).map { $0 - $1 }.suffix(2)
        let named = given.flatMap { $0["blockers"]!.arrayValue!.map { $0.stringValue! } }
        let blockers = Set(named)
        let isFirst = { (index: Int) in !named[..<index].contains(named[index]) }
        progress.blockers = .array(
          named.indices.filter { given.count == 1 || isFirst($0) }.map { .string(named[$0]) })
        blockersSinceGuidance.append(blockers)
        let reason: String
        if score >= policy.threshold && blockers.isEmpty {
          (progress.status, reason) = ("completed", "threshold_reached")
        } else if progress.iteration % policy.checkpointFrequency == 0 {
          (progress.status, reason) = ("user_input", "checkpoint")
        } else if gains.count == 2 && gains.max()! < policy.improvementThreshold {
          (progress.status, reason) = ("user_input", "stagnation")
        } else if !blockers.isEmpty && blockersSinceGuidance.count > 2
          && Set(blockersSinceGuidance.suffix(3)).count == 1
        {
          (progress.status, reason) = ("user_input", "stagnation")
        } else if score >= policy.threshold {
          (progress.status, reason) = ("refine", "blocked")
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

  /// - Parameter isAgain: true where the critic has spoken on this iteration already, and replaces what it said.
  mutating func say(_ feedback: JSONObject, isAgain: Bool) {
    let earlier = said.lastIndex { said in
      if case .feedback(let earlier) = said { earlier["critic_agent"] == feedback["critic_agent"] } else { false }
    }
    if isAgain, let earlier { said[earlier] = .feedback(feedback) } else { said.append(.feedback(feedback)) }
  }

  func tree(_ rules: ReferenceRules) -> JSONValue {
    let progress = progress(rules)
    var tree: JSONObject = [
      "id": .string(id), "project_name": .string(project), "loop_type": .string(type),
      "status": .string(progress.status), "current_score": JSONValue(progress.scores.last ?? 0),
      "score_history": .array(progress.scores.suffix(50).map { JSONValue($0) }),
      "score_count": JSONValue(progress.scores.count), "iteration": JSONValue(progress.iteration),
      "created_at": .string(createdAt), "updated_at": .string(updatedAt),
      "spec_name": spec.map { .string($0) } ?? .null,
    ]
    if progress.blockers != [] { tree["blockers"] = progress.blockers }
    if !reviewers.isEmpty {
      let spoken = progress.pending.map { $0["critic_agent"]!.stringValue! }
      let missing = Self.over.contains(progress.status) ? [] : reviewers.filter { !spoken.contains($0) }
      tree["reviewers"] = .array(reviewers.map { .string($0) })
      tree["missing_reviewers"] = .array(missing.map { .string($0) })
    }
    return .object(tree)
  }

  /// The statuses of a loop that is over.
  static let over = ["completed", "closed"]

  var feedback: [JSONObject] {
    said.compactMap { if case .feedback(let feedback) = $0 { feedback } else { nil } }
  }

  var guidance: [JSONValue] {
    said.compactMap { if case .guidance(let guidance) = $0 { .object(guidance) } else { nil } }
  }

  func analysis(_ rules: ReferenceRules) -> JSONValue {
    let scores = progress(rules).scores
    let gains = zip(scores.dropFirst(), scores).map { $0 - $1 }
    func mean(_ values: [Int]) -> Double { Double(values.reduce(0, +)) / Double(values.count) }
    let recent = gains.isEmpty ? nil : mean(gains.suffix(2))
    let trend = recent.map { $0 >= 1 ? "improving" : $0 <= -1 ? "declining" : "stable" } ?? "insufficient_data"
    let average = gains.isEmpty ? nil : JSONNumber((mean(gains) * 100).rounded() / 100 + 0)
    return [
      "loop": tree(rules), "trend": .string(trend), "average_improvement": average.map { .number($0) } ?? .null,
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
    guard !ReferenceLoop.over.contains(loops[place].progress(rules).status) else {
      throw Refusal(code: "loop_completed", paths: ["loop_id"])
    }
    return place
  }

  mutating func createLoop(_ operation: Operation, _ now: String, _ actual: JSONValue) throws(Refusal) -> JSONValue {
    if let spec = operation.spec { _ = try place(ofSpec: spec, in: operation.project) }
    guard let id = actual["id"]?.stringValue, !loops.contains(where: { $0.id == id }) else { return "an id of its own" }
    let loop = ReferenceLoop(
      id: id, project: operation.project, type: operation.string("loop_type")!, createdAt: now,
      reviewers: (operation.arguments["reviewers"]?.arrayValue ?? []).map { $0.stringValue! }, spec: operation.spec,
      updatedAt: now)
    loops.append(loop)
    queue.append((operation.project, id))
    while queue.filter({ $0.project == operation.project }).count > historyLimit { evict(from: operation.project) }
    return loop.tree(rules)
  }

  private mutating func evict(from project: String) {
    let entries = queue.filter { $0.project == project }
    let completed = entries.first { entry in
      loops.first { $0.id == entry.id }!.progress(rules).status == "completed"
    }
    let leaving = (completed ?? entries[0]).id
    queue.removeAll { $0.id == leaving }
  }

  func listLoops(_ operation: Operation) throws(Refusal) -> JSONValue {
    try require(operation)
    let status = operation.string("status")
    let wanted = loops.filter {
      $0.project == operation.project && (status == nil || $0.progress(rules).status == status)
    }
    let sorted = wanted.sorted { $0.createdAt != $1.createdAt ? $0.createdAt > $1.createdAt : $0.id > $1.id }
    return list(sorted.map { $0.tree(rules) }, operation)
  }

  mutating func recordFeedback(_ operation: Operation, _ now: String) throws(Refusal) -> JSONValue {
    let place = try placeOfOpenLoop(operation.loop)
    let iteration = loops[place].progress(rules).iteration
    guard loops[place].progress(rules).status != "user_input" || rules.gate == .advisory else {
      throw Refusal(code: "waiting_for_human", paths: ["loop_id"])
    }
    guard [nil, iteration].contains(operation.int("iteration")) else {
      throw Refusal(code: "conflict", paths: ["iteration"])
    }
    let critic = operation.arguments["critic_agent"]!
    guard loops[place].reviewers.isEmpty || loops[place].reviewers.contains(critic.stringValue!) else {
      throw Refusal(code: "invalid_input", paths: ["critic_agent"])
    }
    var feedback = operation.arguments
    feedback["iteration"] = JSONValue(iteration)
    feedback["timestamp"] = .string(now)
    feedback["detailed_feedback"] = feedback["detailed_feedback"] ?? .null
    feedback["recommendations"] = feedback["recommendations"] ?? []
    feedback["blockers"] = feedback["blockers"] ?? []
    feedback["spec_version"] =
      loops[place].spec.flatMap { spec in
        specs.first { $0.project == loops[place].project && $0.name == spec }?.current["version"]
      } ?? .null
    let isAgain = loops[place].progress(rules).pending.contains { $0["critic_agent"] == critic }
    loops[place].say(feedback, isAgain: isAgain)
    loops[place].updatedAt = now
    return [
      "loop": loops[place].tree(rules), "decision": loops[place].progress(rules).decision!,
      "feedback": .object(feedback.only(["iteration", "critic_agent", "score", "timestamp"])),
    ]
  }

  mutating func recordGuidance(_ operation: Operation, _ now: String) throws(Refusal) -> JSONValue {
    let place = try placeOfOpenLoop(operation.loop)
    let (source, verdict) = (operation.arguments["source"] ?? "relayed", operation.arguments["verdict"] ?? "continue")
    guard verdict == "continue" || rules.hears(source) else {
      throw Refusal(code: "waiting_for_human", paths: ["verdict"])
    }
    let iteration = JSONValue(loops[place].progress(rules).iteration)
    guard [nil, [iteration, JSONValue(loops[place].guidance.count)]].contains(operation.arguments["place"]) else {
      throw Refusal(code: "conflict", paths: ["loop_id"])
    }
    loops[place].said.append(
      .guidance([
        "iteration": iteration,
        "feedback": operation.arguments["feedback"] ?? .null, "verdict": verdict, "source": source,
        "timestamp": .string(now),
      ]))
    loops[place].updatedAt = now
    return loops[place].tree(rules)
  }

  func projectHistory(_ operation: Operation) throws(Refusal) -> JSONValue {
    try require(operation)
    let entries = queue.reversed().filter { $0.project == operation.project }.map { entry -> JSONValue in
      let loop = loops.first { $0.id == entry.id }!
      return ["added_at": .string(loop.createdAt), "loop": loop.tree(rules)]
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
    return loops[place].tree(rules)
  }
}
