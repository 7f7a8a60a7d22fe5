// The bare loop beside record_feedback: one UPDATE and one INSERT in a transaction of their own for each feedback, on
// the state file's own tables, with the server's settings.
//
//     bare-loop FILE SECONDS LOOPS FEEDBACKS-A-LOOP FEEDBACK
//
// For each number read, the first of LOOPS loops without feedback, it commits for so many seconds and prints the
// commits a second.

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static sqlite3 *database;
static sqlite3_stmt *begin, *update, *insert, *commit;

static void fail(const char *message) {
  fprintf(stderr, "bare-loop: %s\n", message);
  exit(1);
}

static void check(int code, int expected) {
  if (code != expected) fail(sqlite3_errmsg(database));
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  check(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
  return statement;
}

static void run(sqlite3_stmt *statement) {
  check(sqlite3_step(statement), SQLITE_DONE);
  check(sqlite3_reset(statement), SQLITE_OK);
}

static double now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// Commits on a slice's loops; returns the commits a second.
static double commit_feedbacks(double seconds, long first, long loops, long feedbacks) {
  long done = 0;
  double start = now(CLOCK_MONOTONIC), time = start;
  for (; time - start < seconds; time = now(CLOCK_MONOTONIC), done++) {
    if (done == loops * feedbacks) fail("there are not enough loops");
    char id[21];
    snprintf(id, sizeof id, "%08ld", first + done / feedbacks);
    sqlite3_bind_text(update, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(update, 2, 40 + done % 40);
    sqlite3_bind_int64(update, 3, (sqlite3_int64)(now(CLOCK_REALTIME) * 1e6));
    sqlite3_bind_text(insert, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 2, done % feedbacks + 1);
    run(begin);
    run(update);
    if (sqlite3_changes(database) != 1) fail("there is no such loop");
    run(insert);
    run(commit);
  }
  return (double)done / (time - start);
}

int main(int count, char **arguments) {
  if (count != 6) return fputs("usage: see the head of bare_loop.c\n", stderr), 64;
  check(sqlite3_open_v2(arguments[1], &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
  // The log is written back by the loop itself after 1,000 pages, SQLite's default.
  check(sqlite3_exec(database, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; "
    "PRAGMA cache_size = -2000; PRAGMA mmap_size = 0; PRAGMA wal_autocheckpoint = 1000", NULL, NULL, NULL), SQLITE_OK);
  begin = prepare("BEGIN IMMEDIATE");
  commit = prepare("COMMIT");
  update = prepare(
    "UPDATE loop_states SET current_score = ?2, score_history = json_insert(score_history, '$[#]', ?2), "
    "status = iif(iteration % 5 = 0, 'user_input', 'refine'), decision_reason = 'below_threshold', "
    "iteration = iteration + 1, updated_at = ?3 WHERE id = ?1");
  insert = prepare("INSERT INTO loop_feedback (loop_id, position, feedback) VALUES (?1, ?2, ?3)");
  check(sqlite3_bind_text(insert, 3, arguments[5], -1, SQLITE_STATIC), SQLITE_OK);

  long first;
  while (scanf("%ld", &first) == 1) {
    printf("%f\n", commit_feedbacks(atof(arguments[2]), first, atol(arguments[3]), atol(arguments[4])));
    fflush(stdout);
  }
  return 0;
}
