// TextSearch: the search in texts, the same on every store: stores give the texts in order, and they are matched here.

import Models

extension StateManager {
  /// The texts of `kinds` that have all words of the query, the newest things first. Looks at a bounded number of texts: a
  /// page may have few hits, or none, and the list go on.
  ///
  /// - Parameter project: nil for all projects; fails with `not_found` for one that has never begun.
  public func search(
    _ query: SearchQuery, in project: Name?, kinds: Set<TextKind>, after cursor: Cursor<TextKey>?, limit: Limit
  ) async throws(Failure) -> Page<SearchHit, TextKey> {
    var search = TextSearch(query, limit: limit)
    guard search.hasWords else { return Page(elements: [], next: nil) }
    var streams = TextSource.allCases.filter { source in kinds.contains { $0.source == source } }
      .map { TextStream(source: $0, kinds: kinds, project: project, last: cursor?.key) }
    while true {
      for index in streams.indices { try await streams[index].fill(from: self) }
      let next = streams.indices.filter { streams[$0].first != nil }
        .min { streams[$0].first!.key < streams[$1].first!.key }
      guard let next, let text = streams[next].first else { return Page(elements: search.hits, next: nil) }
      if let last = search.end(before: text) { return Page(elements: search.hits, next: Cursor(after: last)) }
      search.look(at: text)
      streams[next].removeFirst()
    }
  }
}

/// The texts of one source that are still to come.
private struct TextStream {
  let source: TextSource
  let kinds: Set<TextKind>
  let project: Name?
  /// The place behind which the next page begins.
  var last: TextKey?
  private var texts: ArraySlice<SearchedText> = []
  private var isAtEnd = false

  init(source: TextSource, kinds: Set<TextKind>, project: Name?, last: TextKey?) {
    self.source = source
    self.kinds = kinds
    self.project = project
    self.last = last
  }

  /// The next text; nil at the end.
  var first: SearchedText? { texts.first }

  mutating func removeFirst() { texts.removeFirst() }

  /// Reads the next page where there is nothing left of the one before.
  mutating func fill(from state: some StateManager) async throws(Failure) {
    guard texts.isEmpty, !isAtEnd else { return }
    let page = try await state.texts(of: source, kinds: kinds, in: project, after: last)
    (texts, isAtEnd) = (page.texts[...], page.isLast)
    last = page.texts.last?.key ?? last
  }
}

/// The hits of a search so far, and the room that is left for looking at texts.
private struct TextSearch {
  /// The work of one call: the texts that are looked at, those without words among them, and their bytes.
  private static let (maximumTexts, maximumBytes) = (5_000, 4_194_304)

  private let words: [SearchText]
  private let limit: Limit
  private(set) var hits: [SearchHit] = []
  private var last: TextKey?
  private var texts = 0
  private var bytes = 0

  init(_ query: SearchQuery, limit: Limit) {
    words = SearchText(query.value).words
    self.limit = limit
  }

  /// False for a query of dashes alone, and the like.
  var hasWords: Bool { !words.isEmpty }

  /// The place behind which the list goes on, where the page is full and `text` could be a hit, or the work is done.
  func end(before text: SearchedText) -> TextKey? {
    let isFull = hits.count >= limit.value && !text.parts.isEmpty
    return isFull || texts >= Self.maximumTexts || bytes >= Self.maximumBytes ? last : nil
  }

  mutating func look(at text: SearchedText) {
    (last, texts, bytes) = (text.key, texts + 1, bytes + text.bytes)
    if let hit = match(text) { hits.append(hit) }
  }

  /// Nil where a word is in none of the parts. The hit is in the first part that has most of the words.
  private func match(_ text: SearchedText) -> SearchHit? {
    var missing = words
    var best: (part: SearchedText.Part, words: [SearchText])?
    for part in text.parts {
      let folded = SearchText(part.text)
      let found = words.filter(folded.contains)
      missing.removeAll(where: found.contains)
      if found.count > best?.words.count ?? 0 { best = (part, found) }
    }
    guard missing.isEmpty, let best else { return nil }
    return SearchHit(text, section: best.part.section, snippet: Snippet.of(best.part.text, around: best.words))
  }
}
