"""Whatever is sent to whichever operation: a clear refusal in the published shape, and never a failure of ours."""

import json
from collections.abc import AsyncIterator, Iterator
from itertools import cycle, islice, product
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.support.doors import Doors
from tests.support.long import mostly_long
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

WRONG_AT_A_TIME = 4
WITH_BODY = [operation for operation in OPERATIONS if operation.body_schema is not None]
WITH_QUERY = [operation for operation in OPERATIONS if operation.named("query")]


@pytest.fixture
async def caller(doors: Doors) -> httpx.AsyncClient:
    """Somebody who may do everything, so that every refusal is one of the input; streams end when they begin."""
    doors.app.state.closing.set()
    return await doors.administrator()


def check_problem(response: httpx.Response, *statuses: int) -> None:
    asked = f"{response.request.method} {response.request.url}: {response.text}"
    assert 400 <= response.status_code < 500, asked
    assert not statuses or response.status_code in statuses, asked
    check_shape(response)


def check_no_failure(response: httpx.Response) -> None:
    assert response.status_code < 500, f"{response.request.method} {response.request.url}: {response.text}"
    if response.status_code >= 400:
        check_shape(response)


def check_shape(response: httpx.Response) -> None:
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert [error.message for error in PROBLEM.iter_errors(body)] == []
    assert (response.status_code, response.headers["x-request-id"]) == (body["status"], body["request_id"])


@pytest.mark.parametrize("operation", mostly_long(WITH_BODY, one_in=8), ids=str)
async def test_no_body_makes_us_fail(operation: Operation, caller: httpx.AsyncClient) -> None:
    async def sent(body: bytes) -> httpx.Response:
        return await caller.request(operation.method, operation.url(), content=body, headers=operation.headers)

    required = operation.said["requestBody"].get("required")
    for words, body in NOT_JSON.items():
        if body or required:
            response = await sent(body)
            assert response.status_code == 422, words
            check_problem(response)
    for body in OTHER_TYPES.values():
        if body != b"null" or required:
            check_problem(await sent(body), 422)
    for value in spoilt(operation.body_example):
        check_no_failure(await sent(json.dumps(value).encode()))


def spoilt(value: Any) -> Iterator[Any]:
    """Replace the whole by every wrong value, and each member at each depth by some, one at a time."""
    turn = cycle(WRONG_VALUES)
    yield from WRONG_VALUES
    yield from _spoilt_members(value, turn)


def _spoilt_members(value: Any, turn: Iterator[Any]) -> Iterator[Any]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield {other: kept for other, kept in value.items() if other != name}
            yield from (value | {name: wrong} for wrong in islice(turn, WRONG_AT_A_TIME))
            yield from (value | {name: wrong} for wrong in _spoilt_members(member, turn))
    elif isinstance(value, list) and value:
        yield from ([wrong, *value[1:]] for wrong in islice(turn, WRONG_AT_A_TIME))
        yield from ([wrong, *value[1:]] for wrong in _spoilt_members(value[0], turn))


@pytest.mark.parametrize("operation", mostly_long(WITH_QUERY, one_in=8), ids=str)
async def test_no_query_makes_us_fail(operation: Operation, caller: httpx.AsyncClient) -> None:
    async def sent(query: str) -> httpx.Response:
        return await caller.request(operation.method, f"{operation.url()}?{query}", headers=operation.headers)

    names = {parameter["name"] for parameter in operation.named("query")}
    for name in names:
        for text in STRANGE_TEXTS:
            check_no_failure(await sent(f"{name}={quote(text, safe='')}"))
    for limit in LIMITS if "limit" in names else ():
        check_problem(await sent(f"limit={limit}"), 400, 422)
    for cursor in BROKEN_CURSORS if "cursor" in names else ():
        check_problem(await sent(f"cursor={cursor}"), 400, 422)


async def test_an_id_that_is_none_is_refused(caller: httpx.AsyncClient) -> None:
    for operation in OPERATIONS:
        content = example_of(operation)
        for parameter, garbage in product(operation.named("path"), GARBAGE_IDS):
            url = operation.url(**{parameter["name"]: garbage})
            check_problem(await caller.request(operation.method, url, content=content, headers=operation.headers))


async def test_query_parameters_that_nobody_declared_are_refused(caller: httpx.AsyncClient) -> None:
    for operation, query in product(OPERATIONS, ("zzz=1", "Limit=5", "%00=1", "limit[]=5", "=", "zzz")):
        url = f"{operation.url()}?{query}"
        check_problem(await caller.request(operation.method, url, headers=operation.headers), 400)


async def test_other_media_types_are_refused(caller: httpx.AsyncClient) -> None:
    for operation, media_type in product(WITH_BODY, OTHER_MEDIA_TYPES):
        headers = operation.headers | {"Content-Type": media_type}
        check_problem(await caller.request(operation.method, operation.url(), content=b"{}", headers=headers), 415)


async def test_a_body_without_end_is_cut(caller: httpx.AsyncClient) -> None:
    for operation in WITH_BODY:
        sent = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal sent
            while sent < HUGE:
                sent += len(CHUNK)
                yield CHUNK

        response = await caller.request(operation.method, operation.url(), content=endless(), headers=operation.headers)
        check_problem(response, 413)
        assert sent < 2_000_000 or operation.path.startswith("/v1/imports")
        headers = operation.headers | {"Content-Length": str(HUGE)}
        check_problem(await caller.request(operation.method, operation.url(), content=b"{}", headers=headers), 413)


@pytest.mark.long
async def test_no_header_makes_us_fail(caller: httpx.AsyncClient) -> None:
    values = ("", "x", '"', '"9999999999999999999"', "a" * 1_001, "é", "\t", '"1", "2"')
    for operation in OPERATIONS:
        for parameter, value in product(operation.named("header"), values):
            headers = operation.headers | {parameter["name"]: value}
            content = example_of(operation)
            response = await caller.request(operation.method, operation.url(), content=content, headers=raw(headers))
            check_no_failure(response)


async def test_an_answer_is_promised_in_no_other_language(caller: httpx.AsyncClient) -> None:
    for operation in OPERATIONS:
        headers = operation.headers | {"Accept": "application/x-yaml"}
        check_problem(await caller.request(operation.method, operation.url(), headers=headers), 406)


async def test_nobody_is_served_without_a_token(doors: Doors) -> None:
    nobody = await doors.nobody()
    wrong = (None, "", "Bearer", "Bearer x", "Basic eDp5", "Bearer " + "x" * 5_000, "Bearer \xff")
    for operation, authorization in product(OPERATIONS, wrong):
        headers = operation.headers | ({"Authorization": authorization} if authorization is not None else {})
        content = None if operation.body_schema is None else b"{ not even read"
        response = await nobody.request(operation.method, operation.url(), content=content, headers=raw(headers))
        check_problem(response, 401)
        assert response.headers["www-authenticate"].startswith("Bearer")


def example_of(operation: Operation) -> bytes | None:
    return None if operation.body_schema is None else json.dumps(operation.body_example).encode()


def raw(headers: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode("latin-1") for name, text in headers.items()}


def test_every_operation_takes_json_or_nothing_and_one_takes_files() -> None:
    for operation in OPERATIONS:
        if str(operation) == "attachConsentDocument":
            continue
        assert set(operation.said.get("requestBody", {"content": {JSON: {}}})["content"]) == {JSON}, operation
