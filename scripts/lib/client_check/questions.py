"""A loop whose human is asked through the client: by forms that are closed, declined, left empty and answered."""

import json
from typing import Any

from client_check.client import Answer, FormClient
from client_check.refinement import Mismatch, expect

SCORES = [40, 55, 70]  # the third is a checkpoint of an analyst's loop
NO_ANSWER = [("decline", {}), ("cancel", {}), ("accept", {"verdict": "continue", "feedback": " "})]
WORDS = "Leave the Ölpreis out."


async def ask(client: FormClient) -> None:
    """Asks until there is an answer, and sees what is kept of it."""
    loop = (await good(client, "create_loop", project_name="Questions", loop_type="analyst"))["id"]
    for score in SCORES:
        status = (await good(
            client, "record_feedback", loop_id=loop, critic_agent="analyst-critic", score=score,
            assessment_summary=f"Worth {score}."))["loop"]["status"]
    expect("status at the checkpoint", status, "user_input")
    for reaction in NO_ANSWER:
        client.reactions.append(reaction)
        answer = await client.call("record_user_feedback", {"loop_id": loop})
        expect(f"a form with {reaction}: an error", answer.failed, True)
        if not answer.text.startswith("waiting_for_human: "):
            raise Mismatch(f"a form with {reaction}: {answer.text}")
    client.reactions.append(("accept", {"verdict": "continue", "feedback": WORDS}))
    expect("the answered loop", (await good(client, "record_user_feedback", loop_id=loop))["loop"]["status"], "refine")
    client.reactions.append(("accept", {"verdict": "accept"}))
    accepted = await good(client, "record_user_feedback", loop_id=loop)
    expect("the accepted loop", accepted["loop"]["status"], "completed")
    said = (await good(client, "list_history", loop_id=loop))["user_feedback"]
    kept = [(entry["feedback"], entry["verdict"], entry["source"]) for entry in said]
    expect("what is kept", kept, [(WORDS, "continue", "elicited"), (None, "accept", "elicited")])
    expect("forms", len(client.questions), len(NO_ANSWER) + 2)
    if not all(loop in question and "Worth 70." in question for question in client.questions):
        raise Mismatch(f"the questions are {client.questions}")
    print(f"    {len(client.questions)} questions to the human")


async def good(client: FormClient, tool: str, **arguments: Any) -> dict[str, Any]:
    answer: Answer = await client.call(tool, arguments)
    if answer.failed:
        raise Mismatch(f"{tool} failed: {answer.text}")
    return json.loads(answer.text)
