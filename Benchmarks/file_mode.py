"""Measures respec-server on a state file; started by scripts/bench --file.

record_feedback stands beside the plain way to do the same on a copy of the same file, with the same SQLite and settings
(bare_loop.c): one UPDATE and one INSERT in a transaction, synced. Both give each loop FEEDBACKS_A_LOOP feedbacks and go
on to a new one, as agents do. get_loop and the start stand beside memory mode. Slices of the compared sides take turns,
and every figure is a median of slices.

A commit is a sync and little else, so the ratio depends on the disk: where a sync takes 0.2 ms it shows what a call costs
besides, where it takes 1.5 ms hardly anything. --sync-milliseconds makes each sync of both sides longer by the same time
(slow_sync.c), to see the ratio of a slower disk.
"""

import argparse
import gc
import json
import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import scale
import state_file
from driver import FIRST_REQUESTS, STUCK_SECONDS, WINDOW, Failure, Server, assessment, call, check_answer, check_kept, \
    create_scored_loops, first_answer, in_lanes, print_goals, stuck
from scale import Size

WRITE_ROUNDS = 30  # short ones and many: a disk that others use has bad seconds
WRITE_SECONDS = 0.2
READ_ROUNDS = 15
READ_SECONDS = 0.25
FEEDBACKS_A_LOOP = 20
FIRST_LOOP = 10_000_000  # eight decimal digits are a loop's id, too
LOOPS_A_SLICE = 256  # whose feedbacks, 5,120, no slice will surpass
STARTS = 40
SCALE = {"1,000 loops": 1_000, "1,000,000 loops": 1_000_000}
MEMORY = {"STATE_MANAGER": "memory"}


def settings(path):
    return {"STATE_MANAGER": "file", "STATE_FILE": str(path), "MCP_LOG_LEVEL": "warning"}


def make_file(binary, path):
    """A file with the server's tables and nothing in them."""
    first_answer([binary], call(1, "list_project_plans", {}), settings(path))
    return path


# Writing


