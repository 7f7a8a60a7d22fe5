"""llama-index-tools-mcp: function tools of its basic client, which starts a process for each call."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from llama_index.core.tools import FunctionTool
from llama_index.tools.mcp import BasicMCPClient, McpToolSpec

from client_check.client import Answer, Server
from client_check.mcp_sdk import answer

PACKAGES = ["llama-index-tools-mcp", "llama-index-core", "mcp"]


class LlamaIndexClient:
    def __init__(self, tools: list[FunctionTool]):
        self.tools = {tool.metadata.name: tool for tool in tools}

    async def schemas(self) -> dict[str, dict[str, Any]]:
        return {name: tool.metadata.to_openai_tool()["function"]["parameters"] for name, tool in self.tools.items()}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        output = await self.tools[name].acall(**arguments)
        # It does not mark the output of a call that failed.
        return answer(output.raw_output)._replace(failed=output.is_error or None)


@asynccontextmanager
async def with_process_for_each_call(server: Server) -> AsyncIterator[LlamaIndexClient]:
    spec = McpToolSpec(BasicMCPClient(server.command, env=server.environment))
    yield LlamaIndexClient(await spec.to_tool_list_async())


WAYS = {"McpToolSpec, a process for each call": with_process_for_each_call}
