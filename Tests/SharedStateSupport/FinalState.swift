// FinalState: the rows in the tables at the end, read past the server.

import JSON

/// The loops and specs of one database or file.
public struct FinalState: Sendable {
  /// One feedback of a loop.
  public struct Feedback: Sendable, Equatable {
    /// The text of the operation that recorded it.
    public var tag: String
    /// The loop's iteration that it was told for.
    public var iteration: Int
    /// 0 to 100.
    public var score: Int
    /// The critic's name.
    public var critic: String

    /// A feedback with these values.
    public init(tag: String, iteration: Int, score: Int, critic: String = "spec-critic") {
      (self.tag, self.iteration, self.score, self.critic) = (tag, iteration, score, critic)
    }
  }

  /// A loop's row, with its feedback.
  public struct Loop: Sendable {
    /// 8 hex digits.
    public var id: String
    /// As the tools name it.
    public var status = "refine"
    /// 0 before the first feedback.
    public var currentScore: Int
    /// The oldest first.
    public var scores: [Int]
    /// From 1.
    public var iteration: Int
    /// The oldest first.
    public var feedback: [Feedback]
    /// The human guidance, the oldest first, with a score of 0.
    public var guidance: [Feedback] = []
    /// Their names; empty for a loop that decides on each feedback.
    public var reviewers: [String] = []
    /// Those of them who have yet to speak on the iteration.
    public var missing: [String] = []

    /// A loop with these values.
    public init(
      id: String, status: String = "refine", currentScore: Int, scores: [Int], iteration: Int, feedback: [Feedback]
    ) {
      (self.id, self.status, self.currentScore) = (id, status, currentScore)
      (self.scores, self.iteration, self.feedback) = (scores, iteration, feedback)
    }
  }

  /// One version of a spec.
  public struct Version: Sendable, Equatable {
    /// From 1.
    public var version: Int
    /// From 0.
    public var iteration: Int
    /// The text of the operation that made it; empty for the first.
    public var tag: String

    /// A version with these values.
    public init(version: Int, iteration: Int, tag: String) {
      (self.version, self.iteration, self.tag) = (version, iteration, tag)
    }
  }

  /// A spec with its versions.
  public struct Spec: Sendable {
    /// As in a file's name.
    public var name: String
    /// objectives, scope, dependencies, deliverables.
    public var frozen: [String]
    /// All of them, the current one last.
    public var versions: [Version]

    /// A spec with these values.
    public init(name: String, frozen: [String], versions: [Version]) {
      (self.name, self.frozen, self.versions) = (name, frozen, versions)
    }
  }

  /// All loops.
  public var loops: [Loop] = []
  /// All specs.
  public var specs: [Spec] = []
  /// The length of each project's queue.
  public var queues: [Int] = []

  /// A state of these rows.
  public init(loops: [Loop] = [], specs: [Spec] = [], queues: [Int] = []) {
    (self.loops, self.specs, self.queues) = (loops, specs, queues)
  }

  /// The state that a store's queries tell.
  ///
  /// - Parameters:
  ///   - loopRows: objects of id, status, current, scores, iteration, reviewers, missing, guidance, a list of
  ///     tag and iteration, and feedback, a list of what `record_feedback` took.
  ///   - specRows: objects of name, frozen and versions, a list of version, iteration and tag.
  ///   - queueRows: numbers.
  public init(loopRows: [String], specRows: [String], queueRows: [String]) throws {
    loops = try loopRows.map { try Loop(JSONParser.parse($0)) }
    specs = try specRows.map { try Spec(JSONParser.parse($0)) }
    queues = queueRows.compactMap { Int($0) }
  }
}

extension FinalState.Loop {
  fileprivate init(_ json: JSONValue) {
    id = json.text("id")
    status = json.text("status")
    currentScore = json.number("current")
    scores = json.list("scores").map { $0.intValue ?? -1 }
    iteration = json.number("iteration")
    feedback = json.list("feedback").map {
      .init(
        tag: $0.text("assessment_summary"), iteration: $0.number("iteration"), score: $0.number("score"),
        critic: $0.text("critic_agent"))
    }
    guidance = json.list("guidance").map { .init(tag: $0.text("tag"), iteration: $0.number("iteration"), score: 0) }
    reviewers = json.list("reviewers").map { $0.stringValue ?? "?" }
    missing = json.list("missing").map { $0.stringValue ?? "?" }
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
  fileprivate func text(_ name: String) -> String { self[name]?.stringValue ?? "?" }
  fileprivate func number(_ name: String) -> Int { self[name]?.intValue ?? -1 }
  fileprivate func list(_ name: String) -> [JSONValue] { self[name]?.arrayValue ?? [] }
}
