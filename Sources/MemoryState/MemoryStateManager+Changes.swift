// MemoryStateManager, the record of changes.

import Models
import State

extension MemoryStateManager {
  /// Walks the kept entries from the newest on.
  public func changes(
    of project: Name?, subject: Name?, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<RecordedChange, DescendingKey> {
    try read { (state) throws(Failure) in
      if let project { _ = try state.project(project) }
      let wanted = state.changes.below(cursor?.key?.number ?? .max).lazy.filter {
        (project == nil || $0.change.projectName == project)
          && (subject == nil || $0.change.subject == subject?.value)
      }
      return Page(wanted, limit: limit) { DescendingKey($0.number) }
    }
  }

  /// One lock orders all changes: what has a number is over.
  public func changes(
    above number: Int, of project: Name?, limit: Limit
  ) async throws(Failure) -> ChangeBatch {
    try read { (state) throws(Failure) in
      let wanted = state.changes.above(number).lazy.filter { project == nil || $0.change.projectName == project }
      return ChangeBatch(Array(wanted.prefix(limit.value)), limit: limit, upTo: state.changes.last)
    }
  }
}
