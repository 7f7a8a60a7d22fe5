"""langchain-mcp-adapters: tools that start a process for each call, and tools of one session."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.tools import load_mcp_tools

from client_check.client import Answer, Server

PACKAGES = ["langchain-mcp-adapters", "langchain-core", "mcp"]


class LangChainClient:
    def __init__(self, tools: list[BaseTool]):
        self.tools = {tool.name: tool for tool in tools}

    async def schemas(self) -> dict[str, dict[str, Any]]:
        return {name: convert_to_openai_tool(tool)["function"]["parameters"] for name, tool in self.tools.items()}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        message = await self.tools[name].ainvoke({"name": name, "args": arguments, "id": "call", "type": "tool_call"})
        return Answer(message.text, message.status == "error", (message.artifact or {}).get("structured_content"))


def client(server: Server) -> MultiServerMCPClient:
    connection = {"transport": "stdio", "command": server.command, "args": [], "env": server.environment}
    return MultiServerMCPClient({"respec": connection})


@asynccontextmanager
async def with_process_for_each_call(server: Server) -> AsyncIterator[LangChainClient]:
    yield LangChainClient(await client(server).get_tools())


@asynccontextmanager
async def with_session(server: Server) -> AsyncIterator[LangChainClient]:
    async with client(server).session("respec") as session:
        yield LangChainClient(await load_mcp_tools(session))


WAYS = {"get_tools, a process for each call": with_process_for_each_call, "load_mcp_tools, one session": with_session}
