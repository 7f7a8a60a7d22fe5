#!/usr/bin/env python3
"""Validates what the server wrote against the official JSON Schemas of the MCP revisions.

    scripts/validate-wire.py 2025-11-25 answers.jsonl --requests requests.jsonl --schemas DIRECTORY

answers.jsonl holds the server's output lines, requests.jsonl the lines that were sent to it. REVISION is what the
session's `initialize` selected; without a handshake give 2026-07-28. A request whose _meta names a protocol version
is modern, and its answer is validated as 2026-07-28 whatever the session is. Without --requests the kind of a result
is told from its members, and structuredContent cannot be checked against a tool's output schema.

Beyond the schemas, which let unknown members pass, a message may not carry members that its revision does not know,
nor may an object hold one name twice. One exception to the schemas: in a session older than 2025-11-25 an error whose
id could not be read carries "id": null, which JSON-RPC asks for and those schemas do not allow.

Needs jsonschema (a dependency of mcp, so that .build/bench-venv/bin/python has it). Exit status 1 on any finding.
"""

import argparse
import collections
import json
import os
import sys
from pathlib import Path

try:
    import jsonschema
except ImportError:
    venv = Path(__file__).resolve().parent.parent / ".build/bench-venv/bin/python"
    if venv.exists() and Path(sys.prefix) != venv.parent.parent:
        os.execv(venv, [str(venv), *sys.argv])
    sys.exit("validate-wire: the Python package jsonschema is needed (pip install jsonschema)")

MODERN = "2026-07-28"
BATCHES = "2025-03-26"
NULL_IDS = ("2024-11-05", "2025-03-26", "2025-06-18")
REVISIONS = (*NULL_IDS, "2025-11-25", MODERN)
RESULTS = {
    "initialize": "InitializeResult",
    "server/discover": "DiscoverResult",
    "tools/list": "ListToolsResult",
    "tools/call": "CallToolResult",
    "ping": "EmptyResult",
    "subscriptions/listen": "SubscriptionsListenResult",
}
# Definitions closed against members that they do not name; a _meta stays open, as the specification wants it.
CLOSED = """
    InitializeResult DiscoverResult ListToolsResult CallToolResult SubscriptionsListenResult Result Implementation Tool
    ToolAnnotations TextContent ServerCapabilities Annotations Error JSONRPCError JSONRPCErrorResponse JSONRPCResponse
    JSONRPCResultResponse JSONRPCNotification
""".split()


class Schema:
    """The official schema of one revision, with its definitions by name."""

    def __init__(self, directory, revision):
        document = json.loads((directory / f"{revision}.json").read_text())
        self.key = "$defs" if "$defs" in document else "definitions"
        self.dialect = document["$schema"]
        self.open = document[self.key]
        self.closed = self.open | {
            name: self.open[name] | {"additionalProperties": False}
            for name in CLOSED if "properties" in self.open.get(name, {})
        }
        # A response's result is closed under its own name, not as the Result that every result is.
        for name in ("JSONRPCResponse", "JSONRPCResultResponse"):
            if "properties" in self.closed.get(name, {}):
                properties = self.closed[name]["properties"] | {"result": {"type": "object"}}
                self.closed[name] = self.closed[name] | {"properties": properties}
        self.validators = {}

    def problems(self, name, value):
        """What is wrong with a value as the named definition, one text a finding."""
        if name not in self.open:
            return [f"this revision has no {name}"]
        if name not in self.validators:
            schema = {"$schema": self.dialect, self.key: self.closed, "allOf": [{"$ref": f"#/{self.key}/{name}"}]}
            self.validators[name] = jsonschema.validators.validator_for(schema)(schema)
        return [f"{name}: {describe(error)}" for error in self.validators[name].iter_errors(value)]

    def first(self, *names):
        return next((name for name in names if name in self.open), names[0])

    def notification(self, method):
        """The definition of a notification that a server may send, or None."""
        for option in self.open["ServerNotification"]["anyOf"]:
            name = option["$ref"].rpartition("/")[2]
            if self.open[name]["properties"]["method"].get("const") == method:
                return name
        return None

    def error(self, code):
        """The definition of a whole error message, and of its error object, that this code has."""
        for name, definition in self.open.items():
            properties = definition.get("properties", {})
            if properties.get("code", {}).get("const") == code:
                return [("error", name)]
            for part in properties.get("error", {}).get("allOf", []):
                if part.get("properties", {}).get("code", {}).get("const") == code:
                    return [("message", name)]
        return []


