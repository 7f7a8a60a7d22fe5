// SQLSession: a psql that a test talks to: another client of the database, which shares no code with the server.

import EndToEndSupport
import JSON
import SharedStateSupport

/// One session. Not thread-safe: belongs to the thread of its test.
final class SQLSession {
  private let psql: ServerProcess
  private var questions = 0

  init(_ address: DatabaseAddress) throws {
    psql = try ServerProcess(
      binary: try Command.postgres("psql"),
      arguments: [
        "-XqAt", "-U", address.user, "-h", address.host, "-p", address.port, "-d", address.database,
      ], environment: ["PGPASSWORD": address.password])
  }

  /// Runs statements and returns the rows, columns parted by `|`.
  ///
  /// - Throws: when one of them fails.
  func run(_ sql: String) throws -> [String] {
    try start(sql)
    return try finish()
  }

  /// The first column of the only row.
  func value(_ sql: String) throws -> String {
    guard let row = try run(sql).first else { throw SQLFailure(message: "no row: \(sql)") }
    return row
  }

  func number(_ sql: String) throws -> Int { Int(try value(sql)) ?? 0 }

  func json(_ sql: String) throws -> JSONValue { try JSONParser.parse(try value(sql)) }

  /// Sends statements that may have to wait for a lock; `finish` gets what they come to.
  func start(_ sql: String) throws {
    questions += 1
    try psql.send("\(sql);", "SELECT 'end \(questions) ' || :'ERROR';")
  }

  /// The rows of what was started.
  func finish() throws -> [String] {
    var rows: [String] = []
    while true {
      let line = try psql.readLine()
      if line == "end \(questions) false" { return rows }
      if line == "end \(questions) true" { throw SQLFailure(message: psql.standardError) }
      rows.append(line)
    }
  }

  /// Polls until the statement gives `true`.
  ///
  /// - Throws: when it does not within the time.
  func wait(until condition: String, within seconds: Double = 10) throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try value("SELECT \(condition)") != "t" {
      guard ContinuousClock.now < end else { throw SQLFailure(message: "not true within \(seconds) s: \(condition)") }
      _ = try run("SELECT pg_sleep(0.01)")
    }
  }

  /// Ends the session, and what it has open, at once.
  func end() { psql.kill() }
}

struct SQLFailure: Error, CustomStringConvertible {
  let message: String
  var description: String { "psql: \(message)" }
}
