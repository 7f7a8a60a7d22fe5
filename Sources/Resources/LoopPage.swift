// LoopPage: a loop with its scores and last words, as a page for people.

import Models

enum LoopPage {
  /// The most feedbacks, and the most guidance, that the page shows.
  static let maximumFeedbacks: Limit = 10

  /// The page of a loop, by the newest words about it.
  static func text(_ history: LoopHistory, _ policies: LoopPolicies) -> String {
    let loop = history.loop
    let subject = loop.specName.map { " on \(PageText.link($0.value, .spec(loop.projectName, $0)))" } ?? ""
    var lines = [
      "# Loop \(loop.id)", "",
      "\(loop.loopType.rawValue)\(subject), project \(PageText.link(loop.projectName.value, .project(loop.projectName)))",
      "",
      "\(loop.status.rawValue), iteration \(loop.iteration), needs \(policies[loop.loopType].threshold): "
        + ScoreCurve.text(loop.scoreHistory),
    ]
    if loop.status == .userInput { lines += ["", "**It waits for you**: say how to go on."] }
    lines += feedback(history) + guidance(history)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func feedback(_ history: LoopHistory) -> [String] {
    guard let last = history.feedback.last else { return [] }
    let rows = history.feedback.reversed().map { entry in
      [
        "\(entry.iteration)", "\(entry.score.value)", PageText.line(entry.criticAgent.value),
        PageText.line(entry.assessmentSummary.value), entry.timestamp.value,
      ]
    }
    let issues = last.keyIssues.values.map { "- \(PageText.line($0.value))" }
    let blockers = last.blockers.values.map { "- \(PageText.line($0.value))" }
    let wishes = last.recommendations.values.map { "- \(PageText.line($0.value))" }
    return ["", "## Feedback", ""] + PageText.table(["Iteration", "Score", "Critic", "Summary", "Time"], rows)
      + (blockers.isEmpty ? [] : ["", "In the way of its completion:", ""] + blockers)
      + (issues.isEmpty ? [] : ["", "Open issues:", ""] + issues)
      + (wishes.isEmpty ? [] : ["", "Recommended:", ""] + wishes)
  }

  private static func guidance(_ history: LoopHistory) -> [String] {
    guard !history.guidance.isEmpty else { return [] }
    let rows = history.guidance.reversed().map { entry in
      [
        "\(entry.iteration)", entry.verdict.rawValue, PageText.line(entry.feedback?.value ?? ""),
        entry.source.rawValue, entry.timestamp.value,
      ]
    }
    return ["", "## What people said", ""]
      + PageText.table(["Iteration", "Verdict", "Words", "Came by", "Time"], rows)
  }
}
