"""Measures respec-server on PostgreSQL beside pgbench on the same cluster; started by scripts/bench --database.

record_feedback stands beside the plain way to do the same: BEGIN, SELECT … FOR UPDATE, UPDATE, COMMIT as four
statements on the same table, with a feedback of the same size; and beside the limit of it all, the UPDATE alone as one
statement, which the server's own statement is but for what it decides. All give each loop FEEDBACKS_A_LOOP feedbacks and
go on to a new one, as agents do: with ever longer histories, writing those would be all that is measured. Slices of all
sides take turns, and every figure is a median of slices.
"""

import argparse
import gc
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import scale
from driver import FIRST_REQUESTS, STUCK_SECONDS, Failure, Server, assessment, call, first_answer, in_lanes, \
    print_goals, stuck
from scale import Size

ROUNDS = 7
SLICE_SECONDS = 2  # pgbench counts in whole seconds
CLIENTS = (1, 8)
FEEDBACKS_A_LOOP = 20
LOOPS_A_CLIENT = 400  # in one slice; so many that none is used twice
FIRST_ID = 10_000_000  # eight decimal digits are a loop's id, too, and pgbench can count them
STARTS = 15
SCALE = {"1,000 loops": (1_000, 100), "1,000,000 loops": (1_000_000, 100_000)}
FILL_DATABASE = Path(__file__).resolve().parent.parent / "scripts/fill-database"

TRANSACTION = """
\\set n :base + :client_id * :loops + :k / :feedbacks % :loops
\\set score 40 + :k % 40
\\set k :k + 1
BEGIN;
SELECT project_name, loop_type, status, score_history, iteration, guided_scores, created_at
  FROM loop_states WHERE id = :n FOR UPDATE;
UPDATE loop_states SET score_history = score_history || :score::integer, current_score = :score,
  feedback_history = feedback_history || :feedback::jsonb, decision_reason = 'below_threshold',
  status = CASE WHEN iteration % 5 = 0 THEN 'user_input' ELSE 'refine' END, iteration = iteration + 1,
  updated_at = now() AT TIME ZONE 'utc'
  WHERE id = :n;
COMMIT;
"""
ONE_STATEMENT = """
\\set n :base + :client_id * :loops + :k / :feedbacks % :loops
\\set score 40 + :k % 40
\\set k :k + 1
UPDATE loop_states SET score_history = score_history || :score::integer, current_score = :score,
  feedback_history = feedback_history || :feedback::jsonb, decision_reason = 'below_threshold',
  status = CASE WHEN iteration % 5 = 0 THEN 'user_input' ELSE 'refine' END, iteration = iteration + 1,
  updated_at = now() AT TIME ZONE 'utc'
  WHERE id = :n RETURNING id, project_name, loop_type, status, current_score, score_history, iteration, created_at,
  updated_at;
"""
READ = """
\\set n :base + :client_id * :loops + :k / :feedbacks % :loops
\\set k :k + 1
SELECT id, project_name, loop_type, status, current_score, score_history, iteration, created_at, updated_at
  FROM loop_states WHERE id = :n;
"""


STORED = json.dumps(
    assessment(0) | {"loop_id": "00000000", "iteration": 1, "timestamp": "2026-01-01T00:00:00.000000Z"},
    ensure_ascii=False)


def loop_id(number):
    return f"{FIRST_ID + number:08d}"


# The two sides


