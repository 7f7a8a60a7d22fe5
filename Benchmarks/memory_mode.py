"""Measures respec-server beside an echo tool on the MCP Python SDK; started by scripts/bench.

Both servers are driven in the same way, as driver.py says. The measurements of all servers take turns in short slices,
so that noise of the machine hits all of them; every figure is over all slices.
"""

import argparse
import gc
import os
import resource
import signal
import statistics
import subprocess
import sys
from pathlib import Path

from driver import FIRST_REQUESTS, STUCK_SECONDS, WINDOW, Failure, Server, assessment, call, check_answer, \
    check_kept, create, create_loops, create_scored_loops, first_answer, print_goals, prose, stuck

ROUNDS = 4
SLICE_SECONDS = 0.6  # of one sequential or pipelined slice; ROUNDS of each a row
ENCODED_BYTES = 24 << 20  # requests encoded ahead for one slice, at most
LOOPS = 64
FEEDBACKS_A_LOOP = 20
HERE = Path(__file__).resolve().parent


def spec_arguments(number):
    """A spec with 6 KB of text, in one of 16 projects."""
    fields = ["objectives", "scope", "dependencies", "deliverables", "architecture", "development_plan"]
    return {"project_name": f"project {number % 16}", "phase_name": f"Phase {number}"} | {
        name: prose(1024) for name in fields
    }


