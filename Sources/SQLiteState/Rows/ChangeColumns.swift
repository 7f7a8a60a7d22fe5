// The columns of the record of changes.

import Models
import SQLite
import State

extension RecordedChange {
  static let columns = Columns(
    Column("number", \RecordedChange.number), Column("changed_at", \.author.time),
    Column("project_name", \.change.projectName), Column("kind", \.change.kind), Column("subject", \.change.subject),
    Column("operation", \.change.operation), Column("version", \.change.version),
    Column("iteration", \.change.iteration), Column("actor", \.author.actor),
    Column("client_name", \.author.client.name), Column("client_version", \.author.client.version),
    Column("host", \.author.host), Column("process_id", \.author.processID),
    Column("idempotency_key", \.author.idempotencyKey)
  ) {
    number, time, project, kind, subject, operation, version, iteration, actor, client, clientVersion, host, process,
    key
    in
    RecordedChange(
      number: number,
      change: Change(kind, of: project, subject: subject, operation, version: version, iteration: iteration),
      author: ChangeAuthor(
        time: time, actor: actor, client: CallingClient(name: client, version: clientVersion), host: host,
        processID: process, idempotencyKey: key))
  }
}

extension ChangeKind: ColumnValue {}
extension ChangeOperation: ColumnValue {}
