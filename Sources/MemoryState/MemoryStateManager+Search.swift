// MemoryStateManager, search: the texts that a search goes through.

import Models
import State

extension MemoryStateManager {
  /// Sorts the things of the source anew with each page.
  public func texts(
    of source: TextSource, kinds: Set<TextKind>, in project: Name?, after last: TextKey?
  ) async throws(Failure) -> TextPage {
    try read { (state) throws(Failure) in
      let projects = try project.map { (name) throws(Failure) in [try state.project(name)] }
      switch source {
      case .specs:
        let specs = (projects ?? Array(state.projects.values)).flatMap { $0.specs.values.map(\.current) }
        return page(of: specs.map { SearchedText($0) }, after: last)
      case .loops:
        let loops =
          projects?[0].loops.compactMap { state.loops[LoopID(trusted: $0.id)] } ?? Array(state.loops.values)
        return page(of: loops, kinds, after: last)
      case .roadmaps:
        let roadmaps = (projects ?? Array(state.projects.values)).compactMap(\.roadmap.last?.document)
        return page(of: roadmaps.map { SearchedText($0, as: .roadmap) }, after: last)
      case .plans:
        let plans = (projects ?? Array(state.projects.values)).compactMap(\.plan.last?.document)
        return page(of: plans.map { SearchedText($0, as: .plan) }, after: last)
      }
    }
  }

  private func page(of texts: [SearchedText], after last: TextKey?) -> TextPage {
    let next = texts.filter { text in last.map { $0 < text.key } ?? true }.sorted { $0.key < $1.key }
    return TextPage(next) { $1.add($0) }
  }

  private func page(of loops: [LoopRecord], _ kinds: Set<TextKind>, after last: TextKey?) -> TextPage {
    // The last text of a loop stands at the place of its note.
    let keyed = loops.map { (key: SearchedText(endOf: SearchedLoop($0.loop)).key, loop: $0) }
    let next = keyed.filter { entry in last.map { $0 < entry.key } ?? true }.sorted { $0.key < $1.key }
    return TextPage(next) { $0.loop.add(kinds, after: last, to: &$1) }
  }
}

extension LoopRecord {
  fileprivate func add(_ kinds: Set<TextKind>, after last: TextKey?, to page: inout TextPage) {
    let loop = SearchedLoop(loop)
    func newest<Words>(_ words: [Words], of kind: TextKind) -> [(Int, Words)] {
      guard kinds.contains(kind) else { return [] }
      return Array(zip(1..., words).prefix(max(0, (last?.end(of: kind, in: loop.id) ?? .max) - 1)).reversed())
    }
    for (position, words) in newest(feedback, of: .feedback) {
      page.add(SearchedText(words, position: position, on: loop))
    }
    for (position, words) in newest(guidance, of: .guidance) {
      page.add(
        SearchedText(
          guidance: words.feedback, in: words.iteration, at: words.timestamp, position: position, on: loop))
    }
    let note = kinds.contains(.objectiveFeedback) ? objectiveFeedback : nil
    page.add(note.map { SearchedText($0, on: loop) } ?? SearchedText(endOf: loop))
  }
}