def describe(error):
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return f"at {path or '.'}: {error.message[:300]}"


def is_modern(request):
    meta = request.get("params") if isinstance(request, dict) else None
    meta = meta.get("_meta") if isinstance(meta, dict) else None
    return isinstance(meta, dict) and "io.modelcontextprotocol/protocolVersion" in meta


def is_null_id_error(message):
    return isinstance(message, dict) and "error" in message and message.get("id", 0) is None


def no_repeated_names(pairs):
    repeated = [name for name, count in collections.Counter(name for name, _ in pairs).items() if count > 1]
    if repeated:
        raise ValueError(f"an object holds {', '.join(map(repr, repeated))} more than once")
    return dict(pairs)


def no_constant(name):
    raise ValueError(f"{name} is not JSON")


def read_requests(path):
    """The requests of a file by id; what the server must refuse as unreadable is passed over here."""
    requests = collections.defaultdict(collections.deque)
    for line in path.read_bytes().split(b"\n"):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        for message in value if isinstance(value, list) else [value]:
            if isinstance(message, dict) and isinstance(message.get("id"), (str, int)) and "method" in message:
                requests[key(message["id"])].append(message)
    return requests


def key(identifier):
    """1, "1" and true are different ids."""
    return type(identifier).__name__, identifier


class Validation:
    """One pass over a server's output."""

    def __init__(self, directory, session, requests):
        self.schemas = {revision: Schema(directory, revision) for revision in REVISIONS}
        self.session, self.requests = session, requests
        self.handshaken = session == MODERN
        self.tools = {}  # (modern, tool name) to output schema
        self.calls = []  # (line number, request, result), checked when all tools are known
        self.findings = []
        self.kinds = collections.Counter()

    def find(self, number, problems):
        self.findings += [f"line {number}: {problem}" for problem in problems]

    def line(self, number, data):
        try:
            value = json.loads(
                data.decode("utf-8"), object_pairs_hook=no_repeated_names, parse_constant=no_constant)
        except (ValueError, RecursionError) as error:
            return self.find(number, [f"not one JSON message: {error}"])
        if isinstance(value, list):
            if self.session != BATCHES or not value:
                return self.find(number, [f"an array in a session of {self.session}, or an empty one"])
            self.kinds["batch"] += 1
            known = [{**one, "id": 0} if is_null_id_error(one) else one for one in value]
            self.find(number, self.schemas[BATCHES].problems("JSONRPCBatchResponse", known))
        for message in value if isinstance(value, list) else [value]:
            self.message(number, message)

    def message(self, number, message):
        if not isinstance(message, dict):
            self.find(number, ["a message is an object"])
        elif "method" in message:
            self.notification(number, message)
        elif "error" in message:
            self.error(number, message)
        else:
            self.result(number, message)

    def notification(self, number, message):
        method = message["method"]
        self.kinds[str(method)] += 1
        if "id" in message:
            return self.find(number, [f"{method}: the server has no requests of its own"])
        modern = self.session == MODERN or method == "notifications/subscriptions/acknowledged"
        schema = self.schemas[MODERN if modern else self.session]
        name = schema.notification(method)
        if not name:
            return self.find(number, [f"{method}: not a notification of this revision's servers"])
        self.find(number, schema.problems("JSONRPCNotification", message) + schema.problems(name, message))

    def error(self, number, message):
        request = self.request(message)
        revision = self.revision(request)
        unread = message.get("id") is None
        if unread and not self.handshaken:
            revision = "2025-11-25"  # no revision has been chosen yet: the id is left out
        if revision in NULL_IDS and is_null_id_error(message):
            message = message | {"id": 0}  # the known exception
        schema = self.schemas[revision]
        self.kinds["error"] += 1
        self.find(number, schema.problems(schema.first("JSONRPCErrorResponse", "JSONRPCError"), message))
        error = message["error"]
        for part, name in schema.error(error.get("code")) if isinstance(error, dict) else []:
            self.find(number, schema.problems(name, error if part == "error" else message))

    def result(self, number, message):
        request = self.request(message)
        if self.requests is not None and request is None:
            self.find(number, [f"answers no request, or one a second time: id {message.get('id')!r}"])
        result = message.get("result")
        schema = self.schemas[self.revision(request, result)]
        name = RESULTS.get(request["method"], "?") if request else guess(result)
        self.kinds[name] += 1
        if name == "?":
            return self.find(number, [f"a result for {request['method']}, a method that is not known"])
        self.find(number, schema.problems(schema.first("JSONRPCResultResponse", "JSONRPCResponse"), message))
        problems = schema.problems(name, result)
        self.find(number, problems)
        if not problems:
            self.further(number, request, name, result)

    def further(self, number, request, name, result):
        """What the schema of a sound result cannot say."""
        if name == "InitializeResult":
            self.handshaken = True
            if self.session != MODERN and result["protocolVersion"] != self.session:
                self.find(number, [f"the session is {result['protocolVersion']}, not {self.session}"])
        elif name == "ListToolsResult":
            for tool in result["tools"]:
                self.tool(number, self.revision(request, result) == MODERN, tool)
        elif name == "CallToolResult" and request:
            self.calls.append((number, request, result))
        elif name == "SubscriptionsListenResult" and request:
            if key(result["_meta"]["io.modelcontextprotocol/subscriptionId"]) != key(request["id"]):
                self.find(number, ["the subscriptionId is not the id of the request that opened it"])

    def tool(self, number, modern, tool):
        for member in ("inputSchema", "outputSchema"):
            if member in tool:
                validator = jsonschema.validators.validator_for(tool[member], jsonschema.Draft202012Validator)
                try:
                    validator.check_schema(tool[member])
                except jsonschema.SchemaError as error:
                    self.find(number, [f"{member} of {tool['name']} is no JSON Schema: {describe(error)}"])
        self.tools[modern, tool["name"]] = tool.get("outputSchema")

    def finish(self):
        """Checks structuredContent against the tools' output schemas; returns how many were checked."""
        checked = 0
        for number, request, result in self.calls:
            tool = request["params"]["name"]
            output = self.tools.get((self.revision(request, result) == MODERN, tool))
            if output is None or result.get("isError"):
                continue
            checked += 1
            if "structuredContent" not in result:
                self.find(number, [f"{tool} has an output schema, and its result no structuredContent"])
                continue
            validator = jsonschema.validators.validator_for(output, jsonschema.Draft202012Validator)(output)
            self.find(number, [
                f"structuredContent of {tool}: {describe(error)}"
                for error in validator.iter_errors(result["structuredContent"])
            ])
        return checked

    def request(self, message):
        """Takes the request that a message answers out of those that wait."""
        waiting = self.requests.get(key(message.get("id"))) if self.requests is not None else None
        return waiting.popleft() if waiting else None

    def revision(self, request, result=None):
        """The revision that an answer is written in."""
        modern = is_modern(request) if request else isinstance(result, dict) and "resultType" in result
        return MODERN if modern else self.session


