"""Who follows is judged when something is told: by token, role and consent as they are then, queued or not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import httpx
import pytest

from app.adapters.postgres.relay import PostgresEventLog
from app.domain.networks.credentials import hashed
from app.domain.networks.roles import Role
from app.use_cases.access.authentication import network_in
from app.use_cases.core import Call
from app.use_cases.events import followers, wires
from app.use_cases.events.followers import Follower, Wanted
from app.use_cases.events.live import Live
from app.use_cases.events.wires import Wire
from tests.support.doors import Doors
from tests.support.live import base_url, end_of_log, happen, log, number, talking, until
from tests.support.postgres import Database
from tests.support.scenes_referrals import Scene
from tests.support.statements import listening

__all__ = ["base_url", "log"]
REVOKED = "UPDATE access_tokens SET revoked_at = now() WHERE digest = $1"


@pytest.fixture
async def admin(doors: Doors, log: PostgresEventLog) -> httpx.AsyncClient:
    agency = await doors.world.an_agency("Harbor Food Bank")
    caller = await doors.caller(agency.id, Role.AGENCY_ADMIN)
    await number(doors, log)
    return caller


@pytest.fixture
def watchful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens are looked at again at once, as they are after some seconds."""
    monkeypatch.setattr(wires, "DOUBT_SECONDS", 0.05)
    monkeypatch.setattr(wires, "SWEEP_SECONDS", 0.1)


@asynccontextmanager
async def following(doors: Doors, caller: httpx.AsyncClient, **wanted: Any) -> AsyncIterator[tuple[Wire, Follower]]:
    """Follow as the doors do, but take what is offered only when the test does."""
    live: Live = doors.app.state.live
    token = caller.headers["authorization"].removeprefix("Bearer ")
    actor = await doors.app.state.recognise.authentication.actor(token)
    assert actor.network == network_in(token)
    async with (
        live.connected(token, Call(actor=actor, request_id="a test")) as (wire, bearer),
        wire.following(bearer, Wanted(**wanted), None) as follower,
    ):
        yield wire, follower


async def heard(wire: Wire, follower: Follower, seconds: float = 0.5) -> list[str]:
    """Return the types of what is told until nothing more comes."""
    types = []
    while (event := await wire.heard(follower, seconds)) is not None:
        types.append(event.type)
    return types


async def a_need(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    need = {"client_id": str(scene.client), "words": "Stay well.", "labels": ["SUD"]}
    assert (await caller.post("/v1/needs", json=need)).status_code == 201


@pytest.fixture
async def provider(doors: Doors, scene: Scene, log: PostgresEventLog) -> httpx.AsyncClient:
    """A provider whom a consent lets read of the scene's client."""
    await scene.accepted(await scene.sent())
    await scene.release(scene.pantries[0].id)
    caller = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    await number(doors, log)
    return caller


async def test_a_revoked_consent_is_kept_for_what_is_written_but_not_told_yet(
    doors: Doors, scene: Scene, provider: httpx.AsyncClient, log: PostgresEventLog, base_url: str
) -> None:
    async with talking(base_url, provider) as talk:
        await talk.subscribe(types=["need.created"])
        await a_need(doors, scene)
        await number(doors, log)
        assert [each["event"]["type"] for each in await talk.events(1, 2)] == ["need.created"]
        await a_need(doors, scene)
        await scene.revoke()
        await number(doors, log)
        assert await talk.silent(1)


async def test_a_revoked_consent_is_kept_for_what_waits_for_a_slow_reader(
    doors: Doors,
    scene: Scene,
    provider: httpx.AsyncClient,
    log: PostgresEventLog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(followers, "FRESH_SECONDS", 0.2)
    async with following(doors, provider, types=frozenset({"need.created"})) as (wire, follower):
        await a_need(doors, scene)
        await number(doors, log)
        await until(lambda: not follower.idle)
        await scene.revoke()
        await asyncio.sleep(0.25)
        assert await heard(wire, follower) == []
        await scene.release(scene.pantries[0].id)
        await a_need(doors, scene)
        await number(doors, log)
        assert await heard(wire, follower) == ["need.created"]


async def test_a_token_that_is_given_back_ends_socket_and_stream(
    admin: httpx.AsyncClient, doors: Doors, base_url: str
) -> None:
    bearer = {"authorization": admin.headers["authorization"]}
    async with (
        talking(base_url, admin) as talk,
        httpx.AsyncClient(base_url=base_url, headers=bearer, trust_env=False) as client,
        client.stream("GET", "/v1/events/stream") as stream,
    ):
        await talk.subscribe()
        live: Live = doors.app.state.live
        live_followers = live.followers
        agency = doors.world.joined["Harbor Food Bank"]
        office = await doors.caller(agency.id, Role.AGENCY_ADMIN)
        own = (await admin.get("/v1/api-clients")).json()["items"]
        mine = (await admin.post("/graphql", json={"query": "{ viewer { apiClientId } }"})).json()["data"]["viewer"]
        assert mine["apiClientId"] in {each["id"] for each in own}
        revoked = await office.post(f"/v1/api-clients/{mine['apiClientId']}/revoke", headers={"If-Match": "*"})
        assert revoked.status_code == 200, revoked.text
        code, _ = await talk.closed(1)
        assert code == 4403
        async with asyncio.timeout(1):
            assert b"event:" not in b"".join([each async for each in stream.aiter_bytes()])
    assert live_followers >= 1
    async with talking(base_url) as talk:
        await talk.say(type="connection_init", payload=bearer)
        assert (await talk.closed())[0] == 4403


@pytest.mark.usefixtures("watchful")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE access_tokens SET revoked_at = now()", "The access token was revoked."),
        (
            "UPDATE access_tokens SET issued_at = now() - interval '2 hours', expires_at = now() - interval '1 second'",
            "The access token has expired.",
        ),
        ("UPDATE agencies SET status = 'suspended'", "The access token was revoked."),
    ],
)
async def test_what_another_process_has_ended_ends_here(
    admin: httpx.AsyncClient, database: Database, base_url: str, change: str, reason: str
) -> None:
    async with talking(base_url, admin) as talk:
        await talk.subscribe()
        await by_another_process(database, change)
        assert await talk.closed(2) == (4403, reason)