def feedback_arguments(number, loops):
    loop = loops[number // FEEDBACKS_A_LOOP // LOOPS * LOOPS % len(loops) + number % LOOPS]
    return assessment(number) | {"loop_id": loop}


# What is measured


class Row:
    """One tool on one server: its process, an endless supply of requests, and what was measured."""

    def __init__(self, name, argv, tool, arguments, prepare=None):
        self.name, self.tool, self.arguments = name, tool, arguments
        self.argv, self.prepare = argv, prepare
        self.next = 0
        self.latencies, self.sequential_seconds = [], 0.0
        self.calls, self.pipelined_seconds, self.client_seconds = 0, 0.0, 0.0
        self.cpu = {"sequential": [0.0, 0.0], "pipelined": [0.0, 0.0]}
        self.cpu_calls = {"sequential": 0, "pipelined": 0}

    def start(self):
        self.server = Server(self.argv)
        self.context = self.prepare(self.server) if self.prepare else None
        sample = self.server.ask(self.request())
        check_answer(sample)
        self.answer_bytes = len(sample)
        for _ in range(200):
            check_answer(self.server.ask(self.request()))
        check_kept(self.server.pipelined(self.requests(1000), 1)[2])

    def request(self):
        number = self.next
        self.next += 1
        return call(number + 1_000_000, self.tool, self.arguments(number, self.context))

    def requests(self, limit):
        """Encodes requests for one slice; ids are never used twice in a session."""
        first = self.request()
        return [first] + [self.request() for _ in range(min(limit, ENCODED_BYTES // len(first)) - 1)]

    def measure(self, seconds):
        """One sequential and one pipelined slice, each with as many requests as the last ones suggest."""
        rate = len(self.latencies) / self.sequential_seconds if self.latencies else 20_000
        requests = self.requests(int(rate * seconds * 1.5) + 100)
        with self.counting("sequential") as count:
            latencies, elapsed, kept = self.server.sequential(requests, seconds)
            count(len(latencies))
        self.latencies += latencies
        self.sequential_seconds += elapsed
        check_kept(kept)

        rate = self.calls / self.pipelined_seconds if self.calls else 80_000
        requests = self.requests(int(rate * seconds * 1.3) + 1000)
        client = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        with self.counting("pipelined") as count:
            calls, elapsed, kept = self.server.pipelined(requests, seconds)
            count(calls)
        self.client_seconds += sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - client
        self.calls += calls
        self.pipelined_seconds += elapsed
        check_kept(kept)

    def counting(self, kind):
        return CPUCount(self, kind)

    def finish(self):
        self.memory = self.server.peak_memory()
        self.server.close()

    @property
    def sequential_rate(self):
        return len(self.latencies) / self.sequential_seconds

    @property
    def pipelined_rate(self):
        return self.calls / self.pipelined_seconds

    def percentile(self, share):
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class CPUCount:
    """Adds the server's CPU seconds of a block, and the calls made in it, to a row."""

    def __init__(self, row, kind):
        self.row, self.kind = row, kind

    def __enter__(self):
        signal.alarm(STUCK_SECONDS)
        self.before = self.row.server.cpu()
        return self.count

    def count(self, calls):
        self.row.cpu_calls[self.kind] += calls

    def __exit__(self, *_):
        signal.alarm(0)
        for index, after in enumerate(self.row.server.cpu()):
            self.row.cpu[self.kind][index] += after - self.before[index]


def create_specs(server):
    create(server, "create_spec", [spec_arguments(number) for number in range(LOOPS)])


def rows(ours, python):
    def get(number, loops):
        return {"loop_id": loops[number % len(loops)]}

    def get_spec(number, _):
        return {"project_name": f"project {number % LOOPS % 16}", "spec_name": f"phase-{number % LOOPS}"}

    return [
        Row("Python echo", python, "echo", lambda number, _: {"text": f"{number:08x}"}),
        Row("get_loop", ours, "get_loop", get, lambda server: create_scored_loops(server, LOOPS)),
        Row("get_loop, one loop", ours, "get_loop", get, lambda server: create_scored_loops(server, 1)),
        Row("record_feedback", ours, "record_feedback", feedback_arguments,
            lambda server: create_loops(server, LOOPS * 80)),
        Row("create_spec, 6 KB", ours, "create_spec", lambda number, _: spec_arguments(number)),
        Row("get_spec, 6 KB", ours, "get_spec", get_spec, create_specs),
    ]


def start_up(ours, python):
    """Seconds to the first answer, {era: (ours, Python)}: medians of interleaved spawns, the first of each untimed."""
    seconds = {}
    for era, request in FIRST_REQUESTS.items():
        taken = ([], [])
        for turn in range(6):
            times = [first_answer(ours, request) for _ in range(4)], [first_answer(python, request)]
            if turn:
                for side in (0, 1):
                    taken[side].extend(times[side])
        seconds[era] = tuple(statistics.median(side) for side in taken)
    return seconds


# What is printed


def report(started, measured):
    echo, get_loop = measured[0], measured[1]
    print("\nstart-up, spawn to first answer (median)")
    print(f"  {'':22}{'ours':>10}{'Python':>12}{'ratio':>10}")
    for era, (ours, python) in started.items():
        print(f"  {era:22}{ours * 1e3:>7.2f} ms{python * 1e3:>9.1f} ms{'1/%.0f' % (python / ours):>10}")

    print("\ntool calls")
    print(f"  {'':20}{'one by one':>20}{'p50':>9}{'p99':>9}{f'{WINDOW} in flight':>20}{'peak':>9}{'answer':>9}")
    for row in measured:
        times = row.sequential_rate / echo.sequential_rate, row.pipelined_rate / echo.pipelined_rate
        print(
            f"  {row.name:20}{row.sequential_rate:>10,.0f}/s{'×%.1f' % times[0]:>8}"
            f"{row.percentile(.5) * 1e6:>6.0f} µs{row.percentile(.99) * 1e6:>6.0f} µs"
            f"{row.pipelined_rate:>10,.0f}/s{'×%.1f' % times[1]:>8}"
            f"{row.memory / 1e6:>6.1f} MB{row.answer_bytes:>7} B"
        )

    print("\nwhere the server's time goes, CPU µs a call (user + system) and share of one core")
    print(f"  {'':20}{'one by one':>24}{f'{WINDOW} in flight':>24}{'client':>9}")
    for row in measured:
        cells = []
        for kind, seconds in (("sequential", row.sequential_seconds), ("pipelined", row.pipelined_seconds)):
            user, system = (value / row.cpu_calls[kind] * 1e6 for value in row.cpu[kind])
            cells.append(f"{user:>7.1f} + {system:.1f}{sum(row.cpu[kind]) / seconds:>7.0%}")
        client = row.client_seconds / row.pipelined_seconds
        note = "   the client was the limit" if client > 0.9 else ""
        print(f"  {row.name:20}{cells[0]:>24}{cells[1]:>24}{client:>9.0%}{note}")
    print(f"  (client: the core share of this script with {WINDOW} in flight; near 100% it would be what is measured)")
    return goals(started, echo, get_loop)


def goals(started, echo, get_loop):
    """Prints the goals and returns whether all are met."""
    checks = [
        (f"first answer to {era}: at most 1/50 of Python's time", python / ours, 50, f"1/{python / ours:.0f}")
        for era, (ours, python) in started.items()
    ]
    sequential = get_loop.sequential_rate / echo.sequential_rate
    pipelined = get_loop.pipelined_rate / echo.pipelined_rate
    memory = echo.memory / get_loop.memory
    checks += [
        ("get_loop, one by one: at least 4 times Python's calls", sequential, 4, f"×{sequential:.1f}"),
        (f"get_loop, {WINDOW} in flight: at least 12 times Python's calls", pipelined, 12, f"×{pipelined:.1f}"),
        ("get_loop, peak memory: at most 1/3 of Python's", memory, 3, f"1/{memory:.1f}"),
    ]
    return print_goals("memory mode", [(text, value >= least, shown) for text, value, least, shown in checks])


def measure_all(measured):
    """Starts every row, gives each its slices in turn, and ends them."""
    row = None
    try:
        for row in measured:
            signal.alarm(STUCK_SECONDS)
            row.start()
        signal.alarm(0)
        for _ in range(ROUNDS):
            for row in measured:
                row.measure(SLICE_SECONDS)
        for row in measured:
            row.finish()
    except (Failure, OSError, ValueError) as failure:
        complaint = row.server.complaint() if hasattr(row, "server") else ""
        raise Failure(f"{row.name}: {failure}\n{complaint}") from None
    finally:
        for row in measured:
            if hasattr(row, "server") and row.server.process.poll() is None:
                row.server.process.kill()
                row.server.process.wait()


def main():
    parser = argparse.ArgumentParser(description="Measures respec-server beside the MCP Python SDK.")
    parser.add_argument("--server", required=True, help="the respec-server binary")
    parser.add_argument("--python", required=True, help="a Python that has the mcp package")
    parser.add_argument("--check", action="store_true", help="exit 1 when a goal is missed")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, stuck)
    ours, python = [options.server], [options.python, str(HERE / "echo_server.py")]
    versions = "import platform, importlib.metadata as m; print(m.version('mcp'), platform.python_version())"
    sdk, interpreter = subprocess.check_output([options.python, "-c", versions], text=True).split()
    print(f"respec-server in memory mode beside an echo tool on mcp {sdk}, Python {interpreter}; "
          f"{os.cpu_count()} cores, requests of revision 2026-07-28")
    gc.disable()
    try:
        started = start_up(ours, python)
        measured = rows(ours, python)
        measure_all(measured)
    except (Failure, OSError) as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 2
    met = report(started, measured)
    return 0 if met or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
