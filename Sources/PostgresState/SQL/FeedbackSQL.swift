// FeedbackSQL: the one SQL statement of `record_feedback`, made once for the policies in force.

import Models
import Postgres
import State

/// The statement that reads a loop, decides and writes; it reads the row anew when another writer was faster.
///
/// Every expression in it is set up anew with each feedback, so it is kept short: the policies stand in it as numbers
/// instead of being looked up in parameters, and the feedback's JSON is completed as text before it is parsed.
struct FeedbackSQL: Sendable {
  /// $1 id, $2 the feedback as JSON up to its closing brace, $3 score, $4 time, $5 iteration or null. No row when the
  /// loop is not there, completed, full, or in another iteration. Gives the reason, the iteration of the feedback, and the loop.
  ///
  /// Of two members with one name jsonb keeps the last: the iteration put in here replaces any that $2 has.
  let record: ChangingStatement

  init(_ policies: LoopPolicies) {
    let reason = Self.reason(policies)
    let update = """
      UPDATE loop_states l SET
        score_history = l.score_history || $3::integer,
        current_score = $3::integer,
        feedback_history = l.feedback_history || ($2::text || ',"iteration":' || l.iteration || '}')::jsonb,
        decision_reason = \(reason),
        status = CASE \(reason)
          WHEN 'threshold_reached' THEN 'completed' WHEN 'below_threshold' THEN 'refine' ELSE 'user_input' END,
        iteration = CASE WHEN $3 >= \(Self.limit(\.threshold, policies)) THEN l.iteration
          ELSE least(l.iteration + 1, \(Loop.maximumIteration)) END,
        updated_at = $4::timestamp
      WHERE l.id = $1 AND l.status <> 'completed' AND ($5::integer IS NULL OR l.iteration = $5)
        AND cardinality(l.score_history) < \(Loop.maximumFeedbacks)
      RETURNING l.decision_reason, (l.feedback_history #>> '{-1,iteration}')::integer AS scored_iteration,
        \(Loop.columns.list(of: "l")), (SELECT spec_name FROM loop_to_spec_mappings WHERE loop_id = l.id) AS spec_name
      """
    let change = RowChange(
      kind: .loop, operation: .feedback, table: "decided", subject: "id", iteration: "scored_iteration")
    record = ChangingStatement(change, parameters: 5) { record in
      record.isEmpty ? update : "WITH decided AS (\n\(update)\n)\(record)\nSELECT * FROM decided"
    }
  }

  /// The reason for the decision: `LoopPolicy.decision` in SQL. The suite StateContract holds both to the same cases.
  private static func reason(_ policies: LoopPolicies) -> String {
    """
    CASE
      WHEN $3 >= \(limit(\.threshold, policies)) THEN 'threshold_reached'
      WHEN l.iteration % \(limit(\.checkpointFrequency, policies)) = 0 THEN 'checkpoint'
      WHEN cardinality(l.score_history) - l.guided_scores >= 2
        AND $3 - \(lastScore) < \(limit(\.improvementThreshold, policies))
        AND \(lastScore) - \(scoreBeforeLast) < \(limit(\.improvementThreshold, policies)) THEN 'stagnation'
      ELSE 'below_threshold'
    END
    """
  }

  /// The scores before this one.
  private static let lastScore = "l.score_history[cardinality(l.score_history)]"
  private static let scoreBeforeLast = "l.score_history[cardinality(l.score_history) - 1]"

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
