"""Holds every answer that passes by against the published document, so that document and bytes cannot part."""

import copy
import re
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from app.domain.sensitivity.notices import HEADER
from tests.support.published import DOCUMENT, OPERATIONS, Operation, resolved

BELOW = "/v1/"


def _closed(node: Any) -> Any:
    """Let every object of the document have the members that it names and no others."""
    if isinstance(node, list):
        return [_closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    shut = {"additionalProperties": False} if isinstance(node.get("properties"), dict) else {}
    return shut | {name: _closed(value) for name, value in node.items()}


STRICT: dict[str, Any] = {"components": _closed(copy.deepcopy(DOCUMENT["components"]))}
_PATTERNS = [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", each.path)), each) for each in OPERATIONS]


def operation_of(method: str, path: str) -> Operation:
    """Return the published operation that a request is; one that spells its path out comes first."""
    found = [each for pattern, each in _PATTERNS if each.method == method and pattern.fullmatch(path)]
    assert found, f"{method} {path} is not published"
    return min(found, key=lambda each: each.path.count("{"))


@cache
def _judge(operation_id: str, status: str, media_type: str) -> Draft202012Validator:
    operation = next(each for each in OPERATIONS if str(each) == operation_id)
    answers = operation.said["responses"]
    assert status in answers, f"{operation_id} does not publish {status}"
    content = resolved(answers[status]).get("content", {})
    assert media_type in content, f"{operation_id} does not publish {media_type} for {status}"
    schema = STRICT | _closed(content[media_type]["schema"])
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def keeps_contract(response: httpx.Response) -> None:
    """Fail when an answer of the API is not what the document says of its operation; an httpx response hook."""
    if not response.request.url.path.startswith(BELOW):
        return
    response.read()
    operation = operation_of(response.request.method, response.request.url.path)
    if HEADER in response.headers:
        assert HEADER in operation.said["responses"][str(response.status_code)].get("headers", {}), operation
    if not response.content:
        assert str(response.status_code) in operation.said["responses"]
        return
    media_type = response.headers["content-type"].partition(";")[0]
    judge = _judge(str(operation), str(response.status_code), media_type)
    if not media_type.endswith("json"):
        return
    faults = [f"{each.json_path}: {each.message}" for each in judge.iter_errors(response.json())]
    assert faults[:3] == [], f"{operation} {response.status_code}"


def payload_keeps_contract(body: Any) -> None:
    """Fail when the body of a webhook is not what the document says."""
    schema = STRICT | {"$ref": "#/components/schemas/WebhookPayload"}
    faults = [each.message for each in Draft202012Validator(schema).iter_errors(body)]
    assert faults == []
