"""Runs a whole refinement through the official MCP Python SDK and prints what it saw; started by scripts/sdk-check.

One script for both major versions of the SDK: the first part hides how they differ, the second is the refinement.
The SDK's client checks every structuredContent against the tool's output schema by itself.
"""

import argparse
import asyncio
import contextlib
import json
import re
import sys
from importlib.metadata import version
from typing import Any, NamedTuple

TIMEOUT_SECONDS = 60  # of one whole session
CORE_TOOLS = """
    create_loop get_loop list_loops record_feedback record_user_feedback list_history analyze_loop delete_loop
    create_spec get_spec update_spec list_specs link_loop_to_spec unlink_loop
""".split()
LOOP = "id project_name loop_type status current_score score_history iteration created_at updated_at spec_name".split()
FEEDBACK = """
    loop_id critic_agent iteration score assessment_summary detailed_feedback key_issues recommendations timestamp
""".split()
FROZEN = "objectives scope dependencies deliverables".split()
SPEC = FROZEN + """
    id project_name spec_name phase_name architecture technology_stack functional_requirements
    non_functional_requirements development_plan testing_strategy research_requirements success_criteria
    integration_context additional_sections iteration version spec_status created_at updated_at
""".split()


class Mismatch(Exception):
    """The server did not do what its contract says."""


# The two SDKs under one surface


class Answer(NamedTuple):
    """A tool result in plain values."""

    structured: Any
    text: str
    failed: bool
    error: dict  # _meta["respec/error"]


def plain_answer(result) -> Answer:
    raw = result.model_dump(by_alias=True, mode="json")
    text = "".join(block["text"] for block in raw["content"] if block["type"] == "text")
    error = (raw.get("_meta") or {}).get("respec/error") or {}
    return Answer(raw.get("structuredContent"), text, bool(raw.get("isError")), error)


class Connection(NamedTuple):
    """A connected client: what was negotiated, and how to list and call tools."""

    revision: str
    server: dict
    instructions: str | None
    list_tools: Any
    call_tool: Any


@contextlib.asynccontextmanager
async def connect(command: str, mode: str):
    from mcp import StdioServerParameters

    parameters = StdioServerParameters(command=command, env={"STATE_MANAGER": "memory"})
    if version("mcp").startswith("1."):
        from mcp import ClientSession
        from mcp.client.stdio import stdio_client

        async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
            hello = await session.initialize()
            yield Connection(
                hello.protocolVersion, hello.serverInfo.model_dump(exclude_none=True), hello.instructions,
                session.list_tools, session.call_tool)
    else:
        from mcp import Client

        async with Client(parameters, mode=mode) as client:
            information = client.server_info.model_dump(exclude_none=True) if client.server_info else {}
            yield Connection(
                client.protocol_version, information, client.instructions, client.list_tools, client.call_tool)


# The checks


def expect(what: str, got, wanted) -> None:
    if got != wanted:
        raise Mismatch(f"{what}: expected {wanted!r}, got {got!r}")


def expect_members(what: str, value, names) -> None:
    if not isinstance(value, dict) or set(names) - set(value):
        missing = sorted(set(names) - set(value)) if isinstance(value, dict) else "all: it is no object"
        raise Mismatch(f"{what}: members missing: {missing}; got {value!r}")


class Session:
    """Calls tools, prints a line for each call, and fails on the first mismatch."""

    def __init__(self, connection: Connection):
        self.connection = connection

    async def call(self, tool: str, **arguments) -> Answer:
        answer = plain_answer(await self.connection.call_tool(tool, arguments))
        given = json.dumps(arguments, ensure_ascii=False)
        print(f"  → {tool} {given if len(given) < 120 else given[:117] + '...'}")
        return answer

    async def good(self, tool: str, *, shown="", **arguments) -> dict:
        """A call that must succeed; `shown` names the members that the transcript shows."""
        answer = await self.call(tool, **arguments)
        if answer.failed:
            raise Mismatch(f"{tool} failed: {answer.text} {answer.error}")
        if not isinstance(answer.structured, dict):
            raise Mismatch(f"{tool}: structuredContent is {answer.structured!r}")
        if tool == "get_spec":
            if not answer.text.startswith("#"):
                raise Mismatch(f"get_spec: the text is no Markdown document: {answer.text[:80]!r}")
        else:
            expect(f"{tool}: the text block as JSON", json.loads(answer.text), answer.structured)
        told = {name: answer.structured[name] for name in shown.split() if name in answer.structured}
        print(f"    ← {json.dumps(told or list(answer.structured), ensure_ascii=False)[:200]}")
        return answer.structured

    async def bad(self, tool: str, code: str, **arguments) -> Answer:
        """A call that must fail with this code, in the form that the contract gives errors."""
        answer = await self.call(tool, **arguments)
        expect(f"{tool}: isError", answer.failed, True)
        expect(f"{tool}: structuredContent of an error", answer.structured, None)
        expect_members(f"{tool}: _meta[\"respec/error\"]", answer.error, ["code", "message", "details"])
        expect(f"{tool}: code", answer.error["code"], code)
        first_line = answer.text.partition("\n")[0]
        print(f"    ← {code}: {first_line[:160]}")
        return answer

    async def feedback(self, loop: str, score: int, **wanted) -> dict:
        """Records a score and checks the decision."""
        result = await self.good(
            "record_feedback", shown="decision", loop_id=loop, critic_agent="spec-critic", score=score,
            assessment_summary=f"Worth {score}.", key_issues=["No test strategy"],
            recommendations=["Name the test levels"])
        expect_members("record_feedback", result, ["loop", "decision", "feedback"])
        expect_members("record_feedback: feedback", result["feedback"], FEEDBACK)
        expect("decision", result["decision"], wanted | {"threshold": 90})
        expect("loop.status", result["loop"]["status"], wanted["status"])
        expect("loop.current_score", result["loop"]["current_score"], score)
        return result


