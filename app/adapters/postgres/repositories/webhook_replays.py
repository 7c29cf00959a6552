"""Replays to rows and back, and the step by which a replay lines up what it finds in the log."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.adapters.postgres.queries.hearing import hears
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.repositories.webhook_lines import line_up
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.webhook_replays import WebhookReplayRow
from app.domain.identity import NetworkId, ReplayId, WebhookId
from app.domain.webhooks.replay import (
    DELIVERIES_IN_A_STEP,
    EVENTS_IN_A_STEP,
    NewReplay,
    Progress,
    Replay,
    Replayable,
    ReplayStatus,
)
from app.ports.queries import Cursor, Page

_R = table_of(WebhookReplayRow)
_OF = (_R.c.network_id == bindparam("network"), _R.c.webhook_id == bindparam("webhook"))
_RUNNING = Statement.of(select(_R.c.id).where(*_OF, _R.c.status == "running"))
_DUE = Statement.of(
    select(_R)
    .where(_R.c.network_id == bindparam("network"), _R.c.status == "running", _R.c.due_at <= bindparam("now"))
    .order_by(_R.c.due_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_LIST = Statement.of(
    select(_R)
    .where(*_OF, _R.c.id < bindparam("before", type_=UUID_TYPE(as_uuid=True)))
    .order_by(_R.c.id.desc())
    .limit(bindparam("limit"))
)
_NEWEST = (UUID(int=2**128 - 1),)
_CROWDED = Statement.text(
    """
    SELECT count(*) >= $3 FROM (
        SELECT 1 FROM webhook_streams WHERE network_id = $1 AND webhook_id = $2 LIMIT $3
    ) lines
    """,
    *("network", "webhook", "most"),
)
_SOURCES = {
    False: """
        SELECT r.seq, r.event_id FROM w JOIN event_recipients r ON r.network_id = $1 AND r.agency_id = w.agency_id
        WHERE r.seq > $3 AND r.seq <= $4 ORDER BY r.seq LIMIT $5
    """,
    True: """
        SELECT e.seq, e.id AS event_id FROM w JOIN events e ON e.network_id = $1 AND w.network_wide
        WHERE e.seq > $3 AND e.seq <= $4 ORDER BY e.seq LIMIT $5
    """,
}
_HEARD = hears(network="$1::uuid", agency="w.agency_id", network_wide="w.network_wide", at="$6::timestamptz")
_FILTERS = "ARRAY[e.type, split_part(e.type, '.', 1) || '.*', '*']"
# The id of a delivery is made of webhook and event, as the relay makes it: whoever lines up twice meets the first.
_STEP = """
    WITH w AS (
        SELECT id, agency_id, network_wide, types FROM webhooks WHERE network_id = $1 AND id = $2
    ), stretch AS ({source}), wanted AS (
        SELECT md5($2::uuid::text || e.id::text)::uuid AS id, e.id AS event_id, stretch.seq, e.type, e.stream_id
        FROM stretch JOIN events e ON e.network_id = $1 AND e.id = stretch.event_id CROSS JOIN w
        LEFT JOIN webhook_deliveries d
            ON d.network_id = $1 AND d.id = md5($2::uuid::text || e.id::text)::uuid
        WHERE ($7::timestamptz IS NULL OR e.at >= $7) AND ($8::timestamptz IS NULL OR e.at < $8)
            AND (cardinality($9::text[]) = 0 OR $9::text[] && {filters})
            AND CASE WHEN d.id IS NULL
                THEN 'missed' = ANY ($10::text[]) AND w.types && {filters} ELSE d.state = ANY ($10::text[]) END
            AND {heard}
        ORDER BY stretch.seq LIMIT $11
    ), placed AS (
        INSERT INTO webhook_deliveries AS d (
            network_id, id, webhook_id, stream_id, seq, event_id, type,
            state, tries, next_attempt_at, attempts, created_at
        )
        SELECT $1, id, $2, stream_id, seq, event_id, type, 'waiting', 0, $6, '[]', $6 FROM wanted
        ON CONFLICT (network_id, id) DO UPDATE
        SET state = 'waiting', tries = 0, next_attempt_at = $6, settled_at = NULL
        WHERE d.state = ANY ($10::text[])
        RETURNING d.webhook_id, d.stream_id, d.seq
    ), lined AS ({line_up}), reach AS (
        SELECT CASE WHEN count(*) = $11 THEN max(seq) ELSE $4 END AS most FROM wanted
    )
    SELECT count(stretch.seq) AS looked_at, max(stretch.seq) AS reached, reach.most,
        (SELECT count(*) FROM stretch) = $5 AS more, (SELECT count(*) FROM placed) AS lined_up
    FROM reach LEFT JOIN stretch ON stretch.seq <= reach.most
    GROUP BY reach.most
