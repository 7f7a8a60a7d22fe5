"""The same calls on few and on many loops: whether a call's cost grows with what is kept."""

import random
import signal
import statistics

from driver import STUCK_SECONDS, assessment, call, check_kept

ROUNDS = 7
CALLS = 200  # of each tool in one round
PROJECTS = 10  # that the calls of one round are about, drawn anew for each: as many as 1,000 loops have


class Size:
    """A filled store of one size, the server on it, and the times of its calls."""

    def __init__(self, name, server, open_loops):
        """`open_loops`: ids and projects of the loops that take feedback."""
        self.name, self.server, self.open, self.serial = name, server, open_loops, 0
        self.projects = sorted({project for _, project in open_loops})
        self.times = {
            "get_loop": [], "list_history": [], "create_loop": [], "record_feedback": [], "list_history, any": [],
        }

    def arguments(self, kind):
        """For one slice."""
        loops = random.sample(self.open, CALLS)
        projects = random.sample(self.projects, PROJECTS)
        some = [{"project_name": random.choice(projects)} for _ in loops]
        return {
            "get_loop": [{"loop_id": loop} for loop, _ in loops],
            "list_history": some,
            "create_loop": [project | {"loop_type": "spec"} for project in some],
            "record_feedback": [{"loop_id": loop} | assessment(n) for n, (loop, _) in enumerate(loops)],
            "list_history, any": [{"project_name": project} for _, project in loops],
        }[kind]

    def measure(self, kind):
        """One call after the other; keeps the median of the slice."""
        requests = []
        for arguments in self.arguments(kind):
            self.serial += 1
            requests.append(call(self.serial, kind.partition(",")[0], arguments))
        signal.alarm(STUCK_SECONDS)
        latencies, _, kept = self.server.sequential(requests, STUCK_SECONDS)
        signal.alarm(0)
        check_kept(kept)
        self.times[kind].append(statistics.median(latencies))

    def median(self, kind):
        return statistics.median(self.times[kind][1:])  # without the round that warms up


def measure(sizes):
    """Gives each size its slices in turn, and ends the servers."""
    try:
        for _ in range(ROUNDS + 1):
            for kind in sizes[0].times:
                for size in sizes:
                    size.measure(kind)
        for size in sizes:
            size.memory = size.server.peak_memory()
    finally:
        signal.alarm(0)
        for size in sizes:
            size.server.close()


def report(sizes):
    """Prints the times of one call and returns the checks."""
    small, large = sizes
    checks = []
    print(f"\none call (medians of {ROUNDS} slices of {CALLS})")
    print(f"  {'':20}" + "".join(f"{size.name:>18}" for size in sizes) + f"{'ratio':>8}")
    for kind in small.times:
        ratio = large.median(kind) / small.median(kind)
        print(f"  {kind:20}" + "".join(f"{size.median(kind) * 1e6:>15.0f} µs" for size in sizes) + f"{ratio:>8.2f}")
        if "any" not in kind:
            checks.append((f"{kind}: at most 1.5 times as long at {large.name}", ratio <= 1.5, f"{ratio:.2f}"))
    print(f"  (each slice in {PROJECTS} projects drawn anew, loops from all over the table; any: in any project)")
    return checks
