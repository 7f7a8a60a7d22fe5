// ProjectList: the choice and the order of projects in a list, the same on every store.

import Models

/// A list of projects, the latest changed first; docs/contract.md, "Projects".
package struct ProjectList {
  private let query: SearchText?
  private let last: ChangeKey?

  /// - Parameters:
  ///   - query: words that each name must have; nil for all.
  ///   - cursor: the place behind which the list goes on; nil for its beginning.
  package init(_ query: SearchQuery?, after cursor: Cursor<ChangeKey>?) {
    self.query = query.map { SearchText($0.value) }
    last = cursor?.key
  }

  /// The next projects, one more than `limit` where the list goes on.
  ///
  /// - Parameter projects: the key of every project there is.
  package func next(of projects: some Sequence<ChangeKey>, limit: Limit) -> [ChangeKey] {
    let wanted = projects.filter { key in last.map { ChangeKey.precedes($0, key) } ?? true && matches(key.name) }
    return Array(wanted.sorted(by: ChangeKey.precedes).prefix(limit.value + 1))
  }

  private func matches(_ name: Name) -> Bool {
    guard let query else { return true }
    return query.match(in: [SearchText(name.value)]) > .none
  }
}
