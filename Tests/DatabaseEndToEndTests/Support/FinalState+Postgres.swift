// FinalState: the rows in the tables of a database, read past the server.

import SharedStateSupport

extension FinalState {
  /// Reads a database that no server is writing to any more.
  init(_ session: SQLSession) throws {
    try self.init(
      loopRows: try session.run(Self.loopQuery), specRows: try session.run(Self.specQuery),
      queueRows: try session.run("SELECT count(*) FROM loop_history GROUP BY project_name"))
  }

  private static let loopQuery = """
    SELECT json_build_object('id', id, 'status', status, 'current', current_score, 'scores', to_json(score_history), \
    'iteration', iteration, 'feedback', feedback_history, 'reviewers', to_json(reviewers), 'missing', \
    to_json(missing_reviewers), 'guidance', (SELECT json_agg(json_build_object('tag', feedback, 'iteration', \
    g.iteration) ORDER BY position) FROM human_guidance g WHERE loop_id = l.id)) FROM loop_states l ORDER BY id
    """

  private static let specQuery = """
    SELECT json_build_object('name', spec_name, 'frozen', json_build_array(objectives, scope, dependencies, \
    deliverables), 'versions', (SELECT json_agg(json_build_object('version', version, 'iteration', iteration, \
    'tag', coalesce(architecture, '')) ORDER BY version) FROM (SELECT version, iteration, architecture FROM \
    technical_spec_versions WHERE spec_id = s.id UNION ALL SELECT s.version, s.iteration, s.architecture) v)) \
    FROM technical_specs s ORDER BY spec_name
    """
}
