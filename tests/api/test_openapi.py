"""What the published document promises to whoever generates a client from it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.api.openapi_examples import example_of
from app.api.openapi_schemas import plain
from tests.support.published import DOCUMENT, OPERATIONS, Operation, resolved, validator

SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
ONLY_WHEN_ASKED = {"total", "total_is_at_least"}  # of pages, by count=true
OUTPUTS = [name for name in SCHEMAS if name.endswith(("Out", "Page")) or name == "Problem"]
DATA = {"example", "examples", "default", "const", "enum"}


def nodes(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield path, node
        for name, value in node.items():
            if name not in DATA:
                yield from nodes(value, f"{path}/{name}")
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from nodes(item, f"{path}/{index}")


def test_every_operation_has_a_name_of_its_own_a_verb_and_a_noun() -> None:
    names = [str(operation) for operation in OPERATIONS]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)+", name)] == []


def test_every_operation_is_explained() -> None:
    described = {tag["name"] for tag in DOCUMENT["tags"] if tag["description"] != tag["name"]}
    for operation in OPERATIONS:
        said = operation.said
        assert said["summary"], operation
        assert len(said["description"]) > len(said["summary"]), operation
        assert {*said["tags"]} <= described, operation
        assert all(parameter.get("description") for parameter in operation.parameters), operation


def test_every_operation_says_how_it_refuses() -> None:
    for operation in OPERATIONS:
        responses = operation.said["responses"]
        expected = {"400", "401", "403", "406", "429", "431", "500", "503"}
        expected |= {"404"} if operation.named("path") else set()
        expected |= {"408", "413", "415", "422"} if operation.body_schema is not None else set()
        expected |= {"412", "428"} if "If-Match" in {each["name"] for each in operation.named("header")} else set()
        assert expected <= responses.keys(), operation
        for status, response in responses.items():
            if status >= "400":
                content = resolved(response)["content"]
                assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_every_operation_names_its_scope() -> None:
    flows = DOCUMENT["components"]["securitySchemes"]["oauth2"]["flows"]
    for operation in OPERATIONS:
        (requirement,) = operation.said["security"]
        (scope,) = requirement["oauth2"]
        assert scope in flows["clientCredentials"]["scopes"], operation


def test_changes_are_guarded_and_posts_may_be_repeated() -> None:
    for operation in OPERATIONS:
        headers = {parameter["name"] for parameter in operation.named("header")}
        (scope,) = operation.said["security"][0]["oauth2"]
        assert (operation.method == "POST" and scope[-1] not in "rs") == ("Idempotency-Key" in headers), operation
        assert operation.method not in ("PUT", "PATCH", "DELETE") or "If-Match" in headers, operation


def test_every_member_is_described() -> None:
    bare = [
        f"{path}/{name}"
        for path, node in nodes(SCHEMAS)
        if isinstance(node.get("properties"), dict)
        for name, member in node["properties"].items()
        if "description" not in member | resolved(member)
    ]
    assert bare == []


def test_generated_clients_need_not_guess_what_is_there() -> None:
    for name in OUTPUTS:
        there = set(SCHEMAS[name]["properties"]) - (ONLY_WHEN_ASKED if name.endswith("Page") else set())
        assert set(SCHEMAS[name].get("required", ())) == there, name


def test_whatever_may_be_null_says_so_in_its_type() -> None:
    unions = [path for path, node in nodes(DOCUMENT) if {"type": "null"} in node.get("anyOf", node.get("oneOf", []))]
    assert unions == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_example_is_one(name: str) -> None:
    judge = validator({"$ref": f"#/components/schemas/{name}"})
    for example in SCHEMAS[name]["examples"]:
        assert [error.message for error in judge.iter_errors(example)] == []


def test_everything_has_an_end() -> None:
    ends = {"maxLength", "format", "pattern", "enum", "const"}
    endless = [
        path
        for path, node in nodes(SCHEMAS)
        if ("string" in kinds(node) and not node.keys() & ends)
        or ("array" in kinds(node) and "maxItems" not in node)
        or ("integer" in kinds(node) and "format" not in node)
    ]
    assert endless == []


def kinds(node: dict[str, Any]) -> list[str]:
    kind = node.get("type")
    return kind if isinstance(kind, list) else [kind] if isinstance(kind, str) else []


def test_partners_learn_what_their_endpoints_are_sent() -> None:
    (operation,) = [Operation("POST", "", item["post"]) for item in DOCUMENT["webhooks"].values()]
    assert {parameter["name"] for parameter in operation.named("header")} == {
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
        "redisclosure-notice",
    }
    assert operation.body_schema is not None
    assert set(operation.body_schema["required"]) == {"type", "timestamp", "data"}


def test_a_nullable_reference_becomes_a_copy_that_may_be_null() -> None:
    document = {
        "paths": {},
        "components": {
            "schemas": {
                "Page": {"properties": {"kind": {"anyOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "null"}]}}},
                "Kind": {"type": "string", "enum": ["a"], "title": "Kind", "description": "A kind."},
            }
        },
        "uses": {"$ref": "#/components/schemas/Page"},
    }
    plain(document)
    expected = {"type": ["string", "null"], "enum": ["a", None], "description": "A kind."}
    assert document["components"]["schemas"] == {"Page": {"properties": {"kind": expected}}}  # type: ignore[index]


def test_an_example_is_put_together_from_the_members() -> None:
    schemas = {"Name": {"type": "string", "examples": ["Ana"]}}
    schema = {
        "type": "object",
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "names": {"type": "array", "items": {"$ref": "#/components/schemas/Name"}},
            "size": {"type": ["integer", "null"], "minimum": 5},
        },
    }
    assert example_of(schema, schemas) == {
        "id": "0198c0de-7a11-7000-8000-000000000001",
        "names": ["Ana"],
        "size": 5,
    }
