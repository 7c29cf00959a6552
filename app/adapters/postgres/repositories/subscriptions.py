"""Subscriptions to rows and back, and how far each was told; the values of their headers are sealed at rest."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import asyncpg
from sqlalchemy import bindparam, delete, insert, select, update

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.subscriptions import SubscriptionEventRow, SubscriptionLineRow, SubscriptionRow
from app.domain.errors import Conflict
from app.domain.identity import AgencyId, ApiClientId, NetworkId, SubscriptionId
from app.domain.networks.scopes import Scopes
from app.domain.subscriptions.subscription import (
    MASK,
    Channel,
    Filter,
    Header,
    PayloadContent,
    Subscription,
    SubscriptionStatus,
    Terms,
)
from app.ports.resources import Target
from app.ports.security import Seal

MOST = 1_000
_S, _L, _E = table_of(SubscriptionRow), table_of(SubscriptionLineRow), table_of(SubscriptionEventRow)
_ONE = (_S.c.network_id == bindparam("network"), _S.c.id == bindparam("subscription"))
_UNCHANGING = frozenset({"network_id", "id", "agency_id", "api_client_id", "created_at"})
_GET = Statement.of(select(_S).where(*_ONE))
_LOCK = Statement.of(select(_S).where(*_ONE).with_for_update())
_OF_AGENCY = Statement.of(
    select(_S)
    .where(_S.c.network_id == bindparam("network"), _S.c.agency_id == bindparam("agency"))
    .order_by(_S.c.id)
    .limit(MOST)
)
_ADD = Statement.of(insert(_S))
_SAVE = Statement.of(
    update(_S)
    .where(*_ONE, _S.c.version == bindparam("read_version"))
    .values({column.name: bindparam(column.name) for column in _S.c if column.name not in _UNCHANGING})
)
_FARED = Statement.of(
    update(_S)
    .where(*_ONE, _S.c.version == bindparam("read_version"))
    .values({name: bindparam(name) for name in ("status", "error", "updated_at", "version")})
)
# The line goes first: whoever is numbering events holds it, and finds none to go on with afterwards.
_FORGET = tuple(
    Statement.of(delete(of).where(of.c.network_id == bindparam("network"), column == bindparam("subscription")))
    for of, column in ((_L, _L.c.subscription_id), (_E, _E.c.subscription_id), (_S, _S.c.id))
)
# Everything that has no number yet is told too: it is committed with this subscription, or after it.
_BEGIN = Statement.text(
    """
    INSERT INTO subscription_lines (
        network_id, subscription_id, agency_id, network_wide, open, shakes, read_seq, last_number, told, tries,
        failures, due_at, ends_at
    )
    SELECT $1, $2, $3, $4, $5, true, coalesce((SELECT last_seq FROM event_sequences WHERE network_id = $1), 0),
        0, 0, 0, 0, $6, $7
    """,
    *("network", "subscription", "agency", "network_wide", "open", "due", "ends"),
)
# What nobody was told of while it was off is not told later: it goes on with the next event.
_GO_ON = Statement.text(
    """
    UPDATE subscription_lines SET open = $3, ends_at = $6, network_wide = $7, shakes = shakes OR $4,
        lease_id = NULL, lease_until = NULL, tries = 0, failures = CASE WHEN $4 THEN 0 ELSE failures END,
        due_at = CASE WHEN $4 OR tries > 0 THEN $5 ELSE least(due_at, $5) END,
        told = CASE WHEN open THEN told ELSE last_number END,
        read_seq = CASE WHEN open THEN read_seq
            ELSE coalesce((SELECT last_seq FROM event_sequences WHERE network_id = $1), 0) END
    WHERE network_id = $1 AND subscription_id = $2
    """,
    *("network", "subscription", "open", "shakes", "at", "ends", "network_wide"),
)
_CLOSE = Statement.text(
    """
    UPDATE subscription_lines SET open = false, lease_id = NULL, lease_until = NULL
    WHERE network_id = $1 AND subscription_id = $2
    """,
    *("network", "subscription"),
)


class SubscriptionRepository:
    """The subscriptions of the network; without a seal the values of headers stay masked."""

    __slots__ = ("seal", "session")

    def __init__(self, session: Session, seal: Seal | None) -> None:
        self.session, self.seal = session, seal

    async def get(self, subscription: SubscriptionId) -> Subscription | None:
        """Return one."""
        row = await self.session.fetch_row(_GET, subscription=subscription)
        return None if row is None else subscription_of(row, self.seal)

    async def lock(self, subscription: SubscriptionId) -> Subscription | None:
        """Return one and keep others from changing it."""
        row = await self.session.fetch_row(_LOCK, subscription=subscription)
        return None if row is None else subscription_of(row, self.seal)

    async def of_agency(self, agency: AgencyId) -> Sequence[Subscription]:
        """Return those of an agency."""
        rows = await self.session.fetch(_OF_AGENCY, agency=agency)
        return [subscription_of(row, self.seal) for row in rows]

    async def add(self, subscription: Subscription, *, network_wide: bool) -> None:
        """Keep a new one, with its line."""
        await self.session.execute(_ADD, **_values(subscription, self.seal))
        await self.session.execute(
            _BEGIN,
            subscription=subscription.id,
            agency=subscription.agency,
            network_wide=network_wide,
            open=subscription.told,
            due=subscription.created_at,
            ends=subscription.terms.ends_at,
        )
        self.session.touch(subscription, new=True)

    async def save(self, subscription: Subscription, at: datetime, *, network_wide: bool, shakes: bool) -> None:
        """Write a changed one, one version on; whoever was telling it something has lost the lease."""
        await self._write(_SAVE, subscription, _values(subscription, self.seal))
        await self.session.execute(
            _GO_ON,
            subscription=subscription.id,
            open=subscription.told,
            shakes=shakes,
            at=at,
            ends=subscription.terms.ends_at,
            network_wide=network_wide,
        )

    async def fared(self, subscription: Subscription) -> None:
        """Write how it fares; one that is off is told nothing more."""
        fared = {"status": subscription.status, "error": subscription.error, "updated_at": subscription.updated_at}
        await self._write(_FARED, subscription, fared)
        if not subscription.told:
            await self.session.execute(_CLOSE, subscription=subscription.id)

    async def remove(self, subscription: SubscriptionId) -> None:
        """Forget one, with everything that it was told of."""
        for statement in _FORGET:
            await self.session.execute(statement, subscription=subscription)
        self.session.changes.gone.add(Target(type="Subscription", id=subscription))

    async def _write(self, statement: Statement, subscription: Subscription, values: dict[str, Any]) -> None:
        values |= {"version": subscription.version + 1, "read_version": subscription.version}
        if await self.session.execute(statement, subscription=subscription.id, **values) == 0:
            raise Conflict("subscription.changed-meanwhile", "Somebody changed the subscription at the same moment.")
        subscription.version += 1
        self.session.touch(subscription)


def _values(subscription: Subscription, seal: Seal | None) -> dict[str, Any]:
    terms, channel = subscription.terms, subscription.terms.channel
    return {
        "network_id": subscription.network,
        "id": subscription.id,
        "agency_id": subscription.agency,
        "api_client_id": subscription.api_client,
        "scopes": str(subscription.scopes),
        "topic": terms.topic,
        "filters": [{"type": each.type, "criteria": each.criteria} for each in terms.filters],
        "url": channel.url,
        "header_names": [header.name for header in channel.headers],
        "header_values": _sealed(channel.headers, seal),
        "content": channel.content,
        "heartbeat_seconds": _seconds(channel.heartbeat),
        "timeout_seconds": _seconds(channel.timeout),
        "most_events": channel.most_events,
        "reason": terms.reason,
        "ends_at": terms.ends_at,
        "status": subscription.status,
        "error": subscription.error,
        "version": subscription.version,
        "created_at": subscription.created_at,
        "updated_at": subscription.updated_at,
    }


def _sealed(headers: tuple[Header, ...], seal: Seal | None) -> bytes | None:
    if not headers:
        return None
    if seal is None:
        raise ValueError("Headers are kept under a seal, and there is none.")
    return seal.close(json.dumps([header.value for header in headers]).encode())


def subscription_of(row: asyncpg.Record, seal: Seal | None = None) -> Subscription:
    """Read a subscription back; what cannot be opened stays masked."""
    opened = seal.open(row["header_values"]) if seal is not None and row["header_values"] is not None else None
    values = [MASK for _ in row["header_names"]] if opened is None else json.loads(opened)
    channel = Channel(
        url=row["url"],
        content=PayloadContent(row["content"]),
        headers=tuple(Header(name=n, value=v) for n, v in zip(row["header_names"], values, strict=True)),
        heartbeat=_duration(row["heartbeat_seconds"]),
        timeout=_duration(row["timeout_seconds"]),
        most_events=row["most_events"],
    )
    return Subscription(
        id=SubscriptionId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        api_client=ApiClientId(row["api_client_id"]),
        scopes=Scopes.parse(row["scopes"]),
        terms=Terms(
            topic=row["topic"],
            filters=tuple(Filter(type=each["type"], criteria=each["criteria"]) for each in row["filters"]),
            channel=channel,
            reason=row["reason"],
            ends_at=row["ends_at"],
        ),
        status=SubscriptionStatus(row["status"]),
        error=row["error"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds())


def _duration(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
