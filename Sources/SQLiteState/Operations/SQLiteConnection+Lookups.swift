// The look-ups that operations share; those that must find something fail with `not_found` and the closest names.

import Models
import SQLite
import State

extension SQLiteConnection {
  /// Makes the project's record with its first thing.
  ///
  /// - Throws: `conflict` where another project has the name, about.
  func begin(_ project: Name, at time: Timestamp) throws {
    guard try first(ProjectRecordSQL.changedAt(project), Timestamp.read) == nil else { return }
    try foldEarlierNames()
    if let other = try first(ProjectRecordSQL.owner(project.folded), Name.read) {
      throw Failure.projectAlike(project, other)
    }
    try run(ProjectRecordSQL.put(ProjectRow(name: project, foldedName: project.folded, changedAt: time)))
  }

  /// Folds the names of projects of earlier versions; of those that are alike the first one keeps what is compared.
  func foldEarlierNames() throws {
    for name in try all(ProjectRecordSQL.unfolded(), Name.read) { try run(ProjectRecordSQL.fold(name, name.folded)) }
  }

  /// Fails with `not_found` where the project has never begun.
  func require(_ project: Name) throws {
    if try first(ProjectRecordSQL.changedAt(project), Timestamp.read) != nil { return }
    // A server of an earlier version, which still had the file open, makes no records.
    if try first(ProjectSQL.exists(project), Int.read) == 1 { return }
    throw Failure.noSuchProject(project, among: try all(ProjectRecordSQL.names(), String.read))
  }

  func loop(_ id: LoopID) throws -> Loop {
    guard let loop = try first(LoopSQL.get(id), Loop.columns.read) else { throw Failure.noSuchLoop(id) }
    return loop
  }

  func record(_ id: LoopID) throws -> LoopRecord {
    guard let record = try first(LoopSQL.record(id), LoopRecord.columns.read) else { throw Failure.noSuchLoop(id) }
    return record
  }

  /// The loop, unless it is over.
  func openRecord(_ id: LoopID) throws -> LoopRecord {
    let record = try record(id)
    guard !record.loop.status.isOver else { throw Failure.loopOver(id, record.loop.status) }
    return record
  }

  /// The question to a human, whether the loop waits for one or not.
  func question(of record: LoopRecord, at gate: HumanGate) throws -> HumanQuestion {
    let last = try lastFeedback(max(1, record.loop.reviewers.count), on: record.loop.id)
    return HumanQuestion(
      loop: record.loop, reason: record.decisionReason, feedback: last, guidanceCount: record.guidanceCount, gate: gate)
  }

  /// The last so many feedbacks on the loop, oldest first.
  func lastFeedback(_ count: Int, on id: LoopID) throws -> [CriticFeedback] {
    guard count > 0 else { return [] }
    return try all(HistorySQL.feedback(id, Int.max, count)) { row in try row.model(CriticFeedback.self) }.reversed()
  }

  /// The current version of the spec that the loop is linked to; nil without a link.
  func version(ofSpecOf loop: Loop) throws -> Int? {
    try loop.specName.flatMap { try first(SpecSQL.version(loop.projectName, $0), Int.read) }
  }

  func spec(_ reference: SpecReference) throws -> Spec {
    switch reference {
    case .named(let project, let name):
      guard let current = try first(SpecSQL.get(project, name), ArchivedSpec.columns.read) else {
        throw try noSuchSpec(name, in: project)
      }
      return current.spec
    case .linked(let id):
      let loop = try loop(id)
      guard let name = loop.specName else { throw Failure.notLinked(id) }
      return try spec(.named(project: loop.projectName, spec: name))
    }
  }

  /// A replaced version of a spec; nil where there is none of that number.
  func replaced(_ version: VersionNumber, of spec: Spec) throws -> Spec? {
    try first(SpecSQL.getVersion(spec.id, version), ArchivedSpec.columns.read)?.spec
  }

  /// - Parameter isFixed: true where no other project will do, so that none is offered.
  func requireSpec(_ spec: SpecName, in project: Name, isFixed: Bool = false) throws {
    guard try first(SpecSQL.id(project, spec), SpecID.read) == nil else { return }
    throw try noSuchSpec(spec, in: project, isFixed: isFixed)
  }

  func noSuchSpec(_ spec: SpecName, in project: Name, isFixed: Bool = false) throws -> Failure {
    let names = try all(SpecSQL.names(project), String.read)
    let others = names.isEmpty && !isFixed ? try all(ProjectSQL.namesWithSpecs(), String.read) : []
    return .noSuchSpec(
      spec, in: project, closest: ClosestNames.find(to: spec.value, among: names),
      projects: ClosestNames.find(to: project.value, among: others))
  }

  /// A replaced version of a document.
  ///
  /// - Parameter argument: the argument that asked for it.
  func version<Kind>(
    _ version: VersionNumber, of current: ProjectDocument<Kind>, in table: DocumentTable<Kind>, asked argument: String
  ) throws -> ProjectDocument<Kind> {
    guard let old = try first(table.getVersion(current.projectName, version), table.columns.read) else {
      throw Failure.noSuchVersion(version, of: current, asked: argument)
    }
    return old.document
  }

  func noDocument<Kind>(in table: DocumentTable<Kind>, of project: Name) throws -> Failure {
    let names = try all(table.names(), String.read)
    return .noDocument(Kind.self, of: project, closest: ClosestNames.find(to: project.value, among: names))
  }
}
