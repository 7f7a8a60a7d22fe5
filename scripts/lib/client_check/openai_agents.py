"""OpenAI Agents SDK: its function tools, with the schemas as they are and converted to strict ones."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from agents import Agent, FunctionTool, RunContextWrapper
from agents.mcp import MCPServerStdio, MCPUtil
from agents.tool_context import ToolContext

from client_check.client import Answer, Server
from client_check.schemas import with_placeholders

PACKAGES = ["openai-agents", "mcp"]




class OpenAIAgentsClient:
    def __init__(self, tools: list[FunctionTool], strict: bool):
        self.tools = {tool.name: tool for tool in tools}
        self.strict = strict

    async def schemas(self) -> dict[str, dict[str, Any]]:
        loose = [name for name, tool in self.tools.items() if tool.strict_json_schema != self.strict]
        if loose:
            raise RuntimeError(f"not converted to strict schemas: {loose}")
        return {name: tool.params_json_schema for name, tool in self.tools.items()}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        tool = self.tools[name]
        if self.strict:
            arguments = with_placeholders(tool.params_json_schema, arguments)
        given = json.dumps(arguments)
        context = ToolContext(context=None, tool_name=name, tool_call_id="call", tool_arguments=given)
        output = await tool.on_invoke_tool(context, given)
        return Answer(output if isinstance(output, str) else output["text"], None)


@asynccontextmanager
async def with_tools(server: Server, strict: bool) -> AsyncIterator[OpenAIAgentsClient]:
    parameters = {"command": server.command, "env": server.environment}
    async with MCPServerStdio(parameters) as connected:
        agent = Agent("check", mcp_servers=[connected])
        tools = await MCPUtil.get_all_function_tools([connected], strict, RunContextWrapper(None), agent)
        yield OpenAIAgentsClient(tools, strict)


WAYS = {"function tools": partial(with_tools, strict=False), "strict": partial(with_tools, strict=True)}
