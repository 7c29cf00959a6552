"""Subscriptions over graphql-transport-ws, on real sockets, case by case of its protocol."""

import json

import httpx
import pytest

from app.adapters.postgres.relay import PostgresEventLog
from app.api.graphql import sockets
from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.live import base_url, end_of_log, happen, log, number, talking

__all__ = ["base_url", "log"]


@pytest.fixture
async def admin(doors: Doors, log: PostgresEventLog) -> httpx.AsyncClient:
    agency = await doors.world.an_agency("Harbor Food Bank")
    caller = await doors.caller(agency.id, Role.AGENCY_ADMIN)
    await number(doors, log)
    return caller


async def test_what_happens_is_told_at_once_with_the_thing_itself(
    admin: httpx.AsyncClient, doors: Doors, log: PostgresEventLog, base_url: str
) -> None:
    query = "subscription { events { cursor event { type subject { id } } subject { ... on Webhook { uuid url } } } }"
    async with talking(base_url, admin) as talk:
        await talk.subscribe(query)
        assert await talk.silent(0.3)
        hook = await happen(admin, doors, log)
        [told] = await talk.events(1, seconds=1)
        assert told["event"] == {"type": "webhook.created", "subject": {"id": hook}}
        assert told["subject"] == {"uuid": hook, "url": "https://93.184.215.14/hook"}


async def test_it_goes_on_after_a_cursor_and_meets_what_comes(
    admin: httpx.AsyncClient, doors: Doors, log: PostgresEventLog, base_url: str
) -> None:
    start = await end_of_log(admin)
    hooks = [await happen(admin, doors, log) for _ in range(3)]
    async with talking(base_url, admin) as talk:
        await talk.subscribe(types=["webhook.created"], after=start)
        first, *_ = await talk.events(3)
    async with talking(base_url, admin) as talk:
        await talk.subscribe(types=["webhook.created"], after=first["cursor"])
        assert [each["event"]["subject"]["id"] for each in await talk.events(2)] == hooks[1:]
        last = await happen(admin, doors, log)
        assert [each["event"]["subject"]["id"] for each in await talk.events(1)] == [last]


async def test_queries_and_changes_are_answered_too(admin: httpx.AsyncClient, base_url: str) -> None:
    async with talking(base_url, admin) as talk:
        id_ = await talk.subscribe("{ viewer { roles } }")
        answered = await talk.hear()
        assert (answered["type"], answered["id"]) == ("next", id_)
        assert answered["payload"]["data"] == {"viewer": {"roles": ["AGENCY_ADMIN"]}}
        assert await talk.hear() == {"id": id_, "type": "complete"}


async def test_a_ping_is_answered_before_and_after_the_beginning(admin: httpx.AsyncClient, base_url: str) -> None:
    async with talking(base_url) as talk:
        await talk.say(type="ping")
        assert await talk.hear() == {"type": "pong"}
        await talk.init(admin.headers["authorization"])
        await talk.say(type="ping", payload={"sent": 1})
        assert await talk.hear() == {"type": "pong", "payload": {"sent": 1}}
        await talk.say(type="pong")
        assert await talk.silent(0.1)


async def test_who_does_not_begin_is_closed(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "INIT_SECONDS", 0.2)
    async with talking(base_url) as talk:
        assert await talk.closed() == (4408, "Connection initialisation timeout")


async def test_who_begins_twice_is_closed(admin: httpx.AsyncClient, base_url: str) -> None:
    async with talking(base_url, admin) as talk:
        await talk.say(type="connection_init")
        assert await talk.closed() == (4429, "Too many initialisation requests")


async def test_who_subscribes_before_the_beginning_is_closed(base_url: str) -> None:
    async with talking(base_url) as talk:
        await talk.subscribe()
        assert await talk.closed() == (4401, "Unauthorized")


@pytest.mark.parametrize("payload", [None, {}, {"authorization": 7}])
async def test_who_brings_no_token_is_closed(base_url: str, payload: object) -> None:
    async with talking(base_url) as talk:
        await talk.say(type="connection_init", payload=payload)
        code, _ = await talk.closed()
        assert code == 4401


