// IdempotentCall+SQLite: keeping the results of calls with an idempotency key in the state file.

import JSON
import Models
import SQLite
import State

extension IdempotentCall {
  /// The time for which a result is kept, in microseconds: 24 hours; docs/contract.md, "Tools".
  private static let lifetime = 86_400_000_000

  /// The result of an earlier call with this key; nil when there was none, or it has expired.
  ///
  /// - Throws: `Failure` with `conflict` when that call had other arguments.
  func first<Result: Decodable>(on connection: SQLiteConnection, at time: Timestamp) throws -> Result? {
    let oldest = Int(time.microseconds) - Self.lifetime
    return try connection.first(Self.find(.text(tool), .text(key.value), .int(oldest))) { row in
      guard try row.text() == fingerprint.hex else { throw Failure.keyReused(self) }
      return try row.keptResult()
    }
  }

  /// Stores the result, in the transaction that made it, and takes away some that have expired.
  func remember(_ result: some Encodable, on connection: SQLiteConnection, at time: Timestamp) throws {
    try connection.run(
      Self.store(
        .text(tool), .text(key.value), .int(Int(time.microseconds)), .text(fingerprint.hex), try .json(result)))
    try connection.run(Self.expire(.int(Int(time.microseconds) - Self.lifetime)))
  }

  /// ?1 tool, ?2 key, ?3 the oldest time of one that counts.
  private static let find = SQLiteStatement(
    "SELECT fingerprint, result FROM idempotency_keys WHERE tool = ?1 AND key = ?2 AND created_at >= ?3")

  private static let store = SQLiteStatement(
    """
    INSERT INTO idempotency_keys (tool, key, created_at, fingerprint, result) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (tool, key) DO UPDATE SET created_at = ?3, fingerprint = ?4, result = ?5
    """)

  /// ?1 the oldest time of one that counts. A few with each call that adds one keep their number down.
  private static let expire = SQLiteStatement(
    """
    DELETE FROM idempotency_keys WHERE rowid IN (
      SELECT rowid FROM idempotency_keys WHERE created_at < ?1 ORDER BY created_at LIMIT 10)
    """)
}
