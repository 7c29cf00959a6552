"""Schemas in their plainest form, because generators make of each anyOf a type that nobody wants to use."""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

Node = dict[str, Any]

REF = "#/components/schemas/"
DATA = frozenset({"example", "examples", "default", "const", "enum"})
NULL = {"type": "null"}
VERSION = {
    "type": "integer",
    "format": "int64",
    "minimum": 1,
    "description": "Counts the changes of a thing; the first part of its ETag.",
    "examples": [3],
}
ID = {
    "type": "string",
    "format": "uuid",
    "description": "An identifier: a UUIDv7.",
    "examples": ["0198c0de-7a11-7000-8000-000000000001"],
}
NEXT_CURSOR = {
    "type": ["string", "null"],
    "minLength": 1,
    "maxLength": 1000,
    "description": "Give it as `cursor` to read on; null on the last page.",
}
SHARED: dict[str, tuple[str, Node]] = {
    "version": ("Version", VERSION),
    "id": ("Id", ID),
    "next_cursor": ("NextCursor", NEXT_CURSOR),
}
"""Members that mean the same wherever they stand, so that clients have one type for each."""

LONGEST_TEXT = 20_000
LONGEST_LIST = 1_000
_PAGE = re.compile(r"PageOf_(?P<item>\w+?)(Out)?_")


def plain(document: Node) -> None:
    """Put every schema of a document into its plainest form."""
    schemas: Node = document["components"]["schemas"]
    _name_pages(document)
    for _ in range(3):  # what is merged into another may itself have something to merge
        _everywhere(document, lambda node: _merge_null(node, schemas))
    _everywhere(document, _drop_title)
    _everywhere(document, _bound)
    _everywhere(document, _share)
    schemas |= {name: dict(shared) for name, shared in SHARED.values()}
    _prune(document)


def _everywhere(node: object, change: Callable[[Node], None]) -> None:
    if isinstance(node, list):
        for item in node:
            _everywhere(item, change)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name not in DATA:
                _everywhere(value, change)
        change(node)


def _name_pages(document: Node) -> None:
    """Name a page of AgencyOut `AgencyPage`, which pydantic calls `PageOf_AgencyOut_`."""
    schemas: Node = document["components"]["schemas"]
    for name in list(schemas):
        schemas[_page_name(name)] = schemas.pop(name)

    def rename(node: Node) -> None:
        if isinstance(node.get("$ref"), str) and node["$ref"].startswith(REF):
            node["$ref"] = REF + _page_name(node["$ref"].removeprefix(REF))

    _everywhere(document, rename)


def _page_name(name: str) -> str:
    page = _PAGE.fullmatch(name)
    return f"{page['item']}Page" if page else name


def _drop_title(node: Node) -> None:
    """Drop the titles that pydantic makes of names; the document's own title stands beside its version."""
    if isinstance(node.get("title"), str) and "version" not in node:
        del node["title"]


def _merge_null(node: Node, schemas: Node) -> None:
    """Write `anyOf: [T, null]` as T with `type: [T, null]`."""
    options = node.get("anyOf")
    if not isinstance(options, list) or NULL not in options:
        return
    others = [option for option in options if option != NULL]
    if len(others) == 1 and "$ref" in others[0]:
        others = [schemas[others[0]["$ref"].removeprefix(REF)]]
    if len(others) != 1 or not isinstance(others[0].get("type"), str):
        return
    del node["anyOf"]
    for name, value in deepcopy(others[0]).items():
        node.setdefault(name, value)
    node["type"] = [others[0]["type"], "null"]
    if "enum" in node:
        node["enum"] = [*node["enum"], None]


def _bound(node: Node) -> None:
    """Say what holds everywhere: integers have 64 bits, texts and lists an end."""
    kinds = _types(node)
    if "integer" in kinds:
        node.setdefault("format", "int64")
    if "string" in kinds and not node.keys() & {"format", "pattern", "enum", "const", "maxLength"}:
        node["maxLength"] = LONGEST_TEXT
    if "array" in kinds:
        node.setdefault("maxItems", LONGEST_LIST)


def _share(node: Node) -> None:
    members = node.get("properties")
    if not isinstance(members, dict):
        return
    for member, (name, shared) in SHARED.items():
        told = members.get(member)
        kind = (shared["type"], shared.get("format"))
        if isinstance(told, dict) and (told.get("type"), told.get("format")) == kind:
            members[member] = {"$ref": REF + name}


def _types(node: Node) -> list[str]:
    kinds = node.get("type", [])
    return kinds if isinstance(kinds, list) else [kinds]


def _prune(document: Node) -> None:
    """Drop the schemas that nothing refers to any more."""
    schemas: Node = document["components"]["schemas"]
    while unused := schemas.keys() - _referred(document):
        for name in unused:
            del schemas[name]


def _referred(document: Node) -> set[str]:
    found: set[str] = set()

    def note(node: Node) -> None:
        if isinstance(node.get("$ref"), str):
            found.add(node["$ref"].removeprefix(REF))

    _everywhere(document, note)
    return found
