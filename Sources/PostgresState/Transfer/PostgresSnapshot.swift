// PostgresSnapshot: the projects as one repeatable-read transaction sees them, read piece by piece.

import JSON
import Models
import Postgres
import State

/// A repeatable-read transaction that has begun.
///
/// Lives in the closure that `PostgresPool.withConnection` runs, so every method runs on the connection's own thread.
/// Its protocol's methods are not isolated to the connection; `assumeIsolated` states that they are called there, and
/// traps elsewhere.
struct PostgresSnapshot: ProjectSnapshot {
  let connection: PostgresConnection

  /// The limits of memory: loops are listed in pages of `pageSize`, and read in portions of at most `portionSize` loops
  /// or about `portionBytes` bytes.
  private static let (pageSize, portionSize, portionBytes) = (500, 50, 1 << 20)

  func projects() throws -> [Name] {
    try rows(ProjectSQL.all()) { try $0.next() }
  }

  func read(_ project: Name, _ take: (ProjectPiece) throws -> Void) throws {
    let name = PostgresValue.text(project.value)
    for changedAt in try rows(ProjectRecordSQL.changedAt(name), { try $0.next() as Timestamp }) {
      try take(.project(ArchivedProject(name: project, changedAt: changedAt)))
    }
    try readDocument(ProjectSQL.plans, of: project) { record, isCurrent in
      try take(isCurrent ? .plan(record) : .planVersion(record))
    }
    try readDocument(ProjectSQL.roadmaps, of: project) { record, isCurrent in
      try take(isCurrent ? .roadmap(record) : .roadmapVersion(record))
    }
    try readSpecs(of: name, take)
    try readLoops(of: name, take)
  }

  /// Gives the current version of a document, then the replaced ones.
  private func readDocument<Kind>(
    _ table: DocumentTable<Kind>, of project: Name, _ take: (DocumentVersion<Kind>, _ isCurrent: Bool) throws -> Void
  ) throws {
    let name = PostgresValue.text(project.value)
    func next(_ command: PostgresCommand, of what: String) throws -> DocumentVersion<Kind>? {
      try rows(command, of: "\(what) of \(project)") { try DocumentVersion<Kind>(&$0) }.first
    }
    guard let current = try next(table.get(name), of: "The \(Kind.noun)") else { return }
    try take(current, true)
    var version = 0
    while let old = try next(table.nextVersion(name, .int(version)), of: "A version of the \(Kind.noun)") {
      try take(old, false)
      version = old.document.version
    }
  }

  private func readSpecs(of project: PostgresValue, _ take: (ProjectPiece) throws -> Void) throws {
    var last = ""
    while let record = try next(SpecSQL.next(project, .text(last)), after: last) {
      try take(.spec(record))
      last = record.spec.specName.value
      var version = 0
      while let old = try next(SpecSQL.nextVersion(.text(record.spec.id.value), .int(version)), after: last) {
        try take(.version(old))
        version = old.spec.version
      }
    }
  }

  private func next(_ command: PostgresCommand, after last: String) throws -> ArchivedSpec? {
    try rows(command, of: "A spec, \(JSONValue.string(last).abbreviated) or the next one by name,") {
      try ArchivedSpec(&$0)
    }.first
  }

  private func readLoops(of project: PostgresValue, _ take: (ProjectPiece) throws -> Void) throws {
    var last: (createdAt: PostgresValue, id: String) = (.creation(nil), "")
    while true {
      let page = try rows(LoopSQL.sizes(project, last.createdAt, .text(last.id), .int(Self.pageSize))) {
        (id: try $0.next() as String, createdAt: try $0.next() as String, bytes: try $0.next() as Int)
      }
      guard let end = page.last else { return }
      last = (.text(end.createdAt), end.id)
      for portion in portions(of: page) {
        let loops = try rows(LoopSQL.archived(.texts(portion)), of: "A loop among \(portion.joined(separator: ", "))") {
          try ArchivedLoop(&$0)
        }
        for loop in loops { try take(.loop(loop)) }
      }
    }
  }

  private func portions(of page: [(id: String, createdAt: String, bytes: Int)]) -> [[String]] {
    var portions: [[String]] = []
    var room = 0
    for loop in page {
      room -= loop.bytes
      if room < 0 || portions.isEmpty || portions[portions.count - 1].count >= Self.portionSize {
        portions.append([])
        room = Self.portionBytes - loop.bytes
      }
      portions[portions.count - 1].append(loop.id)
    }
    return portions
  }

  private func rows<Value: Sendable>(
    _ command: PostgresCommand, of what: String = "A row",
    _ read: @Sendable (inout PostgresRowReader) throws -> Value
  ) throws -> [Value] {
    try connection.assumeIsolated { connection in
      let rows = try connection.execute(command)
      do {
        return try rows.read(read)
      } catch {
        let reason = (error as? PostgresError)?.message ?? "\(error)"
        throw Failure.unreadable(what, because: reason)
      }
    }
  }
}
