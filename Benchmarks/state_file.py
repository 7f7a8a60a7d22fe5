"""State files for the benchmarks, filled through SQLite directly: the server has made their tables before.

The same number of loops gives the same rows.
"""

import json
import sqlite3
import time

FEEDBACK = {
    "loop_id": "", "critic_agent": "spec-critic", "iteration": 1, "score": 70,
    "assessment_summary": "The scope is clear; the plan says nothing about how it is tested.",
    "detailed_feedback": None, "key_issues": ["No test strategy", "The roll-back is missing"],
    "recommendations": ["Name the test levels", "Describe the roll-back"], "timestamp": "2026-01-01T00:00:00.000000Z",
}
LOOPS_A_PROJECT = 100  # on average; the first projects have far more
DAY_MICROSECONDS = 86_400 * 1_000_000


def add_loops(path, first, count):
    """Loops without feedback; their ids are their numbers from `first` in eight decimal digits."""
    with write(path) as database:
        database.execute(f"""
            WITH RECURSIVE numbers (n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers LIMIT {count})
            INSERT INTO loop_states (id, project_name, loop_type, created_at, updated_at)
            SELECT printf('%08d', n), 'bench ' || (n % 100), 'spec', {now()}, {now()} FROM numbers""")


def fill(path, loops):
    """Loops as they are after months: projects of all sizes, most loops completed, one to three feedbacks each, a spec
    and a history of ten in every project."""
    start = now() - 90 * DAY_MICROSECONDS
    projects = loops // LOOPS_A_PROJECT + 1
    with write(path) as database:
        # Numbers to ids: multiplying by an odd number and keeping 32 bits gives each number another id, in no order.
        # The square root of a spread-out fraction makes the projects' sizes differ.
        database.executescript(f"""
            CREATE TEMPORARY TABLE made AS
              WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT {loops})
              SELECT n, printf('%08x', n * 2654435761 % 4294967296) AS id,
                CAST({projects} * (n * 40503 % 65536 / 65536.0) * (n * 40503 % 65536 / 65536.0) AS INTEGER) AS project,
                CASE WHEN n / 7 % 10 < 7 THEN 'completed' WHEN n / 7 % 10 = 7 THEN 'user_input' ELSE 'refine' END
                  AS status,
                1 + n % 3 AS feedbacks, {start} + n * 7000000 AS created_at
              FROM numbers;
            INSERT INTO technical_specs (id, project_name, spec_name, phase_name, created_at, updated_at, objectives,
                scope, dependencies, deliverables)
              SELECT printf('%08x', project), 'project ' || project, 'import', 'Import', {start}, {start}, t, t, t, t
              FROM (SELECT DISTINCT project FROM made), (SELECT '- A line that says what is to be done, and why.' AS t);
            INSERT INTO loop_states (id, project_name, loop_type, status, current_score, score_history, iteration,
                created_at, updated_at, decision_reason)
              SELECT id, 'project ' || project, CASE n % 3 WHEN 0 THEN 'spec' WHEN 1 THEN 'plan' ELSE 'build_code' END,
                status, iif(status = 'completed', 96, 70),
                CASE feedbacks WHEN 1 THEN '[' WHEN 2 THEN '[55,' ELSE '[55,64,' END
                  || iif(status = 'completed', 96, 70) || ']',
                feedbacks + iif(status = 'completed', 0, 1), created_at, created_at + feedbacks * 300000000,
                CASE status WHEN 'completed' THEN 'threshold_reached' WHEN 'user_input' THEN 'stagnation'
                  ELSE 'below_threshold' END
              FROM made ORDER BY id;
            INSERT INTO loop_history (loop_id, project_name, sequence_number, added_at)
              SELECT id, 'project ' || project, n, created_at FROM
                (SELECT *, row_number() OVER (PARTITION BY project ORDER BY n DESC) AS place FROM made)
              WHERE place <= 10 ORDER BY id;
            UPDATE loop_history_counter SET last_number = {loops};
            INSERT INTO loop_to_spec_mappings (loop_id, project_name, spec_name, linked_at)
              SELECT id, 'project ' || project, 'import', created_at FROM made WHERE n % 3 = 0 ORDER BY id;
            INSERT INTO idempotency_keys (tool, key, created_at, fingerprint, result)
              SELECT 'create_loop', 'key ' || n, {now()} - n % 86400 * 1000000, printf('%032x', n), '{{}}'
              FROM made WHERE n % 10 = 0;
            """)
        # Feedback is appended as it comes in, loop after loop.
        database.execute("""
            WITH places (position) AS (VALUES (1), (2), (3))
            INSERT INTO loop_feedback (loop_id, position, feedback)
            SELECT id, position, json_set(?, '$.loop_id', id, '$.iteration', position)
            FROM made JOIN places ON position <= feedbacks ORDER BY n, position""", [json.dumps(FEEDBACK)])
        database.execute("ANALYZE")


def now():
    return int(time.time() * 1e6)


class write:
    """One transaction without syncs; the file is in WAL mode, whole and with an empty log afterwards."""

    def __init__(self, path):
        self.database = sqlite3.connect(path, isolation_level=None)

    def __enter__(self):
        self.database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
        return self.database

    def __exit__(self, *_):
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.close()


def open_loops(path):
    """Ids and projects of the loops that take feedback."""
    database = sqlite3.connect(path)
    try:
        return database.execute("SELECT id, project_name FROM loop_states WHERE status <> 'completed'").fetchall()
    finally:
        database.close()
