"""Runs a whole refinement through one framework, in each of its ways to connect; started by scripts/client-check."""

import argparse
import asyncio
import importlib
import sys
import tempfile
import traceback
from importlib.metadata import version
from pathlib import Path

from client_check.client import Connect, FormClient, Server
from client_check.published import published_schemas
from client_check.questions import ask
from client_check.refinement import Mismatch, Refinement, check_tools

TIMEOUT_SECONDS = 180  # of one way: some frameworks start a process for each of its calls


async def check(connect: Connect, server: Server) -> None:
    async with asyncio.timeout(TIMEOUT_SECONDS), connect(server) as client:
        await check_tools(client, published_schemas(server))
        await Refinement(client).run()
        if isinstance(client, FormClient):
            await ask(client)


def reasons(error: BaseException) -> list[BaseException]:
    """The errors inside the task groups that frameworks wrap them in."""
    if isinstance(error, BaseExceptionGroup):
        return [reason for inner in error.exceptions for reason in reasons(inner)]
    return [error]


def passes(way: str, connect: Connect, command: str) -> bool:
    print(f"  {way}:", flush=True)
    with tempfile.TemporaryDirectory(prefix="client-check-") as folder:
        server = Server(command, {
            "STATE_MANAGER": "file", "STATE_FILE": str(Path(folder, "state.db")), "MCP_LOG_LEVEL": "warning"})
        try:
            asyncio.run(check(connect, server))
        except Exception as error:
            for reason in reasons(error):
                print(f"    FAILED {type(reason).__name__}: {reason}", flush=True)
                if not isinstance(reason, Mismatch):
                    traceback.print_exception(reason)
            return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="client_check", description="Runs a whole refinement through one framework.")
    parser.add_argument("--server", required=True, help="the respec-server binary")
    parser.add_argument("adapter", help="the module of the framework")
    options = parser.parse_args()
    adapter = importlib.import_module(f"client_check.{options.adapter}")
    print(", ".join(f"{package} {version(package)}" for package in adapter.PACKAGES))
    results = [passes(way, connect, options.server) for way, connect in adapter.WAYS.items()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
