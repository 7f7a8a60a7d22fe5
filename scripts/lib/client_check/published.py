"""What a server publishes, read from it without any framework."""

import json
import os
import subprocess
from typing import Any

from client_check.client import Server

HANDSHAKE = {
    "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "client-check", "version": "1"}}
REQUESTS = [
    {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HANDSHAKE},
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
    {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
]


def published_schemas(server: Server) -> dict[str, dict[str, Any]]:
    """The input schema of each tool, by its name."""
    lines = "".join(json.dumps(request) + "\n" for request in REQUESTS)
    process = subprocess.run(
        [server.command], env=os.environ | server.environment, input=lines, stdout=subprocess.PIPE, text=True,
        timeout=20, check=True)
    answers = [json.loads(line) for line in process.stdout.splitlines()]
    tools = next(answer["result"]["tools"] for answer in answers if answer.get("id") == 2)
    return {tool["name"]: tool["inputSchema"] for tool in tools}
