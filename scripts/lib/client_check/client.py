"""What every adapter gives: the tools as its framework shows them to a model, and calls through the framework's own."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple, Protocol, runtime_checkable


class Server(NamedTuple):
    """A server to start, as clients are told about it."""

    command: str
    environment: dict[str, str]


class Answer(NamedTuple):
    """A call's result as a framework hands it on."""

    text: str
    failed: bool | None  # None: the framework does not tell errors from other answers
    structured: dict[str, Any] | None = None


class Client(Protocol):
    """A connected framework."""

    async def schemas(self) -> dict[str, dict[str, Any]]:
        """The JSON Schema of each tool's arguments, by its name, as the framework shows it to a model."""

    async def call(self, name: str, arguments: dict[str, Any]) -> Answer:
        """Calls a tool as the framework does when a model asks for it."""


@runtime_checkable
class FormClient(Client, Protocol):
    """A client that shows forms to its human."""

    # The messages of the forms that were shown.
    questions: list[str]
    # What the human does with the next forms: an action and the fields.
    reactions: list[tuple[str, dict[str, str]]]


# How a framework is connected to a server. An adapter's module has them by name in `WAYS`, and the packages whose
# versions matter in `PACKAGES`.
Connect = Callable[[Server], AbstractAsyncContextManager[Client]]
