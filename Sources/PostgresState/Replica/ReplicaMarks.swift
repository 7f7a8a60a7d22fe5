// ReplicaMarks: the positions in the log that a replica must have replayed before it may answer for this process.

import Models

/// The ends of this process's writes, by their projects, as a value.
///
/// A project's mark is its last write. A read by a loop's id, which does not tell its project, and one of all projects
/// are held to the last write of all. Below all of them is the floor: a position that a read of the primary brings, at
/// first and then each minute. It makes a replica useless that has stopped to follow, or has a schema of long ago.
struct ReplicaMarks: Sendable {
  /// The most projects whose marks are kept apart.
  static let maximumProjects = 1_000
  /// The longest use of a floor.
  static let floorLifetime = Duration.seconds(60)

  private struct Floor: Sendable {
    var offset: Int
    var since: ContinuousClock.Instant
  }

  private let history: String
  private var floor: Floor?
  /// The last write of a project that was not known, or whose mark is not kept.
  private var common = 0
  private var last = 0
  private var projects: [Name: Int] = [:]
  /// The number of times that the floor was lost.
  private(set) var losses: Int

  /// Marks without any position.
  init() { self.init(history: "", losses: 0) }

  private init(history: String, losses: Int) {
    (self.history, self.losses) = (history, losses)
  }

  /// The position that a replica must have replayed for a read; nil where the primary is to answer.
  ///
  /// - Parameter project: nil where it is not known, or all are read.
  func position(for project: Name?, now: ContinuousClock.Instant) -> LogPosition? {
    guard let floor, now < floor.since + Self.floorLifetime else { return nil }
    let mark = project.map { projects[$0] ?? 0 } ?? last
    return LogPosition(history: history, offset: max(floor.offset, common, mark))
  }

  /// A write has ended.
  ///
  /// - Parameter project: nil where it is not known.
  mutating func noteWrite(to project: Name?, at position: LogPosition) {
    enter(position.history)
    last = max(last, position.offset)
    guard let project else { return common = max(common, position.offset) }
    if projects[project] == nil, projects.count >= Self.maximumProjects { (common, projects) = (last, [:]) }
    projects[project] = max(projects[project] ?? 0, position.offset)
  }

  /// A write has ended, or may have, and its position is not known; or it was refused by what a replica may not have
  /// replayed. The primary answers until a read of it has brought a floor.
  mutating func loseFloor() {
    floor = nil
    losses += 1
  }

  /// A read of the primary has brought a position.
  ///
  /// - Parameter losses: their number when that read began. A position of before the last one does not count.
  mutating func noteFloor(_ position: LogPosition, losses: Int, now: ContinuousClock.Instant) {
    enter(position.history)
    guard losses == self.losses else { return }
    floor = Floor(offset: max(floor?.offset ?? 0, position.offset), since: now)
  }

  /// Positions of another history mean nothing any more.
  private mutating func enter(_ history: String) {
    guard history != self.history else { return }
    self = ReplicaMarks(history: history, losses: self.history.isEmpty ? losses : losses + 1)
  }
}
