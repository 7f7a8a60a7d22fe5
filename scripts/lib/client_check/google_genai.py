"""Google Gen AI SDK: a session as a tool of its client; the model is a script in place of the HTTP transport."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from google import genai
from google.genai.types import HttpOptions

from client_check.client import Answer, Server
from client_check.mcp_sdk import session

PACKAGES = ["google-genai", "mcp"]


class ScriptedModel:
    """Asks for one call if it has one, and keeps the requests that it was sent."""

    def __init__(self, call: dict[str, Any] | None):
        self.call = call
        self.requests: list[dict[str, Any]] = []

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(json.loads(request.content))
        asks = self.call is not None and len(self.requests) == 1
        part = {"functionCall": self.call} if asks else {"text": "Done."}
        return httpx2.Response(200, json={"candidates": [{"content": {"role": "model", "parts": [part]}}]})


class GoogleGenAIClient:
    def __init__(self, connected: Any):
        self.session = connected

    async def schemas(self) -> dict[str, dict[str, Any]]:
        sent = (await self._generate(None))[0]
        declared = [one for tool in sent["tools"] for one in tool["functionDeclarations"]]
        return {one["name"]: one["parameters"] for one in declared}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        sent = (await self._generate({"name": name, "args": arguments}))[-1]
        response = sent["contents"][-1]["parts"][0]["functionResponse"]["response"]
        failed = "error" in response
        result = response["error" if failed else "result"]
        return Answer("".join(block["text"] for block in result["content"]), failed, result.get("structuredContent"))

    async def _generate(self, call: dict[str, Any] | None) -> list[dict[str, Any]]:
        """The requests to the model while the SDK answers a prompt, calling the tool that the model asks for."""
        model = ScriptedModel(call)
        transport = httpx2.MockTransport(model.answer)
        options = HttpOptions(httpx_async_client=httpx2.AsyncClient(transport=transport))
        client = genai.Client(api_key="none", http_options=options)
        # A dictionary, and no chat: the SDK copies a GenerateContentConfig with the session in it, and fails.
        await client.aio.models.generate_content(
            model="gemini-flash-latest", contents="Go on.", config={"tools": [self.session]})
        return model.requests


@asynccontextmanager
async def with_session(server: Server) -> AsyncIterator[GoogleGenAIClient]:
    async with session(server) as connected:
        yield GoogleGenAIClient(connected)


WAYS = {"Client with a session as tool": with_session}
