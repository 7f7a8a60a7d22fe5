// PostgresStateManager, search: the texts that a search goes through.

import Models
import Postgres
import State

extension PostgresStateManager {
  /// Reads which things are next and how large they are, then the texts of as many as a page holds.
  public func texts(
    of source: TextSource, kinds: Set<TextKind>, in project: Name?, after last: TextKey?
  ) async throws(Failure) -> TextPage {
    try await read(of: project) { [self] connection in
      let all = try connection.things(of: source, in: project, after: last)
      if all.isEmpty, let project { try require(project, on: connection) }
      let (things, isLast) = all.filter { last?.isEnd(of: LoopID(trusted: $0.id)) != true }.portion
      let ids = PostgresValue.texts(things.map(\.id))
      switch source {
      case .specs:
        let texts = try connection.execute(SearchSQL.specTexts(ids)).read { SearchedText(try Spec(&$0)) }
        return TextPage(texts.sorted { $0.key < $1.key }, isLast: isLast)
      case .roadmaps: return TextPage(try ProjectSQL.roadmaps.texts(ids, as: .roadmap, on: connection), isLast: isLast)
      case .plans: return TextPage(try ProjectSQL.plans.texts(ids, as: .plan, on: connection), isLast: isLast)
      case .loops:
        let loops = things.map {
          SearchedLoop(id: LoopID(trusted: $0.id), projectName: $0.project, createdAt: $0.createdAt)
        }
        return try connection.words(on: loops, kinds, after: last, areLast: isLast)
      }
    }
  }
}

/// A thing that has texts.
private struct SizedThing {
  let id: String
  let project: Name
  let createdAt: Timestamp
  let bytes: Int
}

extension [SizedThing] {
  /// The first ones, as many as a page holds, and whether these are all.
  fileprivate var portion: (things: [SizedThing], isLast: Bool) {
    var room = TextPage.maximumBytes
    let things = prefix(TextPage.maximumThings).prefix { thing in
      defer { room -= thing.bytes }
      return room > 0
    }
    return (Array(things), things.count == count)
  }
}

extension DocumentTable {
  fileprivate func texts(
    _ projects: PostgresValue, as kind: TextKind, on connection: isolated PostgresConnection
  ) throws -> [SearchedText] {
    try connection.execute(getAll(projects)).read { SearchedText(try DocumentVersion<Kind>(&$0).document, as: kind) }
      .sorted { $0.key < $1.key }
  }
}

extension PostgresConnection {
  fileprivate func things(of source: TextSource, in project: Name?, after last: TextKey?) throws -> [SizedThing] {
    let sql = project == nil ? SearchSQL.everywhere : .inProject
    let statement =
      switch source {
      case .specs: sql.specs
      case .loops: sql.loops
      case .roadmaps: sql.roadmaps
      case .plans: sql.plans
      }
    let start = last?.start(in: source)
    let values: [PostgresValue] = [
      .creation(start.map { CreationKey(createdAt: $0.createdAt, id: $0.id) }), .text(start?.id ?? ""),
    ]
    return try execute(statement, values + (project.map { [.text($0.value)] } ?? [])).read { row in
      SizedThing(id: try row.next(), project: try row.next(), createdAt: try row.next(), bytes: try row.next())
    }
  }

  /// The words on loops, which are in order, as far as none is missing between them.
  fileprivate func words(
    on loops: [SearchedLoop], _ kinds: Set<TextKind>, after last: TextKey?, areLast: Bool
  ) throws -> TextPage {
    let loop = last.map { LoopID(trusted: $0.id) }
    func end(_ kind: TextKind) -> Int { loop.flatMap { last?.end(of: kind, in: $0) } ?? .max }
    let ids = PostgresValue.texts(loops.map(\.id.value))
    let results = try pipeline([
      SearchSQL.feedback(
        kinds.contains(.feedback) ? ids : .texts([]), .text(loop?.value ?? ""), .int(end(.feedback))),
      SearchSQL.guidance(
        kinds.contains(.guidance) ? ids : .texts([]), .text(loop?.value ?? ""), .int(end(.guidance))),
      SearchSQL.notes(kinds.contains(.objectiveFeedback) ? ids : .texts([])),
    ])
    let byID = Dictionary(uniqueKeysWithValues: loops.map { ($0.id, $0) })
    let feedback = try results[0].words { loop, position, row in
      SearchedText(try row.model(CriticFeedback.self), position: position, on: byID[loop]!)
    }
    let guidance = try results[1].words { loop, position, row in
      let words: String = try row.next()
      return SearchedText(
        guidance: words.isEmpty ? nil : Text(trusted: words), in: try row.next(), at: try row.next(),
        position: position, on: byID[loop]!)
    }
    let notes = try results[2].read { row in
      let id: LoopID = try row.next()
      let note = ObjectiveFeedback(loopID: id, feedback: try row.next(), storedAt: try row.next())
      return SearchedText(note, on: byID[id]!)
    }
    let noted = Set(notes.map(\.key.id))
    let ends = loops.filter { !noted.contains($0.id.value) }.map { SearchedText(endOf: $0) }
    // Where one kind goes on behind its last text here, the others may not be given from there on.
    let edge = [feedback, guidance].compactMap { $0.isWhole ? nil : $0.texts.last?.key }.min()
    let texts = (feedback.texts + guidance.texts + notes + ends).filter { text in edge.map { !($0 < text.key) } ?? true
    }
    return TextPage(texts.sorted { $0.key < $1.key }, isLast: areLast && edge == nil)
  }
}

extension PostgresResult {
  /// The texts of rows of words, and whether these are all that there are.
  ///
  /// - Parameter text: gets the loop, the position, and the row behind them.
  fileprivate func words(
    _ text: (LoopID, Int, inout PostgresRowReader) throws -> SearchedText
  ) throws -> (texts: [SearchedText], isWhole: Bool) {
    var total = 0
    let texts = try read { row in
      let (loop, position): (LoopID, Int) = (try row.next(), try row.next())
      total = try row.next()
      return try text(loop, position, &row)
    }
    return (texts, texts.count == total)
  }
}
