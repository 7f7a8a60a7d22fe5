// MemoryState: the state that the memory manager holds, and the look-ups that its operations share.

import Models
import State

/// All state of a process.
struct MemoryState {
  var loops: [LoopID: LoopRecord] = [:]
  var specIDs: Set<SpecID> = []
  var projects: [Name: ProjectRecord] = [:]
  /// The projects' names by what is compared of them.
  private var foldedNames: [String: Name] = [:]
  var results: CallResults
  private(set) var changes: ChangeRecord
  /// The time of the operation that runs.
  private(set) var now = Timestamp(microseconds: 0)
  /// The author of the operation that runs; nil where changes are not recorded.
  private var author: ChangeAuthor?
  private(set) var account: MemoryAccount

  /// - Parameter isRecorded: false where no room for a record of changes is needed.
  init(limits: MemoryLimits, isRecorded: Bool) {
    results = CallResults(maximumBytes: limits.results)
    let room = isRecorded ? limits.state / ChangeRecord.share : 0
    changes = ChangeRecord(maximumBytes: room)
    account = MemoryAccount(limit: limits.state, reserved: room)
  }

  /// Begins an operation.
  mutating func begin(at time: Timestamp, by author: ChangeAuthor?) { (now, self.author) = (time, author) }

  /// Notes what the operation that runs has changed.
  mutating func record(_ change: Change) {
    if let author { changes.append(change, by: author) }
  }

  /// Counts what a write is about to store in a project, before anything is changed, and begins the project where it is
  /// new.
  ///
  /// - Parameters:
  ///   - growth: bytes; negative for what is given back, which always succeeds.
  ///   - time: that of the write.
  /// - Throws: `conflict` where another project has the name, about; `unavailable` where there is no room.
  mutating func charge(_ growth: Int, in project: Name, at time: Timestamp) throws(Failure) {
    guard projects[project] == nil else { return try account.charge(growth) }
    let folded = project.folded
    if let other = foldedNames[folded] { throw Failure.projectAlike(project, other) }
    try account.charge(growth + ProjectRecord.heldBytes(ofNew: project, folded: folded))
    foldedNames[folded] = project
    projects[project] = ProjectRecord(changedAt: time)
  }

  /// Counts what is about to be added to a loop that there is; otherwise as `charge`.
  mutating func charge(_ growth: Int, to id: LoopID) throws(Failure) {
    try account.charge(growth)
    loops[id]?.heldBytes += growth
  }

  /// Counts what has been given back.
  mutating func release(_ bytes: Int) { account.release(bytes) }

  /// Notes that something of the project was deleted.
  mutating func noteDeletion(in project: Name, at time: Timestamp) {
    let last = projects[project]?.changedAt ?? time
    projects[project]?.changedAt = max(last, time)
  }

  func project(_ name: Name) throws(Failure) -> ProjectRecord {
    guard let record = projects[name] else {
      throw Failure.noSuchProject(name, among: projects.keys.lazy.map(\.value))
    }
    return record
  }

  func loop(_ id: LoopID) throws(Failure) -> LoopRecord {
    guard let record = loops[id] else { throw Failure.noSuchLoop(id) }
    return record
  }

  /// The loop, unless it is over; else `loop_completed`.
  func openLoop(_ id: LoopID) throws(Failure) -> Loop {
    let loop = try loop(id).loop
    guard !loop.status.isOver else { throw Failure.loopOver(id, loop.status) }
    return loop
  }

  /// The current version of the spec that the loop is linked to; nil without a link.
  func version(ofSpecOf loop: Loop) -> Int? {
    loop.specName.flatMap { projects[loop.projectName]?.specs[$0]?.current.version }
  }

  /// - Parameter isFixed: true where no other project will do, so that none is offered.
  func spec(_ spec: SpecName, in project: Name, isFixed: Bool = false) throws(Failure) -> SpecRecord {
    let specs = projects[project]?.specs ?? [:]
    if let record = specs[spec] { return record }
    let closest = ClosestNames.find(to: spec.value, among: specs.keys.lazy.map(\.value))
    let others = specs.isEmpty && !isFixed ? projectsAlike(project) { !$0.specs.isEmpty } : []
    throw Failure.noSuchSpec(spec, in: project, closest: closest, projects: others)
  }

