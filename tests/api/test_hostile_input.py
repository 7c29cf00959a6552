"""Whatever is sent to whichever operation: a clear refusal in the published shape, and never a failure of ours."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.support.doors import Doors
from tests.support.published import JSON, OPERATIONS, Operation, validator

PROBLEM = validator({"$ref": "#/components/schemas/Problem"})
HUGE = 100_000_000
CHUNK = b" " * 64 * 1024
NOT_JSON = {
    "empty": b"",
    "blank": b" \n\t",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "bad UTF-8": b'{"name": "\xff\xfe"}',
    "an overlong NUL": b'{"name": "\xc0\x80"}',
    "a surrogate in UTF-8": b'{"name": "\xed\xa0\x80"}',
    "UTF-16": "{}".encode("utf-16"),
    "NUL": b'{"name": "\x00"}',
    "an escaped NUL": b'{"name": "\\u0000"}',
    "a lone surrogate": b'{"name": "\\ud800"}',
    "a lone surrogate in a name": b'{"\\udfff": 1}',
    "an integer beyond 64 bits": b'{"name": 9223372036854775808}',
    "a very long integer": b'{"name": ' + b"9" * 5_000 + b"}",
    "not a number": b'{"name": NaN}',
    "infinity": b'{"name": -Infinity}',
    "a number too large": b'{"name": 1e999}',
    "a name twice": b'{"name": 1, "name": 2}',
    "a name twice, deep": b'{"a": [{"b": {"c": 1, "c": 1}}]}',
    "65 levels": b'{"a":' * 65 + b"1" + b"}" * 65,
    "100,000 levels": b"[" * 100_000,
    "two values": b"{} {}",
    "a comment": b"{} // no",
    "half a value": b'{"name": "',
    "XML": b"<name/>",
}
OTHER_TYPES = {
    "an array": b"[]",
    "a number": b"1",
    "text": b'"text"',
    "null": b"null",
    "a member that nobody knows": b'{"__proto__": {}, "constructor": 1}',
}
OTHER_MEDIA_TYPES = (
    "text/plain",
    "application/xml",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
)
STRANGE_TEXTS = (
    "' OR 1=1 --",
    "%",
    "_\\",
    "\u202e\u0000\ufeff",
    "\ud7ff\ue000\U0010ffff",
    "a\u0301" * 500,
    "x" * 5_000,
    "-1",
    "1e400",
    "{}",
    "../../etc/passwd",
    "${jndi:ldap://x}",
    "",
    " ",
)
GARBAGE_IDS = (
    "garbage",
    "0",
    "-1",
    "9223372036854775808",
    "%00",
    "%ff",
    "%F0%9F%92%A9",
    "..%2f..",
    "x" * 2_000,
    "%E2%80%AE",
    "*",
)
BROKEN_CURSORS = ("A", "AAAA", "x" * 1_001, "e30", "%00", "-", "%ff", "=", "null")
LIMITS = ("0", "-1", "201", "9223372036854775808", "1e2", "NaN", "", "%00", "\u0661")
WRONG_VALUES: tuple[Any, ...] = (
    None,
    -1,
    2**63 - 1,
    -(2**63),
    1e308,
    True,
    "",
    " ",
    "x" * 100_000,
    "\ufeff\u202e",
    "9999-12-31T23:59:59.999999999Z",
    "0001-01-01T00:00:00+23:59",
    "10000-01-01",
    [],
    [None],
    [[]],
    {},
    {"a": {"b": []}},
    ["x"] * 10_000,
)

with_body = pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.body_schema is not None], ids=str)
with_id = pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.named("path")], ids=str)
with_query = pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.named("query")], ids=str)
every = pytest.mark.parametrize("operation", OPERATIONS, ids=str)


@pytest.fixture
async def caller(doors: Doors) -> httpx.AsyncClient:
    """Somebody who may do everything, so that every refusal is one of the input."""
    return await doors.administrator()


def check_problem(response: httpx.Response, *statuses: int) -> None:
    assert 400 <= response.status_code < 500, response.text
    assert not statuses or response.status_code in statuses, response.text
    check_shape(response)


def check_no_failure(response: httpx.Response) -> None:
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        check_shape(response)


def check_shape(response: httpx.Response) -> None:
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert [error.message for error in PROBLEM.iter_errors(body)] == []
    assert (response.status_code, response.headers["x-request-id"]) == (body["status"], body["request_id"])


@with_body
async def test_what_is_not_strict_json_is_refused(operation: Operation, caller: httpx.AsyncClient) -> None:
    for words, body in NOT_JSON.items():
        response = await caller.request(operation.method, operation.url(), content=body, headers=operation.headers)
        if body or operation.said["requestBody"].get("required"):
            assert response.status_code == 422, words
            check_problem(response)


@with_body
async def test_json_of_another_type_is_refused(operation: Operation, caller: httpx.AsyncClient) -> None:
    for body in OTHER_TYPES.values():
        response = await caller.request(operation.method, operation.url(), content=body, headers=operation.headers)
        if body != b"null" or operation.said["requestBody"].get("required"):
            check_problem(response, 422)


@with_body
async def test_other_media_types_are_refused(operation: Operation, caller: httpx.AsyncClient) -> None:
    for media_type in OTHER_MEDIA_TYPES:
        headers = operation.headers | {"Content-Type": media_type}
        check_problem(await caller.request(operation.method, operation.url(), content=b"{}", headers=headers), 415)


@with_body
async def test_a_body_without_end_is_cut(operation: Operation, caller: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < HUGE:
            sent += len(CHUNK)
            yield CHUNK

    large = operation.path.startswith("/v1/imports")
    response = await caller.request(operation.method, operation.url(), content=endless(), headers=operation.headers)
    check_problem(response, 413)
    assert large or sent < 2_000_000
    headers = operation.headers | {"Content-Length": str(HUGE)}
    check_problem(await caller.request(operation.method, operation.url(), content=b"{}", headers=headers), 413)


@with_body
async def test_no_member_of_a_body_can_make_us_fail(operation: Operation, caller: httpx.AsyncClient) -> None:
    for body in spoilt(operation.body_example):
        content = json.dumps(body).encode()
        response = await caller.request(operation.method, operation.url(), content=content, headers=operation.headers)
        check_no_failure(response)


def spoilt(value: Any) -> Iterator[Any]:
    """Replace each member at each depth by each wrong value, one at a time."""
    yield from WRONG_VALUES
    if isinstance(value, dict):
        for name, member in value.items():
            yield {other: kept for other, kept in value.items() if other != name}
            yield from (value | {name: wrong} for wrong in spoilt(member))
    elif isinstance(value, list) and value:
        yield from ([wrong, *value[1:]] for wrong in spoilt(value[0]))


@with_id
async def test_an_id_that_is_none_is_refused(operation: Operation, caller: httpx.AsyncClient) -> None:
    content = json.dumps(operation.body_example).encode() if operation.body_schema is not None else None
    for parameter in operation.named("path"):
        for garbage in GARBAGE_IDS:
            url = operation.url(**{parameter["name"]: garbage})
            check_problem(await caller.request(operation.method, url, content=content, headers=operation.headers))


@every
async def test_unknown_query_parameters_are_refused(operation: Operation, caller: httpx.AsyncClient) -> None:
    for query in ("zzz=1", "Limit=5", "%00=1", "limit[]=5", "=", "zzz"):
        response = await caller.request(operation.method, f"{operation.url()}?{query}", headers=operation.headers)
        check_problem(response, 400)


@with_query
async def test_no_query_can_make_us_fail(operation: Operation, caller: httpx.AsyncClient) -> None:
    for parameter in operation.named("query"):
        for text in STRANGE_TEXTS:
            url = f"{operation.url()}?{parameter['name']}={quote(text, safe='')}"
            check_no_failure(await caller.request(operation.method, url, headers=operation.headers))


@with_query
async def test_limits_and_cursors_are_checked(operation: Operation, caller: httpx.AsyncClient) -> None:
    known = {parameter["name"] for parameter in operation.named("query")}
    for name, values in (("limit", LIMITS), ("cursor", BROKEN_CURSORS)):
        for value in values if name in known else ():
            response = await caller.request(
                operation.method, f"{operation.url()}?{name}={value}", headers=operation.headers
            )
            check_problem(response, 400, 422)


@every
async def test_no_header_can_make_us_fail(operation: Operation, caller: httpx.AsyncClient) -> None:
    content = json.dumps(operation.body_example).encode() if operation.body_schema is not None else None
    for parameter in operation.named("header"):
        for value in ("", "x", '"', '"9999999999999999999"', "a" * 1_001, "é", "\t", '"1", "2"'):
            headers = operation.headers | {parameter["name"]: value}
            response = await caller.request(
                operation.method,
                operation.url(),
                content=content,
                headers={name: text.encode() for name, text in headers.items()},
            )
            check_no_failure(response)


@every
async def test_answers_in_no_other_language_are_promised(operation: Operation, caller: httpx.AsyncClient) -> None:
    headers = operation.headers | {"Accept": "application/x-yaml"}
    check_problem(await caller.request(operation.method, operation.url(), headers=headers), 406)


@every
async def test_nobody_is_served_without_a_token(operation: Operation, doors: Doors) -> None:
    nobody = await doors.nobody()
    content = json.dumps(operation.body_example).encode() if operation.body_schema is not None else None
    for authorization in (None, "", "Bearer", "Bearer x", "Basic eDp5", "Bearer " + "x" * 5_000, "Bearer \xff"):
        headers = operation.headers | ({"Authorization": authorization} if authorization is not None else {})
        response = await nobody.request(
            operation.method,
            operation.url(),
            content=content,
            headers={name: text.encode("latin-1") for name, text in headers.items()},
        )
        check_problem(response, 401)
        assert response.headers["www-authenticate"].startswith("Bearer")


def test_every_operation_takes_json_or_nothing() -> None:
    for operation in OPERATIONS:
        assert set(operation.said.get("requestBody", {"content": {JSON: {}}})["content"]) == {JSON}, operation
