"""What lists of care teams cost in a large network: nothing is scanned or sorted that grows with it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.care_teams import CareTeamQueries
from app.adapters.postgres.repositories.care_teams import CareTeamRepository
from app.adapters.postgres.repositories.shares import ShareRepository
from app.domain.care_teams.team import own_team
from app.domain.care_teams.team_moves import TeamStatus
from app.domain.consents.scope import Section, kind_bits
from app.domain.identity import AgencyId, CareTeamId, ClientId, NetworkId
from app.ports.access import Access
from app.ports.care_teams import TeamFilter
from app.ports.referrals import Order
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
ROWS, CLIENTS, AGENCIES = 100_000, 20_000, 20
NOW = datetime(2027, 1, 1, tzinfo=UTC)
A_CLIENT, AN_AGENCY = ClientId(UUID(int=82)), AgencyId(UUID(int=3))
MEMBER_AGENCY = AgencyId(UUID(int=AGENCIES + 1))
TABLES = ("care_team_members", "care_teams", "client_shares", "client_access", "consents", "clients")
KINDS = str(kind_bits({Section.CARE_PLANS}))


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network of a hundred thousand teams in a database of its own."""

    async def seed() -> None:
        connection = await asyncpg.connect(own_database.superuser)
        await connection.execute(FREE)
        agency, client = an_id(f"1 + n % {AGENCIES}"), an_id(f"1 + n % {CLIENTS}")
        try:
            await fill(connection, NETWORK, "clients", CLIENTS, id=an_id("n"), names="'[]'::jsonb")
            await fill(
                connection,
                NETWORK,
                "client_access",
                CLIENTS,
                agency_id=an_id(f"1 + n % {AGENCIES}"),
                client_id=an_id("n"),
                basis="'caseload'",
                source_id=an_id("n"),
                tier="3",
            )
            await fill(
                connection,
                NETWORK,
                "client_shares",
                CLIENTS,
                agency_id=an_id(str(AGENCIES + 1)),
                client_id=an_id("n"),
                consent_id=an_id("n"),
                kinds=KINDS,
                on_team="true",
            )
            await fill(
                connection,
                NETWORK,
                "consents",
                CLIENTS,
                id=an_id("n"),
                client_id=an_id("n"),
                type="'general'",
                direction="'both'",
                recipient_classes="ARRAY['network']",
                released_kinds=KINDS,
            )
            await fill(
                connection,
                NETWORK,
                "care_teams",
                ROWS,
                id=an_id("n"),
                client_id=client,
                agency_id=agency,
                kinds=KINDS,
                kind="'named'",
                content="jsonb_build_object('name', 'Team ' || n)",
                status="CASE WHEN n % 1001 = 0 THEN 'suspended' ELSE 'active' END",
                version="1",
                updated_at="timestamptz '2026-01-01' + n * interval '1 second'",
            )
            await fill(
                connection,
                NETWORK,
                "care_team_members",
                ROWS * 2,
                id=an_id("n"),
                team_id=an_id(f"1 + n % {ROWS}"),
                client_id=client,
                agency_id=an_id("CASE WHEN n % 2 = 0 THEN 21 ELSE 3 END"),
                kinds=KINDS,
                kind="'agency'",
                identifiers="'[]'::jsonb",
                status="CASE WHEN n % 5 = 0 THEN 'former' ELSE 'active' END",
                version="1",
            )
            await connection.execute("ANALYZE")
        finally:
            await connection.close()

    asyncio.run(seed())
    return own_database


@pytest.fixture
async def session(large: Database) -> AsyncIterator[Explaining]:
    pool = await open_pool(PoolSettings(dsn=large.app, size=1))
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL app.network = '{NETWORK}'")
        yield Explaining(connection, NETWORK)
    await pool.close()


SERVING = Access(agency=AN_AGENCY, network_wide=False, at=NOW)
MEMBER = Access(agency=MEMBER_AGENCY, network_wide=False, at=NOW)
EVERYBODY = Access(agency=AN_AGENCY, network_wide=True, at=NOW)
QUESTIONS = {
    "own": (SERVING, TeamFilter(agency=AN_AGENCY)),
    "own, suspended": (SERVING, TeamFilter(agency=AN_AGENCY, status=TeamStatus.SUSPENDED)),
    "of a client": (SERVING, TeamFilter(client=A_CLIENT)),
    "of a client, for a member": (MEMBER, TeamFilter(client=A_CLIENT)),
    "everything": (EVERYBODY, TeamFilter()),
    "everything, suspended": (EVERYBODY, TeamFilter(status=TeamStatus.SUSPENDED)),
    "recent": (EVERYBODY, TeamFilter(updated_since=datetime(2026, 1, 2, tzinfo=UTC))),
}


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_page_is_read_along_an_index(session: Explaining, question: str, order: Order) -> None:
    access, which = QUESTIONS[question]
    lists, after = CareTeamQueries(session), None
    for _ in range(2):
        page = await lists.page(access, which, order, after=after, limit=50)
        assert page.items
        after = page.next
        if after is None:
            break
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


async def test_members_and_shares_are_found_by_their_client(session: Explaining) -> None:
    team = CareTeamId(UUID(int=5))
    assert await CareTeamQueries(session).members_seen(MEMBER, team)
    assert await CareTeamRepository(session).get(team) is not None
    await ShareRepository(session).renew(own_team(A_CLIENT, NETWORK, NOW), NOW)
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]