def guess(result):
    """The kind of a result whose request is not known."""
    members = {
        "protocolVersion": "InitializeResult", "supportedVersions": "DiscoverResult", "tools": "ListToolsResult",
        "content": "CallToolResult",
    }
    found = [name for member, name in members.items() if isinstance(result, dict) and member in result]
    return found[0] if found else "EmptyResult"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.partition("\n")[0], epilog="Exit status 1 on any finding; see the head of this file.")
    parser.add_argument("revision", choices=REVISIONS, help="what the session negotiated")
    parser.add_argument("answers", type=Path, help="the server's output, one message a line")
    parser.add_argument("--requests", type=Path, help="the lines that were sent")
    parser.add_argument("--schemas", type=Path, default=Path("../shared/mcp-schema"), metavar="DIRECTORY",
                        help="holds REVISION.json for each revision (default: %(default)s)")
    options = parser.parse_args()
    if not (options.schemas / f"{MODERN}.json").exists():
        parser.error(f"{options.schemas} holds no {MODERN}.json: give the official schemas with --schemas")
    validation = Validation(
        options.schemas, options.revision, read_requests(options.requests) if options.requests else None)
    lines = options.answers.read_bytes().split(b"\n")
    if lines.pop() != b"":
        validation.find(len(lines) + 1, ["the last line has no end"])
    for number, line in enumerate(lines, 1):
        validation.line(number, line)
    structured = validation.finish()
    for finding in validation.findings:
        print(finding)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(validation.kinds.items()))
    waiting = sum(map(len, (validation.requests or {}).values()))
    print(f"{len(lines)} lines ({kinds}), structuredContent checked {structured} times, "
          f"{waiting} requests without an answer of their own: {len(validation.findings)} findings")
    return 1 if validation.findings else 0


if __name__ == "__main__":
    sys.exit(main())
