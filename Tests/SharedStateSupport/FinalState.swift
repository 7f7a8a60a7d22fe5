// FinalState: the rows in the tables at the end, read past the server.

import JSON

/// The loops and specs of one database.
struct FinalState: Sendable {
  struct Feedback: Sendable, Equatable {
    var tag: String
    var iteration: Int
    var score: Int
  }

  struct Loop: Sendable {
    var id: String
    var status = "refine"
    var currentScore: Int
    var scores: [Int]
    var iteration: Int
    var feedback: [Feedback]
  }

  struct Version: Sendable, Equatable {
    var version: Int
    var iteration: Int
    /// The text of the operation that made it; empty for the first.
    var tag: String
  }

  struct Spec: Sendable {
    var name: String
    /// objectives, scope, dependencies, deliverables.
    var frozen: [String]
    /// All of them, the current one last.
    var versions: [Version]
  }

  var loops: [Loop] = []
  var specs: [Spec] = []
  /// The length of each project's queue.
  var queues: [Int] = []

  init(loops: [Loop] = [], specs: [Spec] = [], queues: [Int] = []) {
    (self.loops, self.specs, self.queues) = (loops, specs, queues)
  }

  /// Reads a database that no server is writing to any more.
  init(_ session: SQLSession) throws {
    loops = try session.run(Self.loopQuery).map { try Loop(JSONParser.parse($0)) }
    specs = try session.run(Self.specQuery).map { try Spec(JSONParser.parse($0)) }
    queues = try session.run("SELECT count(*) FROM loop_history GROUP BY project_name").compactMap { Int($0) }
  }

  private static let loopQuery = """
    SELECT json_build_object('id', id, 'status', status, 'current', current_score, 'scores', to_json(score_history), \
    'iteration', iteration, 'feedback', feedback_history) FROM loop_states ORDER BY id
    """

  private static let specQuery = """
    SELECT json_build_object('name', spec_name, 'frozen', json_build_array(objectives, scope, dependencies, \
    deliverables), 'versions', (SELECT json_agg(json_build_object('version', version, 'iteration', iteration, \
    'tag', coalesce(architecture, '')) ORDER BY version) FROM (SELECT version, iteration, architecture FROM \
    technical_spec_versions WHERE spec_id = s.id UNION ALL SELECT s.version, s.iteration, s.architecture) v)) \
    FROM technical_specs s ORDER BY spec_name
    """
}

extension FinalState.Loop {
  fileprivate init(_ json: JSONValue) {
    id = json.text("id")
    status = json.text("status")
    currentScore = json.number("current")
    scores = json.list("scores").map { $0.intValue ?? -1 }
    iteration = json.number("iteration")
    feedback = json.list("feedback").map {
      .init(tag: $0.text("assessment_summary"), iteration: $0.number("iteration"), score: $0.number("score"))
    }
  }
}

extension FinalState.Spec {
  fileprivate init(_ json: JSONValue) {
    name = json.text("name")
    frozen = json.list("frozen").map { $0.stringValue ?? "?" }
    versions = json.list("versions").map {
      .init(version: $0.number("version"), iteration: $0.number("iteration"), tag: $0.text("tag"))
    }
  }
}

extension JSONValue {
  func text(_ name: String) -> String { self[name]?.stringValue ?? "?" }
  func number(_ name: String) -> Int { self[name]?.intValue ?? -1 }
  func list(_ name: String) -> [JSONValue] { self[name]?.arrayValue ?? [] }
}
