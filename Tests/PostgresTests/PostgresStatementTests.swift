// PostgresStatementTests: a statement's effect on its transaction, by its first words.

import XCTest

@testable import Postgres

final class PostgresStatementTests: XCTestCase {
  func testEffect_ofEveryTransactionCommand() {
    let expected: [(String, PostgresStatement.Effect)] = [
      ("BEGIN", .begins), ("begin isolation level serializable", .begins), ("  START TRANSACTION", .begins),
      ("COMMIT", .commits), ("commit;", .commits), ("END", .commits), ("PREPARE TRANSACTION 'x'", .commits),
      ("PREPARE x AS SELECT 1", .none), ("ROLLBACK", .ends), ("ROLLBACK TO SAVEPOINT a", .none), ("ABORT", .ends),
      ("SELECT 'COMMIT'", .none), ("", .none), ("UPDATE t SET a = $1", .none),
    ]
    for (sql, effect) in expected { XCTAssertEqual(PostgresStatement(sql).effect, effect, sql) }
  }
}
