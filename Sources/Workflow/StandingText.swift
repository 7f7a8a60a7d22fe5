// StandingText: the state of a project in a few lines, as a prompt ends with it.

import JSON
import Models
import State

/// Lines about a project's state: bounded, the most urgent first.
enum StandingText {
  /// The most characters of a summary or an issue that is quoted.
  private static let maximumQuote = 140
  /// The most active loops and specs that are named.
  private static let maximumLines = 4
  /// The most issues that are quoted.
  private static let maximumIssues = 3

  /// Reads what the prompt's project has.
  ///
  /// - Parameter maximumBytes: the room for it; lines without room are left out.
  static func read(
    for request: PromptRequest, on state: any StateManager, within maximumBytes: Int
  ) async throws(Failure) -> String {
    var lines: [String] = []
    var subject: Loop?
    if request.project == nil && request.loop == nil { lines += try await projects(on: state) }
    if let project = request.project {
      let picture = try await picture(of: project, on: state)
      lines += ["Project \"\(project)\" now:"] + documents(picture) + specs(picture) + loops(picture, state.policies)
      subject = loop(of: request, in: picture)
    }
    if let id = request.loop {
      let loop = try await state.loop(id)
      lines += ["The loop now:", line(loop, nil, state.policies)]
      subject = loop
    }
    if let subject { lines += try await issues(of: subject, on: state) }
    return fitting(rule(of: request.step, subject, state.policies), lines, maximumBytes)
  }

  /// The project's picture; an empty one where it has not begun: the step may begin it.
  private static func picture(of project: Name, on state: any StateManager) async throws(Failure) -> ProjectPicture {
    do throws(Failure) {
      return try await state.picture(of: project)
    } catch {
      guard error.code == .notFound else { throw error }
      return ProjectPicture(
        projectName: project, projectStatus: nil, roadmapStatus: nil, specCounts: [:], specs: [], activeLoopCount: 0,
        activeLoops: [])
    }
  }

  /// The projects that may be meant, the latest changed first.
  private static func projects(on state: any StateManager) async throws(Failure) -> [String] {
    let page = try await state.projects(matching: nil, after: nil, limit: 5)
    guard !page.elements.isEmpty else { return ["There is no project yet."] }
    let names = page.elements.map { project in
      let waiting = project.waitingLoopCount
      return "\"\(project.projectName)\"" + (waiting > 0 ? " (\(waiting) waiting for the human)" : "")
    }
    return ["Projects: " + names.joined(separator: ", ") + (page.next == nil ? "" : " and more: list_projects")]
  }

  /// The rule, and before it as many of the other lines as there is room for.
  private static func fitting(_ rule: [String], _ lines: [String], _ maximumBytes: Int) -> String {
    var room = maximumBytes - rule.reduce(0) { $0 + $1.utf8.count + 1 }
    let shown = lines.prefix { line in
      room -= line.utf8.count + 1
      return room >= 0
    }
    return (shown + rule).joined(separator: "\n")
  }

  private static func documents(_ picture: ProjectPicture) -> [String] {
    [
      "- plan: \(picture.projectStatus?.rawValue ?? "none yet")",
      "- roadmap: \(picture.roadmapStatus?.rawValue ?? "none yet")",
    ]
  }

  private static func specs(_ picture: ProjectPicture) -> [String] {
    let total = picture.specCounts.values.reduce(0, +)
    guard total > 0 else { return ["- specs: none yet"] }
    let named = picture.specs.prefix(maximumLines).map { "\($0.specName) (\($0.specStatus.rawValue), v\($0.version))" }
    return ["- specs: " + named.joined(separator: ", ") + more(total - named.count)]
  }

  private static func loops(_ picture: ProjectPicture, _ policies: LoopPolicies) -> [String] {
    guard picture.activeLoopCount > 0 else { return ["- active loops: none"] }
    let lines = picture.activeLoops.prefix(maximumLines).map { line($0.loop, $0.lastDecision, policies) }
    let rest = picture.activeLoopCount - lines.count
    return lines + (rest > 0 ? ["- and \(rest) more active loops: list_loops"] : [])
  }

  private static func line(_ loop: Loop, _ decision: Decision?, _ policies: LoopPolicies) -> String {
    let spec = loop.specName.map { ", spec \($0)" } ?? ""
    let reason = decision.map { " (\($0.reason.rawValue))" } ?? ""
    let score = loop.scoreCount == 0 ? "no score yet" : "score \(loop.currentScore.value)"
    return "- loop \(loop.id): \(loop.loopType.rawValue)\(spec), \(loop.status.rawValue)\(reason), "
      + "iteration \(loop.iteration), \(score) of \(policies[loop.loopType].threshold) needed"
  }

  /// The loop that the prompt is about where none was named: the most urgent of the step's type and spec.
  private static func loop(of request: PromptRequest, in picture: ProjectPicture) -> Loop? {
    picture.activeLoops.map(\.loop).first { loop in
      (request.step.loopType ?? loop.loopType) == loop.loopType && (request.spec ?? loop.specName) == loop.specName
    }
  }

  private static func issues(of loop: Loop, on state: any StateManager) async throws(Failure) -> [String] {
    guard let last = try await state.history(of: loop.id, after: nil, limit: 1).feedback.last else { return [] }
    let issues = last.keyIssues.values.prefix(maximumIssues).map { "  - \(quote($0.value))" }
    return ["Last feedback on loop \(loop.id): \(last.score.value), \(quote(last.assessmentSummary.value))"] + issues
      + (last.keyIssues.values.count > issues.count ? ["  - and more: list_history"] : [])
  }

  /// The limits of the step's loops, or the questions of the critic that is to judge one.
  private static func rule(of step: WorkflowStep, _ subject: Loop?, _ policies: LoopPolicies) -> [String] {
    if let type = step.loopType {
      let policy = policies[type]
      return [
        "A \(type.rawValue) loop is completed from a score of \(policy.threshold) on; the human is asked every "
          + "\(policy.checkpointFrequency) iterations, and when two improvements in a row stay below "
          + "\(policy.improvementThreshold) points."
      ]
    }
    guard step.isReview, let subject else { return [] }
    let critic = Critic.judging(subject.loopType)
    return ["As \(critic.name) ask of the draft of loop \(subject.id):"] + critic.questions.map { "- \($0)" }
  }

  private static func more(_ count: Int) -> String { count > 0 ? " and \(count) more: list_specs" : "" }

  /// A text on one line, its end cut off where it is long.
  private static func quote(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > maximumQuote ? line.prefix(maximumQuote) + "…" : line
  }
}
