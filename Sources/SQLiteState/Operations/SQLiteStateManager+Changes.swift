// SQLiteStateManager, the record of changes.

import Models
import SQLite
import State

extension SQLiteConnection {
  /// Adds an entry to the record, in the transaction of the change.
  ///
  /// - Parameter author: nil where changes are not recorded.
  func record(_ change: Change, by author: ChangeAuthor?) throws {
    guard let author else { return }
    try run(ChangeSQL.insert(RecordedChange(number: 0, change: change, author: author)))
  }
}

extension SQLiteStateManager {
  /// Reads one page by its keys in one statement.
  public func changes(
    of project: Name?, subject: Name?, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<RecordedChange, DescendingKey> {
    let (last, more) = (cursor?.key?.number ?? .max, limit.value + 1)
    let command =
      switch (project, subject) {
      case (nil, nil): ChangeSQL.list(last, more)
      case (let project?, nil): ChangeSQL.listOfProject(last, more, project)
      case (nil, let subject?): ChangeSQL.listOfSubject(last, more, subject)
      case (let project?, let subject?): ChangeSQL.listOfBoth(last, more, subject, project)
      }
    return try await read { file in
      if let project { try file.require(project) }
      return Page(try file.all(command, RecordedChange.columns.read), limit: limit) { DescendingKey($0.number) }
    }
  }

  /// One transaction writes at a time, so numbers are given in the order of the commits.
  public func changes(
    above number: Int, of project: Name?, limit: Limit
  ) async throws(Failure) -> ChangeBatch {
    let command =
      project.map { ChangeSQL.ofProjectAbove(number, limit.value, $0) } ?? ChangeSQL.above(number, limit.value)
    return try await read { file in
      let changes = try file.all(command, RecordedChange.columns.read)
      return ChangeBatch(changes, limit: limit, upTo: try file.first(ChangeSQL.last(), Int.read) ?? 0)
    }
  }

  /// Takes away the entries that have been kept long enough, in steps between which others write.
  func expireChanges() async throws(Failure) {
    guard let end = recording.end(at: sources.now()) else { return }
    while !Task.isCancelled {
      let count = try await write(once: nil) { file, _ in try file.run(ChangeSQL.expire(end)) }.value
      if count < ChangeSQL.expiryStep { return }
    }
  }
}
