"""The document in OpenAPI 3.0, for the documentation page only: its reader does not know 3.1."""

from typing import Any

Node = dict[str, Any]

VERSION = "3.0.3"
DATA = frozenset({"example", "examples", "default", "enum", "const"})


def as_3_0(document: Node) -> Node:
    """Translate what differs: null types, constants, examples, exclusive bounds; webhooks are left out."""
    older: Node = {name: _translated(value) for name, value in document.items() if name != "webhooks"}
    older["openapi"] = VERSION
    older["info"].pop("summary", None)
    older["info"]["license"].pop("identifier", None)
    return older


def _translated(node: Any) -> Any:
    if isinstance(node, list):
        return [_translated(item) for item in node]
    if not isinstance(node, dict):
        return node
    older = {name: value if name in DATA else _translated(value) for name, value in node.items()}
    if "const" in older:
        older["enum"] = [older.pop("const")]
    if isinstance(older.get("examples"), list):
        older["example"] = older.pop("examples")[0]
    _translate_null(older)
    _translate_bounds(older)
    return older


def _translate_null(schema: Node) -> None:
    if isinstance(schema.get("type"), list):
        kinds = [kind for kind in schema["type"] if kind != "null"]
        schema |= {"type": kinds[0], "nullable": True}
    options = schema.get("anyOf")
    if isinstance(options, list) and {"type": "null"} in options:
        schema |= {"anyOf": [option for option in options if option != {"type": "null"}], "nullable": True}


def _translate_bounds(schema: Node) -> None:
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        value = schema.get(exclusive)
        if isinstance(value, int | float) and not isinstance(value, bool):
            schema |= {bound: value, exclusive: True}
