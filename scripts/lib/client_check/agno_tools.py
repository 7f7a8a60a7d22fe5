"""Agno: the functions of its MCP toolkit, in both eras of the protocol."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from agno.tools.function import FunctionCall
from agno.tools.mcp import MCPTools
from mcp import StdioServerParameters

from client_check.client import Answer, Server

PACKAGES = ["agno", "fastmcp", "mcp"]


class AgnoClient:
    def __init__(self, toolkit: MCPTools):
        self.toolkit = toolkit

    async def schemas(self) -> dict[str, dict[str, Any]]:
        return {name: function.to_dict()["parameters"] for name, function in self.toolkit.functions.items()}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        execution = await FunctionCall(function=self.toolkit.functions[name], arguments=arguments).aexecute()
        if execution.status != "success":
            return Answer(execution.error, failed=True)
        result = execution.result
        failed = result.content.startswith("Error from MCP tool")
        return Answer(result.content, failed, (result.metadata or {}).get("structured_content"))


@asynccontextmanager
async def with_toolkit(server: Server, mode: str) -> AsyncIterator[AgnoClient]:
    parameters = StdioServerParameters(command=server.command, env=server.environment)
    async with MCPTools(server_params=parameters, protocol_mode=mode) as toolkit:
        yield AgnoClient(toolkit)


WAYS = {f"MCPTools, {mode}": partial(with_toolkit, mode=mode) for mode in ("legacy", "auto")}
