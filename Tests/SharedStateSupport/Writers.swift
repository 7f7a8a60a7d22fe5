// Writers: one server process under load: several clients' calls at once, each with one call in flight.

import EndToEndSupport
import TestSupport

/// The work of the writers, and its end.
struct WritingPlan: Sendable {
  /// Tells the process apart; part of every tag.
  let name: String
  let environment: [String: String]
  let stage: Stage
  var writers = 8
  /// True: each writer has a loop and a spec of its own within the process, so that no call waits for another of it.
  var isSpread = false
  /// The number of operations that a writer begins; nil for as long as `Load` goes on.
  var count: Int?
  /// Kills the process this long after its first answer.
  var killAfter: Duration?
}

/// Drives one process on one thread.
struct Writers {
  /// The results.
  struct Report: Sendable {
    var operations: [Operation] = []
    /// Faults that must not happen whatever the database does.
    var faults: [String] = []
    var longestCall = Duration.zero
    var codes: [String: Int] = [:]
  }

  private struct Flight {
    let operation: Int
    let writer: Int
    let start: ContinuousClock.Instant
  }

  /// A call is hung after this long; the settings of the tests end every call long before.
  static let longestWait = Duration.seconds(20)

  private let plan: WritingPlan
  private let control: LoadControl
  private let process: ServerProcess
  private var random: SplitMix64
  private(set) var report = Report()
  private var flights: [Int: Flight] = [:]
  private var lastID = 0
  private var begun: [Int]
  private var isDone: [Bool]
  /// The newest version of each spec that an answer told.
  private var versions: [String: Int] = [:]
  private var firstAnswer: ContinuousClock.Instant?

  init(_ plan: WritingPlan, _ control: LoadControl, seed: UInt64) throws {
    self.plan = plan
    self.control = control
    random = SplitMix64(seed: seed)
    begun = Array(repeating: 0, count: plan.writers)
    isDone = Array(repeating: false, count: plan.writers)
    process = try ServerProcess(environment: plan.environment)
    _ = try process.exchange(Message.initialize())
  }

  // MARK: Running

  mutating func run() throws {
    for writer in 0..<plan.writers { try begin(writer) }
    while !flights.isEmpty {
      if let firstAnswer, let time = plan.killAfter, .now >= firstAnswer + time { return try die() }
      try takeAnswer()
      if let late = flights.values.first(where: { .now > $0.start + Self.longestWait }) {
        return report.faults.append("no answer to \(report.operations[late.operation])")
      }
    }
    let rest = try process.finish()
    if !rest.isEmpty { report.faults.append("unexpected: \(rest[0].prefix(300))") }
    let status = try process.waitForExit()
    if status != .status(0) { report.faults.append("\(plan.name) ended with \(status): \(process.standardError)") }
  }

  private mutating func takeAnswer() throws {
    do {
      try take(try process.readLine(within: plan.killAfter == nil ? 0.2 : 0.002))
    } catch is Overdue {
      // Nothing yet.
    }
  }

  /// Kills the process; what it had answered until then counts.
  private mutating func die() throws {
    process.kill()
    for line in try process.readToEnd() { try note(line) }
    for flight in flights.values { report.operations[flight.operation].outcomes.append(.unknown) }
    flights = [:]
  }

  // MARK: Calls

