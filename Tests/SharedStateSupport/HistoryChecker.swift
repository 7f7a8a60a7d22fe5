// HistoryChecker: holds what clients were told against what is in the store.

/// Finds what is lost, doubled, torn or made up. A pure function of the operations and the final state.
public struct HistoryChecker {
  /// The drafts that the specs were created with.
  public static let frozen = ["o", "s", "d", "e"]
  /// The last iteration, and with it the number of feedbacks that a loop takes; docs/contract.md, "Decisions".
  private static let maximumIteration = 1000

  private let operations: [String: WriteOperation]
  private let state: FinalState
  /// What is lost, doubled, torn or made up, a line each.
  public private(set) var faults: [String] = []

  /// Checks everything at once.
  ///
  /// - Parameter historyLimit: the most entries that a project's queue may hold.
  public init(_ operations: [WriteOperation], _ state: FinalState, historyLimit: Int = 10) {
    self.operations = Dictionary(operations.map { ($0.tag, $0) }) { $1 }
    self.state = state
    if self.operations.count != operations.count { faults.append("two operations share a tag") }
    for loop in state.loops where loop.reviewers.isEmpty { checkShape(loop) }
    for loop in state.loops where !loop.reviewers.isEmpty { faults += ReviewChecker(operations, loop).faults }
    for spec in state.specs { checkShape(spec) }
    checkWrites()
    checkCreations()
    for length in state.queues where length > historyLimit { faults.append("a queue holds \(length) loops") }
  }

  // MARK: Each row by itself

  private mutating func checkShape(_ loop: FinalState.Loop) {
    let count = loop.feedback.count
    expect(count <= Self.maximumIteration, "loop \(loop.id): \(count) feedbacks")
    expect(loop.scores == loop.feedback.map(\.score), "loop \(loop.id): the scores are not those of the feedback")
    for (index, feedback) in loop.feedback.enumerated() {
      let due = min(index + 1, Self.maximumIteration)
      expect(
        feedback.iteration == due, "loop \(loop.id): feedback \(index + 1) has the iteration \(feedback.iteration)")
    }
    let next = loop.status == "completed" ? count : min(count + 1, Self.maximumIteration)
    expect(loop.iteration == next, "loop \(loop.id): iteration \(loop.iteration) after \(count) feedbacks")
    expect(loop.currentScore == loop.scores.last ?? 0, "loop \(loop.id): current score \(loop.currentScore)")
  }

  private mutating func checkShape(_ spec: FinalState.Spec) {
    expect(
      spec.versions.map(\.version) == Array(1...max(spec.versions.count, 1)),
      "spec \(spec.name): versions \(spec.versions.map(\.version))")
    for version in spec.versions {
      expect(
        version.iteration == version.version - 1,
        "spec \(spec.name): version \(version.version) has the iteration \(version.iteration)")
    }
    expect(spec.frozen == Self.frozen, "spec \(spec.name): frozen fields \(spec.frozen)")
  }

  // MARK: Writes against answers

  /// The place of a tag: its row, its number and its score.
  private struct Place: Equatable {
    let row: String
    let number: Int
    var score: Int?
  }

  private mutating func checkWrites() {
    let places = places()
    for (tag, found) in places {
      expect(operations[tag] != nil, "\(tag) is there and nobody wrote it")
      expect(found.count == 1, "\(tag) is there \(found.count) times")
    }
    for operation in operations.values where operation.target != .creation && !operation.isReview {
      check(operation, places[operation.tag]?.first)
    }
  }

  private func places() -> [String: [Place]] {
    var places: [String: [Place]] = [:]
    for loop in state.loops {
      for feedback in loop.feedback {
        places[feedback.tag, default: []]
          .append(Place(row: loop.id, number: feedback.iteration, score: feedback.score))
      }
      for guidance in loop.guidance {
        places[guidance.tag, default: []].append(Place(row: loop.id, number: guidance.iteration))
      }
    }
    for spec in state.specs {
      for version in spec.versions where !version.tag.isEmpty {
        places[version.tag, default: []].append(Place(row: spec.name, number: version.version))
      }
    }
    return places
  }

  private mutating func check(_ operation: WriteOperation, _ place: Place?) {
    guard let place else {
      return expect(!operation.isAcknowledged, "\(operation.tag) was acknowledged and is not there")
    }
    expect(
      operation.isAcknowledged || operation.isOpen, "\(operation.tag) was refused and is there: \(operation.outcomes)")
    switch operation.target {
    case .feedback(let loop, let score):
      expect(place.row == loop && place.score == score, "\(operation.tag) is not where or what it should be")
    case .guidance(let loop):
      expect(place.row == loop, "\(operation.tag) is in \(place.row)")
    case .update(let spec, let expected):
      expect(place.row == spec, "\(operation.tag) is in \(place.row)")
      if let expected {
        expect(place.number == expected + 1, "\(operation.tag) expected version \(expected) and made \(place.number)")
      }
    case .review, .creation: break
    }
    for case .acknowledged(let number, _) in operation.outcomes where number != place.number {
      faults.append("\(operation.tag) was told \(number) and is at \(place.number)")
    }
  }

  // MARK: New loops

  private mutating func checkCreations() {
    let creations = operations.values.filter { $0.target == .creation }
    let there = Set(state.loops.map(\.id))
    var told: Set<String> = []
    for creation in creations {
      let ids = Set(creation.outcomes.compactMap { if case .acknowledged(_, let id) = $0 { id } else { nil } })
      expect(ids.count <= 1, "\(creation.tag) was told several loops: \(ids)")
      expect(ids.isSubset(of: there), "\(creation.tag) was told a loop that is not there")
      expect(told.isDisjoint(with: ids), "\(creation.tag) was told another one's loop")
      told.formUnion(ids)
    }
    let used = Set(operations.values.compactMap { if case .feedback(let loop, _) = $0.target { loop } else { nil } })
    let surplus = there.subtracting(told).subtracting(used).count
    let open = creations.filter(\.isOpen).count
    expect(surplus <= open, "\(surplus) loops that nobody was told of, for \(open) unknown creations")
  }

  private mutating func expect(_ condition: Bool, _ fault: @autoclosure () -> String) {
    if !condition { faults.append(fault()) }
  }
}