  /// The names most alike `project` among the projects that have what is asked for.
  func projectsAlike(_ project: Name, having isWanted: (ProjectRecord) -> Bool) -> [String] {
    ClosestNames.find(to: project.value, among: projects.filter { isWanted($0.value) }.keys.map(\.value))
  }

  func spec(_ reference: SpecReference) throws(Failure) -> SpecRecord {
    switch reference {
    case .named(let project, let name): return try spec(name, in: project)
    case .linked(let id):
      let loop = try loop(id).loop
      guard let name = loop.specName else { throw Failure.notLinked(id) }
      return try spec(name, in: loop.projectName)
    }
  }
}

/// A loop and what belongs to it.
struct LoopRecord {
  var loop: Loop
  /// The bytes that have been counted for it.
  var heldBytes: Int
  /// Oldest first.
  var feedback: [CriticFeedback] = []
  var guidance: [HumanGuidance] = []
  var basis = DecisionBasis()
  var lastDecision: Decision?
  var objectiveFeedback: ObjectiveFeedback?

  /// The question to a human, whether the loop waits for one or not.
  func question(at gate: HumanGate) -> HumanQuestion {
    HumanQuestion(
      loop: loop, reason: lastDecision?.reason, feedback: Array(feedback.suffix(max(1, loop.reviewers.count))),
      guidanceCount: guidance.count, gate: gate)
  }
}

/// Everything that belongs to a project.
struct ProjectRecord {
  /// The time at which the project began, or of the latest deletion in it.
  var changedAt: Timestamp
  /// The loops' places in the order of creation, oldest first.
  var loops: [CreationKey] = []
  /// The bounded queue, oldest first.
  var history: [QueuedLoop] = []
  var lastSequenceNumber = 0
  var specs: [SpecName: SpecRecord] = [:]
  /// The specs' names in order.
  var specNames: [SpecName] = []
  /// Version n stands at index n − 1; empty without one. So do those of the plan.
  var roadmap: [RoadmapVersion] = []
  var plan: [ProjectPlanVersion] = []

  /// The specs of a status, or all, behind `last` in the order of their names.
  func summaries(of status: SpecStatus?, after last: SpecName?) -> some Sequence<SpecSummary> {
    let start = last.map { last in specNames.lowerBound { $0 <= last } } ?? 0
    return specNames[start...].lazy.compactMap { specs[$0]?.current }
      .filter { status == nil || $0.specStatus == status }.map { SpecSummary($0) }
  }
}

/// A loop's place in its project's queue.
struct QueuedLoop {
  let sequenceNumber: Int
  let addedAt: Timestamp
  let loopID: LoopID
}

/// A spec with all its versions.
struct SpecRecord {
  /// Version n stands at index n − 1; the last is the current one.
  private(set) var versions: [SpecUpdate]
  /// The bytes that have been counted for it.
  private(set) var heldBytes: Int

  /// A spec of one version.
  init(_ first: SpecUpdate) {
    versions = [first]
    heldBytes = Self.ownBytes + first.heldBytes
  }

  var current: Spec { versions[versions.count - 1].spec }

  mutating func append(_ version: SpecUpdate) {
    versions.append(version)
    heldBytes += version.heldBytes
  }
}

extension CreationKey {
  init(_ loop: Loop) { self.init(createdAt: loop.createdAt, id: loop.id.value) }

  /// Oldest first; loops of one microsecond by id.
  static func precedes(_ left: CreationKey, _ right: CreationKey) -> Bool {
    left.createdAt != right.createdAt
      ? left.createdAt < right.createdAt : left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
  }
}

extension Array {
  /// The first index whose element does not come before the wanted place; the array is in that order.
  func lowerBound(where comesBefore: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
