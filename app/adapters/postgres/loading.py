"""Aggregates read whole and by the batch, for their resources: where something changed them without reading them."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import Table, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.adapters.postgres import placed_messages
from app.adapters.postgres.changes import Identified
from app.adapters.postgres.repositories.agencies import AGENCIES
from app.adapters.postgres.repositories.appointments import APPOINTMENTS
from app.adapters.postgres.repositories.assessments import ASSESSMENTS
from app.adapters.postgres.repositories.care_plans import CarePlanRepository
from app.adapters.postgres.repositories.care_teams import CareTeamRepository
from app.adapters.postgres.repositories.clients import client_of
from app.adapters.postgres.repositories.consents import consent_of
from app.adapters.postgres.repositories.goals import GOALS
from app.adapters.postgres.repositories.households import HOUSEHOLDS
from app.adapters.postgres.repositories.instruments import own_of
from app.adapters.postgres.repositories.locations import LOCATIONS
from app.adapters.postgres.repositories.needs import NEEDS
from app.adapters.postgres.repositories.networks import NetworkRepository
from app.adapters.postgres.repositories.proxies import PROXIES
from app.adapters.postgres.repositories.referrals import ReferralRepository
from app.adapters.postgres.repositories.services import SERVICES
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.repositories.subscriptions import subscription_of
from app.adapters.postgres.repositories.tasks import task_of
from app.adapters.postgres.repositories.workers import WORKERS
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.assessments import InstrumentRow
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consents import ConsentRow
from app.adapters.postgres.tables.subscriptions import SubscriptionRow
from app.adapters.postgres.tables.tasks import TaskRow
from app.domain.identity import CarePlanId

Load = Callable[[Session, Collection[UUID]], Awaitable[Iterable[Identified]]]
_IDS = bindparam("ids", type_=ARRAY(UUID_TYPE(as_uuid=True)))


def _rows(table: Table, entity: Callable[[asyncpg.Record], Identified]) -> Load:
    """Read what has no parts; what was forgotten is not there."""
    chosen = select(table).where(table.c.network_id == bindparam("network"), table.c.id == any_(_IDS))
    if "erased_at" in table.c:
        chosen = chosen.where(table.c.erased_at.is_(None))
    statement = Statement.of(chosen)

    async def load(session: Session, ids: Collection[UUID]) -> Iterable[Identified]:
        return [entity(row) for row in await session.fetch(statement, ids=list(ids))]

    return load


def _shelf(shelf: Shelf[Any]) -> Load:
    async def load(session: Session, ids: Collection[UUID]) -> Iterable[Identified]:
        return (await shelf.get_many(session, ids)).values()

    return load


async def _referrals(session: Session, ids: Collection[UUID]) -> Iterable[Identified]:
    return await ReferralRepository(session).get_many(ids)


async def _care_plans(session: Session, ids: Collection[UUID]) -> Iterable[Identified]:
    found = [await CarePlanRepository(session).get(CarePlanId(id_)) for id_ in sorted(ids)]
    return [plan for plan in found if plan is not None]


async def _care_teams(session: Session, ids: Collection[UUID]) -> Iterable[Identified]:
    return await CareTeamRepository(session).get_many(ids)


def _above(table: str, column: str) -> Statement:
    sql = f"SELECT DISTINCT {column} AS id FROM {table} WHERE network_id = $1 AND id = ANY ($2::uuid[])"  # noqa: S608
    return Statement.text(sql, "network", "ids")


async def _wholes(load: Load, above: Statement, session: Session, ids: Collection[UUID]) -> Iterable[Identified]:
    """Read what parts belong to."""
    return await load(session, [row["id"] for row in await session.fetch(above, ids=list(ids))])


async def _networks(session: Session, ids: Collection[UUID]) -> Iterable[Identified]:
    network = await NetworkRepository(session).get()
    return [network] if network is not None and network.id in ids else []


LOADS: Mapping[str, Load] = {
    "network": _networks,
    "agency": _shelf(AGENCIES),
    "location": _shelf(LOCATIONS),
    "service": _shelf(SERVICES),
    "worker": _shelf(WORKERS),
    "instrument": _rows(table_of(InstrumentRow), own_of),
    "client": _rows(table_of(ClientRow), client_of),
    "household": _shelf(HOUSEHOLDS),
    "proxy": _shelf(PROXIES),
    "consent": _rows(table_of(ConsentRow), consent_of),
    "assessment": _shelf(ASSESSMENTS),
    "need": _shelf(NEEDS),
    "goal": _shelf(GOALS),
    "care-plan": _care_plans,
    "care-team": _care_teams,
    "care-team-member": partial(_wholes, _care_teams, _above("care_team_members", "team_id")),
    "referral": _referrals,
    "handoff": partial(_wholes, _referrals, _above("handoffs", "referral_id")),
    "message": placed_messages.load,
    "task": _rows(table_of(TaskRow), task_of),
    "appointment": _shelf(APPOINTMENTS),
    "subscription": _rows(table_of(SubscriptionRow), subscription_of),
}
"""How each noun is read; of the others no resources are made."""


async def load(session: Session, ids: Mapping[str, Collection[UUID]]) -> list[Identified]:
    """Return those that there are, of each noun."""
    known = ((LOADS[noun], some) for noun, some in ids.items() if some and noun in LOADS)
    return [thing for load_noun, some in known for thing in await load_noun(session, some)]
