// PostgresRestoration: puts whole projects back, all of them or none.

import Models
import Postgres
import State

/// A transaction that has begun, and the commands that wait to be sent in it.
final class PostgresRestoration: ProjectRestoration {
  private let connection: PostgresConnection
  private let historyLimit: Int
  private let projects: [Name]
  private var waiting: [PostgresCommand] = []
  private var waitingBytes = 0
  /// What it means when the command of the same place changes nothing.
  private var refusals: [Violation] = []
  /// What is in the way; of very much the first, and how much it is.
  private var conflicts: [Violation] = []
  private var conflictCount = 0
  private var lastNumber = 0

  /// Commands are sent together up to so many, or so many bytes.
  private static let (portionSize, portionBytes) = (100, 1 << 20)
  private static let maximumConflicts = 1_000

  /// Begins the transaction, holds the projects' histories and empties the projects that are to be replaced.
  ///
  /// - Throws: `already_exists` naming every project that is there and is not to be replaced.
  init(
    _ projects: [Name], replacing: Bool, historyLimit: Int, on connection: PostgresConnection
  ) throws {
    self.connection = connection
    self.historyLimit = historyLimit
    // In one order, so that two imports cannot hold what the other one waits for.
    self.projects = projects.sorted()
    try run([.begin])
    for project in self.projects { try prepare(project, replacing: replacing) }
    if !conflicts.isEmpty {
      throw failure(.alreadyExists, "What is to be imported exists in the database: --replace puts it in its place.")
    }
  }

  private func prepare(_ project: Name, replacing: Bool) throws {
    let name = PostgresValue.text(project.value)
    try run([LoopSQL.lockQueue(.int(LoopSQL.queueLock), name)])
    if replacing {
      try run([
        LoopSQL.deleteAll(name), SpecSQL.deleteAll(name), ProjectSQL.deleteRoadmap(name), ProjectSQL.deletePlan(name),
      ])
      return
    }
    let exists = try connection.assumeIsolated {
      try $0.execute(ProjectSQL.exists(name)).readFirst { try $0.next() as Bool } == true
    }
    if exists {
      note(
        Violation(
          path: "project_name", problem: "exists in the database", allowed: "a project that does not, or --replace",
          got: project.value))
    }
  }

  private func note(_ conflict: Violation) {
    conflictCount += 1
    if conflicts.count < Self.maximumConflicts { conflicts.append(conflict) }
  }

  func put(_ piece: ProjectPiece) throws {
    switch piece {
    case .plan(let plan):
      try add(PostgresCommand(ProjectSQL.restorePlan, ProjectPlan.columns.values(of: plan)), taken("plan", plan))
    case .roadmap(let roadmap):
      try add(
        PostgresCommand(ProjectSQL.restoreRoadmap, Roadmap.columns.values(of: roadmap)), taken("roadmap", roadmap))
    case .spec(let record):
      try add(
        PostgresCommand(SpecSQL.create, record.values),
        Violation(
          path: "specs/\(record.spec.specName)", problem: "the id or the name is taken in the database",
          allowed: "an id that no spec there has", got: record.spec.id.value))
    case .version(let record):
      let owner: [PostgresValue] = [.text(record.spec.id.value), .text(record.spec.projectName.value)]
      try add(
        PostgresCommand(SpecSQL.restoreVersion, owner + ArchivedSpec.versionColumns.values(of: record)),
        Violation(
          path: "specs/\(record.spec.specName)/versions/\(record.spec.version)", problem: "its spec is not imported",
          allowed: "a version of an imported spec", got: record.spec.id.value))
    case .loop(let record):
      lastNumber = max(lastNumber, record.place?.sequenceNumber.value ?? 0)
      try add(
        PostgresCommand(LoopSQL.restore, try record.values),
        Violation(
          path: "loops", problem: "the id is taken by a loop in the database",
          allowed: "an id that no loop there has", got: record.loop.id.value))
    }
  }

  private func taken(_ what: String, _ plan: ProjectPlan) -> Violation { taken(what, plan.projectName) }
  private func taken(_ what: String, _ roadmap: Roadmap) -> Violation { taken(what, roadmap.projectName) }
  private func taken(_ what: String, _ project: Name) -> Violation {
    Violation(path: what, problem: "exists in the database", allowed: "none", got: project.value)
  }

  /// Brings the histories within their limit and ends the transaction.
  ///
  /// - Throws: `conflict` naming what was in the way; nothing is changed then.
  func finish() throws {
    try flush()
    guard conflicts.isEmpty else { throw failure(.conflict, "Other things in the database have these ids.") }
    for project in projects { try run([LoopSQL.trimQueue(.text(project.value), .int(historyLimit))]) }
    try continueSequence()
    try run([.commit])
  }

  private func failure(_ code: Failure.Code, _ reason: String) -> Failure {
    var details = conflicts
    if conflictCount > details.count {
      details.append(
        Violation(
          path: "loops", problem: "\(conflictCount - details.count) more in the way", allowed: "none",
          got: "\(conflictCount) in all"))
    }
    return Failure(code, "\(reason) Nothing was changed.", details: details)
  }

  /// The next loop must get a higher number than every imported one. Numbers are taken while a row is inserted, and
  /// nobody inserts one while the table is locked.
  private func continueSequence() throws {
    do {
      let last = try connection.assumeIsolated {
        try $0.execute(LoopSQL.lastSequenceNumber()).readFirst { try $0.next() as Int } ?? 0
      }
      if lastNumber > last { try run([LoopSQL.lockHistory(), LoopSQL.continueSequence(.int(lastNumber))]) }
    } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
      throw Failure(
        .unavailable,
        "The database role may not continue the numbering of loop_history: import as the role that owns the tables. "
          + "Nothing was changed.")
    }
  }

  // MARK: Sending

  /// - Parameter refusal: noted when the command returns no row.
  private func add(_ command: PostgresCommand, _ refusal: Violation) throws {
    waiting.append(command)
    refusals.append(refusal)
    for case .text(let text) in command.parameters { waitingBytes += text.utf8.count }
    if waiting.count >= Self.portionSize || waitingBytes >= Self.portionBytes { try flush() }
  }

  private func flush() throws {
    let commands = waiting
    guard !commands.isEmpty else { return }
    let counts = try connection.assumeIsolated { try $0.pipeline(commands).map(\.count) }
    for (count, refusal) in zip(counts, refusals) where count == 0 { note(refusal) }
    (waiting, refusals, waitingBytes) = ([], [], 0)
  }

  private func run(_ commands: [PostgresCommand]) throws {
    _ = try connection.assumeIsolated { try $0.pipeline(commands).count }
  }
}
