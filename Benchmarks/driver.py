"""A server under measurement, and what all the benchmarks do with one.

Requests of revision 2026-07-28 are encoded before the clock starts and written with os.write; answered lines are
counted and not parsed. Answers are checked for errors before the clock starts, and those kept from the timed slices
after it stopped.
"""

import json
import os
import select
import signal
import subprocess
import tempfile
import time
from pathlib import Path

META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
WINDOW = 64  # requests in flight in the pipelined measurements
KEPT_BYTES = 16 << 20  # answers of one slice kept to be checked after it, at most
STUCK_SECONDS = 20  # a server that does not answer for so long fails the run
TICKS = os.sysconf("SC_CLK_TCK")
ANSWER_ID = len('{"jsonrpc":"2.0","id":')


class Failure(Exception):
    """A run that says nothing about speed: wrong answers, a dead or stuck server."""


def stuck(*_):
    raise Failure(f"no answer within {STUCK_SECONDS} s")


# Requests


def encode(identifier, method, params):
    message = {"jsonrpc": "2.0", "id": identifier, "method": method, "params": params}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def call(identifier, tool, arguments):
    return encode(identifier, "tools/call", {"name": tool, "arguments": arguments, "_meta": META})


INITIALIZE = {
    "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"},
}
FIRST_REQUESTS = {
    "initialize": encode(1, "initialize", INITIALIZE),
    "server/discover": encode(1, "server/discover", {"_meta": META}),
}


def prose(size):
    """Text as an agent writes it: lines, quotes, a few characters beyond ASCII."""
    line = '- The "importer" reads a row, checks it – see §4 – and keeps what failed for a second run.\n'
    return (line * (size // len(line) + 1))[:size]


def assessment(number):
    """What a critic says; half a kilobyte of it in sentences."""
    return {
        "critic_agent": "spec-critic",
        "score": 40 + number % 40,
        "assessment_summary": "The scope is clear; the plan says nothing about how it is tested.",
        "detailed_feedback": prose(600),
        "key_issues": ["No test strategy", "Two dependencies without an owner", "The roll-back is missing"],
        "recommendations": ["Name the test levels", "Give each dependency an owner", "Describe the roll-back"],
    }


# A server under measurement


class Server:
    """A child process, its two pipes, and the ways to measure it."""

    def __init__(self, argv, settings=None):
        self.errors = tempfile.TemporaryFile()
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, bufsize=0,
            # Loops go on and on: no human is here to ask.
            env=environment | {"LOOP_HUMAN_GATE": "advisory"} | (settings or {"STATE_MANAGER": "memory"}),
        )
        self.input = self.process.stdin.fileno()
        self.output = self.process.stdout.fileno()
        os.set_blocking(self.input, False)

    def read(self):
        data = os.read(self.output, 1 << 18)
        if not data:
            raise Failure("the server closed its output")
        return data

    def write(self, data):
        """Writes all of a request that may be larger than the pipe has room for."""
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(self.input, view):]
            except BlockingIOError:
                select.select([], [self.input], [])

    def ask(self, request):
        """One request and its answer line, untimed."""
        self.write(request)
        answer = self.read()
        while not answer.endswith(b"\n"):
            answer += self.read()
        return answer

    def sequential(self, requests, seconds):
        """One request after the other. Returns the seconds of each call, the seconds of all, and answers to check."""
        latencies, kept, kept_bytes = [], [], 0
        clock, write, read, output = time.perf_counter, self.write, os.read, self.output
        start = now = clock()
        end = start + seconds
        for request in requests:
            before = now
            write(request)
            answer = read(output, 1 << 18)
            while answer[-1:] != b"\n":
                answer += self.read()
            now = clock()
            latencies.append(now - before)
            if kept_bytes < KEPT_BYTES:
                kept.append(answer)
                kept_bytes += len(answer)
            if now > end:
                break
        return latencies, now - start, kept

    def pipelined(self, requests, seconds):
        """WINDOW requests in flight. Returns the number of calls, their seconds, and answers to check."""
        kept, kept_bytes = [], 0
        clock, write, read, poller = time.perf_counter, os.write, os.read, select.poll()
        poller.register(self.output, select.POLLIN)
        poller.register(self.input, select.POLLOUT)
        start = now = clock()
        end = start + seconds
        sent = min(WINDOW, len(requests))
        answered = 0
        pending = b"".join(requests[:sent])
        while answered < sent:
            if pending:
                try:
                    pending = pending[write(self.input, pending):]
                except BlockingIOError:
                    pass
            if pending and not any(fd == self.output for fd, _ in poller.poll()):
                continue
            data = read(self.output, 1 << 18)
            if not data:
                raise Failure("the server closed its output")
            lines = data.count(b"\n")
            answered += lines
            if kept_bytes < KEPT_BYTES:
                kept.append(data)
                kept_bytes += len(data)
            now = clock()
            if lines and now < end:
                more = requests[sent:sent + lines]
                sent += len(more)
                pending += b"".join(more)
        return answered, now - start, kept

    def cpu(self):
        """User and system CPU seconds so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) / TICKS, int(fields[12]) / TICKS

    def peak_memory(self):
        """VmHWM in bytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        raise Failure("no VmHWM: has the server died?")

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def complaint(self):
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace")[-2000:]


