// FeedbackSQL: the one SQL statement of `record_feedback`, made once for the policies in force.

import Models
import Postgres
import State

/// The statement that reads a loop, decides and writes; it reads the row anew when another writer was faster.
///
/// Every expression in it is set up anew with each feedback, so it is kept short: the policies stand in it as numbers
/// instead of being looked up in parameters, the feedback's JSON is completed as text before it is parsed, and feedback
/// without blockers has a statement without the rules on them.
struct FeedbackSQL: Sendable {
  /// Of feedback without blockers: $1 id, $2 the feedback as JSON up to its closing brace, $3 score, $4 time, $5 iteration
  /// or null. No row when the loop is not there, over, full, waiting for a human, in another iteration, or has reviewers,
  /// for whom `ReviewSQL` is. Gives the reason, the iteration of the feedback, and the loop.
  ///
  /// Of two members with one name jsonb keeps the last: what is put in here replaces any that $2 has.
  let record: ChangingStatement
  /// The same with blockers, which are $6.
  let recordBlocked: ChangingStatement

  init(_ policies: LoopPolicies) {
    record = Self.statement(policies, isBlocked: false)
    recordBlocked = Self.statement(policies, isBlocked: true)
  }

  private static func statement(_ policies: LoopPolicies, isBlocked: Bool) -> ChangingStatement {
    let reason = reason(policies, isBlocked: isBlocked)
    let next = "least(l.iteration + 1, \(Loop.maximumIteration))"
    let iteration =
      isBlocked ? next : "CASE WHEN $3 >= \(limit(\.threshold, policies)) THEN l.iteration ELSE \(next) END"
    let update = """
      UPDATE loop_states l SET
        score_history = l.score_history || $3::integer,
        current_score = $3::integer,
        feedback_history = l.feedback_history || ($2::text || ',"iteration":' || l.iteration || \(specVersion) || '}')::jsonb,
        blockers = \(isBlocked ? "$6::text[]" : "'{}'"),
        blocker_run = \(isBlocked ? "CASE WHEN \(hasSameBlockers) THEN l.blocker_run + 1 ELSE 1 END" : "0"),
        decision_reason = \(reason),
        status = CASE \(reason) WHEN 'threshold_reached' THEN 'completed'
          WHEN 'below_threshold' THEN 'refine' WHEN 'blocked' THEN 'refine' ELSE 'user_input' END,
        iteration = \(iteration),
        updated_at = $4::timestamp
      WHERE l.id = $1 AND l.reviewers = '{}' AND l.status NOT IN (\(closedTo(policies.humanGate)))
        AND ($5::integer IS NULL OR l.iteration = $5) AND cardinality(l.score_history) < \(Loop.maximumFeedbacks)
      RETURNING l.decision_reason, (l.feedback_history #>> '{-1,iteration}')::integer AS scored_iteration,
        \(Loop.columns.list(of: "l")), (SELECT spec_name FROM loop_to_spec_mappings WHERE loop_id = l.id) AS spec_name
      """
    let change = RowChange(
      kind: .loop, operation: .feedback, table: "decided", subject: "id", iteration: "scored_iteration")
    return ChangingStatement(change, parameters: isBlocked ? 6 : 5) { record in
      record.isEmpty ? update : "WITH decided AS (\n\(update)\n)\(record)\nSELECT * FROM decided"
    }
  }

  /// The reason for the decision: `LoopPolicy.decision` in SQL. The suite StateContract holds both to the same cases.
  private static func reason(_ policies: LoopPolicies, isBlocked: Bool) -> String {
    let isReached = "$3 >= \(limit(\.threshold, policies))"
    return """
      CASE
        \(isBlocked ? "" : "WHEN \(isReached) THEN 'threshold_reached'")
        WHEN l.iteration % \(limit(\.checkpointFrequency, policies)) = 0 THEN 'checkpoint'
        WHEN cardinality(l.score_history) - l.guided_scores >= 2
          AND $3 - \(lastScore) < \(limit(\.improvementThreshold, policies))
          AND \(lastScore) - \(scoreBeforeLast) < \(limit(\.improvementThreshold, policies)) THEN 'stagnation'
        \(isBlocked ? "WHEN l.blocker_run >= \(DecisionBasis.stagnantRun - 1) AND \(hasSameBlockers) THEN 'stagnation'" : "")
        \(isBlocked ? "WHEN \(isReached) THEN 'blocked'" : "")
        ELSE 'below_threshold'
      END
      """
  }

  /// The scores before this one.
  private static let lastScore = "l.score_history[cardinality(l.score_history)]"
  private static let scoreBeforeLast = "l.score_history[cardinality(l.score_history) - 1]"

  /// `TextList.hasSameTexts` in SQL.
  private static let hasSameBlockers = "(l.blockers @> $6::text[] AND l.blockers <@ $6::text[])"

  /// The member that tells the linked spec's version.
  private static let specVersion = """
    coalesce((SELECT ',"spec_version":' || s.version FROM loop_to_spec_mappings m JOIN technical_specs s
      ON s.project_name = m.project_name AND s.spec_name = m.spec_name WHERE m.loop_id = $1), '')
    """

  /// The statuses in which a loop takes no feedback.
  private static func closedTo(_ gate: HumanGate) -> String {
    let statuses = LoopStatus.allCases.filter { $0.isOver || ($0 == .userInput && gate != .advisory) }
    return statuses.map { "'\($0.rawValue)'" }.joined(separator: ", ")
  }

  /// The limit that holds for the loop's type: the commonest one, unless the type is one of those with another.
  private static func limit(_ limit: KeyPath<LoopPolicy, Int>, _ policies: LoopPolicies) -> String {
    let limits = LoopType.allCases.map { policies[$0][keyPath: limit] }
    let common = limits.max { one, other in
      limits.count { $0 == one } < limits.count { $0 == other }
    }!
    let others = zip(LoopType.allCases, limits).filter { $0.1 != common }
    if others.isEmpty { return "\(common)" }
    let cases = others.map { "WHEN '\($0.0.rawValue)' THEN \($0.1)" }.joined(separator: " ")
    return "(CASE l.loop_type \(cases) ELSE \(common) END)"
  }
}