class Database:
    """A database of the test cluster, reached by psql and pgbench as its owner and as the superuser."""

    def __init__(self, url, programs):
        self.url, self.programs = url, Path(programs)

    def psql(self, sql, url=None):
        quiet = os.environ | {"PGOPTIONS": "-c client_min_messages=warning"}
        command = [self.programs / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url or self.url]
        return subprocess.run(command, input=sql, text=True, check=True, stdout=subprocess.PIPE, env=quiet).stdout

    def pgbench(self, script, clients, base):
        """Transactions a second of one slice."""
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
            file.write(script)
            file.flush()
            variables = {
                "base": FIRST_ID + base, "loops": LOOPS_A_CLIENT, "feedbacks": FEEDBACKS_A_LOOP, "k": 0,
                "feedback": STORED,
            }
            output = subprocess.run(
                [self.programs / "pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", str(min(clients, 2)),
                 "-T", str(SLICE_SECONDS), "-f", file.name]
                + [part for name, value in variables.items() for part in ("-D", f"{name}={value}")] + [self.url],
                text=True, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout
        return float(re.search(r"^tps = ([0-9.]+) \(without", output, re.MULTILINE)[1])

    def sibling(self, name):
        """Another database in the same cluster, new and empty."""
        superuser = re.sub("//[^@]*@", "//postgres@", self.url)
        self.psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", superuser)
        self.psql(f"CREATE DATABASE {name} OWNER respec", superuser)
        return Database(re.sub("/[^/?]*[?]", f"/{name}?", self.url), self.programs)

    def settings(self):
        return {"STATE_MANAGER": "database", "DATABASE_URL": self.url, "MCP_LOG_LEVEL": "warning"}


def encoded_lanes(tool, arguments, clients, base, first, count):
    """`count` requests in all, encoded before the clock starts; the loops are those that pgbench takes, too."""
    def request(client, k):
        loop = base + client * LOOPS_A_CLIENT + k // FEEDBACKS_A_LOOP % LOOPS_A_CLIENT
        return call(first + k * clients + client, tool, arguments(k) | {"loop_id": loop_id(loop)})
    return [iter([request(client, k) for k in range(count // clients)]) for client in range(clients)]


class Duel:
    """One of our tools beside pgbench scripts."""

    next_id = 0

    def __init__(self, tool, arguments, scripts, goals, most, is_writing):
        """`scripts` by name, the one to be compared with first; `goals` is the least ratio by the number of clients;
        `most` the calls a second that the machine will not surpass."""
        self.tool, self.arguments, self.scripts, self.goals = tool, arguments, scripts, goals
        self.most, self.is_writing = most, is_writing
        self.names = ["ours", *scripts]
        self.rates = {clients: {name: [] for name in self.names} for clients in CLIENTS}
        self.cpu = {clients: [] for clients in CLIENTS}

    def measure(self, server, database, clients, bases, turn):
        """A slice of each side, on loops of its own."""
        for name in self.names if turn % 2 else reversed(self.names):
            signal.alarm(STUCK_SECONDS)
            base = next(bases)
            rate = self.ours(server, clients, base) if name == "ours" \
                else database.pgbench(self.scripts[name], clients, base)
            self.rates[clients][name].append(rate)
        signal.alarm(0)

    def ours(self, server, clients, base):
        room = LOOPS_A_CLIENT * FEEDBACKS_A_LOOP * clients if self.is_writing else sys.maxsize
        count = min(self.most * SLICE_SECONDS, room)
        lanes = encoded_lanes(self.tool, self.arguments, clients, base, Duel.next_id, count)
        Duel.next_id += 1_000_000
        before = sum(server.cpu())
        rate = in_lanes(server, lanes, SLICE_SECONDS)
        self.cpu[clients].append((sum(server.cpu()) - before) / (rate * SLICE_SECONDS))
        return rate

    def forget_first_round(self):
        """It warms up: connections, prepared statements, caches."""
        for clients in CLIENTS:
            for rates in [*self.rates[clients].values(), self.cpu[clients]]:
                del rates[0]

    def ratios(self, clients, name):
        """Of each round: what slows a round down slows all sides."""
        return [a / b for a, b in zip(self.rates[clients]["ours"], self.rates[clients][name])]


def measure_duels(binary, database):
    """All slices, each on loops of its own. One duel after the other, each with a server of its own: a slice that has
    just followed another tool's is some percent slower on our side, which keeps its process, than on pgbench's."""
    duels = [
        Duel("record_feedback", assessment, {"four statements": TRANSACTION, "one statement": ONE_STATEMENT},
             goals={1: 1.0, 8: 0.9}, most=20_000, is_writing=True),
        Duel("get_loop", lambda _: {}, {"one statement": READ}, goals={1: 0.45, 8: 0.25}, most=50_000,
             is_writing=False),
    ]
    span = max(CLIENTS) * LOOPS_A_CLIENT
    slices = len(CLIENTS) * (ROUNDS + 1) * max(len(duel.names) for duel in duels)
    database.psql(
        f"INSERT INTO loop_states (id, project_name, loop_type) "
        f"SELECT {FIRST_ID} + n, 'bench ' || n % 100, 'spec' FROM generate_series(0, {slices * span}) n; "
        f"VACUUM (ANALYZE) loop_states; CHECKPOINT",
        re.sub("//[^@]*@", "//postgres@", database.url))
    for duel in duels:
        measure_duel(duel, binary, database, iter(range(0, slices * span, span)))
    return duels


def measure_duel(duel, binary, database, bases):
    server = Server([binary], database.settings())
    try:
        for turn in range(ROUNDS + 1):
            for clients in CLIENTS:
                duel.measure(server, database, clients, bases, turn)
        duel.forget_first_round()
    except (Failure, OSError, ValueError) as failure:
        raise Failure(f"{failure}\n{server.complaint()}") from None
    finally:
        signal.alarm(0)
        server.close()


# Start


def measure_starts(binary, database):
    """Medians of interleaved spawns: memory mode's first answer, ours, and our first answer from the database."""
    request = FIRST_REQUESTS["server/discover"]
    kinds = [
        ({"STATE_MANAGER": "memory"}, request), (database.settings(), request),
        (database.settings(), call(1, "list_loops", {"project_name": "bench 1"})),
    ]
    times = [[], [], []]
    for _ in range(STARTS):
        for taken, (settings, first) in zip(times, kinds):
            taken.append(first_answer([binary], first, settings))
    return [statistics.median(taken) for taken in times]


# Scale


def filled_size(name, binary, database):
    loops, specs = SCALE[name]
    subprocess.run([binary, "migrate"], env=os.environ | database.settings(), check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        [FILL_DATABASE, "--loops", str(loops), "--specs", str(specs)],
        env=os.environ | {"DATABASE_URL": database.url}, check=True, stdout=subprocess.DEVNULL)
    rows = database.psql("SELECT id, project_name FROM loop_states WHERE status <> 'completed'").splitlines()
    return Size(name, Server([binary], database.settings()), [row.split("|") for row in rows])


def measure_scale(binary, database):
    siblings = [database.sibling(f"bench_{index}") for index in range(len(SCALE))]
    sizes = [filled_size(name, binary, sibling) for name, sibling in zip(SCALE, siblings)]
    database.psql("CHECKPOINT", re.sub("//[^@]*@", "//postgres@", database.url))
    scale.measure(sizes)
    return sizes


# What is printed


def report_duel(duel, clients):
    """Prints a line for each script of pgbench and returns the check."""
    rates = duel.rates[clients]
    front = (f"  {duel.tool:18}{clients:>10}{statistics.median(rates['ours']):>8,.0f}/s"
             f"{statistics.median(duel.cpu[clients]) * 1e6:>6.0f} µs")
    for name in duel.scripts:
        ratios = duel.ratios(clients, name)
        print(f"{front}  {name:18}{statistics.median(rates[name]):>7,.0f}/s{statistics.median(ratios):>7.2f}"
              f"{f'{min(ratios):.2f}–{max(ratios):.2f}':>13}")
        front = " " * len(front)
    ratio = statistics.median(duel.ratios(clients, next(iter(duel.scripts))))
    goal = duel.goals[clients]
    return [(f"{duel.tool}, {clients} in flight: at least {goal} of pgbench", ratio >= goal, f"{ratio:.2f}")]


def report(duels, starts, sizes):
    checks = []
    print(f"\nbeside pgbench -M prepared, calls a second (medians of {ROUNDS} slices of {SLICE_SECONDS} s; "
          f"{FEEDBACKS_A_LOOP} feedbacks a loop)")
    print(f"  {'':18}{'in flight':>10}{'ours':>10}{'our CPU':>9}  {'pgbench':18}{'':9}{'ratio':>7}{'slices':>13}")
    for duel in duels:
        for clients in CLIENTS:
            checks += report_duel(duel, clients)
    print("  (pgbench: record_feedback beside BEGIN, SELECT … FOR UPDATE, UPDATE, COMMIT, and beside one UPDATE, which is"
          "\n  the limit; get_loop beside a SELECT by the primary key)")
    memory, ours, first_call = starts
    print(f"\nspawn to first answer (medians of {STARTS}): memory {memory * 1e3:.2f} ms, database {ours * 1e3:.2f} ms; "
          f"to the first answer out of the database {first_call * 1e3:.1f} ms")
    checks.append(("first answer: at most 1.2 times memory mode's", ours <= 1.2 * memory, f"{ours / memory:.2f}"))
    if sizes:
        checks += scale.report(sizes)
        print("  (of any project most pages are not in PostgreSQL's default 128 MB of memory at 1,000,000 loops)")
    return print_goals("database mode", checks)


def main():
    parser = argparse.ArgumentParser(description="Measures respec-server on PostgreSQL beside pgbench.")
    parser.add_argument("--server", required=True, help="the respec-server binary")
    parser.add_argument("--check", action="store_true", help="exit 1 when a goal is missed")
    parser.add_argument("--scale", action="store_true", help="also at 1,000 and 1,000,000 loops; takes minutes")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, stuck)
    database = Database(os.environ["RESPEC_TEST_DATABASE_URL"], os.environ["RESPEC_TEST_PG_BIN"])
    subprocess.run(
        [options.server, "migrate"], env=os.environ | database.settings(), check=True, stdout=subprocess.DEVNULL)
    version = database.psql("SHOW server_version").strip()
    print(f"respec-server beside pgbench on PostgreSQL {version}, default fsync; {os.cpu_count()} cores")
    gc.disable()
    try:
        starts = measure_starts(options.server, database)
        duels = measure_duels(options.server, database)
        sizes = measure_scale(options.server, database) if options.scale else []
    except (Failure, OSError, subprocess.CalledProcessError) as failure:
        print(f"bench: {failure}\n{getattr(failure, 'stderr', None) or ''}", file=sys.stderr)
        return 2
    met = report(duels, starts, sizes)
    return 0 if met or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
