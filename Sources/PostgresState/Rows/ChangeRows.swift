// The record of changes as rows.

import Models
import Postgres
import State

extension RecordedChange {
  /// The columns that tell what was changed.
  static let changeColumns: [Column<RecordedChange>] = [
    Column("project_name") { .text($0.change.projectName.value) },
    Column("kind") { .text($0.change.kind.rawValue) },
    Column("subject") { .text($0.change.subject) },
    Column("operation") { .text($0.change.operation.rawValue) },
    Column("version", as: "integer") { PostgresValue($0.change.version) },
    Column("iteration", as: "integer") { PostgresValue($0.change.iteration) },
  ]

  /// The columns that tell when and by whom.
  static let authorColumns: [Column<ChangeAuthor>] = [
    Column("changed_at", as: "timestamp") { .text($0.time.value) },
    Column("actor") { .text($0.actor) },
    Column("client_name") { PostgresValue($0.client.name) },
    Column("client_version") { PostgresValue($0.client.version) },
    Column("host") { .text($0.host) },
    Column("process_id", as: "bigint") { .int($0.processID) },
    Column("idempotency_key") { PostgresValue($0.idempotencyKey?.value) },
  ]

  /// Reads the number, then the columns above in their order.
  init(_ row: inout PostgresRowReader) throws {
    let number: Int = try row.next()
    let (project, kind, subject): (Name, ChangeKind, String) = (try row.next(), try row.next(), try row.next())
    let change = Change(
      kind, of: project, subject: subject, try row.next(), version: try row.next(), iteration: try row.next())
    let (time, actor): (Timestamp, String) = (try row.next(), try row.next())
    let client = CallingClient(name: try row.next(), version: try row.next())
    self.init(
      number: number, change: change,
      author: ChangeAuthor(
        time: time, actor: actor, client: client, host: try row.next(), processID: try row.next(),
        idempotencyKey: try row.next()))
  }
}