  private mutating func begin(_ writer: Int) throws {
    if isDone[writer] { return }
    if let count = plan.count, begun[writer] == count { return }
    begun[writer] += 1
    let operation = chooseRepeat(for: writer) ?? newOperation(for: writer)
    lastID += 1
    flights[lastID] = Flight(operation: operation, writer: writer, start: .now)
    try process.send(line(lastID, report.operations[operation]))
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 1...100, using: &random) <= percent }

  /// An operation with a key that may be repeated: the result is the same, and what is unknown gets known.
  private mutating func chooseRepeat(for writer: Int) -> Int? {
    guard chance(10) else { return nil }
    let flying = Set(flights.values.map(\.operation))
    let prefix = plan.isSpread ? "\(plan.name)-\(writer)-" : plan.name
    let candidates = report.operations.indices.suffix(100).filter {
      report.operations[$0].key != nil && !flying.contains($0) && report.operations[$0].tag.hasPrefix(prefix)
    }
    return candidates.randomElement(using: &random)
  }

  private mutating func newOperation(for writer: Int) -> Int {
    let tag = "\(plan.name)-\(writer)-\(begun[writer])"
    let target = target(for: writer)
    report.operations.append(Operation(target: target, tag: tag, key: chance(40) ? "key \(tag)" : nil))
    return report.operations.count - 1
  }

  private mutating func target(for writer: Int) -> Operation.Target {
    let kind = Int.random(in: 1...100, using: &random)
    if kind <= 8 && !plan.isSpread { return .creation }
    let place = plan.isSpread ? writer : Int.random(in: 0..<1_000, using: &random)
    if kind <= 65 {
      // Below every threshold: the loop never completes.
      return .feedback(
        loop: plan.stage.loops[place % plan.stage.loops.count], score: Int.random(in: 0...89, using: &random))
    }
    let spec = plan.stage.specs[place % plan.stage.specs.count]
    return .update(spec: spec, expected: chance(25) ? versions[spec] : nil)
  }

  private func line(_ id: Int, _ operation: Operation) -> String {
    let key = operation.key.map { #","idempotency_key":"\#($0)""# } ?? ""
    let project = #""project_name":"\#(Stage.project)""#
    switch operation.target {
    case .feedback(let loop, let score):
      return Message.call(
        id, "record_feedback",
        #"{"loop_id":"\#(loop)","critic_agent":"spec-critic","score":\#(score),"#
          + #""assessment_summary":"\#(operation.tag)"\#(key)}"#)
    case .update(let spec, let expected):
      let version = expected.map { #","expected_version":\#($0)"# } ?? ""
      return Message.call(
        id, "update_spec", #"{\#(project),"spec_name":"\#(spec)","architecture":"\#(operation.tag)"\#(version)\#(key)}"#
      )
    case .creation:
      return Message.call(id, "create_loop", #"{\#(project),"loop_type":"plan"\#(key)}"#)
    }
  }

  // MARK: Answers

  private mutating func take(_ line: String) throws {
    if firstAnswer == nil { firstAnswer = .now }
    guard let flight = try note(line) else { return }
    if control.mustSucceed, case .acknowledged? = report.operations[flight.operation].outcomes.last {
      isDone[flight.writer] = true
    }
    try begin(flight.writer)
  }

  @discardableResult
  private mutating func note(_ line: String) throws -> Flight? {
    let answer = try Answer(line)
    guard let id = answer.id, let flight = flights.removeValue(forKey: id) else {
      report.faults.append("unexpected: \(line.prefix(300))")
      return nil
    }
    report.longestCall = max(report.longestCall, .now - flight.start)
    let outcome = outcome(answer, of: report.operations[flight.operation])
    report.operations[flight.operation].outcomes.append(outcome)
    return flight
  }

  private mutating func outcome(_ answer: Answer, of operation: Operation) -> Operation.Outcome {
    report.codes[answer.code ?? "done", default: 0] += 1
    if let code = answer.code { return failure(code, answer, of: operation) }
    switch operation.target {
    case .feedback:
      return .acknowledged(number: answer.content?["feedback"]?["iteration"]?.intValue ?? -1, id: "")
    case .update(let spec, _):
      let version = answer.content?["version"]?.intValue ?? -1
      versions[spec] = max(versions[spec] ?? 0, version)
      return .acknowledged(number: version, id: "")
    case .creation: return .acknowledged(number: 0, id: answer.content?["id"]?.stringValue ?? "?")
    }
  }

  private mutating func failure(_ code: String, _ answer: Answer, of operation: Operation) -> Operation.Outcome {
    let isExpectedConflict = if case .update(_, .some) = operation.target { code == "conflict" } else { false }
    if !isExpectedConflict && !control.allowed.contains(code) {
      report.faults.append("\(operation.tag): \(code): \(answer.message ?? answer.line)")
    }
    if code != "outcome_unknown" { return .refused(code: code) }
    if operation.key != nil && control.keysSettle { report.faults.append("\(operation.tag): unknown despite its key") }
    return .unknown
  }
}