async def check_tools(connection: Connection) -> None:
    tools = {tool.name: tool.model_dump(by_alias=True, mode="json") for tool in (await connection.list_tools()).tools}
    print(f"  {len(tools)} tools: {' '.join(tools)}")
    missing = [name for name in CORE_TOOLS if name not in tools]
    if missing:
        raise Mismatch(f"tools missing: {missing}")
    for name, tool in tools.items():
        for member in ("title", "description", "inputSchema", "outputSchema", "annotations"):
            if not tool.get(member):
                raise Mismatch(f"{name} has no {member}")
        expect(f"{name}: outputSchema type", tool["outputSchema"].get("type"), "object")
        expect(f"{name}: additionalProperties", tool["inputSchema"].get("additionalProperties"), None)
        if len(tool["description"]) > 2000:
            raise Mismatch(f"{name}: a description of {len(tool['description'])} characters")
    await check_unknown_tool(connection)


async def check_unknown_tool(connection: Connection) -> None:
    try:
        await connection.call_tool("creat_loop", {})
    except Exception as error:  # the class has another name in each major version
        code = getattr(getattr(error, "error", None), "code", None)
        expect(f"code of an unknown tool ({error})", code, -32602)
    else:
        raise Mismatch("an unknown tool was answered with a result")


async def refine(session: Session) -> None:
    """A spec and its loop from the first draft to completed."""
    names = {"project_name": "SDK check", "spec_name": "import-orders"}
    fields = {name: f"The {name} of the import." for name in FROZEN}
    spec = await session.good(
        "create_spec", shown="spec_name version iteration spec_status", project_name="SDK check",
        phase_name="Import Orders", **fields)
    expect_members("create_spec", spec, SPEC)
    expect("a new spec", (spec["spec_name"], spec["version"], spec["iteration"]), ("import-orders", 1, 0))
    expect("an unset field", spec["architecture"], None)
    await session.bad("create_spec", "already_exists", project_name="SDK check", phase_name="import orders", **fields)

    loop = await session.good("create_loop", shown="id status iteration spec_name", loop_type="spec", **names)
    expect_members("create_loop", loop, LOOP)
    expect("a new loop", (loop["status"], loop["iteration"], loop["spec_name"]), ("initialized", 1, "import-orders"))
    if not re.fullmatch("[0-9a-f]{8}", loop["id"]):
        raise Mismatch(f"not an id: {loop['id']!r}")
    one = loop["id"]
    expect("unlinked", (await session.good("unlink_loop", shown="spec_name", loop_id=one))["spec_name"], None)
    linked = await session.good("link_loop_to_spec", shown="spec_name", loop_id=one, **names)
    expect("linked", linked["spec_name"], "import-orders")

    await check_invalid_input(session, one)
    await session.feedback(one, 60, status="refine", reason="below_threshold", improvement=None)
    await session.feedback(one, 62, status="refine", reason="below_threshold", improvement=2)
    await session.feedback(one, 63, status="user_input", reason="stagnation", improvement=1)
    guided = await session.good(
        "record_user_feedback", shown="loop", loop_id=one, feedback="Orders from the old shop stay out.")
    expect("status after guidance", guided["loop"]["status"], "refine")
    done = await session.feedback(one, 94, status="completed", reason="threshold_reached", improvement=31)
    expect("scores", done["loop"]["score_history"], [60, 62, 63, 94])
    await session.bad(
        "record_feedback", "loop_completed", loop_id=one, critic_agent="spec-critic", score=95,
        assessment_summary="Once more.")

    await check_spec(session, names, one)
    await check_history(session, one)
    await session.bad("get_loop", "not_found", loop_id="00000000" if one != "00000000" else "00000001")