async def test_what_another_process_has_revoked_is_told_nothing_more(
    admin: httpx.AsyncClient,
    doors: Doors,
    log: PostgresEventLog,
    database: Database,
    base_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wires, "DOUBT_SECONDS", 0.05)  # while nothing sweeps, telling itself looks
    office = await doors.caller(doors.world.joined["Harbor Food Bank"].id, Role.AGENCY_ADMIN)
    async with talking(base_url, admin) as talk:
        await talk.subscribe()
        await happen(office, doors, log)
        assert len(await talk.events(1)) == 1
        await by_another_process(database, REVOKED, hashed(admin.headers["authorization"].removeprefix("Bearer ")))
        await asyncio.sleep(0.1)
        await happen(office, doors, log)
        assert await talk.closed(2) == (4403, "The access token was revoked.")


async def test_who_loses_the_role_of_the_whole_network_hears_of_its_own_agency_alone(
    admin: httpx.AsyncClient,
    doors: Doors,
    log: PostgresEventLog,
    database: Database,
    base_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wires, "DOUBT_SECONDS", 0.05)
    elsewhere = await doors.world.an_agency("Hill Street Shelter")
    coordinator = await doors.caller(elsewhere.id, Role.COORDINATOR)
    await number(doors, log)
    async with talking(base_url, coordinator) as talk:
        await talk.subscribe(types=["webhook.created"])
        await happen(admin, doors, log)
        assert len(await talk.events(1)) == 1
        await by_another_process(
            database, "UPDATE api_clients SET roles = '{case_manager}' WHERE 'coordinator' = ANY (roles)"
        )
        await asyncio.sleep(0.1)
        await happen(admin, doors, log)
        assert await talk.silent(1)


async def test_an_agency_hears_nothing_of_anothers_by_its_ids(
    admin: httpx.AsyncClient, doors: Doors, log: PostgresEventLog, base_url: str
) -> None:
    other = await doors.caller((await doors.world.an_agency("Hill Street Shelter")).id, Role.AGENCY_ADMIN)
    await number(doors, log)
    start = await end_of_log(admin)
    hook = await happen(admin, doors, log)
    async with talking(base_url, other) as talk:
        await talk.subscribe(subject=hook, after=start)
        await talk.subscribe(about=hook, after=start)
        assert await talk.silent(0.5)
    async with talking(base_url, admin) as talk:
        await talk.subscribe(about=hook, after=start)
        assert len(await talk.events(1)) == 1


async def test_a_role_or_scope_that_may_not_hear_is_refused(doors: Doors, base_url: str) -> None:
    agency = await doors.world.an_agency("Harbor Food Bank")
    caller = await doors.caller(agency.id, Role.CASE_MANAGER, scopes="system/Task.rs")
    async with talking(base_url, caller) as talk:
        await talk.subscribe()
        message = await talk.hear()
        assert [each["extensions"]["code"] for each in message["payload"]] == ["scope.insufficient"]


async def test_idle_followers_cost_nothing_and_many_cost_what_one_costs(
    admin: httpx.AsyncClient, doors: Doors, log: PostgresEventLog, base_url: str
) -> None:
    pool = doors.world.core.transactions.pool  # type: ignore[attr-defined]
    cost = {}
    for count in (1, 12):
        async with talking(base_url, admin) as talk:
            for _ in range(count):
                await talk.subscribe("subscription { events { event { subject { id } } } }")
            await asyncio.sleep(0.3)
            async with listening(pool, held=1) as statements:
                await asyncio.sleep(1.5)
                idle = len(statements)
            assert idle <= 2, statements  # a look each second, whoever follows
            async with listening(pool, held=1) as statements:
                hook = await happen(admin, doors, log)
                told = await talk.events(count)
            assert {each["event"]["subject"]["id"] for each in told} == {hook}
            cost[count] = len(statements)
    assert cost[12] <= cost[1] + 1


async def by_another_process(database: Database, statement: str, *values: object) -> None:
    """Change something as another process would."""
    connection = await asyncpg.connect(database.superuser)
    try:
        await connection.execute(statement, *values)
    finally:
        await connection.close()
