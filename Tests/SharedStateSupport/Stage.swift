// Stage: the loops and specs that writers share.

import EndToEndSupport

/// One project's rows, made through a server before the writers come.
public struct Stage: Sendable {
  /// The project of them all.
  public static let project = "stage"

  /// Their ids.
  public let loops: [String]
  /// Their names.
  public let specs: [String]
  /// The reviewers of each loop.
  public let reviewers: [String]
  /// The operations that made them, for the checker.
  public let operations: [WriteOperation]

  /// Makes them through a server of its own.
  ///
  /// - Parameters:
  ///   - name: what the specs are called by; no two stages on one store share it.
  ///   - reviewers: the critics that each loop waits for; empty for any.
  public init(
    _ environment: [String: String], loops loopCount: Int, specs specCount: Int, name: String = "s",
    reviewers: [String] = []
  ) throws {
    let panel = reviewers.isEmpty ? "" : #","reviewers":["\#(reviewers.joined(separator: #"",""#))"]"#
    let process = try ServerProcess(environment: environment)
    _ = try process.exchange(Message.initialize())
    var loops: [String] = []
    for id in 1...loopCount {
      let arguments = #"{"project_name":"\#(Self.project)","loop_type":"spec"\#(panel)}"#
      let answer = try Answer(process.exchange(Message.call(id, "create_loop", arguments)))
      guard let loop = answer.content?["id"]?.stringValue else { throw StageFailure(line: answer.line) }
      loops.append(loop)
    }
    specs = try (0..<specCount).map { id in
      let spec = Message.spec(Self.project, "\(name) \(id)", scopeBytes: 1)
      let answer = try Answer(process.exchange(Message.call(1000 + id, "create_spec", spec)))
      guard answer.content != nil else { throw StageFailure(line: answer.line) }
      return "\(name)-\(id)"
    }
    _ = try process.finish()
    self.loops = loops
    self.reviewers = reviewers
    operations = loops.map {
      WriteOperation(target: .creation, tag: "stage \($0)", key: nil, outcomes: [.acknowledged(number: 0, id: $0)])
    }
  }
}

/// A server that could not do it.
public struct StageFailure: Error, CustomStringConvertible {
  let line: String
  /// The sentence that the failed test shows.
  public var description: String { "cannot set the stage: \(line.prefix(500))" }
}