async def check_invalid_input(session: Session, loop: str) -> None:
    answer = await session.bad(
        "record_feedback", "invalid_input", loop_id=loop, critic_agent="critic", score=140, assesment_summary="?")
    details = answer.error["details"]
    for detail in details:
        expect_members("a violation", detail, ["path", "problem", "allowed", "got"])
    paths = " ".join(detail["path"] for detail in details)
    for name in ("critic_agent", "score", "assesment_summary", "assessment_summary"):
        if not re.search(rf"\b{name}\b", paths):
            raise Mismatch(f"no violation names {name}: {details}")


async def check_spec(session: Session, names: dict, loop: str) -> None:
    changed = await session.good(
        "update_spec", shown="version iteration changed_fields", architecture="One process, one queue.",
        scope="The scope of the import.", expected_version=1, **names)
    expect("update", (changed["version"], changed["iteration"], changed["changed_fields"]), (2, 1, ["architecture"]))
    same = await session.good(
        "update_spec", shown="version changed_fields", loop_id=loop, architecture="One process, one queue.")
    expect("an update that changes nothing", (same["version"], same["changed_fields"]), (2, []))
    frozen = await session.bad("update_spec", "frozen_field", scope="More.", objectives="Other ones.", **names)
    for field in ("scope", "objectives"):
        if field not in frozen.text:
            raise Mismatch(f"the refusal does not name {field}: {frozen.text}")
    conflict = await session.bad("update_spec", "conflict", scope="More.", expected_version=1, **names)
    if "2" not in conflict.text:
        raise Mismatch(f"the conflict does not tell the current version: {conflict.text}")
    spec = await session.good("get_spec", shown="version architecture scope", **names)
    expect_members("get_spec", spec, SPEC)
    expect("architecture", spec["architecture"], "One process, one queue.")
    expect("get_spec by loop", await session.good("get_spec", shown="spec_name", loop_id=loop), spec)
    part = await session.good("get_spec", sections=["architecture"], **names)
    if part.get("architecture") != spec["architecture"] or "scope" in part:
        raise Mismatch(f"sections: {part}")
    listed = await session.good("list_specs", shown="specs", project_name=names["project_name"])
    expect("list_specs", [one["spec_name"] for one in listed["specs"]], ["import-orders"])


async def check_history(session: Session, loop: str) -> None:
    history = await session.good("list_history", project_name="SDK check")
    expect("history", [entry["loop"]["id"] for entry in history["history"]], [loop])
    expect_members("a history entry", history["history"][0], ["sequence_number", "added_at", "loop"])
    told = await session.good("list_history", loop_id=loop)
    expect("feedback, oldest first", [entry["score"] for entry in told["feedback"]], [60, 62, 63, 94])
    expect("iterations", [entry["iteration"] for entry in told["feedback"]], [1, 2, 3, 4])
    expect("guidance", len(told["user_feedback"]), 1)
    expect("next_cursor", told["next_cursor"], None)
    last = await session.good("list_history", loop_id=loop, limit=2)
    expect("the last two", [entry["score"] for entry in last["feedback"]], [63, 94])
    before = await session.good("list_history", loop_id=loop, limit=2, cursor=last["next_cursor"])
    expect("the two before", [entry["score"] for entry in before["feedback"]], [60, 62])
    analysis = await session.good(
        "analyze_loop", shown="trend average_improvement last_improvement feedback_count recurring_issues",
        loop_id=loop)
    expect_members("analyze_loop", analysis, """
        loop trend average_improvement last_improvement recurring_issues feedback_count summary""".split())
    expect("analysis", (analysis["feedback_count"], analysis["last_improvement"]), (4, 31))
    if not 11 <= analysis["average_improvement"] <= 12:  # 34 / 3
        raise Mismatch(f"average_improvement: {analysis['average_improvement']}")


async def check(command: str, mode: str) -> None:
    async with connect(command, mode) as connection:
        server = " ".join(str(connection.server.get(name, "?")) for name in ("name", "version"))
        print(f"mcp {version('mcp')}, {mode} mode: revision {connection.revision}, server {server}")
        expect("revision", connection.revision, "2026-07-28" if mode == "auto" else "2025-11-25")
        print(f"  instructions: {(connection.instructions or 'none')[:100]!r}")
        await check_tools(connection)
        await refine(Session(connection))


def reasons(error: BaseException) -> list[BaseException]:
    """The errors inside the task groups that the SDK wraps them in."""
    if isinstance(error, BaseExceptionGroup):
        return [reason for inner in error.exceptions for reason in reasons(inner)]
    return [error]


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs a whole refinement through the MCP Python SDK.")
    parser.add_argument("--server", required=True, help="the respec-server binary")
    parser.add_argument("--mode", choices=["auto", "legacy"], required=True)
    options = parser.parse_args()
    try:
        asyncio.run(asyncio.wait_for(check(options.server, options.mode), TIMEOUT_SECONDS))
    except Exception as error:
        for reason in reasons(error):
            print(f"  MISMATCH {type(reason).__name__}: {reason}")
        return 1
    print("  as the contract says\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
