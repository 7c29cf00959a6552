"""The limits as callers meet them: header fields, refusals, fair turns, and one quota for all processes."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.adapters.postgres.limits import PostgresSharedBooks
from app.api.doorway import doorway
from app.api.limits import Caps, Limits
from app.api.observations import Metrics
from app.api.problems import problem_handlers
from app.api.request_costs import DEARER, Cost, Kind, cost_of
from app.api.routes import StrictRoute
from app.api.turns import Turns
from app.domain.errors import Unauthenticated
from app.domain.identity import AgencyId, ApiClientId, NetworkId
from app.domain.limits.accounts import Told, Used
from app.domain.networks.actor import Actor
from app.domain.networks.network import Policies
from app.domain.networks.quotas import Quota, RateLimits
from app.domain.networks.roles import Role
from app.main import ROUTERS
from app.use_cases.networks import networks
from app.use_cases.networks.rate_keeping import RateKeeping
from app.wiring import Service
from tests.support.builders_directory import World
from tests.support.doors import Doors
from tests.support.limits import Clock, limits_for

NETWORK = NetworkId(UUID(int=1))


def an_actor(agency: int = 1, client: int = 1, network: NetworkId = NETWORK) -> Actor:
    return Actor(network=network, agency=AgencyId(UUID(int=agency)), api_client=ApiClientId(UUID(int=client)))


@dataclass(slots=True)
class Gates:
    """Requests that wait until they are let go, so that a test decides who is under way."""

    open: asyncio.Event
    order: list[str]
    inside: int = 0


def an_application(limits: Limits) -> tuple[FastAPI, Gates]:
    """An application whose callers say who they are: `agency.client`, or nobody."""
    app = FastAPI(
        openapi_url=None,
        middleware=doorway(metrics=Metrics(), limits=limits, origins=(), deadline_seconds=1, most=1_000),
    )
    for kind, handler in problem_handlers().items():
        app.add_exception_handler(kind, handler)
    gates = Gates(asyncio.Event(), [])

    async def recognise(request: Request) -> Actor:
        who = request.headers.get("who")
        if who is None:
            limits.check_stranger(request)
            raise Unauthenticated("token.unknown", "The access token is not known here.")
        agency, _, client = who.partition(".")
        return an_actor(int(agency), int(client or agency))

    async def work(request: Request) -> Response:
        gates.inside += 1
        await gates.open.wait()
        gates.order.append(request.headers["who"])
        return Response("done")

    async def stream() -> Response:
        async def parts() -> AsyncIterator[str]:
            yield "begun "
            await gates.open.wait()

        return StreamingResponse(parts())

    async def things(limit: int = 50) -> Response:
        return Response(str(limit))

    _add(app, "/v1/work", work, Kind.SHORT)
    _add(app, "/v1/long", work, Kind.LONG)
    _add(app, "/v1/stream", stream, Kind.STREAM)
    _add(app, "/v1/things", things, Kind.SHORT)
    app.state.recognise, app.state.limits = recognise, limits
    return app, gates


def _add(app: FastAPI, path: str, endpoint: object, kind: Kind) -> None:
    app.router.route_class = StrictRoute
    app.router.add_api_route(path, endpoint, methods=["GET"])  # type: ignore[arg-type]
    route = app.router.routes[-1]
    assert isinstance(route, StrictRoute)
    route.recognises, route.cost = True, Cost(units=1, kind=kind)


def calling(app: FastAPI, address: str = "192.0.2.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://service.example")


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - other tasks bring it about
            await asyncio.sleep(0)


async def test_every_answer_tells_what_is_left() -> None:
    app, _ = an_application(limits_for(client=100, agency=300))
    async with calling(app) as api:
        first = await api.get("/v1/things", headers={"who": "1"})
        assert first.headers["RateLimit-Policy"] == '"client";q=100;w=60, "agency";q=300;w=60'
        assert first.headers["RateLimit"] == '"client";r=99;t=1, "agency";r=299;t=1'
        wrong = await api.get("/v1/things?limt=3", headers={"who": "1"})
        assert (wrong.status_code, wrong.headers["RateLimit"][:15]) == (400, '"client";r=98;t')
        other = await api.get("/v1/things", headers={"who": "1.2"})
        assert other.headers["RateLimit"] == '"client";r=99;t=1, "agency";r=297;t=1'


async def test_a_page_of_two_hundred_costs_four_of_fifty() -> None:
    app, _ = an_application(limits_for(client=100, agency=300))
    async with calling(app) as api:
        left = [
            (await api.get(f"/v1/things?limit={limit}", headers={"who": "1"})).headers["RateLimit"].split(";")[1]
            for limit in (50, 51, 200)
        ]
    assert left == ["r=99", "r=97", "r=93"]


async def test_beyond_the_quota_the_answer_is_429_until_retry_after_has_passed() -> None:
    clock = Clock()
    app, _ = an_application(limits_for(client=60, agency=600, clock=clock))
    async with calling(app) as api:
        answers = [await api.get("/v1/things?limit=150", headers={"who": "1"}) for _ in range(21)]
        assert Counter(answer.status_code for answer in answers) == {200: 20, 429: 1}
        refused = answers[-1]
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert (refused.json()["code"], refused.json()["context"]) == (
            "limit.client",
            {"violated_policies": ["client"]},
        )
        assert refused.headers["Retry-After"] == "3"
        assert refused.headers["RateLimit"] == '"client";r=0;t=3, "agency";r=540;t=3'
        clock.now += 2.9
        assert (await api.get("/v1/things?limit=150", headers={"who": "1"})).status_code == 429
        clock.now += 0.1
        assert (await api.get("/v1/things?limit=150", headers={"who": "1"})).status_code == 200


async def test_one_agency_uses_up_nothing_of_anothers() -> None:
    app, _ = an_application(limits_for(client=60, agency=90))
    async with calling(app) as api:
        greedy = [(await api.get("/v1/things", headers={"who": f"1.{n % 3}"})).status_code for n in range(120)]
        assert Counter(greedy) == {200: 90, 429: 30}
        modest = [(await api.get("/v1/things", headers={"who": "2.9"})).status_code for _ in range(60)]
        assert Counter(modest) == {200: 60}


async def test_strangers_are_refused_by_address_and_the_recognised_are_not() -> None:
    app, _ = an_application(limits_for(address=60))
    async with calling(app) as guesser, calling(app, "192.0.2.2") as elsewhere:
        guesses = [await guesser.get("/v1/things") for _ in range(14)]
        assert [answer.status_code for answer in guesses] == [401] * 12 + [429] * 2
        assert guesses[0].headers["RateLimit-Policy"] == '"address";q=60;w=60'
        assert guesses[0].headers["RateLimit"] == '"address";r=55;t=5'
        assert (guesses[-1].json()["code"], guesses[-1].headers["Retry-After"]) == ("limit.address", "2")
        assert (await guesser.get("/nothing")).status_code == 429
        assert (await guesser.get("/v1/things", headers={"who": "1"})).status_code == 200
        assert (await elsewhere.get("/v1/things")).status_code == 401


async def test_health_is_asked_for_nothing() -> None:
    app, _ = an_application(limits_for(address=60))
    async with calling(app) as api:
        for _ in range(100):
            assert (await api.get("/healthz")).status_code == 404
        assert "RateLimit" not in (await api.get("/healthz")).headers


async def test_agencies_take_turns_however_many_requests_one_has_waiting() -> None:
    app, gates = an_application(limits_for(caps=Caps(at_once=2)))
    async with calling(app) as api:
        greedy = [asyncio.create_task(api.get("/v1/work", headers={"who": "1"})) for _ in range(40)]
        await until(lambda: gates.inside == 2)
        modest = [asyncio.create_task(api.get("/v1/work", headers={"who": "2"})) for _ in range(3)]
        await until(lambda: app.state.limits.turns.waiting == 41)
        gates.open.set()
        answers = await asyncio.gather(*greedy, *modest)
    assert Counter(answer.status_code for answer in answers) == {200: 43}
    assert max(place for place, who in enumerate(gates.order) if who == "2") <= 9
    assert (app.state.limits.turns.working, app.state.limits.turns.waiting) == (0, 0)


async def test_who_waits_too_long_for_a_turn_hears_so_and_leaves_nothing_behind() -> None:
    app, gates = an_application(limits_for(caps=Caps(at_once=1)))
    async with calling(app) as api:
        answers = await asyncio.gather(*(api.get("/v1/work", headers={"who": "1"}) for _ in range(5)))
        assert {answer.json()["code"] for answer in answers} == {"service.deadline"}
        assert (app.state.limits.turns.working, app.state.limits.turns.waiting) == (0, 0)
        gates.open.set()
        assert (await api.get("/v1/work", headers={"who": "1"})).status_code == 200


async def test_a_turn_given_to_who_gives_up_goes_to_the_next() -> None:
    turns = Turns(1)
    await turns.take(UUID(int=1))
    quitter = asyncio.create_task(turns.take(UUID(int=1)))
    patient = asyncio.create_task(turns.take(UUID(int=2)))
    await asyncio.sleep(0)
    turns.leave()
    quitter.cancel()
    await asyncio.wait_for(patient, 1)
    assert (turns.working, turns.waiting, quitter.cancelled()) == (1, 0, True)


@pytest.mark.parametrize(
    ("path", "caps", "code"),
    [
        ("/v1/work", Caps(client=2), "limit.client-at-once"),
        ("/v1/work", Caps(agency=2), "limit.agency-at-once"),
        ("/v1/long", Caps(long=2), "limit.long-at-once"),
        ("/v1/stream", Caps(streams=2), "limit.streams-at-once"),
    ],
)
async def test_so_many_of_a_kind_are_under_way_at_once(path: str, caps: Caps, code: str) -> None:
    app, gates = an_application(limits_for(caps=caps))
    async with calling(app) as api:
        first = [asyncio.create_task(api.get(path, headers={"who": "1"})) for _ in range(2)]
        account = app.state.limits.accounts.of(an_actor())
        await until(lambda: account.running == 2)
        refused = await api.get(path, headers={"who": "1"})
        assert (refused.status_code, refused.json()["code"], refused.headers["Retry-After"]) == (429, code, "1")
        assert refused.json()["context"]["most"] == 2
        other = asyncio.create_task(api.get(path, headers={"who": "2"}))
        await asyncio.sleep(0.01)
        gates.open.set()
        assert [answer.status_code for answer in await asyncio.gather(*first, other)] == [200, 200, 200]
        assert (account.running, account.streams, account.long, account.share.running) == (0, 0, 0, 0)
        assert (await api.get(path, headers={"who": "1"})).status_code == 200


async def test_a_stream_takes_nobodys_turn() -> None:
    app, gates = an_application(limits_for(caps=Caps(at_once=1)))
    async with calling(app) as api:
        stream = asyncio.create_task(api.get("/v1/stream", headers={"who": "1"}))
        account = app.state.limits.accounts.of(an_actor())
        await until(lambda: account.streams == 1 and not app.state.limits.turns.working)
        assert (await api.get("/v1/things", headers={"who": "1"})).status_code == 200
        gates.open.set()
        assert (await stream).text == "begun "


def test_each_operation_that_costs_more_is_one_that_there_is() -> None:
    operations = {route.operation_id for router in ROUTERS for route in router.routes if isinstance(route, StrictRoute)}
    assert set(DEARER) - operations == set()


def test_every_operation_knows_its_caller_and_has_its_price() -> None:
    routes = [route for router in ROUTERS for route in router.routes]
    assert [route for route in routes if not (isinstance(route, StrictRoute) and route.recognises)] == []
    prices = {route.operation_id: route.cost.units for route in routes if isinstance(route, StrictRoute)}
    assert {prices["readClient"], prices["createClient"], prices["searchClients"]} == {1, 2, 5}


@pytest.mark.parametrize(
    ("operation", "method", "permission", "produces", "expected"),
    [
        ("readClient", "GET", "r", ("application/json",), Cost(units=1, kind=Kind.SHORT)),
        ("searchClients", "POST", "s", ("application/json",), Cost(units=5, kind=Kind.SHORT)),
        ("createClient", "POST", "c", ("application/json",), Cost(units=2, kind=Kind.SHORT)),
        ("streamEvents", "GET", "s", ("text/event-stream",), Cost(units=5, kind=Kind.STREAM)),
        ("printCarePlan", "GET", "r", ("text/html", "application/pdf"), Cost(units=20, kind=Kind.LONG)),
        ("listDisclosures", "GET", "r", ("application/json", "application/pdf"), Cost(units=5, kind=Kind.LONG)),
        ("requestClientExport", "POST", "c", ("application/json",), Cost(units=50, kind=Kind.LONG)),
    ],
)
def test_an_operation_costs_by_what_it_does(
    operation: str, method: str, permission: str, produces: tuple[str, ...], expected: Cost
) -> None:
    assert cost_of(operation, method, permission, produces) == expected


@pytest.mark.parametrize(
    ("query", "units"),
    [
        (b"", 1),
        (b"limit=200", 4),
        (b"count=true", 5),
        (b"limit=200&count=1", 8),
        (b"count=false&limit=50", 1),
        (b"discount=true", 1),
    ],
)
def test_a_page_costs_by_its_length_and_a_total_like_a_search(query: bytes, units: int) -> None:
    assert Cost(units=1, kind=Kind.SHORT).of(query) == units


async def test_processes_share_one_quota(service: Service, world: World) -> None:
    books, network = PostgresSharedBooks(service.transactions), world.network.id
    actor = an_actor(client=7, network=network)
    clocks = [Clock(), Clock(now=5.0)]
    processes = [limits_for(client=100, agency=200, clock=clock) for clock in clocks]
    loops = [RateKeeping(one.accounts, books, clock) for one, clock in zip(processes, clocks, strict=True)]
    for one, clock in zip(processes, clocks, strict=True):
        one.accounts.of(actor).charge(60, clock.now)
    for loop in (*loops, loops[0]):
        await loop.turn()
    assert processes[1].accounts.of(actor).bucket.left(clocks[1].now) == 0
    processes[0].accounts.of(actor).charge(1, clocks[0].now)  # it was the first to tell, and has not heard yet
    await loops[0].turn()
    assert processes[0].accounts.of(actor).bucket.left(clocks[0].now) == 0


async def test_what_was_used_runs_out_in_the_database_too(service: Service, world: World) -> None:
    books, network = PostgresSharedBooks(service.transactions), world.network.id
    used = [Used(bucket="client x", units=100.0, rate=1_000.0)]
    assert (await books.exchange(network, used)).levels == {"client x": 100.0}
    await asyncio.sleep(0.2)
    again = (await books.exchange(network, used)).levels["client x"]
    assert 100.0 <= again < 100.0 + 1.0


async def test_what_a_network_agrees_on_holds_within_a_turn(service: Service, world: World) -> None:
    agreed = Policies(rate_limits=RateLimits(client_per_minute=70))
    await service.core.run(
        world.by(Role.NETWORK_ADMIN), networks.agree, world.network.id, None, world.network.name, agreed
    )
    one = limits_for(client=100, agency=200)
    account = one.accounts.of(an_actor(network=world.network.id))
    account.charge(1, 0)
    assert account.bucket.quota.units == 100
    await RateKeeping(one.accounts, PostgresSharedBooks(service.transactions), one.clock).turn()
    assert (account.bucket.quota.units, account.share.bucket.quota.units) == (70, 200)


async def test_while_the_database_is_away_limits_hold_and_are_told_later() -> None:
    class Books:
        """Shared books that cannot be reached at first."""

        def __init__(self) -> None:
            self.heard: list[Used] = []
            self.away = True

        async def exchange(self, network: NetworkId, used: list[Used]) -> Told:
            del network
            if self.away:
                raise OSError("away")
            self.heard += used
            return Told(levels={}, agreed=RateLimits())

    one, books = limits_for(client=100, agency=200), Books()
    keeping = RateKeeping(one.accounts, books, one.clock)  # type: ignore[arg-type]
    one.accounts.of(an_actor()).charge(30, 0)
    with pytest.raises(OSError, match="away"):
        await keeping.turn()
    one.accounts.of(an_actor()).charge(30, 0)
    books.away = False
    await keeping.turn()
    assert [use.units for use in books.heard] == [60, 60]


async def test_a_good_token_is_let_through_wherever_guessers_are(doors: Doors) -> None:
    manager = await doors.case_manager()
    assert (await manager.get("/v1/tasks")).status_code == 200
    strangers = doors.app.state.limits.strangers
    strangers.quota = strangers.places["127.0.0.1"].quota = Quota(units=60)
    guesser = await doors.nobody()
    guess = {"Authorization": f"Bearer tla_{uuid4().hex}"}
    answers = [(await guesser.get("/v1/tasks", headers=guess)).status_code for _ in range(20)]
    assert (answers[0], answers[-1]) == (401, 429)
    assert (await manager.get("/v1/tasks")).status_code == 200
    refused = await guesser.post("/oauth/token", data={"grant_type": "client_credentials"})
    assert (refused.status_code, json.loads(refused.content)["code"]) == (429, "limit.address")
