// PostgresStateManager, the record of changes.
//
// A row's number is given before its transaction commits, so a row with a lower number may come to be seen after one with a
// higher. A follower that has seen a number must know that nothing below it will follow. It does so in this order:
//
// 1. It reads the highest number to be seen, N. Whoever was given a number up to N has locked the table before that, as
//    INSERT does, and keeps the lock until its transaction is over.
// 2. It reads which transactions hold that lock. Whoever was given a number up to N and is not among them is over: the lock
//    is let go of after the commit has become visible.
// 3. It waits until none of them holds the lock any more: then all who were given a number up to N are over.
// 4. Rows read now up to N are all that there will ever be.

import Models
import Postgres
import State

extension PostgresStateManager {
  /// Reads one page by its keys in one statement.
  public func changes(
    of project: Name?, subject: Name?, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<RecordedChange, DescendingKey> {
    let command = ChangeSQL.list(
      PostgresValue(project?.value), PostgresValue(subject?.value), .int(cursor?.key?.number ?? .max),
      .int(limit.value + 1))
    return try await read(of: project, command) { [self] connection, rows in
      if rows.isEmpty, let project { try require(project, on: connection) }
      return Page(try rows.read { try RecordedChange(&$0) }, limit: limit) { DescendingKey($0.number) }
    }
  }

  /// Waits for writers under way, a second at most; gives nothing yet where they go on longer.
  public func changes(
    above number: Int, of project: Name?, limit: Limit
  ) async throws(Failure) -> ChangeBatch {
    let last = try await readPrimary { connection in
      try connection.execute(ChangeSQL.last()).readFirst { try $0.next() as Int } ?? 0
    }
    guard last > number else { return ChangeBatch(changes: [], last: last) }
    guard try await writersAreOver() else { return ChangeBatch(changes: [], last: number) }
    return try await readPrimary { connection in
      let command = ChangeSQL.between(.int(number), .int(last), PostgresValue(project?.value), .int(limit.value))
      let changes = try connection.execute(command).read { try RecordedChange(&$0) }
      return ChangeBatch(changes, limit: limit, upTo: last)
    }
  }

  /// Waits until all transactions are over that may have added to the record by now.
  ///
  /// - Returns: false where one goes on longer than callers should wait.
  private func writersAreOver() async throws(Failure) -> Bool {
    var left = try await writers()
    for milliseconds in [2, 5, 10, 20, 50, 100, 200, 500] where !left.isEmpty {
      try? await Task.sleep(for: .milliseconds(milliseconds))
      left = left.intersection(try await writers())
    }
    return left.isEmpty
  }

  private func writers() async throws(Failure) -> Set<String> {
    try await readPrimary { connection in Set(try connection.execute(ChangeSQL.writers()).texts()) }
  }
}
