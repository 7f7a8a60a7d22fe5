// WriteQueue: the operations that wait for the writing thread. A pure value: it is told what happens and returns what
// is to be done.
//
// The life of a job: `add` makes it wait; then one of `next` (it runs and is answered by the thread), `remove` (it was
// cancelled), `expire` (it has waited too long) and `takeAll` takes it out. The code that has taken it out answers it.

/// Jobs in the order in which they came, each with the time until which it may wait.
struct WriteQueue: Sendable {
  /// The next action of the caller of `add`.
  enum Action: Sendable, Equatable {
    /// The thread will see it.
    case none
    /// The thread is to be started.
    case start
    /// The thread sleeps and is to be woken.
    case wake
    /// There will be no more answers.
    case refuse
  }

  /// The next step of the writing thread.
  enum Step: Sendable, Equatable {
    case serve
    case sleep
    case end
  }

  private enum Thread { case none, awake, asleep }

  private struct Entry {
    let job: WriteJob
    let deadline: ContinuousClock.Instant
  }

  private var entries: [Entry] = []
  private var thread = Thread.none
  private var isStopped = false
  private var isWatched = false

  var isEmpty: Bool { entries.isEmpty }

  // MARK: Callers

  /// - Parameter deadline: not before those of the jobs added before.
  mutating func add(_ job: WriteJob, deadline: ContinuousClock.Instant) -> Action {
    if isStopped { return .refuse }
    entries.append(Entry(job: job, deadline: deadline))
    defer { thread = .awake }
    switch thread {
    case .none: return .start
    case .asleep: return .wake
    case .awake: return .none
    }
  }

  /// Takes out a job that has not begun.
  mutating func remove(_ id: UInt64) -> WriteJob? {
    guard let index = entries.firstIndex(where: { $0.job.id == id }) else { return nil }
    return entries.remove(at: index).job
  }

  /// No thread could be started.
  mutating func failToStart() -> [WriteJob] {
    thread = .none
    return takeAll()
  }

  /// Nothing is taken any more; what is there is still run.
  ///
  /// - Returns: true when the thread is to be woken for its end; nil where there is none.
  mutating func stop() -> Bool? {
    isStopped = true
    defer { if thread == .asleep { thread = .awake } }
    return thread == .none ? nil : thread == .asleep
  }

  // MARK: The watch over deadlines

  /// - Returns: true when the caller is to watch from now on.
  mutating func startWatch() -> Bool {
    if isWatched || entries.isEmpty { return false }
    isWatched = true
    return true
  }

  /// The next deadline; nil ends the watch.
  mutating func nextDeadline() -> ContinuousClock.Instant? {
    isWatched = !entries.isEmpty
    return entries.first?.deadline
  }

  /// Takes out the jobs that have waited too long.
  mutating func expire(at now: ContinuousClock.Instant) -> [WriteJob] {
    let count = entries.firstIndex { $0.deadline > now } ?? entries.count
    defer { entries.removeFirst(count) }
    return entries[..<count].map(\.job)
  }

  // MARK: The thread

  mutating func nextStep() -> Step {
    if !entries.isEmpty { return .serve }
    if isStopped {
      thread = .none
      return .end
    }
    thread = .asleep
    return .sleep
  }

  /// Takes out the next job of a transaction.
  ///
  /// - Parameter isFirst: true when the transaction has none yet.
  mutating func next(isFirst: Bool) -> WriteJob? {
    guard let job = entries.first?.job, isFirst || !job.isAlone else { return nil }
    entries.removeFirst()
    return job
  }

  mutating func takeAll() -> [WriteJob] {
    defer { entries = [] }
    return entries.map(\.job)
  }
}
