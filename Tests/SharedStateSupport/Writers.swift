// Writers: one server process under load: several clients' calls at once, each with one call in flight.

import EndToEndSupport
import TestSupport

/// The work of the writers, and its end.
public struct WritingPlan: Sendable {
  /// Tells the process apart; part of every tag.
  public let name: String
  let environment: [String: String]
  let stage: Stage
  let writers: Int
  /// True: each writer has a loop and a spec of its own within the process, so that no call waits for another of it.
  let isSpread: Bool
  /// True for feedback alone, each asked for once.
  public var isPlain = false
  /// True for loops that wait for a human: whoever is refused for it speaks as one.
  public var isGated = false
  /// The number of operations that a writer begins; nil for as long as `Load` goes on.
  public var count: Int?
  /// Kills the process this long after its first answer.
  public var killAfter: Duration?

  /// So many writers in one process, at work on the stage.
  public init(
    name: String, environment: [String: String], stage: Stage, writers: Int = 8, isSpread: Bool = false
  ) {
    (self.name, self.environment, self.stage, self.writers) = (name, environment, stage, writers)
    self.isSpread = isSpread
  }
}

/// Drives one process on one thread.
struct Writers {
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
  private(set) var report = LoadReport()
  private var flights: [Int: Flight] = [:]
  private var lastID = 0
  private var begun: [Int]
  private var isDone: [Bool]
  /// The newest version of each spec that an answer told.
  private var versions: [String: Int] = [:]
  /// The loops that wait for a human.
  private var waiting: Set<String> = []
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
    try process.send(report.operations[operation].line(lastID))
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 1...100, using: &random) <= percent }

  /// An operation with a key that may be repeated: the result is the same, and what is unknown gets known.
  private mutating func chooseRepeat(for writer: Int) -> Int? {
    guard !plan.isPlain, chance(10) else { return nil }
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
    report.operations.append(
      WriteOperation(target: target, tag: tag, key: chance(plan.isPlain ? 0 : 40) ? "key \(tag)" : nil))
    return report.operations.count - 1
  }

  private mutating func target(for writer: Int) -> WriteOperation.Target {
    if let loop = waiting.popFirst() { return .guidance(loop: loop) }
    let kind = plan.isPlain ? 50 : Int.random(in: 1...100, using: &random)
    if kind <= 8 && !plan.isSpread { return .creation }
    let place = plan.isSpread ? writer : Int.random(in: 0..<1_000, using: &random)
    if kind <= 65 {
      // Below every threshold: the loop never completes.
      let (loop, score) = (plan.stage.loops[place % plan.stage.loops.count], Int.random(in: 0...89, using: &random))
      return plan.stage.reviewers.randomElement(using: &random).map { .review(loop: loop, critic: $0, score: score) }
        ?? .feedback(loop: loop, score: score)
    }
    let spec = plan.stage.specs[place % plan.stage.specs.count]
    return .update(spec: spec, expected: chance(25) ? versions[spec] : nil)
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
    report.durations.append(.now - flight.start)
    let outcome = report.operations[flight.operation].outcome(of: answer)
    look(at: outcome, answer, of: report.operations[flight.operation])
    report.operations[flight.operation].outcomes.append(outcome)
    return flight
  }

  /// Notes what an outcome tells beside itself.
  private mutating func look(at outcome: WriteOperation.Outcome, _ answer: Answer, of operation: WriteOperation) {
    report.codes[answer.code ?? "done", default: 0] += 1
    switch (outcome, operation.target) {
    case (.acknowledged(let version, _), .update(let spec, _)):
      versions[spec] = max(versions[spec] ?? 0, version)
    case (.acknowledged, _): break
    case (.refused("conflict"), .update(_, .some)): break
    // A long load fills its loops.
    case (.refused("conflict"), .feedback),
      (.refused("conflict"), .review) where answer.message?.contains("as many as a loop takes") == true:
      break
    case (.refused("waiting_for_human"), .feedback(let loop, _)) where plan.isGated: waiting.insert(loop)
    case (.refused, _), (.unknown, _):
      let code = answer.code ?? "?"
      if !control.allowed.contains(code) {
        report.faults.append("\(operation.tag): \(code): \(answer.message ?? answer.line)")
      }
      if outcome == .unknown && operation.key != nil && control.keysSettle {
        report.faults.append("\(operation.tag): unknown despite its key")
      }
    }
  }
}
