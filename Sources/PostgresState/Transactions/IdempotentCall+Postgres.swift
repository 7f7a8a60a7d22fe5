// IdempotentCall+Postgres: keeping the results of calls with an idempotency key in the database.

import JSON
import Models
import Postgres
import State

extension IdempotentCall {
  /// Begins a transaction and takes the key for this call.
  ///
  /// - Returns: the result of an earlier call with this key and these arguments, nil when there was none; the transaction
  ///   is then open and waits for `remember`.
  /// - Throws: `Failure` with `conflict` when the key was used with other arguments.
  func claim<Result: Decodable>(
    on connection: isolated PostgresConnection, at time: Timestamp
  ) throws -> Result? {
    let claim = IdempotencySQL.claim(
      .text(tool), .text(key.value), .text(fingerprint.hex), .text(time.value))
    if try connection.pipeline([.begin, claim])[1].count == 1 { return nil }
    let results = try connection.pipeline([IdempotencySQL.first(.text(tool), .text(key.value)), .commit])
    return try results[0].readFirst { row in
      guard try row.next() == fingerprint.hex else { throw Failure.keyReused(self) }
      return try row.keptResult()
    }
  }

  /// Stores the result and ends the transaction.
  func remember(_ result: some Encodable, on connection: isolated PostgresConnection) throws {
    let json = String(decoding: try JSONModelEncoder.encode(result), as: UTF8.self)
    _ = try connection.pipeline([
      IdempotencySQL.remember(.text(tool), .text(key.value), .text(json)), .commit,
    ])
  }
}
