"""crewai-tools: its adapter, whose tools block and run in a thread of their own session."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from crewai.tools import BaseTool
from crewai.utilities.agent_utils import convert_tools_to_openai_schema
from crewai_tools import MCPServerAdapter
from mcp import StdioServerParameters

from client_check.client import Answer, Server

PACKAGES = ["crewai-tools", "crewai", "mcpadapt", "mcp"]


class CrewAIClient:
    def __init__(self, tools: list[BaseTool]):
        self.tools = {tool.name: tool for tool in tools}

    async def schemas(self) -> dict[str, dict[str, Any]]:
        declared = convert_tools_to_openai_schema(list(self.tools.values()))[0]
        return {tool["function"]["name"]: tool["function"]["parameters"] for tool in declared}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        return Answer(self.tools[name].run(**arguments), failed=None)


@asynccontextmanager
async def with_adapter(server: Server) -> AsyncIterator[CrewAIClient]:
    with MCPServerAdapter(StdioServerParameters(command=server.command, env=server.environment)) as tools:
        yield CrewAIClient(tools)


WAYS = {"MCPServerAdapter": with_adapter}
