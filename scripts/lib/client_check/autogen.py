"""autogen-ext: tools that start a process for each call, and its workbench, which keeps one."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from autogen_core.tools import StaticWorkbench, Workbench
from autogen_ext.tools.mcp import McpWorkbench, StdioServerParams, mcp_server_tools

from client_check.client import Answer, Server

PACKAGES = ["autogen-ext", "autogen-core", "mcp"]


class WorkbenchClient:
    def __init__(self, workbench: Workbench):
        self.workbench = workbench

    async def schemas(self) -> dict[str, dict[str, Any]]:
        return {tool["name"]: tool["parameters"] for tool in await self.workbench.list_tools()}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        result = await self.workbench.call_tool(name, arguments)
        return Answer(plain_text(result.to_text()), result.is_error)


def plain_text(text: str) -> str:
    """The text of a result: tools of their own give a model the JSON of its content blocks."""
    if not text.startswith('[{"type": "text"'):
        return text
    return "".join(block["text"] for block in json.loads(text))


def parameters(server: Server) -> StdioServerParams:
    return StdioServerParams(command=server.command, env=server.environment)


@asynccontextmanager
async def with_process_for_each_call(server: Server) -> AsyncIterator[WorkbenchClient]:
    yield WorkbenchClient(StaticWorkbench(await mcp_server_tools(parameters(server))))


@asynccontextmanager
async def with_workbench(server: Server) -> AsyncIterator[WorkbenchClient]:
    async with McpWorkbench(parameters(server)) as workbench:
        yield WorkbenchClient(workbench)


WAYS = {"mcp_server_tools, a process for each call": with_process_for_each_call, "McpWorkbench": with_workbench}
