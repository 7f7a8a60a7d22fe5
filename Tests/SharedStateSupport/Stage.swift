// Stage: the loops and specs that writers share.

import EndToEndSupport

/// One project's rows, made through a server before the writers come.
struct Stage: Sendable {
  static let project = "stage"

  let loops: [String]
  let specs: [String]
  /// The operations that made them, for the checker.
  let operations: [Operation]

  init(_ environment: [String: String], loops loopCount: Int, specs specCount: Int, name: String = "s") throws {
    let process = try ServerProcess(environment: environment)
    _ = try process.exchange(Message.initialize())
    var loops: [String] = []
    for id in 1...loopCount {
      let arguments = #"{"project_name":"\#(Self.project)","loop_type":"spec"}"#
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
    operations = loops.map {
      Operation(target: .creation, tag: "stage \($0)", key: nil, outcomes: [.acknowledged(number: 0, id: $0)])
    }
  }
}

struct StageFailure: Error, CustomStringConvertible {
  let line: String
  var description: String { "cannot set the stage: \(line.prefix(500))" }
}
