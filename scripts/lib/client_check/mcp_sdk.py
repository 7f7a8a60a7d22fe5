"""The official MCP SDK for Python, versions 1 and 2; it checks structured content against output schemas by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from client_check.client import Answer, Server

PACKAGES = ["mcp"]


def answer(result: Any) -> Answer:
    """A result of either version of the SDK."""
    raw = result.model_dump(by_alias=True, mode="json")
    text = "".join(block["text"] for block in raw["content"] if block["type"] == "text")
    return Answer(text, bool(raw.get("isError")), raw.get("structuredContent"))


class SDKClient:
    """A session of version 1, or a client of version 2: they list, call and show forms alike."""

    session: Any  # set when it is connected

    def __init__(self) -> None:
        self.questions: list[str] = []
        self.reactions: list[tuple[str, dict[str, str]]] = []

    async def react(self, _: Any, question: Any) -> Any:
        """Shows a form."""
        from mcp.types import ElicitResult

        self.questions.append(question.message)
        action, fields = self.reactions.pop(0)
        return ElicitResult(action=action, content=fields if action == "accept" else None)

    async def schemas(self) -> dict[str, dict[str, Any]]:
        tools = (await self.session.list_tools()).tools
        return {tool.name: tool.model_dump(by_alias=True, mode="json")["inputSchema"] for tool in tools}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        return answer(await self.session.call_tool(name, arguments))


@asynccontextmanager
async def session(server: Server, **options: Any) -> AsyncIterator[Any]:
    """An initialized session over stdio."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    parameters = StdioServerParameters(command=server.command, env=server.environment)
    async with stdio_client(parameters) as streams, ClientSession(*streams, **options) as connected:
        await connected.initialize()
        yield connected


@asynccontextmanager
async def with_session(server: Server) -> AsyncIterator[SDKClient]:
    client = SDKClient()
    async with session(server, elicitation_callback=client.react) as client.session:
        yield client


@asynccontextmanager
async def with_client(server: Server) -> AsyncIterator[SDKClient]:
    """Version 2's own client, which speaks the newest revision where the server has it."""
    from mcp import Client, StdioServerParameters

    client = SDKClient()
    parameters = StdioServerParameters(command=server.command, env=server.environment)
    async with Client(parameters, mode="auto", elicitation_callback=client.react) as client.session:
        if client.session.protocol_version != "2026-07-28":
            raise RuntimeError(f"the revision is {client.session.protocol_version}")
        yield client


WAYS = {"ClientSession": with_session} | ({} if version("mcp").startswith("1.") else {"Client": with_client})
