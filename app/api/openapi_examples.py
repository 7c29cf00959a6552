"""Examples for every schema, made from the schemas themselves, so that none can contradict what it is an example of."""

from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]

EXAMPLE_ID = "0198c0de-7a11-7000-8000-000000000001"
FORMATS = {
    "uuid": EXAMPLE_ID,
    "date-time": "2026-01-15T09:30:00Z",
    "date": "2026-01-15",
    "time": "09:30:00",
    "uri": "https://partner.example/path",
    "email": "someone@partner.example",
    "duration": "PT30M",
    "binary": "",
    "password": "correct horse battery staple",
}
DEEPEST = 8


def add_examples(document: Node) -> None:
    """Give each schema of a component or a body that has no example one that is put together from its members."""
    schemas = document["components"]["schemas"]
    for schema in (*schemas.values(), *_bodies_of_their_own(document)):
        if "examples" not in schema:
            schema["examples"] = [example_of(schema, schemas, 0)]


def _bodies_of_their_own(document: Node) -> Iterator[Node]:
    for path in document["paths"].values():
        for operation in path.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                if "$ref" not in media["schema"]:
                    yield media["schema"]


def example_of(schema: Node, schemas: Node, depth: int = 0) -> Any:
    """Make the example of a schema: its own, its default, its first choice, or what its type allows."""
    given = _given(schema)
    if given:
        return given[0]
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas, depth + 1)
    options = schema.get("anyOf") or schema.get("oneOf")
    if options:
        return example_of(options[0], schemas, depth + 1)
    if "allOf" in schema:
        return _merged([example_of(part, schemas, depth + 1) for part in schema["allOf"]])
    return _of_type(schema, schemas, depth)


def _given(schema: Node) -> list[Any]:
    single = [schema[name] for name in ("const", "example") if name in schema]
    return schema.get("examples") or single or schema.get("enum") or []


def _of_type(schema: Node, schemas: Node, depth: int) -> Any:
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    makers: dict[str, Callable[[], Any]] = {
        "object": lambda: _object(schema, schemas, depth),
        "array": lambda: _array(schema, schemas, depth),
        "string": lambda: _text(schema),
        "integer": lambda: int(_number(schema)),
        "number": lambda: _number(schema),
        "boolean": lambda: schema.get("default", True),
        "null": lambda: None,
    }
    return makers[kind]()


def _object(schema: Node, schemas: Node, depth: int) -> Node:
    members = schema.get("properties", {})
    wanted = members if depth <= DEEPEST else schema.get("required", ())
    example = {name: example_of(members[name], schemas, depth + 1) for name in wanted}
    extra = schema.get("additionalProperties")
    if not members and isinstance(extra, dict) and extra:
        return {"name": example_of(extra, schemas, depth + 1)}
    return example


def _array(schema: Node, schemas: Node, depth: int) -> list[Any]:
    least = schema.get("minItems", 0)
    if depth > DEEPEST and not least:
        return []
    item = example_of(schema.get("items", {}), schemas, depth + 1)
    return [item] * max(1, least)


def _text(schema: Node) -> str:
    text = FORMATS.get(schema.get("format", ""), "text")
    text = text.ljust(schema.get("minLength", 0), "x")
    return text[: schema.get("maxLength", len(text))]


def _number(schema: Node) -> float:
    least = schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    return float(min(max(least, schema.get("default") or least), schema.get("maximum", least)))


def _merged(parts: list[Any]) -> Any:
    merged: Node = {}
    for part in parts:
        merged |= part
    return merged
