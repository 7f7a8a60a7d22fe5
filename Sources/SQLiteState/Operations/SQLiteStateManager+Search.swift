// SQLiteStateManager, search: the texts that a search goes through.

import Models
import SQLite
import State

extension SQLiteStateManager {
  /// Reads row by row until the page is full.
  public func texts(
    of source: TextSource, kinds: Set<TextKind>, in project: Name?, after last: TextKey?
  ) async throws(Failure) -> TextPage {
    let sql = project == nil ? SearchSQL.everywhere : .inProject
    let start = last?.start(in: source) ?? (createdAt: CreationKey.newest.createdAt, id: "")
    let values = [start.createdAt.stored, start.id.stored] + (project.map { [$0.stored] } ?? [])
    return try await read { file in
      if let project { try file.require(project) }
      switch source {
      case .specs:
        return try file.texts(SQLiteCommand(sql.specs, values)) { row in
          SearchedText(try ArchivedSpec.columns.read(&row).spec)
        }
      case .roadmaps:
        return try file.texts(SQLiteCommand(sql.roadmaps, values)) { row in
          SearchedText(try ProjectSQL.roadmaps.columns.read(&row).document, as: .roadmap)
        }
      case .plans:
        return try file.texts(SQLiteCommand(sql.plans, values)) { row in
          SearchedText(try ProjectSQL.plans.columns.read(&row).document, as: .plan)
        }
      case .loops:
        let loops = try file.all(SQLiteCommand(sql.loops, values)) { row in
          SearchedLoop(
            id: try LoopID.read(&row), projectName: try Name.read(&row), createdAt: try Timestamp.read(&row))
        }
        return try TextPage(loops.filter { last?.isEnd(of: $0.id) != true }) { loop, page in
          try file.add(kinds, of: loop, after: last, to: &page)
        }
      }
    }
  }
}

extension SQLiteConnection {
  fileprivate func texts(
    _ command: SQLiteCommand, _ read: (inout SQLiteRow) throws -> SearchedText
  ) throws -> TextPage {
    var room = TextPage()
    let texts = try all(
      command,
      until: { text in
        room.add(text)
        return !room.hasRoom()
      }, read)
    let isLast = room.hasRoom() && texts.count <= TextPage.maximumThings
    return TextPage(Array(texts.prefix(TextPage.maximumThings)), isLast: isLast)
  }

  /// Adds the words on a loop, newest first.
  fileprivate func add(
    _ kinds: Set<TextKind>, of loop: SearchedLoop, after last: TextKey?, to page: inout TextPage
  ) throws {
    func end(_ kind: TextKind) -> Int { last?.end(of: kind, in: loop.id) ?? .max }
    func add(_ text: SearchedText) -> Bool {
      page.add(text)
      return !page.hasRoom()
    }
    if kinds.contains(.feedback) {
      _ = try all(SearchSQL.feedback(loop.id, end(.feedback)), until: add) { row in
        let position = try row.int()
        return SearchedText(try row.model(CriticFeedback.self), position: position, on: loop)
      }
    }
    if kinds.contains(.guidance), page.hasRoom() {
      _ = try all(SearchSQL.guidance(loop.id, end(.guidance)), until: add) { row in
        let stored = try ArchivedGuidance.columns.read(&row)
        return SearchedText(
          guidance: stored.feedback, in: stored.iteration.value, at: stored.createdAt,
          position: stored.position.value, on: loop)
      }
    }
    let note =
      kinds.contains(.objectiveFeedback)
      ? try first(LoopSQL.objectiveFeedback(loop.id), ObjectiveFeedback.columns.read) : nil
    page.add(note.map { SearchedText($0, on: loop) } ?? SearchedText(endOf: loop))
  }
}
