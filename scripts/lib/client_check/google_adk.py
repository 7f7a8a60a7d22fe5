"""Google's Agent Development Kit: an agent with its MCP toolset, whose model is a script that asks for one call."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from google.adk.agents import LlmAgent
from google.adk.models import BaseLlm, LlmRequest, LlmResponse
from google.adk.runners import InMemoryRunner
from google.adk.tools.mcp_tool import McpToolset, StdioConnectionParams
from google.genai.types import Content, FunctionCall, GenerateContentResponseUsageMetadata, Part
from mcp import StdioServerParameters

from client_check.client import Answer, Server

PACKAGES = ["google-adk", "google-genai", "mcp"]


class ScriptedModel(BaseLlm):
    """Asks for one call if it has one, and keeps the requests that it was sent."""

    call: FunctionCall | None = None
    requests: list[LlmRequest] = []

    async def generate_content_async(
        self, llm_request: LlmRequest, stream: bool = False
    ) -> AsyncGenerator[LlmResponse, None]:
        self.requests.append(llm_request)
        asks = self.call is not None and len(self.requests) == 1
        part = Part(function_call=self.call) if asks else Part(text="Done.")
        usage = GenerateContentResponseUsageMetadata(prompt_token_count=1, candidates_token_count=1)
        yield LlmResponse(content=Content(role="model", parts=[part]), usage_metadata=usage)


class GoogleADKClient:
    def __init__(self, toolset: McpToolset):
        self.toolset = toolset

    async def schemas(self) -> dict[str, dict[str, Any]]:
        sent = (await self._run(None))[0]
        declared = [one for tool in sent.config.tools for one in tool.function_declarations]
        return {one.name: one.parameters_json_schema for one in declared}

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        sent = (await self._run(FunctionCall(name=name, args=arguments)))[-1]
        result = sent.contents[-1].parts[0].function_response.response
        if "error" in result:
            return Answer(result["error"], failed=True)
        text = "".join(block["text"] for block in result["content"])
        return Answer(text, result.get("isError", False), result.get("structuredContent"))

    async def _run(self, call: FunctionCall | None) -> list[LlmRequest]:
        """The requests to the model while the agent answers a prompt, calling the tool that the model asks for."""
        model = ScriptedModel(model="scripted", call=call)
        runner = InMemoryRunner(LlmAgent(name="check", model=model, tools=[self.toolset]))
        await runner.run_debug("Go on.", quiet=True)
        return model.requests


@asynccontextmanager
async def with_toolset(server: Server) -> AsyncIterator[GoogleADKClient]:
    parameters = StdioServerParameters(command=server.command, env=server.environment)
    toolset = McpToolset(connection_params=StdioConnectionParams(server_params=parameters))
    yield GoogleADKClient(toolset)
    await toolset.close()


WAYS = {"LlmAgent with McpToolset": with_toolset}