"""
_STEPS = {
    wide: Statement.text(
        _STEP.format(source=source, filters=_FILTERS, heard=_HEARD, line_up=line_up("$6::timestamptz")),
        *("network", "webhook", "place", "last", "look", "now", "since", "until", "types", "states", "most"),
    )
    for wide, source in _SOURCES.items()
}
_WIDE = Statement.text("SELECT network_wide FROM webhooks WHERE network_id = $1 AND id = $2", "network", "webhook")


def values_of(replay: Replay) -> dict[str, Any]:
    """Write a replay as a row."""
    return {
        "network_id": replay.network,
        "id": replay.id,
        "webhook_id": replay.webhook,
        "since": replay.wanted.since,
        "until": replay.wanted.until,
        "after_seq": replay.wanted.after,
        "types": list(replay.wanted.types),
        "states": [state.value for state in replay.wanted.states],
        "first_seq": replay.first,
        "last_seq": replay.last,
        "place": replay.place,
        "status": replay.status,
        "looked_at": replay.looked_at,
        "lined_up": replay.lined_up,
        "due_at": replay.due_at,
        "requested_by": replay.requested_by,
        "version": replay.version,
        "created_at": replay.created_at,
        "updated_at": replay.updated_at,
        "ended_at": replay.ended_at,
    }


def replay_of(row: asyncpg.Record) -> Replay:
    """Read a replay back."""
    return Replay(
        id=ReplayId(row["id"]),
        network=NetworkId(row["network_id"]),
        webhook=WebhookId(row["webhook_id"]),
        wanted=NewReplay(
            since=row["since"],
            until=row["until"],
            after=row["after_seq"],
            types=tuple(row["types"]),
            states=tuple(map(Replayable, row["states"])),
        ),
        first=row["first_seq"],
        last=row["last_seq"],
        place=row["place"],
        status=ReplayStatus(row["status"]),
        looked_at=row["looked_at"],
        lined_up=row["lined_up"],
        due_at=row["due_at"],
        requested_by=row["requested_by"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        ended_at=row["ended_at"],
    )


_SHELF = Shelf("webhook-replay", WebhookReplayRow, values_of, replay_of)


class WebhookReplayRepository:
    """The replays of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, replay: ReplayId) -> Replay | None:
        """Return a replay."""
        return await _SHELF.get(self.session, replay)

    async def lock(self, replay: ReplayId) -> Replay | None:
        """Return a replay and keep others from changing it."""
        return await _SHELF.lock(self.session, replay)

    async def lock_due(self, now: datetime) -> Replay | None:
        """Return the running replay that has waited longest."""
        row = await self.session.fetch_row(_DUE, now=now)
        return None if row is None else replay_of(row)

    async def running(self, webhook: WebhookId) -> ReplayId | None:
        """Name the replay of a webhook that has not ended."""
        found = await self.session.fetch_value(_RUNNING, webhook=webhook)
        return None if found is None else ReplayId(found)

    async def add(self, replay: Replay) -> None:
        """Insert a replay that has just begun."""
        await _SHELF.add(self.session, replay)

    async def save(self, replay: Replay) -> None:
        """Write how far it has come."""
        await _SHELF.save(self.session, replay)

    async def crowded(self, webhook: WebhookId, most: int) -> bool:
        """Tell whether a webhook has `most` lines or more."""
        return bool(await self.session.fetch_value(_CROWDED, webhook=webhook, most=most))

    async def line_up(self, replay: Replay, now: datetime) -> Progress:
        """Line up the next of what is wanted: one statement, bounded by what it looks at and by what it finds."""
        wide = bool(await self.session.fetch_value(_WIDE, webhook=replay.webhook))
        row = await self.session.fetch_row(
            _STEPS[wide],
            webhook=replay.webhook,
            place=replay.place,
            last=replay.last,
            look=EVENTS_IN_A_STEP,
            now=now,
            since=replay.wanted.since,
            until=replay.wanted.until,
            types=list(replay.wanted.types),
            states=[state.value for state in replay.wanted.states],
            most=DELIVERIES_IN_A_STEP,
        )
        assert row is not None  # noqa: S101  an aggregate
        unread = row["more"] or row["most"] < replay.last
        return Progress(
            reached=row["reached"] if unread else replay.last, looked_at=row["looked_at"], lined_up=row["lined_up"]
        )

    async def list_for(self, webhook: WebhookId, *, limit: int, after: Cursor | None) -> Page[Replay]:
        """List the replays of a webhook."""
        (before,) = after or _NEWEST
        rows = await self.session.page(_LIST, webhook=webhook, before=before, limit=limit + 1)
        items = tuple(map(replay_of, rows[:limit]))
        ids = tuple((each.id,) for each in items)
        return Page(items=items, next=ids[-1] if len(rows) > limit else None, places=ids)
