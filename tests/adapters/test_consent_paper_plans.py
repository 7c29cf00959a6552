"""Whether overrides, forms and proxies are read along their indexes, in tables worth the name."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from itertools import product
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.consent_overrides import ConsentOverrideQueries
from app.adapters.postgres.queries.consent_templates import ConsentTemplateQueries
from app.adapters.postgres.queries.proxies import ProxyQueries
from app.adapters.postgres.repositories.consents import ConsentRepository
from app.domain.consent_templates.template import FormStatus
from app.domain.consents.override import OverrideState
from app.domain.identity import AgencyId, ClientId, NetworkId, ReferralId
from app.ports.access import Access
from app.ports.consent_overrides import OverrideFilter
from app.ports.queries import Cursor
from app.ports.referrals import Order
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
ROWS = 100_000
NOW = datetime(2027, 1, 1, tzinfo=UTC)
AGENCY, CLIENT = AgencyId(UUID(int=3)), ClientId(UUID(int=5))
TABLES = ("consent_overrides", "consent_templates", "client_proxies", "client_access", "consents")
FORM = """
'{"title": {"texts": [["en", "Form"]]}, "text": {"texts": [["en", "Text"]]}, "language": "en", "type": "general",
  "recipients": [], "recipient_classes": ["network"], "purposes": [], "categories": [], "sensitivities": [],
  "statements": [], "direction": "both", "days": null, "ends_when": null}'::jsonb"""
PROXY = """
'{"kind": "parent", "name": "Rosa", "authority": [], "sensitivities": [], "since": "2020-01-01"}'::jsonb"""
OVERRIDES = {
    f"{agency}, {state}, {referral}": OverrideFilter(agency=agency, state=state, referral=referral)
    for agency, state, referral in product(
        (None, AGENCY), (None, OverrideState.PENDING, OverrideState.REFUSED), (None, ReferralId(UUID(int=9)))
    )
}


async def seed(connection: asyncpg.Connection) -> None:
    await fill(
        connection,
        NETWORK,
        "consent_overrides",
        ROWS,
        id=an_id("n"),
        agency_id=an_id("n % 40 + 1"),
        referral_id=an_id("n % 50000 + 1"),
        client_id=an_id("n % 1000 + 1"),
        state="CASE WHEN n % 997 = 0 THEN 'approved' ELSE 'refused' END",
        reason="'Why'",
        version="1",
        updated_at="timestamptz '2026-01-01' + n * interval '1 second'",
    )
    await fill(
        connection,
        NETWORK,
        "consent_templates",
        ROWS,
        id=an_id("n"),
        status="CASE WHEN n % 500 = 2 THEN 'retired' ELSE 'active' END",
        name_key="'form ' || n",
        content=FORM,
        version="1",
    )
    proxies = {"id": an_id("n"), "agency_id": an_id("3"), "client_id": an_id("n % 1000 + 1"), "kind": "'parent'"}
    await fill(
        connection, NETWORK, "client_proxies", ROWS, content=PROXY, since="date '2020-01-01'", version="1", **proxies
    )
    await fill(
        connection,
        NETWORK,
        "client_access",
        ROWS,
        agency_id=an_id("n % 40 + 1"),
        client_id=an_id("n"),
        basis="'caseload'",
        source_id=an_id("n"),
        tier="3",
    )
    await fill(
        connection,
        NETWORK,
        "consents",
        ROWS,
        id=an_id("n"),
        client_id=an_id("n % 1000 + 1"),
        agency_id=an_id("3"),
        type="'general'",
        direction="'both'",
        language="'en'",
        version="1",
        ends="timestamptz '2028-01-01'",
        renewal_at="timestamptz '2026-12-01' + n * interval '1 hour'",
    )


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network of a hundred thousand papers in a database of its own."""

    async def prepare() -> None:
        connection = await asyncpg.connect(own_database.superuser)
        await connection.execute(FREE)
        await seed(connection)
        await connection.execute(f"ANALYZE {', '.join(TABLES)}")
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


def cheap(session: Explaining) -> None:
    assert [costly(plan) for plan in session.plans] == [[]] * len(session.plans)


@pytest.mark.parametrize("question", OVERRIDES)
@pytest.mark.parametrize("order", Order)
async def test_a_page_of_overrides_is_read_along_an_index(session: Explaining, question: str, order: Order) -> None:
    lists, after = ConsentOverrideQueries(session), None
    for _ in range(2):
        page = await lists.page(OVERRIDES[question], order, after=after, limit=50)
        if (after := page.next) is None:
            break
    cheap(session)


@pytest.mark.parametrize("status", FormStatus)
async def test_a_page_of_forms_is_read_along_an_index(session: Explaining, status: FormStatus) -> None:
    lists = ConsentTemplateQueries(session)
    first = await lists.page(status, after=None, limit=50)
    await lists.page(status, after=first.next, limit=50)
    cheap(session)


@pytest.mark.parametrize("network_wide", [True, False])
@pytest.mark.parametrize("on", [None, date(2026, 5, 4)])
async def test_a_page_of_proxies_is_read_along_an_index(
    session: Explaining,
    network_wide: bool,  # noqa: FBT001
    on: date | None,
) -> None:
    lists, access = ProxyQueries(session), Access(agency=AGENCY, network_wide=network_wide, at=NOW)
    after: Cursor | None = None
    for _ in range(2):
        page = await lists.page(access, CLIENT, on=on, after=after, limit=50)
        after = page.next
    cheap(session)


async def test_the_consents_that_come_up_for_renewal_are_found_along_an_index(session: Explaining) -> None:
    ending = await ConsentRepository(session).lock_ending(NOW, 50)
    assert len(ending) == 50
    cheap(session)
