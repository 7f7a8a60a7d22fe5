"""Arguments of a published JSON Schema: where they are, and what stands in place of those that a call leaves out."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]


def argument_paths(schema: Schema) -> set[str]:
    """The paths of all arguments, such as `edits[].old_text`."""
    return set(_paths(schema, schema, ""))


def _paths(schema: Schema, root: Schema, path: str) -> Iterator[str]:
    schema = _resolved(schema, root)
    for name, member in (schema.get("properties") or {}).items():
        inner = f"{path}.{name}" if path else name
        yield inner
        yield from _paths(member, root, inner)
    if isinstance(schema.get("items"), dict):
        yield from _paths(schema["items"], root, f"{path}[]")
    for alternative in schema.get("anyOf") or []:
        yield from _paths(alternative, root, path)


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    return root["$defs"][reference.removeprefix("#/$defs/")] if reference else schema


def with_placeholders(schema: Schema, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments and, for each that is left out, what a model puts where its schema requires every one."""
    absent = {name: _placeholder(member) for name, member in schema["properties"].items() if name not in arguments}
    return arguments | absent


def _placeholder(schema: Schema) -> Any:
    # A model held to the schema has to choose.
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema["type"]
    return {"string": "", "integer": 0, "number": 0, "boolean": False, "array": [], "object": {}}[kind]
