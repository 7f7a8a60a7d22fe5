// SQLiteRestoration: writes whole projects into the state file, all of them or none.

import JSON
import Models
import SQLite
import State

/// A part of an open transaction, which an error rolls back.
final class SQLiteRestoration: ProjectRestoration {
  private let file: SQLiteConnection
  private let projects: [Name]
  private var conflicts = RestorationConflicts()
  private var lastNumber = 0

  /// Empties the projects that are to be replaced.
  ///
  /// - Throws: `already_exists` naming every project that is there and is not to be replaced.
  init(_ projects: [Name], replacing: Bool, in file: SQLiteConnection) throws {
    self.file = file
    self.projects = projects.sorted()
    try file.foldEarlierNames()
    for project in self.projects {
      if replacing {
        try empty(project)
      } else if try file.first(ProjectSQL.exists(project), Int.read) == 1 {
        conflicts.note(existing: project)
      }
      let isTaken = try file.first(ProjectRecordSQL.owner(project.folded), Name.read) != nil
      try file.run(
        ProjectRecordSQL.put(
          ProjectRow(name: project, foldedName: isTaken ? nil : project.folded, changedAt: .placeholder)))
    }
    try conflicts.checkProjects()
  }

  private func empty(_ project: Name) throws {
    for statement in [LoopSQL.deleteAll, SpecSQL.deleteAll, ProjectSQL.roadmaps.delete, ProjectSQL.plans.delete] {
      try file.run(statement(project))
    }
  }

  func put(_ piece: ProjectPiece) throws {
    let added =
      switch piece {
      case .project(let record):
        try file.run(ProjectRecordSQL.put(ProjectRow(name: record.name, foldedName: nil, changedAt: record.changedAt)))
      case .plan(let record): try file.run(ProjectSQL.plans.insert(record))
      case .planVersion(let record): try file.run(ProjectSQL.plans.insertVersion(record))
      case .roadmap(let record): try file.run(ProjectSQL.roadmaps.insert(record))
      case .roadmapVersion(let record): try file.run(ProjectSQL.roadmaps.insertVersion(record))
      case .spec(let record): try file.run(SpecSQL.insert(record))
      case .version(let record): try file.run(SpecSQL.insertVersion(record))
      case .loop(let record): try put(record)
      }
    if added == 0 { conflicts.note(piece.conflict) }
  }

  /// - Returns: the number of loops that were added: 0 when the id is taken.
  private func put(_ record: ArchivedLoop) throws -> Int {
    let loop = record.loop
    let stored = LoopRecord(
      loop: loop, basis: record.basis, guidanceCount: record.guidanceCount,
      decisionReason: record.decisionReason)
    guard try file.run(LoopSQL.insert(stored)) == 1 else { return 0 }
    if let spec = loop.specName {
      let link = LoopLink(
        loopID: loop.id, projectName: loop.projectName, specName: spec, linkedAt: record.linkedAt ?? loop.updatedAt)
      try file.run(LoopSQL.link(link))
    }
    for feedback in record.feedback { try file.run(LoopSQL.appendFeedback(loop.id, feedback.text)) }
    for guidance in record.guidance {
      try file.run(LoopSQL.appendGuidance(GuidanceRow(loopID: loop.id, guidance: guidance)))
    }
    if let feedback = record.objectiveFeedback { try file.run(LoopSQL.storeObjectiveFeedback(feedback)) }
    if let place = record.place {
      lastNumber = max(lastNumber, place.sequenceNumber.value)
      try file.run(
        LoopSQL.enterHistory(HistoryRow(loopID: loop.id, projectName: loop.projectName, place: place)))
    }
    return 1
  }

  /// Brings the histories within their limit; the next loop gets a higher number than every imported one.
  ///
  /// - Throws: `conflict` naming every record in the way.
  func finish(historyLimit: Int) throws {
    try conflicts.checkPieces()
    for project in projects { try file.run(LoopSQL.trimHistory(project, historyLimit)) }
    try file.run(LoopSQL.continueNumbers(lastNumber))
  }
}
