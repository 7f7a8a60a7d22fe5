"""Counts the instructions of a call, those of the kernel aside; started by scripts/bench --instructions.

valgrind's callgrind counts the same on a busy machine as on a quiet one, where times say nothing. It runs one thread at
a time: waiting and waking cost nothing here.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from driver import Failure, Server, assessment, call, check_kept, create_loops

CALLS = 1_000
WARM_UP = 200
FEEDBACKS_A_LOOP = 20
SECONDS = 600  # valgrind is fifty times slower
TOOLS = {"get_loop": lambda _: {}, "record_feedback": assessment}


def count(binary, settings, tool, counts):
    """Instructions of one call, one by one, once everything has been used before."""
    argv = ["valgrind", "-q", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={counts}", binary]
    server = Server(argv, settings)
    try:
        loops = create_loops(server, (CALLS + WARM_UP) // FEEDBACKS_A_LOOP)
        requests = [
            call(number, tool, TOOLS[tool](number) | {"loop_id": loops[number // FEEDBACKS_A_LOOP]})
            for number in range(CALLS + WARM_UP)
        ]
        for part, switch in ((requests[:WARM_UP], "on"), (requests[WARM_UP:], "off")):
            _, _, kept = server.sequential(part, SECONDS)
            check_kept(kept)
            subprocess.run(
                ["callgrind_control", "-i", switch, str(server.process.pid)], check=True, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
    except (Failure, OSError, ValueError) as failure:
        raise Failure(f"{failure}\n{server.complaint()}") from None
    finally:
        server.close()
    return int(re.search(r"^totals: (\d+)", counts.read_text(), re.MULTILINE)[1]) / CALLS


def main():
    parser = argparse.ArgumentParser(description="Counts the instructions of a call of respec-server.")
    parser.add_argument("--server", required=True, help="the respec-server binary")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        print("bench: valgrind is needed (Debian: apt install valgrind)", file=sys.stderr)
        return 2
    print(f"instructions of one call, in thousands (means of {CALLS}; {FEEDBACKS_A_LOOP} feedbacks a loop)")
    print(f"  {'':20}{'memory':>10}{'file':>10}{'database':>10}")
    for tool in TOOLS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            stores = [
                {"STATE_MANAGER": "memory"},
                {"STATE_MANAGER": "file", "STATE_FILE": str(folder.resolve() / "state.db")},
                {"STATE_MANAGER": "database", "DATABASE_URL": os.environ["RESPEC_TEST_DATABASE_URL"]},
            ]
            try:
                counts = [count(options.server, store, tool, folder / "counts") for store in stores]
            except (Failure, OSError, subprocess.CalledProcessError) as failure:
                print(f"bench: {failure}", file=sys.stderr)
                return 2
        print(f"  {tool:20}" + "".join(f"{instructions / 1e3:>10,.0f}" for instructions in counts), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