def check_answer(line):
    """The result of one answer line; a failed call fails the run."""
    message = json.loads(line)
    result = message.get("result")
    if result is None or result.get("isError"):
        raise Failure("a call failed: " + line.decode(errors="replace")[:1000])
    return result


def check_kept(chunks):
    """Looks for failed calls in raw answers; quotes inside texts are escaped, so these are keys."""
    data = b"".join(chunks)
    for mark in (b'"isError":true', b'"isError": true', b'"error":'):
        at = data.find(mark)
        if at >= 0:
            line = data[data.rfind(b"\n", 0, at) + 1:data.find(b"\n", at)]
            raise Failure("a timed call failed: " + line.decode(errors="replace")[:1000])


def in_lanes(server, lanes, seconds):
    """One request of each lane in flight, its next one sent when it is answered: loops of one lane never wait for
    each other. Request ids are congruent to their lane. Returns calls a second."""
    clock, write, read, count = time.perf_counter, server.write, os.read, len(lanes)
    rest, kept, answered, in_flight = b"", [], 0, count
    start = clock()
    end = start + seconds
    write(b"".join(next(lane) for lane in lanes))
    while in_flight:
        data = read(server.output, 1 << 18)
        if not data:
            raise Failure("the server closed its output")
        kept.append(data)
        lines = (rest + data).split(b"\n")
        rest = lines.pop()
        now = clock()
        following = []
        for line in lines:
            lane = int(line[ANSWER_ID:line.index(b",", ANSWER_ID)]) % count
            request = next(lanes[lane], None) if now < end else None
            if request:
                following.append(request)
            else:
                in_flight -= 1
        answered += len(lines)
        if following:
            write(b"".join(following))
    elapsed = now - start
    check_kept(kept)
    if now < end:
        raise Failure("the slice ran out of requests: raise the numbers")
    return answered / elapsed


def create(server, tool, arguments):
    """Makes what a row needs, before the clock starts, and returns the structured results."""
    requests = [call(number, tool, one) for number, one in enumerate(arguments)]
    calls, _, answers = server.pipelined(requests, STUCK_SECONDS)
    if calls < len(requests):
        raise Failure(f"{tool}: only {calls} of {len(requests)} calls answered in {STUCK_SECONDS} s")
    results = {json.loads(line)["id"]: check_answer(line) for line in b"".join(answers).splitlines()}
    return [results[number]["structuredContent"] for number in range(len(requests))]


def create_loops(server, count):
    """Loops without feedback in 16 projects; returns their ids."""
    arguments = [{"project_name": f"project {number % 16}", "loop_type": "spec"} for number in range(count)]
    return [loop["id"] for loop in create(server, "create_loop", arguments)]


def create_scored_loops(server, count):
    """Loops with five scores each: what an agent reads in the middle of its work."""
    loops = create_loops(server, count)
    for iteration in range(5):
        create(server, "record_feedback", [
            assessment(0) | {"loop_id": loop, "score": 40 + 9 * iteration} for loop in loops
        ])
    return loops


def first_answer(argv, request, settings=None):
    """Seconds from spawning the process to its first whole answer."""
    signal.alarm(STUCK_SECONDS)
    start = time.perf_counter()
    server = Server(argv, settings)
    try:
        answer = server.ask(request)
        elapsed = time.perf_counter() - start
        check_answer(answer)
    except (Failure, OSError) as failure:
        raise Failure(f"{argv[0]}: {failure}\n{server.complaint()}") from None
    finally:
        signal.alarm(0)
        server.close()
    return elapsed


def print_goals(mode, checks):
    """Prints the goals of a mode, each a text, whether it is met, and the figure; returns whether all are met."""
    print(f"\ngoals in {mode}")
    for text, is_met, shown in checks:
        print(f"  {'met   ' if is_met else 'MISSED'}  {text:62}{shown:>8}")
    return all(is_met for _, is_met, _ in checks)
