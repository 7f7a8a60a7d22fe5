// SpecSearch: the search among a project's specs, the same on every store.

import Models

/// Finds the specs whose names have the words of a query or are alike it; docs/contract.md, "Tools".
package struct SpecSearch: Sendable {
  private let text: SearchText
  private let trigrams: Trigrams

  /// - Parameter query: the words to look for.
  package init(_ query: SearchQuery) {
    text = SearchText(query.value)
    trigrams = Trigrams(query.value)
  }

  /// The matches among `specs` behind `last`: first those with all words of the query, by how well they fit, then those
  /// that are alike it; each by similarity, then by name.
  package func page(
    of specs: some Sequence<SpecSummary>, after last: SpecKey?, limit: Limit
  ) -> Page<SpecSummary, SpecKey> {
    let matches = specs.compactMap(match).filter { match in last.map { Self.ranksBefore($0, match.key) } ?? true }
    return Page(keyed: matches.sorted { Self.ranksBefore($0.key, $1.key) }, limit: limit)
  }

  /// Nil where a word of the query is not in the names and the similarity is below pg_trgm's default threshold, 0.3.
  private func match(_ spec: SpecSummary) -> (key: SpecKey, element: SpecSummary)? {
    let (phase, name) = (SearchText(spec.phaseName.value), SearchText(spec.specName.value))
    let match = text.match(in: phase == name ? [name] : [phase, name])
    let ofName = Trigrams(spec.specName.value)
    guard match > .none || ofName.similarity(to: trigrams) >= Trigrams.threshold else { return nil }
    let thousandths = ofName.thousandths(to: trigrams)
    return (
      SpecKey(rank: match.rawValue * 10_000 + thousandths, name: spec.specName),
      spec.with(similarity: Double(thousandths) / 1000)
    )
  }

  private static func ranksBefore(_ left: SpecKey, _ right: SpecKey) -> Bool {
    let (a, b) = (left.rank ?? 0, right.rank ?? 0)
    return a != b ? a > b : left.name < right.name
  }
}

extension SpecSummary {
  /// The same, with the similarity of its name and the query, 0–1.
  fileprivate func with(similarity: Double) -> SpecSummary {
    SpecSummary(
      specName: specName, phaseName: phaseName, specStatus: specStatus, iteration: iteration, version: version,
      updatedAt: updatedAt, similarity: similarity)
  }
}
