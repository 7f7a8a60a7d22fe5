"""Pydantic AI: an agent with its MCP toolset, whose model is a script that asks for one call."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastmcp.client.transports import StdioTransport
from pydantic_ai import Agent
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.messages import ModelMessage, ModelResponse, RetryPromptPart, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from client_check.client import Answer, Server

PACKAGES = ["pydantic-ai-slim", "fastmcp-slim", "mcp"]


class PydanticAIClient:
    def __init__(self, toolset: MCPToolset):
        self.toolset = toolset

    async def schemas(self) -> dict[str, dict[str, Any]]:
        seen: dict[str, dict[str, Any]] = {}

        def look(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
            seen.update({tool.name: tool.parameters_json_schema for tool in info.function_tools})
            return ModelResponse(parts=[TextPart("Seen.")])

        await Agent(FunctionModel(look), toolsets=[self.toolset]).run("Look.")
        return seen

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        given: list[Answer] = []

        def ask(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
            for part in messages[-1].parts:
                if isinstance(part, ToolReturnPart):
                    given.append(Answer(part.model_response_str(), part.outcome != "success"))
                elif isinstance(part, RetryPromptPart):
                    given.append(Answer(part.model_response(), True))
            if given:
                return ModelResponse(parts=[TextPart("Done.")])
            return ModelResponse(parts=[ToolCallPart(name, arguments)])

        await Agent(FunctionModel(ask), toolsets=[self.toolset]).run("Call.")
        return given[0]


@asynccontextmanager
async def with_agent(server: Server) -> AsyncIterator[PydanticAIClient]:
    async with MCPToolset(StdioTransport(server.command, [], env=server.environment)) as toolset:
        yield PydanticAIClient(toolset)


WAYS = {"Agent with MCPToolset": with_agent}
