"""smolagents: its tools, which require every argument, so that a model has to fill in placeholders."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp import StdioServerParameters
from smolagents import MCPClient, Tool
from smolagents.models import get_tool_json_schema
from smolagents.tools import validate_tool_arguments

from client_check.client import Answer, Server
from client_check.schemas import with_placeholders

PACKAGES = ["smolagents", "mcpadapt", "mcp"]


class SmolagentsClient:
    def __init__(self, tools: list[Tool]):
        self.tools = {tool.name: tool for tool in tools}

    async def schemas(self) -> dict[str, dict[str, Any]]:
        return {name: get_tool_json_schema(tool)["function"]["parameters"] for name, tool in self.tools.items()}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        tool = self.tools[name]
        filled = with_placeholders(get_tool_json_schema(tool)["function"]["parameters"], arguments)
        validate_tool_arguments(tool, filled)
        return Answer(tool(**filled), failed=None)


@asynccontextmanager
async def with_client(server: Server) -> AsyncIterator[SmolagentsClient]:
    parameters = StdioServerParameters(command=server.command, env=server.environment)
    with MCPClient(parameters, structured_output=False) as tools:
        yield SmolagentsClient(tools)


WAYS = {"MCPClient": with_client}
