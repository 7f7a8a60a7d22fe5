"""FastMCP 2, 3 and 4: its client, and its proxy in front of the server, where two sessions share one process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastmcp import Client, FastMCP
from fastmcp.client.transports import StdioTransport

from client_check.client import Answer, Server

PACKAGES = ["fastmcp", "mcp"]


class FastMCPClient:
    def __init__(self, client: Client):
        self.client = client

    async def schemas(self) -> dict[str, dict[str, Any]]:
        tools = await self.client.list_tools()
        return {tool.name: tool.model_dump(by_alias=True, mode="json")["inputSchema"] for tool in tools}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        result = await self.client.call_tool(name, arguments, raise_on_error=False)
        return Answer("".join(block.text for block in result.content), result.is_error, result.structured_content)


def transport(server: Server) -> StdioTransport:
    return StdioTransport(server.command, [], env=server.environment)


@asynccontextmanager
async def with_client(server: Server) -> AsyncIterator[FastMCPClient]:
    async with Client(transport(server)) as client:
        yield FastMCPClient(client)


@asynccontextmanager
async def with_proxy(server: Server) -> AsyncIterator[FastMCPClient]:
    try:
        from fastmcp.server import create_proxy
    except ImportError:
        create_proxy = FastMCP.as_proxy
    kept = transport(server)  # its process stays while the proxy opens and closes sessions on it
    async with Client(create_proxy(Client(kept))) as client:
        yield FastMCPClient(client)
    await kept.close()


WAYS = {"Client": with_client, "proxy": with_proxy}
