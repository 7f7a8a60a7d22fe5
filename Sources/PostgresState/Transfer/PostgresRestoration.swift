// PostgresRestoration: writes whole projects into the database, all of them or none, in one transaction.

import Models
import Postgres
import State

/// A transaction that has begun, and the commands that wait to be sent in it.
///
/// Lives in the closure that `PostgresPool.withConnection` runs, so every method runs on the connection's own thread.
/// Its protocol's methods are not isolated to the connection; `assumeIsolated` states that they are called there, and
/// traps elsewhere.
final class PostgresRestoration: ProjectRestoration {
  private let connection: PostgresConnection
  private let historyLimit: Int
  private let projects: [Name]
  private var waiting: [PostgresCommand] = []
  private var waitingBytes = 0
  /// The conflict to note when the waiting command of the same index changes nothing.
  private var refusals: [Violation] = []
  private var conflicts = RestorationConflicts()
  private var lastNumber = 0

  /// Commands are sent together up to so many, or so many bytes.
  private static let (portionSize, portionBytes) = (100, 1 << 20)

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
    try foldEarlierNames()
    for project in self.projects { try prepare(project, replacing: replacing) }
    try conflicts.checkProjects()
  }

  private func prepare(_ project: Name, replacing: Bool) throws {
    let name = PostgresValue.text(project.value)
    try run([LoopSQL.lockQueue(.int(LoopSQL.queueLock), name)])
    if replacing {
      try run([
        LoopSQL.deleteAll(name), SpecSQL.deleteAll(name), ProjectSQL.roadmaps.delete(name),
        ProjectSQL.plans.delete(name),
      ])
    } else if try exists(name) {
      conflicts.note(existing: project)
    }
    try run([.beginning(project, at: .placeholder), ProjectRecordSQL.restore(name, .text(Timestamp.placeholder.value))])
  }

  /// Before names are added: whoever folds them at the same moment waits for this transaction.
  private func foldEarlierNames() throws {
    try connection.assumeIsolated { connection in
      try connection.fold(try connection.execute(ProjectRecordSQL.unfolded()).read { try $0.next() })
    }
  }

  private func exists(_ project: PostgresValue) throws -> Bool {
    try connection.assumeIsolated {
      try $0.execute(ProjectSQL.exists(project)).readFirst { try $0.next() as Bool } == true
    }
  }

  func put(_ piece: ProjectPiece) throws {
    let command =
      switch piece {
      case .project(let record):
        ProjectRecordSQL.restore(.text(record.name.value), .text(record.changedAt.value))
      case .plan(let record): PostgresCommand(ProjectSQL.plans.insert, try record.values)
      case .planVersion(let record): try ProjectSQL.plans.restore(record)
      case .roadmap(let record): PostgresCommand(ProjectSQL.roadmaps.insert, try record.values)
      case .roadmapVersion(let record): try ProjectSQL.roadmaps.restore(record)
      case .spec(let record): PostgresCommand(SpecSQL.create, try record.values)
      case .version(let record):
        PostgresCommand(
          SpecSQL.restoreVersion,
          [.text(record.spec.id.value), .text(record.spec.projectName.value)]
            + (try ArchivedSpec.versionColumns.values(of: record)))
      case .loop(let record): PostgresCommand(LoopSQL.restore, try record.values)
      }
    if case .loop(let record) = piece { lastNumber = max(lastNumber, record.place?.sequenceNumber.value ?? 0) }
    try add(command, piece.conflict)
  }

  /// Brings the histories within their limit and ends the transaction.
  ///
  /// - Throws: `conflict` naming every record in the way; nothing is changed then.
  func finish() throws {
    try flush()
    try conflicts.checkPieces()
    for project in projects { try run([LoopSQL.trimQueue(.text(project.value), .int(historyLimit))]) }
    try continueSequence()
    try run([.commit])
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
    for (count, refusal) in zip(counts, refusals) where count == 0 { conflicts.note(refusal) }
    (waiting, refusals, waitingBytes) = ([], [], 0)
  }

  private func run(_ commands: [PostgresCommand]) throws {
    _ = try connection.assumeIsolated { try $0.pipeline(commands).count }
  }
}

extension DocumentTable {
  /// Adds a replaced version.
  fileprivate func restore(_ record: DocumentVersion<Kind>) throws -> PostgresCommand {
    PostgresCommand(
      restoreVersion,
      [.text(record.document.projectName.value)] + (try DocumentVersion<Kind>.versionColumns.values(of: record)))
  }
}
