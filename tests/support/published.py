"""The published OpenAPI document, read as a list of operations, so that a new one is tested without being named."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOCUMENT: dict[str, Any] = json.loads(Path("openapi/openapi.json").read_text(encoding="utf-8"))
AN_ID = "0198c0de-7a11-7000-8000-00000000dead"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, and an ordinary request for it."""

    method: str
    path: str
    said: dict[str, Any]

    def __str__(self) -> str:
        return str(self.said["operationId"])

    @property
    def parameters(self) -> list[dict[str, Any]]:
        return [resolved(parameter) for parameter in self.said.get("parameters", ())]

    def named(self, place: str) -> list[dict[str, Any]]:
        return [parameter for parameter in self.parameters if parameter["in"] == place]

    @property
    def body_schema(self) -> dict[str, Any] | None:
        content = self.said.get("requestBody", {}).get("content", {})
        return resolved(content[JSON]["schema"]) if JSON in content else None

    @property
    def body_example(self) -> Any:
        assert self.body_schema is not None
        return self.body_schema["examples"][0]

    @property
    def headers(self) -> dict[str, str]:
        names = {parameter["name"] for parameter in self.named("header")}
        body = {"Content-Type": JSON} if self.body_schema is not None else {}
        return body | ({"If-Match": '"1"'} if "If-Match" in names else {})

    def url(self, **ids: str) -> str:
        url = self.path
        for parameter in self.named("path"):
            url = url.replace(f"{{{parameter['name']}}}", ids.get(parameter["name"], self.example_of(parameter)))
        return url

    def example_of(self, parameter: dict[str, Any]) -> str:
        schema = resolved(parameter["schema"])
        if schema.get("format") == "uuid":
            return AN_ID
        return str(schema.get("enum", schema.get("examples", [1]))[0])


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference within the document."""
    while "$ref" in node:
        found: dict[str, Any] = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def operations() -> Iterator[Operation]:
    for path, item in DOCUMENT["paths"].items():
        for method, said in item.items():
            yield Operation(method.upper(), path, said)


OPERATIONS = list(operations())


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """Judge by a schema of the document."""
    return Draft202012Validator(DOCUMENT | schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
