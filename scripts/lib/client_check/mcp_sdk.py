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
    """A session of version 1, or a client of version 2: they list and call alike."""

    def __init__(self, session: Any):
        self.session = session

    async def schemas(self) -> dict[str, dict[str, Any]]:
        tools = (await self.session.list_tools()).tools
        return {tool.name: tool.model_dump(by_alias=True, mode="json")["inputSchema"] for tool in tools}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        return answer(await self.session.call_tool(name, arguments))


@asynccontextmanager
async def session(server: Server) -> AsyncIterator[Any]:
    """An initialized session over stdio."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    parameters = StdioServerParameters(command=server.command, env=server.environment)
    async with stdio_client(parameters) as streams, ClientSession(*streams) as connected:
        await connected.initialize()
        yield connected


@asynccontextmanager
async def with_session(server: Server) -> AsyncIterator[SDKClient]:
    async with session(server) as connected:
        yield SDKClient(connected)


@asynccontextmanager
async def with_client(server: Server) -> AsyncIterator[SDKClient]:
    """Version 2's own client, which speaks the newest revision where the server has it."""
    from mcp import Client, StdioServerParameters

    async with Client(StdioServerParameters(command=server.command, env=server.environment), mode="auto") as client:
        if client.protocol_version != "2026-07-28":
            raise RuntimeError(f"the revision is {client.protocol_version}")
        yield SDKClient(client)


WAYS = {"ClientSession": with_session} | ({} if version("mcp").startswith("1.") else {"Client": with_client})
