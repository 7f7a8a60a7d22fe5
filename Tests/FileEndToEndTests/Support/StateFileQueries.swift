// StateFileQueries: the state file as another program sees it, which shares no code with the server.

import JSON
import SharedStateSupport

/// Statements run by python3's sqlite3 module.
struct StateFileQueries {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Runs statements that change nothing: the log is left to the servers.
  ///
  /// - Returns: for each statement the first column of its rows.
  func run(_ statements: String...) throws -> [[String]] { try run(statements, mode: "ro") }

  /// Runs statements that write.
  @discardableResult
  func write(_ statements: String...) throws -> [[String]] { try run(statements, mode: "rw") }

  private func run(_ statements: [String], mode: String) throws -> [[String]] {
    let command = try Command("python3", ["-c", Self.program, "file:\(path)?mode=\(mode)"] + statements).checked()
    let results = try JSONParser.parse(command.output.joined()).arrayValue ?? []
    return results.map { $0.arrayValue?.compactMap(\.stringValue) ?? [] }
  }

  private static let program = """
    import json, sqlite3, sys
    connection = sqlite3.connect(sys.argv[1], uri=True, isolation_level=None)
    print(json.dumps([[str(row[0]) for row in connection.execute(sql)] for sql in sys.argv[2:]]))
    """
}

extension FinalState {
  /// Reads the state file at the path.
  init(path: String) throws {
    let rows = try StateFileQueries(path).run(
      Self.loopQuery, Self.specQuery, "SELECT count(*) FROM loop_history GROUP BY project_name")
    try self.init(loopRows: rows[0], specRows: rows[1], queueRows: rows[2])
  }

  private static let loopQuery = """
    SELECT json_object('id', id, 'status', status, 'current', current_score, 'scores', json(score_history), \
    'iteration', iteration, 'feedback', (SELECT json_group_array(json(feedback)) FROM (SELECT feedback FROM \
    loop_feedback WHERE loop_id = l.id ORDER BY position)), 'reviewers', json(reviewers), 'missing', \
    json(missing_reviewers), 'guidance', (SELECT json_group_array(json_object('tag', feedback, 'iteration', \
    iteration)) FROM (SELECT feedback, iteration FROM human_guidance WHERE loop_id = l.id ORDER BY position))) FROM loop_states l ORDER BY id
    """

  private static let specQuery = """
    SELECT json_object('name', spec_name, 'frozen', json_array(objectives, scope, dependencies, deliverables), \
    'versions', (SELECT json_group_array(json_object('version', version, 'iteration', iteration, 'tag', \
    coalesce(architecture, ''))) FROM (SELECT version, iteration, architecture FROM technical_spec_versions \
    WHERE spec_id = s.id UNION ALL SELECT s.version, s.iteration, s.architecture ORDER BY version))) \
    FROM technical_specs s ORDER BY spec_name
    """
}
