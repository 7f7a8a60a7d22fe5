// StatementLog: the log of a connection's statements: their texts, times and rows, never a value.

import Logging
import Platform

/// Logs every statement at level debug, and as a warning those that took longer than a limit.
///
/// Statements that are sent together come back together: each has the time of their round trip.
struct StatementLog: Sendable {
  private let logger: Logger
  private let showsAll: Bool
  private let limit: Duration?
  /// Such as `db.example.com:5432`.
  private let server: String

  /// Nil where nothing would ever be logged: then nobody looks at a clock either.
  ///
  /// - Parameter limit: nil for no warnings.
  init?(_ logger: Logger, slowerThan limit: Duration?, server: (host: String, port: String)) {
    showsAll = logger.logLevel <= .debug
    guard showsAll || limit != nil else { return nil }
    self.logger = logger
    self.limit = limit
    self.server = "\(server.host):\(server.port)"
  }

  /// Notes one round trip.
  ///
  /// - Parameter steps: all that was sent; of a failure those behind the statement that failed have not run.
  func note(_ steps: [Session.Step], _ outcome: Result<[PostgresResult], PostgresError>, took time: Duration) {
    let statements = steps.compactMap(\.executed)
    if showsAll { show(statements, outcome, time) }
    guard let limit, time > limit else { return }
    let asked = statements.filter { !$0.isFrame }.map(\.statement)
    warn(asked.map(\.preparedName).joined(separator: ","), asked.map(\.sql).joined(separator: "; "), time)
  }

  private func warn(_ names: String, _ sql: String, _ time: Duration) {
    logger.warning("slow statement", metadata: metadata(names, sql, time))
  }

  private func show(
    _ statements: [Session.Step.Executed], _ outcome: Result<[PostgresResult], PostgresError>, _ time: Duration
  ) {
    var results = (try? outcome.get())?.makeIterator()
    for executed in statements {
      var line = metadata(executed.statement.preparedName, executed.statement.sql, time)
      if statements.count > 1 { line["together"] = "\(statements.count)" }
      if !executed.isFrame, let result = results?.next() { line["rows"] = "\(result.affectedRows)" }
      if case .failure(let error) = outcome, error.sql == executed.statement.sql {
        line["error"] = "\(error.sqlState?.rawValue ?? error.kind.description)"
      }
      logger.debug("statement", metadata: line)
    }
  }

  /// Notes a script, which is never slow: whoever runs one gives it time.
  func note(script: String, _ error: PostgresError?, took time: Duration) {
    guard showsAll else { return }
    var line = metadata("script", PostgresError.abbreviated(script), time)
    if let error { line["error"] = "\(error.sqlState?.rawValue ?? error.kind.description)" }
    logger.debug("statement", metadata: line)
  }

  private func metadata(_ name: String, _ sql: String, _ time: Duration) -> Logger.Metadata {
    ["name": "\(name)", "sql": "\(sql.oneLine)", "ms": "\(time.milliseconds)", "server": "\(server)"]
  }
}

extension Session.Step {
  /// A statement that was executed, and whether it is the session's own.
  typealias Executed = (statement: PostgresStatement, isFrame: Bool)

  /// Nil for the preparation of a statement, which belongs to its execution.
  fileprivate var executed: Executed? {
    switch self {
    case .prepare: nil
    case .execute(let statement): (statement, false)
    case .frame(let statement), .condition(let statement): (statement, true)
    }
  }
}
