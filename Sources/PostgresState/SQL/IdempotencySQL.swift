// IdempotencySQL: every statement on the results of calls with an idempotency key.

import Postgres
import State

enum IdempotencySQL {
  /// The time for which a result is kept, as a PostgreSQL interval; docs/contract.md, "Tools".
  static let lifetime = "24 hours"

  /// $1 tool, $2 key, $3 fingerprint, $4 time. Gives a row when the key is this call's now: it was free, or expired.
  /// Waits for a transaction that holds the same key and has not ended.
  static let claim = PostgresStatement(
    """
    INSERT INTO idempotency_keys AS k (tool, key, fingerprint, created_at) VALUES ($1, $2, $3, $4::timestamp)
    ON CONFLICT (tool, key) DO UPDATE
      SET fingerprint = EXCLUDED.fingerprint, result = NULL, created_at = EXCLUDED.created_at
      WHERE k.created_at < EXCLUDED.created_at - INTERVAL '\(lifetime)'
    RETURNING tool
    """)

  static let first = PostgresStatement(
    "SELECT fingerprint, result FROM idempotency_keys WHERE tool = $1 AND key = $2")

  /// $1 tool, $2 key, $3 result.
  static let remember = PostgresStatement("UPDATE idempotency_keys SET result = $3 WHERE tool = $1 AND key = $2")

  /// $1 time. Sent once an hour.
  static let expire = PostgresStatement(
    "DELETE FROM idempotency_keys WHERE created_at < $1::timestamp - INTERVAL '\(lifetime)'", isPlannedAnew: true)
}