class BareLoop:
    """The program of bare_loop.c on its file, kept running from slice to slice as the server is."""

    def __init__(self, program, path, environment):
        stored = assessment(0) | {"loop_id": "00000000", "iteration": 1, "timestamp": "2026-01-01T00:00:00.000000Z"}
        self.process = subprocess.Popen(
            [program, path, str(WRITE_SECONDS), str(LOOPS_A_SLICE), str(FEEDBACKS_A_LOOP),
             json.dumps(stored, ensure_ascii=False, separators=(",", ":"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | environment)

    def measure(self, first):
        """Commits a second on the loops from `first` on."""
        print(first, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def close(self):
        self.process.communicate()


class Writing:
    """record_feedback on the server, one by one and with WINDOW in flight, and the bare loop."""

    def __init__(self, binary, bare, folder, environment):
        self.file = make_file(binary, folder / "written.db")
        state_file.add_loops(self.file, FIRST_LOOP, LOOPS_A_SLICE * 2 * (WRITE_ROUNDS + 1))
        self.bare_file = shutil.copy(self.file, folder / "bare.db")
        self.server = Server([binary], settings(self.file) | environment)
        self.bare = BareLoop(bare, self.bare_file, environment)
        self.next_id = 0
        self.rates = {"bare": [], "one by one": [], "in flight": []}

    def measure(self, turn):
        """A slice of each, on loops that no slice has used yet."""
        first = FIRST_LOOP + turn * 2 * LOOPS_A_SLICE
        sides = [
            ("bare", lambda: self.bare.measure(first)),
            ("one by one", lambda: self.record(1, first)),
            ("in flight", lambda: self.record(WINDOW, first + LOOPS_A_SLICE)),
        ]
        for name, side in sides if turn % 2 else reversed(sides):
            signal.alarm(STUCK_SECONDS)
            self.rates[name].append(side())
        signal.alarm(0)

    def record(self, lanes, first):
        count = LOOPS_A_SLICE // lanes  # loops of a lane

        def requests(lane):
            for k in range(count * FEEDBACKS_A_LOOP):
                loop = {"loop_id": f"{first + lane * count + k // FEEDBACKS_A_LOOP:08d}"}
                yield call(self.next_id + k * lanes + lane, "record_feedback", assessment(k) | loop)

        # Encoded before the clock starts.
        encoded = [iter(list(requests(lane))) for lane in range(lanes)]
        self.next_id += 1_000_000  # divisible by WINDOW: ids are congruent to their lanes
        return in_lanes(self.server, encoded, WRITE_SECONDS)


def measure_writing(binary, bare, folder, environment):
    """`environment`: variables for both sides."""
    writing = Writing(binary, bare, folder, environment)
    try:
        for turn in range(WRITE_ROUNDS + 1):
            writing.measure(turn)
        writing.memory = writing.server.peak_memory()
    except (Failure, OSError, ValueError) as failure:
        raise Failure(f"record_feedback: {failure}\n{writing.server.complaint()}") from None
    finally:
        signal.alarm(0)
        writing.server.close()
        writing.bare.close()
    for rates in writing.rates.values():
        del rates[0]  # the round that warms up
    check_written(writing)
    return writing


def check_written(writing):
    """Both sides wrote what they counted: as many feedbacks in a loop as scores, and a sound file."""
    for path in (writing.file, writing.bare_file):
        database = sqlite3.connect(path)
        lost = database.execute(
            "SELECT count(*) FROM loop_states WHERE json_array_length(score_history) <> "
            "(SELECT count(*) FROM loop_feedback WHERE loop_id = id)").fetchone()[0]
        sound = database.execute("PRAGMA quick_check").fetchone()[0]
        database.close()
        if lost or sound != "ok":
            raise Failure(f"{path}: {lost} loops with another number of feedbacks than scores; {sound}")


# Reading


class Reading:
    """get_loop on one server, with WINDOW loops of five scores each."""

    def __init__(self, binary, environment):
        self.server = Server([binary], environment)
        self.loops = create_scored_loops(self.server, WINDOW)
        self.next_id = 1_000_000
        self.rates = {"one by one": [], "in flight": []}
        check_answer(self.server.ask(self.requests(1)[0]))

    def requests(self, count):
        first, self.next_id = self.next_id, self.next_id + count
        return [
            call(number, "get_loop", {"loop_id": self.loops[number % WINDOW]}) for number in range(first, first + count)
        ]

    def measure(self):
        signal.alarm(STUCK_SECONDS)
        latencies, elapsed, kept = self.server.sequential(self.requests(40_000), READ_SECONDS)
        check_kept(kept)
        self.rates["one by one"].append(len(latencies) / elapsed)
        calls, elapsed, kept = self.server.pipelined(self.requests(100_000), READ_SECONDS)
        check_kept(kept)
        self.rates["in flight"].append(calls / elapsed)
        signal.alarm(0)


def measure_reading(binary, folder):
    """The file's side and memory mode's."""
    sides = []
    try:
        for environment in (settings(folder / "read.db"), MEMORY):
            sides.append(Reading(binary, environment))
        for turn in range(READ_ROUNDS + 1):
            for side in sides if turn % 2 else reversed(sides):
                side.measure()
    except (Failure, OSError, ValueError) as failure:
        complaint = sides[-1].server.complaint() if sides else ""
        raise Failure(f"get_loop: {failure}\n{complaint}") from None
    finally:
        signal.alarm(0)
        for side in sides:
            side.server.close()
    for side in sides:
        for rates in side.rates.values():
            del rates[0]
    return sides


# Start and scale


def measure_starts(binary, path):
    """Medians of interleaved spawns: memory mode's first answer, ours, and our first answer from the file."""
    request = FIRST_REQUESTS["server/discover"]
    kinds = [
        (MEMORY, request), (settings(path), request),
        (settings(path), call(1, "list_loops", {"project_name": "bench 1"})),
    ]
    times = [[], [], []]
    for turn in range(STARTS):
        for kind in (0, 1, 2) if turn % 2 else (2, 1, 0):
            environment, first = kinds[kind]
            times[kind].append(first_answer([binary], first, environment))
    return [statistics.median(taken) for taken in times]


def measure_scale(binary, folder):
    sizes = []
    for index, (name, loops) in enumerate(SCALE.items()):
        path = make_file(binary, folder / f"scale-{index}.db")
        state_file.fill(path, loops)
        sizes.append(Size(name, Server([binary], settings(path)), state_file.open_loops(path)))
    os.sync()  # what filling has left to the disk is not theirs
    for index in range(len(SCALE)):
        read_whole(folder / f"scale-{index}.db")
    scale.measure(sizes)
    return sizes


def read_whole(path):
    """Filling leaves of a large file whatever was written last in the system's memory, and all of a small one. Reading
    both through puts both there, as far as there is room: a page's way from the disk is no part of a call's cost."""
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


# What is printed


def ratio(ours, theirs):
    """The median of the rounds' ratios: what slows a round down slows both sides."""
    return statistics.median(a / b for a, b in zip(ours, theirs))


def report(starts, writing, reading, sizes, sync_milliseconds):
    if sync_milliseconds:
        print(f"\nEach sync of the server and of the bare loop was made {sync_milliseconds} ms longer.")
    print(f"\nrecord_feedback, calls a second (medians of {WRITE_ROUNDS} slices of {WRITE_SECONDS} s; "
          f"{FEEDBACKS_A_LOOP} feedbacks a loop)")
    bare, one, many = writing.rates.values()
    for name, rates in zip(["bare loop", "one by one", f"{WINDOW} in flight"], writing.rates.values()):
        spread = f"{min(rates):,.0f}–{max(rates):,.0f}"
        print(f"  {name:24}{statistics.median(rates):>10,.0f}/s{ratio(rates, bare):>8.2f}{spread:>18}")
    print(f"\nget_loop, calls a second (medians of {READ_ROUNDS} slices of {READ_SECONDS} s)")
    print(f"  {'':24}{'file':>12}{'memory':>12}{'ratio':>8}")
    file, memory = reading
    for name in file.rates:
        ours, theirs = file.rates[name], memory.rates[name]
        print(f"  {name:24}{statistics.median(ours):>10,.0f}/s{statistics.median(theirs):>10,.0f}/s"
              f"{ratio(ours, theirs):>8.2f}")
    in_memory, in_file, first_call = starts
    print(f"\nspawn to first answer (medians of {STARTS}): memory {in_memory * 1e3:.2f} ms, "
          f"file {in_file * 1e3:.2f} ms; to the first answer out of the file {first_call * 1e3:.2f} ms")

    alone, together = ratio(one, bare), statistics.median(many)
    checks = [
        ("record_feedback, one by one: at least 0.8 of the bare loop", alone >= 0.8, f"{alone:.2f}"),
        (f"record_feedback, {WINDOW} in flight: 5 times one by one, or 8,000/s",
         ratio(many, one) >= 5 or together >= 8_000, f"×{ratio(many, one):.1f}"),
    ]
    for name in file.rates:
        share = ratio(file.rates[name], memory.rates[name])
        checks.append((f"get_loop, {name}: at least 0.5 of memory mode", share >= 0.5, f"{share:.2f}"))
    checks.append(("first answer: at most 1.1 times memory mode's", in_file <= 1.1 * in_memory,
                   f"{in_file / in_memory:.2f}"))
    if sizes:
        checks += scale.report(sizes)
        print("  (both files were read through before, so that their pages are in the system's memory)")
    peak = max([writing.memory] + [size.memory for size in sizes])
    checks.append(("peak memory: at most 40 MB", peak <= 40e6, f"{peak / 1e6:.1f} MB"))
    return print_goals("file mode", checks)


def main():
    parser = argparse.ArgumentParser(description="Measures respec-server on a state file.")
    parser.add_argument("--server", required=True, help="the respec-server binary")
    parser.add_argument("--bare", required=True, help="the program of bare_loop.c")
    parser.add_argument("--folder", required=True, type=Path, help="on the disk to measure")
    parser.add_argument("--check", action="store_true", help="exit 1 when a goal is missed")
    parser.add_argument("--scale", action="store_true", help="also at 1,000 and 1,000,000 loops; takes minutes")
    parser.add_argument(
        "--sync-milliseconds", type=float, default=0, help="makes each sync of the server and the bare loop longer")
    parser.add_argument("--slow-sync", help="the library of slow_sync.c, for --sync-milliseconds")
    options = parser.parse_args()
    slowness = {}
    if options.sync_milliseconds:
        slowness = {
            "LD_PRELOAD": os.path.realpath(options.slow_sync),
            "SLOW_SYNC_MICROSECONDS": str(round(options.sync_milliseconds * 1e3)),
        }
    signal.signal(signal.SIGALRM, stuck)
    gc.disable()
    try:
        with tempfile.TemporaryDirectory(dir=options.folder, prefix="bench-file-") as name:
            folder = Path(name).resolve()
            print(f"respec-server in file mode beside a bare loop on SQLite {sqlite3.sqlite_version}; "
                  f"{os.cpu_count()} cores", flush=True)
            writing = measure_writing(options.server, options.bare, folder, slowness)
            reading = measure_reading(options.server, folder)
            starts = measure_starts(options.server, writing.file)
            sizes = measure_scale(options.server, folder) if options.scale else []
    except (Failure, OSError, sqlite3.Error, subprocess.CalledProcessError) as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 2
    met = report(starts, writing, reading, sizes, options.sync_milliseconds)
    return 0 if met or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
