// SQLiteSnapshot: the projects as one read transaction sees them, read piece by piece.

import JSON
import Models
import SQLite
import State

/// Reads a connection whose read transaction is open. One row after the other: only a piece at a time is in memory.
struct SQLiteSnapshot: ProjectSnapshot {
  let file: SQLiteConnection

  func projects() throws -> [Name] { try file.all(ProjectSQL.names(), Name.read) }

  func read(_ project: Name, _ take: (ProjectPiece) throws -> Void) throws {
    if let changedAt = try file.first(ProjectRecordSQL.changedAt(project), Timestamp.read) {
      try take(.project(ArchivedProject(name: project, changedAt: changedAt)))
    }
    try readDocument(ProjectSQL.plans, of: project) { record, isCurrent in
      try take(isCurrent ? .plan(record) : .planVersion(record))
    }
    try readDocument(ProjectSQL.roadmaps, of: project) { record, isCurrent in
      try take(isCurrent ? .roadmap(record) : .roadmapVersion(record))
    }
    try file.forEach(SpecSQL.names(project)) { row in try readSpec(SpecName.read(&row), of: project, take) }
    try file.forEach(LoopSQL.ids(project)) { row in try take(.loop(loop(LoopID.read(&row)))) }
  }

  /// Gives the current version of a document, then the replaced ones.
  private func readDocument<Kind>(
    _ table: DocumentTable<Kind>, of project: Name, _ take: (DocumentVersion<Kind>, _ isCurrent: Bool) throws -> Void
  ) throws {
    let current = try reading("The \(Kind.noun) of \(project)") {
      try file.first(table.get(project), table.columns.read)
    }
    guard let current else { return }
    try take(current, true)
    try file.forEach(table.versionNumbers(project)) { row in
      let number = try Int.read(&row)
      let old = try reading("Version \(number) of the \(Kind.noun) of \(project)") {
        try file.first(table.getVersion(project, number), table.columns.read)
      }
      if let old { try take(old, false) }
    }
  }

  private func readSpec(_ name: SpecName, of project: Name, _ take: (ProjectPiece) throws -> Void) throws {
    let current = try reading("Spec \(JSONValue.string(name.value).abbreviated) of \(project)") {
      try file.first(SpecSQL.get(project, name), ArchivedSpec.columns.read)
    }
    guard let current else { return }
    try take(.spec(current))
    let id = current.spec.id
    try file.forEach(SpecSQL.versionNumbers(id)) { row in
      let number = try Int.read(&row)
      let old = try reading("Version \(number) of spec \(id)") {
        try file.first(SpecSQL.getVersion(id, number), ArchivedSpec.columns.read)
      }
      if let old { try take(.version(old)) }
    }
  }

  private func loop(_ id: LoopID) throws -> ArchivedLoop {
    try reading("Loop \(id)") {
      let record = try file.record(id)
      return ArchivedLoop(
        loop: record.loop, basis: record.basis, guidanceCount: record.guidanceCount,
        decisionReason: record.decisionReason,
        feedback: try file.all(HistorySQL.allFeedback(id)) { row in try row.json() },
        guidance: try file.all(LoopSQL.allGuidance(id), ArchivedGuidance.columns.read),
        objectiveFeedback: try file.first(LoopSQL.objectiveFeedback(id), ObjectiveFeedback.columns.read),
        linkedAt: try linkTime(of: record.loop),
        place: try file.first(LoopSQL.placeOf(id), HistoryPlace.columns.read))
    }
  }

  private func linkTime(of loop: Loop) throws -> Timestamp? {
    guard let link = try file.first(LoopSQL.linkOf(loop.id), LoopLink.columns.read) else { return nil }
    guard link.projectName == loop.projectName else {
      throw SQLiteError.unreadable("a link to a spec of project \(link.projectName)", as: "link within a project")
    }
    return link.linkedAt
  }

  /// Names the row that cannot be read.
  private func reading<Value>(_ what: String, _ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch let error as SQLiteError where error.code == .mismatch {
      throw Failure.unreadable(what, because: error.message)
    } catch let error as JSONParseError {
      throw Failure.unreadable(what, because: "\(error)")
    }
  }
}
