// SpecSearch: the search by similar names for stores without an index for it, such as a database without pg_trgm.

import Models

/// Finds the specs whose names are alike some words, by trigrams as pg_trgm counts them; docs/contract.md, "Tools".
package struct SpecSearch {
  private let wanted: Trigrams

  /// - Parameter query: the words to look for.
  package init(_ query: SearchQuery) { wanted = Trigrams(query.value) }

  /// The matches among `specs` behind `last`, best first, then by name. A match has at least pg_trgm's default
  /// similarity, 0.3.
  package func page(
    of specs: some Sequence<SpecSummary>, after last: SpecKey?, limit: Limit
  ) -> Page<SpecSummary, SpecKey> {
    let matches = specs.compactMap { spec -> (key: SpecKey, element: SpecSummary)? in
      let trigrams = Trigrams(spec.specName.value)
      guard trigrams.similarity(to: wanted) >= Trigrams.threshold else { return nil }
      let thousandths = trigrams.thousandths(to: wanted)
      return (SpecKey(similarity: thousandths, name: spec.specName), spec.with(similarity: Double(thousandths) / 1000))
    }
    let rest = matches.filter { match in last.map { Self.ranksBefore($0, match.key) } ?? true }
    return Page(keyed: rest.sorted { Self.ranksBefore($0.key, $1.key) }, limit: limit)
  }

  private static func ranksBefore(_ left: SpecKey, _ right: SpecKey) -> Bool {
    let (a, b) = (left.similarity ?? 0, right.similarity ?? 0)
    return a != b ? a > b : left.name < right.name
  }
}

extension SpecSummary {
  /// The same, with the similarity of its name and the query, 0–1.
  package func with(similarity: Double) -> SpecSummary {
    SpecSummary(
      specName: specName, phaseName: phaseName, specStatus: specStatus, iteration: iteration, version: version,
      updatedAt: updatedAt, similarity: similarity)
  }
}
