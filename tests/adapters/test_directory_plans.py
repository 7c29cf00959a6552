"""What the directory, the event feed and the delivery log cost in a large network: a page, whatever the size."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.directory import DirectoryQueries
from app.adapters.postgres.queries.event_feed import EventFeedQuery
from app.adapters.postgres.queries.webhooks import WebhookQueries
from app.domain.codes import Category
from app.domain.directory.eligibility import Summary
from app.domain.identity import AgencyId, EventId, LocationId, NetworkId, WebhookId
from app.domain.networks.agency import Membership
from app.domain.webhooks.delivery import DeliveryState
from app.ports.directory import (
    AgencyFilter,
    ApiClientFilter,
    LocationFilter,
    ServiceFilter,
    ServiceSearch,
    WorkerFilter,
)
from app.ports.event_log import Audience, EventFilter
from app.ports.webhooks import DeliveryFilter
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
ROWS, AGENCIES = 100_000, 2_000
MOST_LOOKED_AT = 2_500  # the feed looks this far ahead for events of a type
NOW = datetime(2027, 1, 1, tzinfo=UTC)
AGENCY = AgencyId(UUID(int=3))
WEBHOOK = WebhookId(UUID(int=3))
DEAD = DeliveryFilter(state=DeliveryState.DEAD)
OF_EVENT = DeliveryFilter(event=EventId(UUID(int=33_322)))
A_DAY = DeliveryFilter(since=datetime(2026, 1, 1, 12, tzinfo=UTC), until=datetime(2026, 1, 2, tzinfo=UTC))
HEARING = Audience(agency=AGENCY, network_wide=False, at=NOW)
TABLES = (
    *("webhook_deliveries", "webhooks", "event_recipients", "events", "timeline_entries", "api_clients", "workers"),
    *("service_hours", "service_terms", "service_locations", "locations", "services", "agencies"),
)

Question = Callable[[Explaining], Awaitable[object]]
QUESTIONS: dict[str, Question] = {
    "agencies": lambda s: DirectoryQueries(s).agencies(AgencyFilter(), 50, None),
    "agencies, listed": lambda s: DirectoryQueries(s).agencies(AgencyFilter(membership=Membership.LISTED), 50, None),
    "workers": lambda s: DirectoryQueries(s).workers(WorkerFilter(), 50, None),
    "workers of an agency": lambda s: DirectoryQueries(s).workers(WorkerFilter(agency=AGENCY), 50, None),
    "API clients of an agency": lambda s: DirectoryQueries(s).api_clients(ApiClientFilter(agency=AGENCY), 50, None),
    "services": lambda s: DirectoryQueries(s).services(ServiceFilter(), 50, None),
    "services of an agency": lambda s: DirectoryQueries(s).services(ServiceFilter(agency=AGENCY), 50, None),
    "services at a place": lambda s: DirectoryQueries(s).services(
        ServiceFilter(location=LocationId(UUID(int=7))), 50, None
    ),
    "locations": lambda s: DirectoryQueries(s).locations(LocationFilter(), 50, None),
    "locations of an area": lambda s: DirectoryQueries(s).locations(LocationFilter(postal_code="33007"), 50, None),
    "search for a need": lambda s: DirectoryQueries(s).search(
        ServiceSearch(category=Category.FOOD, person=Summary()), NOW, 50, None
    ),
    "search for words": lambda s: DirectoryQueries(s).search(
        ServiceSearch(words="word7", person=Summary(postal_code="33007")), NOW, 50, None
    ),
    "events of an agency": lambda s: EventFeedQuery(s).read(HEARING, EventFilter(), after=100, limit=50),
    "events of a type": lambda s: EventFeedQuery(s).read(
        HEARING,
        EventFilter(types=frozenset({"rare.type"})),
        after=100,
        limit=50,
    ),
    "events of the network": lambda s: EventFeedQuery(s).read(
        Audience(agency=AGENCY, network_wide=True, at=NOW), EventFilter(), after=90_000, limit=50
    ),
    "events about something": lambda s: EventFeedQuery(s).read(
        HEARING, EventFilter(subject=UUID(int=33_327)), after=0, limit=50
    ),
    "webhooks": lambda s: WebhookQueries(s).webhooks(None, limit=50, after=None),
    "webhooks of an agency": lambda s: WebhookQueries(s).webhooks(AGENCY, limit=50, after=None),
    "deliveries": lambda s: WebhookQueries(s).deliveries(WEBHOOK, DeliveryFilter(), limit=50, after=None),
    "deliveries of a day": lambda s: WebhookQueries(s).deliveries(WEBHOOK, A_DAY, limit=50, after=None),
    "deliveries of an event": lambda s: WebhookQueries(s).deliveries(WEBHOOK, OF_EVENT, limit=50, after=None),
    "dead letters": lambda s: WebhookQueries(s).deliveries(WEBHOOK, DEAD, limit=50, after=None),
}


async def seed(connection: asyncpg.Connection) -> None:
    named = {"id": an_id("n"), "name_key": "'name ' || lpad(n::text, 7, '0')"}
    of_agency = {"agency_id": an_id(f"n % {AGENCIES} + 1")}
    moment = {"updated_at": "timestamptz '2026-01-01' + n * interval '1 second'"}
    agency = {"membership": "'listed'", "status": "'active'", "time_zone": "'UTC'", "profile": '\'{"name": "A"}\''}
    service = {"status": "'active'", "accepting": "'open'", "profile": '\'{"name": "S"}\''}
    program = {"status": "'active'", "auth_method": "'client_secret_basic'", "name": "'p'"}
    place = {"postal_code": "'33' || lpad((n % 1000)::text, 3, '0')", "profile": '\'{"name": "L"}\''}
    known = '\'{"given": "W", "family": "K", "roles": ["intake"]}\''
    person = {"status": "'active'", "roles": "'{intake}'", "profile": known}
    numbered = {"seq": "n", "event_id": an_id("n"), "agency_id": an_id("n % 20 + 1")}
    event = {
        "id": an_id("n"),
        "seq": "n",
        "type": "CASE WHEN n % 1000 = 2 THEN 'rare.type' ELSE 'a.b' END",
        "subject_id": an_id("n / 3"),
        "audience": f"ARRAY[{an_id('n % 20 + 1')}]",
        "client_id": an_id("n % 5000"),
        "at": "timestamptz '2026-01-01' + n * interval '1 second'",
    }
    entry = {name: event[name] for name in ("id", "client_id", "at", "type", "subject_id")}
    entry |= {"reading": "'parties'", "parties": event["audience"]}
    delivery = {
        "id": f"md5(({an_id('n % 20 + 1')})::text || ({an_id('n')})::text)::uuid",
        "webhook_id": an_id("n % 20 + 1"),
        "seq": "n",
        "state": "CASE WHEN n % 1000 = 2 THEN 'dead' ELSE 'delivered' END",
        "attempts": "'[]'",
        "created_at": "timestamptz '2026-01-01' + n * interval '1 second'",
    }

    async def many(table: str, rows: int = ROWS, **given: str) -> None:
        await fill(connection, NETWORK, table, rows, **given)

    await many("agencies", AGENCIES, **named, **agency)
    await many("workers", **named, **of_agency, **person)
    await many("api_clients", **named, **of_agency, **program, roles="'{intake}'")
    await many("services", **named, **of_agency, **service, **moment)
    await many("locations", **named, **of_agency, **place)
    await many("service_locations", service_id=an_id("n"), location_id=an_id("n"))
    await many("service_terms", ROWS // 200, kind="'category'", term="'food-insecurity'", service_id=an_id("n * 200"))
    await many("service_terms", kind="'word'", term="'word' || n % 1000", service_id=an_id("n"))
    await many("service_hours", service_id=an_id("n"), opens="'09:00'", closes="'17:00'")
    await many("events", **event)
    await many("timeline_entries", **entry)
    await many("event_recipients", **numbered)
    await many("webhooks", 200, id=an_id("n"), agency_id=an_id("n % 20 + 1"), status="'enabled'", secrets="'[]'")
    await many("webhook_deliveries", **delivery)


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network with a hundred thousand of everything in a database of its own."""

    async def prepare() -> None:
        connection = await asyncpg.connect(own_database.superuser)
        await connection.execute(FREE)
        await seed(connection)
        await connection.execute("ANALYZE")
        await connection.close()

    asyncio.run(prepare())
    return own_database


@pytest.fixture
async def session(large: Database) -> AsyncIterator[Explaining]:
    pool = await open_pool(PoolSettings(dsn=large.app, size=1))
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL app.network = '{NETWORK}'")
        yield Explaining(connection, NETWORK)
    await pool.close()


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_question_is_one_statement_along_an_index(session: Explaining, question: str) -> None:
    answer: Any = await QUESTIONS[question](session)
    assert (costly(session.plans[0], MOST_LOOKED_AT), len(session.plans)) == ([], 1)
    assert answer.items if hasattr(answer, "items") else answer.events
