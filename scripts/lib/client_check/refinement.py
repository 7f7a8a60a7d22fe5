"""A whole refinement through a connected framework: a spec and its loop, from the first draft to completed."""

import json
from typing import Any

from client_check.client import Answer, Client
from client_check.schemas import Schema, argument_paths

PROJECT = {"project_name": "Client check"}
SPEC = PROJECT | {"spec_name": "import-orders"}
FROZEN = {name: f"The {name} of the import." for name in ("objectives", "scope", "dependencies", "deliverables")}
ISSUES = ["No test strategy", 'Says "fast" and gives no figure', "Größe fehlt"]
SCORES = [40, 50, 60, 70, 80]  # the fifth is a checkpoint


class Mismatch(Exception):
    """The framework and the server together did not do what the contract says."""


def expect(what: str, got: Any, wanted: Any) -> None:
    if got != wanted:
        raise Mismatch(f"{what}: expected {wanted!r}, got {got!r}")


async def check_tools(client: Client, published: dict[str, Schema]) -> None:
    """Every published tool and argument is there for the model to use, and no other; hidden members are told."""
    seen = await client.schemas()
    expect("tools", sorted(seen), sorted(published))
    hidden = []
    for name, schema in published.items():
        shown, wanted = argument_paths(seen[name]), argument_paths(schema)
        missing = sorted(wanted - shown)
        expect(f"arguments of {name} that the server does not have", sorted(shown - wanted), [])
        expect(f"missing arguments of {name}", [path for path in missing if path.isidentifier()], [])
        hidden += [f"{name} {path}" for path in missing]
    print(f"    {len(seen)} tools{'; not shown to a model: ' if hidden else ''}{', '.join(hidden)}")


class Refinement:
    """The calls of a refinement, each checked."""

    def __init__(self, client: Client):
        self.client = client
        self.calls = 0
        self.errors_are_told = True

    async def run(self) -> None:
        await self._create_spec()
        loop = await self._good("create_loop", loop_type="spec", **SPEC)
        expect("a new loop", (loop["status"], loop["iteration"]), ("initialized", 1))
        expect("its spec", loop["spec_name"], "import-orders")
        await self._refine(loop["id"])
        await self._update_spec()
        await self._read_spec(loop["id"])
        await self._read_history(loop["id"])
        resumed = await self._good("resume_project", **PROJECT)
        expect("active loops at the end", resumed["active_loop_count"], 0)
        expect("specs", [(spec["spec_name"], spec["version"]) for spec in resumed["specs"]], [("import-orders", 2)])
        await self._bad("get_loop", "00000000", loop_id="00000000")
        told = "" if self.errors_are_told else "; errors come as plain answers"
        print(f"    {self.calls} calls as the contract says{told}")

    async def _create_spec(self) -> None:
        sections = [{"name": "Timetable", "text": "In March."}, {"name": "Risks & costs", "text": "Few.\n\n- None."}]
        spec = await self._good(
            "create_spec", phase_name="Import Orders", architecture="Two processes.", additional_sections=sections,
            **PROJECT, **FROZEN)
        expect("a new spec", (spec["spec_name"], spec["version"], spec["iteration"]), ("import-orders", 1, 0))
        expect("sections", sorted(spec["additional_sections"]), ["Risks & costs", "Timetable"])

    async def _refine(self, loop: str) -> None:
        for score in SCORES[:-1]:
            await self._feedback(loop, score, status="refine", reason="below_threshold")
        await self._feedback(loop, SCORES[-1], status="user_input", reason="checkpoint")
        resumed = await self._good("resume_project", **PROJECT)
        active = [(entry["loop_id"], entry["status"]) for entry in resumed["active_loops"]]
        expect("active loops at the checkpoint", active, [(loop, "user_input")])
        guided = await self._good("record_user_feedback", loop_id=loop, feedback="Orders of the old shop stay out.")
        expect("status after guidance", guided["loop"]["status"], "refine")
        await self._feedback(loop, 94, status="completed", reason="threshold_reached")
        await self._bad(
            "record_feedback", "completed", loop_id=loop, critic_agent="spec-critic", score=95,
            assessment_summary="Once more.")

    async def _feedback(self, loop: str, score: int, status: str, reason: str) -> None:
        result = await self._good(
            "record_feedback", loop_id=loop, critic_agent="spec-critic", score=score,
            assessment_summary=f"Worth {score}.", key_issues=ISSUES, recommendations=["Name the test levels"])
        decision = result["decision"]
        expect(f"decision at {score}", (decision["status"], decision["reason"]), (status, reason))

    async def _update_spec(self) -> None:
        changed = await self._good(
            "update_spec", architecture="One process, one queue.", remove_sections=["Risks & costs"],
            additional_sections=[{"name": "Staff", "text": "Two people."}],
            edits=[{"field": "Timetable", "old_text": "March", "new_text": "April"}], expected_version=1, **SPEC)
        expect("version", changed["version"], 2)
        expect("sections", sorted(changed["additional_sections"]), ["Staff", "Timetable"])
        await self._bad("update_spec", "scope", scope="More.", **SPEC)

    async def _read_spec(self, loop: str) -> None:
        whole = await self._answer("get_spec", loop_id=loop)
        for text in [*FROZEN.values(), "One process, one queue.", "Timetable", "In April.", "Two people."]:
            self._expect_text("get_spec", whole, text)
        part = await self._answer("get_spec", sections=["architecture", "Staff"], **SPEC)
        self._expect_text("get_spec with sections", part, "Two people.")
        if FROZEN["scope"] in part.text:
            raise Mismatch(f"get_spec with sections gave others too: {part.text}")

    async def _read_history(self, loop: str) -> None:
        history = await self._good("list_history", loop_id=loop)
        expect("scores, oldest first", [entry["score"] for entry in history["feedback"]], [*SCORES, 94])
        expect("issues", history["feedback"][0]["key_issues"], ISSUES)
        expect("guidance", len(history["user_feedback"]), 1)

    # Calls

    async def _call(self, tool: str, arguments: dict[str, Any]) -> Answer:
        self.calls += 1
        return await self.client.call(tool, arguments)

    async def _answer(self, tool: str, **arguments: Any) -> Answer:
        """A call that must succeed."""
        answer = await self._call(tool, arguments)
        if answer.failed:
            raise Mismatch(f"{tool} failed: {answer.text}")
        return answer

    async def _good(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """A call that must succeed, and what it answered."""
        answer = await self._answer(tool, **arguments)
        try:
            told = json.loads(answer.text)
        except ValueError:
            raise Mismatch(f"{tool} answered no JSON: {answer.text}") from None
        if answer.structured is not None:
            expect(f"{tool}: its text beside its structured content", told, answer.structured)
        return told

    async def _bad(self, tool: str, named: str, **arguments: Any) -> None:
        """A call that must fail, and say so in words that have `named` among them."""
        answer = await self._call(tool, arguments)
        if answer.failed is None:
            self.errors_are_told = False
        elif not answer.failed:
            raise Mismatch(f"an error of {tool} came as an answer: {answer.text}")
        self._expect_text(f"the error of {tool}", answer, named)

    def _expect_text(self, what: str, answer: Answer, text: str) -> None:
        if text not in answer.text:
            raise Mismatch(f"{what} does not say {text!r}: {answer.text}")
