"""What a subscription has heard of the event log, and the events that it was told of, by number."""

from collections.abc import Collection, Sequence
from uuid import UUID

import asyncpg

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.identity import SubscriptionId
from app.domain.subscriptions.subscription import Subscription
from app.domain.subscriptions.topics import nouns_of
from app.ports.resources import Target
from app.ports.subscriptions import Heard, Progress, ToldEvent

_PROGRESS = Statement.text(
    """
    SELECT network_wide, read_seq, last_number, told FROM subscription_lines
    WHERE network_id = $1 AND subscription_id = $2
    """,
    *("network", "subscription"),
)
_HOLD = Statement.text(
    """
    SELECT network_wide, read_seq, last_number, told FROM subscription_lines
    WHERE network_id = $1 AND subscription_id = $2 AND lease_id = $3 FOR UPDATE
    """,
    *("network", "subscription", "lease"),
)
_FOR = {
    False: "SELECT seq, event_id FROM event_recipients WHERE network_id = $1 AND agency_id = $2 AND seq > $3",
    True: """
        SELECT seq, id AS event_id FROM events WHERE network_id = $1 AND $2::uuid IS NOT NULL AND seq > $3
    """,
}
_HEARD = {
    wide: Statement.text(
        f"""
        SELECT e.seq, e.id, e.type, e.at, e.subject_id, e.related FROM ({source}) heard
        JOIN events e ON e.network_id = $1 AND e.id = heard.event_id
        WHERE split_part(e.type, '.', 1) = ANY ($4::text[]) ORDER BY heard.seq LIMIT $5
        """,  # noqa: S608 - both texts are our own
        *("network", "agency", "after", "nouns", "limit"),
    )
    for wide, source in _FOR.items()
}
_EVENTS = Statement.text(
    """
    SELECT number, event_id, event_type, type, focus_id, at FROM subscription_events
    WHERE network_id = $1 AND subscription_id = $2 AND number > $3 AND number <= $4 ORDER BY number LIMIT $5
    """,
    *("network", "subscription", "after", "upto", "limit"),
)
_KNOWN = Statement.text(
    """
    SELECT asked.type, asked.id FROM unnest($3::text[], $4::uuid[]) AS asked (type, id)
    WHERE EXISTS (
        SELECT 1 FROM subscription_events e
        WHERE e.network_id = $1 AND e.subscription_id = $2 AND e.type = asked.type AND e.focus_id = asked.id
    )
    """,
    *("network", "subscription", "types", "ids"),
)
_KEEP = Statement.text(
    """
    INSERT INTO subscription_events (network_id, subscription_id, number, event_id, event_type, type, focus_id, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    """,
    *("network", "subscription", "number", "event", "event_type", "type", "focus", "at"),
)
_READ = Statement.text(
    """
    UPDATE subscription_lines SET read_seq = $3, last_number = last_number + $4
    WHERE network_id = $1 AND subscription_id = $2
    """,
    *("network", "subscription", "read", "count"),
)


class SubscriptionLogRepository:
    """`SubscriptionLog` of one network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def progress(self, subscription: SubscriptionId, lease: UUID | None = None) -> Progress | None:
        """Return how far it was told; under a lease, nobody else may go on from there."""
        if lease is None:
            row = await self.session.fetch_row(_PROGRESS, subscription=subscription)
        else:
            row = await self.session.fetch_row(_HOLD, subscription=subscription, lease=lease)
        if row is None:
            return None
        return Progress(
            network_wide=row["network_wide"], read=row["read_seq"], last_number=row["last_number"], told=row["told"]
        )

    async def heard(self, subscription: Subscription, progress: Progress, *, limit: int) -> Sequence[Heard]:
        """Return the next events that may be about what it wants."""
        rows = await self.session.fetch(
            _HEARD[progress.network_wide],
            agency=subscription.agency,
            after=progress.read,
            nouns=sorted(nouns_of(subscription.types)),
            limit=limit,
        )
        return [_heard(row) for row in rows]

    async def events(self, subscription: SubscriptionId, *, after: int, upto: int, limit: int) -> Sequence[ToldEvent]:
        """Return what it was told of."""
        rows = await self.session.fetch(_EVENTS, subscription=subscription, after=after, upto=upto, limit=limit)
        return [
            ToldEvent(
                number=row["number"],
                id=row["event_id"],
                type=row["event_type"],
                at=row["at"],
                focus=Target(type=row["type"], id=row["focus_id"]),
            )
            for row in rows
        ]

    async def known(self, subscription: SubscriptionId, targets: Collection[Target]) -> frozenset[Target]:
        """Return those of which it was told before."""
        types, ids = [each.type for each in targets], [each.id for each in targets]
        rows = await self.session.fetch(_KNOWN, subscription=subscription, types=types, ids=ids)
        return frozenset(Target(type=row["type"], id=row["id"]) for row in rows)

    async def number(self, subscription: SubscriptionId, read: int, events: Sequence[ToldEvent]) -> None:
        """Keep what it will be told of."""
        rows = [
            {
                "subscription": subscription,
                "number": each.number,
                "event": each.id,
                "event_type": each.type,
                "type": each.focus.type,
                "focus": each.focus.id,
                "at": each.at,
            }
            for each in events
        ]
        if rows:
            await self.session.execute_many(_KEEP, rows)
        await self.session.execute(_READ, subscription=subscription, read=read, count=len(rows))


def _heard(row: asyncpg.Record) -> Heard:
    return Heard(
        seq=row["seq"],
        id=row["id"],
        type=row["type"],
        at=row["at"],
        subject=row["subject_id"],
        related={noun: UUID(text) for noun, text in row["related"].items()},
    )
