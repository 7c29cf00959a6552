"""The numbered log after a cursor: the one reading that feed, live stream and subscriptions share."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from app.adapters.postgres.queries.hearing import hears, told_by_event
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.codes import labels_in
from app.domain.identity import AgencyId, EventId
from app.ports.event_log import Audience, EventFilter, Fresh, NumberedEvent, Stretch

# How far one reading looks for events of the wanted types: a rare type must not make one answer slow.
LOOK_AHEAD = 2_000

_OF_AGENCY = """
    SELECT seq, event_id FROM event_recipients
    WHERE network_id = $1 AND agency_id = $2 AND seq > $3 ORDER BY seq LIMIT $4
"""
_OF_NETWORK = """
    SELECT seq, id AS event_id FROM events
    WHERE network_id = $1 AND $2::uuid IS NOT NULL AND seq > $3 ORDER BY seq LIMIT $4
"""
_PAGE = """
    WITH stretch AS ({source}),
    reach AS (SELECT count(*) AS scanned, max(seq) AS last FROM stretch)
    SELECT reach.scanned, reach.last AS reached, wanted.*
    FROM reach LEFT JOIN LATERAL (
        SELECT e.seq, e.id, e.type, e.at, e.actor_agency_id, e.principal_id, e.subject_type, e.subject_id, e.version,
            e.related, {labels} AS sensitivity
        FROM stretch JOIN events e ON e.network_id = $1 AND e.id = stretch.event_id
        WHERE (cardinality($5::text[]) = 0 OR e.type = ANY ($5::text[])) AND {heard}
        ORDER BY stretch.seq LIMIT $6
    ) wanted ON true
    ORDER BY wanted.seq
"""
_ABOUT = """
    SELECT e.seq, e.id, e.type, e.at, e.actor_agency_id, e.principal_id, e.subject_type, e.subject_id, e.version,
        e.related, {labels} AS sensitivity, 0 AS scanned, e.seq AS reached
    FROM events e
    WHERE e.network_id = $1 AND e.subject_id = $7 AND e.seq > $3
        AND (cardinality($5::text[]) = 0 OR e.type = ANY ($5::text[]))
        AND ($4 OR $2 = ANY (e.audience)) AND {heard}
    ORDER BY e.seq LIMIT $6
"""
_ASKER = {"network": "$1::uuid", "agency": "$2::uuid", "at": "$7::timestamptz"}
_LABELS = told_by_event("$2::uuid")
_NAMES = ("network", "agency", "after", "look_ahead", "types", "limit", "at")
_READ_OF_AGENCY, _READ_OF_NETWORK = (
    Statement.text(_PAGE.format(source=source, labels=_LABELS, heard=hears(**_ASKER, network_wide=wide)), *_NAMES)
    for source, wide in ((_OF_AGENCY, "false"), (_OF_NETWORK, "true"))
)
_READ_ABOUT = Statement.text(
    _ABOUT.format(labels=_LABELS, heard=hears(**(_ASKER | {"at": "$8::timestamptz"}), network_wide="$4::boolean")),
    "network",
    "agency",
    "after",
    "network_wide",
    "types",
    "limit",
    "subject",
    "at",
)
_FRESH = Statement.text(
    "SELECT seq, type, audience FROM events WHERE network_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
    "network",
    "after",
    "limit",
)
_LAST = Statement.text("SELECT last_seq FROM event_sequences WHERE network_id = $1", "network")


class EventFeedQuery:
    """The numbered log of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def read(self, audience: Audience, wanted: EventFilter, *, after: int, limit: int) -> Stretch:
        """Return the next stretch after the event numbered `after`."""
        if wanted.subject is not None:
            return await self._about(audience, wanted, wanted.subject, after, limit)
        look_ahead = max(LOOK_AHEAD, limit + 1) if wanted.types else limit + 1
        statement = _READ_OF_NETWORK if audience.network_wide else _READ_OF_AGENCY
        rows = await self.session.fetch(
            statement,
            agency=audience.agency,
            after=after,
            look_ahead=look_ahead,
            types=sorted(wanted.types),
            limit=limit + 1,
            at=audience.at,
        )
        found = [row for row in rows if row["seq"] is not None]
        if len(found) > limit:
            return _stretch(found[:limit], found[limit - 1]["seq"], more=True)
        return _stretch(found, rows[0]["reached"] or after, more=rows[0]["scanned"] == look_ahead)

    async def fresh(self, *, after: int, limit: int) -> Sequence[Fresh]:
        """Return whom the next events concern."""
        rows = await self.session.fetch(_FRESH, after=after, limit=limit)
        return [
            Fresh(seq=row["seq"], type=row["type"], audience=frozenset(map(AgencyId, row["audience"]))) for row in rows
        ]

    async def last(self) -> int:
        """Return the highest number given."""
        return int(await self.session.fetch_value(_LAST) or 0)

    async def _about(self, audience: Audience, wanted: EventFilter, subject: UUID, after: int, limit: int) -> Stretch:
        rows = await self.session.fetch(
            _READ_ABOUT,
            agency=audience.agency,
            network_wide=audience.network_wide,
            after=after,
            types=sorted(wanted.types),
            limit=limit + 1,
            subject=subject,
            at=audience.at,
        )
        found = rows[:limit]
        return _stretch(found, found[-1]["seq"] if found else after, more=len(rows) > limit)


def _stretch(rows: list[asyncpg.Record], last: int, *, more: bool) -> Stretch:
    return Stretch(events=tuple(map(_event, rows)), last=last, more=more)


def _event(row: asyncpg.Record) -> NumberedEvent:
    principal = row["principal_id"]
    return NumberedEvent(
        seq=row["seq"],
        id=EventId(row["id"]),
        type=row["type"],
        at=row["at"],
        actor_agency=AgencyId(row["actor_agency_id"]),
        principal=None if principal is None else AgencyId(principal),
        subject_type=row["subject_type"],
        subject=row["subject_id"],
        version=row["version"],
        related={noun: UUID(text) for noun, text in row["related"].items()},
        labels=labels_in(row["sensitivity"]),
    )