@pytest.mark.parametrize("token", ["Bearer tla_nothing", "Basic abc", "tla_x", "Bearer ä"])
async def test_who_brings_a_token_that_is_none_is_closed(base_url: str, token: str) -> None:
    async with talking(base_url) as talk:
        await talk.say(type="connection_init", payload={"authorization": token})
        code, _ = await talk.closed()
        assert code == 4403


async def test_an_id_stands_for_one_operation_at_a_time(admin: httpx.AsyncClient, base_url: str) -> None:
    async with talking(base_url, admin) as talk:
        id_ = await talk.subscribe()
        await talk.say(type="subscribe", id=id_, payload={"query": "{ viewer { roles } }"})
        assert await talk.closed() == (4409, f"Subscriber for {id_} already exists")


async def test_an_id_may_be_used_again_once_it_is_complete(admin: httpx.AsyncClient, base_url: str) -> None:
    async with talking(base_url, admin) as talk:
        id_ = await talk.subscribe()
        await talk.say(type="complete", id=id_)
        await talk.say(type="subscribe", id=id_, payload={"query": "{ viewer { roles } }"})
        assert [(await talk.hear())["type"] for _ in range(2)] == ["next", "complete"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        "{}",
        '{"type": "stop"}',
        '{"type": 7}',
        '{"type": "connection_ack"}',
        '{"type": "next", "id": "1", "payload": {}}',
        '{"type": "ping", "payload": "text"}',
        '{"type": "complete"}',
        '{"type": "subscribe", "payload": {"query": "{ viewer { roles } }"}}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{ viewer { roles } }"}}',
        '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 7}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ viewer { roles } }", "variables": []}}',
        '{"type": "ping", "type": "ping"}',
    ],
)
async def test_what_is_no_message_of_the_protocol_closes(admin: httpx.AsyncClient, base_url: str, text: str) -> None:
    async with talking(base_url, admin) as talk:
        await talk.socket.send(text)
        assert await talk.closed() == (4400, "Invalid message received")


async def test_bytes_are_no_message(admin: httpx.AsyncClient, base_url: str) -> None:
    async with talking(base_url, admin) as talk:
        await talk.socket.send(json.dumps({"type": "ping"}).encode(), text=False)
        assert await talk.closed() == (4400, "Invalid message received")


async def test_another_protocol_is_not_spoken(base_url: str) -> None:
    async with talking(base_url, subprotocols=["graphql-ws"]) as talk:
        assert await talk.closed() == (4406, "Subprotocol not acceptable")
    async with talking(base_url, subprotocols=None) as talk:
        assert await talk.closed() == (4406, "Subprotocol not acceptable")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { nothing }", "graphql.invalid"),
        ("subscription {", "graphql.invalid"),
        ("subscription { events { cursor } more: events { cursor } }", "graphql.invalid"),
        ('subscription { events(types: ["handoff.eaten"]) { cursor } }', "event.unknown-type"),
        ('subscription { events(after: "17") { cursor } }', "page.cursor"),
        ('subscription { events(subject: "x") { cursor } }', "request.invalid"),
        ("subscription { events @skip(if: true) { cursor } }", "graphql.invalid"),
    ],
)
async def test_what_cannot_be_followed_is_told_and_the_rest_goes_on(
    admin: httpx.AsyncClient, base_url: str, query: str, code: str
) -> None:
    async with talking(base_url, admin) as talk:
        id_ = await talk.subscribe(query)
        message = await talk.hear()
        assert (message["type"], message["id"]) == ("error", id_)
        assert [each["extensions"]["code"] for each in message["payload"]] == [code]
        await talk.say(type="ping")
        assert await talk.hear() == {"type": "pong"}


async def test_the_service_says_that_it_goes(admin: httpx.AsyncClient, doors: Doors, base_url: str) -> None:
    async with talking(base_url, admin) as talk:
        await talk.subscribe()
        doors.app.state.closing.set()
        code, _ = await talk.closed()
        assert code == 1001
