"""What a transaction changed, made into the rows of its resources: what looks as it did before is left alone."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from app.adapters.postgres import asked_instruments, placed_messages, relabelled_resources, resource_writing
from app.adapters.postgres.changes import Changes, Written
from app.adapters.postgres.loading import load
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.codes import label_bits
from app.domain.consents.scope import kind_bits
from app.domain.identity import NetworkId
from app.domain.resources.reading import ResourceReading
from app.ports.resources import Face, Projection, Projector, Target, Terms

TICK = timedelta(microseconds=1)
NOTHING = Face(content=b"", meta=b"")
_NOUNS = {
    "Patient": "client",
    "Condition": "need",
    "Goal": "goal",
    "CarePlan": "care-plan",
    "CareTeam": "care-team",
    "QuestionnaireResponse": "assessment",
    "ServiceRequest": "referral",
    "Task": "task",
    "Communication": "message",
    "Consent": "consent",
    "Subscription": "subscription",
    "Appointment": "appointment",
    "RelatedPerson": "proxy",
    "Group": "household",
    "HealthcareService": "service",
    "Location": "location",
    "Organization": "agency",
    "Practitioner": "worker",
    "PractitionerRole": "worker",
}
"""Of which noun a resource is, whose id it has."""
_CURRENT = Statement.text(
    """
    SELECT r.type, r.id, version, updated_at, deleted, agency_id, client_id, reading, parties, kinds, sensitivity,
        hidden, content, meta, other_content, other_meta, other_agency_id, source, source_meta, rendered, rendered_meta
    FROM unnest($2::text[], $3::uuid[]) AS asked (type, id)
    JOIN resources r ON r.network_id = $1 AND r.type = asked.type AND r.id = asked.id
    ORDER BY r.type, r.id FOR UPDATE OF r
    """,
    "network",
    "types",
    "ids",
)
_PAST = Statement.text(
    """
    INSERT INTO resource_versions (network_id, type, id, version, updated_at, deleted, content, meta, other_content,
        other_meta)
    VALUES ($1, $2, $3, $4, $5, false, $6, $7, $8, $9)
    """,
    *("network", "type", "id", "version", "updated_at", "content", "meta", "other_content", "other_meta"),
)


async def rows_of(session: Session, projector: Projector, at: datetime, *, anew: bool = False) -> list[Written]:
    """Take what was changed so far and return the rows that say so; the rows that are there are locked.

    `anew`: what looks as it did before is written too, with its terms, which may be found otherwise now.
    """
    changes = session.changes
    if not changes.any:
        return []
    session.changes = Changes()
    await relabelled_resources.write(session, projector, changes.labelled, at)
    for thing in await load(session, changes.ids):
        changes.things.setdefault((type(thing), thing.id), thing)
    await placed_messages.follow(session, changes)
    changes.touch(changes.authored.values(), new=True)
    drawn, new = await _with_posted(session, projector, changes)
    current = await _current(session, [*(drawn.keys() - (new - changes.taken)), *changes.gone])
    rows, past = list(changes.kept), list[Written]()
    for target, projections in drawn.items():
        versions = _versions(projector, projections, current.get(target), changes.sources.get(target), at, anew=anew)
        rows += versions[-1:]
        past += versions[:-1]
    rows += [_withdrawn(current[target], at) for target in sorted_targets(changes.gone) if target in current]
    if past:
        await session.execute_many(_PAST, [_past_values(session.network, row) for row in past])
    return rows


async def write(session: Session, projector: Projector, at: datetime) -> None:
    """Write the resources of what was changed so far, in a statement of their own."""
    await resource_writing.put(session, await rows_of(session, projector, at))


async def _with_posted(
    session: Session, projector: Projector, changes: Changes
) -> tuple[dict[Target, list[Projection]], set[Target]]:
    """Draw every thing, also what was posted anew with nothing in it that the domain owns."""
    drawn, new = await _drawn(session, projector, changes)
    untouched: dict[str, set[UUID]] = {}
    for target in changes.sources.keys() - drawn.keys():
        if target.type in _NOUNS:
            untouched.setdefault(_NOUNS[target.type], set()).add(target.id)
    found = {(type(thing), thing.id): thing for thing in await load(session, untouched)}
    if not found:
        return drawn, new
    changes.things |= {key: thing for key, thing in found.items() if key not in changes.things}
    return await _drawn(session, projector, changes)


async def _drawn(
    session: Session, projector: Projector, changes: Changes
) -> tuple[dict[Target, list[Projection]], set[Target]]:
    """Draw every thing; say of which resources there can be none yet."""
    await asked_instruments.learn(session, projector, changes.things.values())
    drawn: dict[Target, list[Projection]] = {}
    new: set[Target] = set()
    for key, thing in changes.things.items():
        for projection in projector.project(thing):
            target = Target(type=projection.type, id=projection.id)
            drawn.setdefault(target, []).append(projection)
            if key in changes.new:
                new.add(target)
    return drawn, new


async def _current(session: Session, targets: Collection[Target]) -> dict[Target, asyncpg.Record]:
    if not targets:
        return {}
    listed = sorted_targets(targets)
    rows = await session.fetch(_CURRENT, types=[target.type for target in listed], ids=[target.id for target in listed])
    return {Target(type=row["type"], id=row["id"]): row for row in rows}


def sorted_targets(targets: Iterable[Target]) -> list[Target]:
    """Put resources in the one order in which they are locked."""
    return sorted(targets, key=lambda target: (target.type, target.id))


def _versions(
    projector: Projector,
    projections: Iterable[Projection],
    current: asyncpg.Record | None,
    posted: Face | None,
    at: datetime,
    *,
    anew: bool,
) -> list[Written]:
    """Return the versions that a resource gets, the last of which it is then."""
    rows: list[Written] = []
    wanted = [_row(projector, projection, current, posted, at) for projection in projections]
    if current is not None and _same(wanted[-1], current):
        return _in_other_hands(wanted[-1], current, anew=anew)
    version = 0 if current is None else current["version"]
    moment = at if current is None else max(at, current["updated_at"] + TICK)
    for row in wanted:
        if rows and _faces(rows[-1]) == _faces(row):
            continue
        version += 1
        rows.append(
            replace(row, version=version, updated_at=moment, new=current is None, supersedes=current is not None)
        )
        moment += TICK
    return rows


def _in_other_hands(row: Written, current: asyncpg.Record, *, anew: bool) -> list[Written]:
    """Let who may read a resource follow, without a version: it says what it said."""
    there = replace(row, version=current["version"], updated_at=current["updated_at"])
    if anew:
        return [there]
    there = replace(there, terms=None)
    return [] if _hands(there) == _hands_of(current) else [there]


def _row(
    projector: Projector, drawn: Projection, current: asyncpg.Record | None, posted: Face | None, at: datetime
) -> Written:
    source, rendered = _posted(drawn, current, posted)
    shown = drawn if source is None or rendered is None else projector.merge(drawn, source, rendered)
    return Written(
        type=drawn.type,
        id=drawn.id,
        version=0,
        updated_at=at,
        deleted=drawn.deleted,
        projected=True,
        agency=drawn.agency,
        client=drawn.client,
        reading=drawn.reading,
        parties=frozenset(drawn.parties),
        kinds=kind_bits(drawn.kinds),
        sensitivity=label_bits(drawn.sensitivities),
        hidden=drawn.hidden,
        face=shown.face,
        other=shown.other,
        other_agency=drawn.other_agency,
        source=source,
        rendered=rendered,
        terms=Terms() if drawn.deleted else shown.terms,
    )


def _posted(drawn: Projection, current: asyncpg.Record | None, posted: Face | None) -> tuple[Face | None, Face | None]:
    """Return what was posted of a thing and what it looked like then: right now, if it is posted in this call."""
    if posted is not None:
        return posted, drawn.face
    if current is None:
        return None, None
    return _face(current, "source", "source_meta"), _face(current, "rendered", "rendered_meta")


def _face(row: asyncpg.Record, content: str, meta: str) -> Face | None:
    return None if row[content] is None else Face(content=row[content], meta=row[meta])


def _same(row: Written, current: asyncpg.Record) -> bool:
    before = (_face(current, "content", "meta"), _face(current, "other_content", "other_meta"), current["deleted"])
    return _faces(row) == before


def _faces(row: Written) -> tuple[object, ...]:
    return row.face, row.other, row.deleted


def _hands(row: Written) -> tuple[object, ...]:
    read_by = (row.agency, row.client, row.reading.value, row.parties, row.kinds, row.sensitivity, row.hidden)
    return (*read_by, row.other_agency, row.source, row.rendered)


def _hands_of(row: asyncpg.Record) -> tuple[object, ...]:
    read_by = (row["agency_id"], row["client_id"], row["reading"], frozenset(row["parties"]))
    labelled = (row["kinds"], row["sensitivity"], row["hidden"], row["other_agency_id"])
    return (*read_by, *labelled, _face(row, "source", "source_meta"), _face(row, "rendered", "rendered_meta"))


def _withdrawn(current: asyncpg.Record, at: datetime) -> Written:
    """Take out of every list what there is no more."""
    return Written(
        type=current["type"],
        id=current["id"],
        version=current["version"] + 1,
        updated_at=max(at, current["updated_at"] + TICK),
        deleted=True,
        projected=True,
        agency=current["agency_id"],
        client=current["client_id"],
        reading=ResourceReading(current["reading"]),
        parties=frozenset(current["parties"]),
        kinds=current["kinds"],
        sensitivity=current["sensitivity"],
        hidden=current["hidden"],
        face=NOTHING,
        terms=Terms(),
        supersedes=True,
    )


def _past_values(network: NetworkId, row: Written) -> dict[str, Any]:
    return {
        "network": network,
        "type": row.type,
        "id": row.id,
        "version": row.version,
        "updated_at": row.updated_at,
        "content": row.face.content,
        "meta": row.face.meta,
        "other_content": None if row.other is None else row.other.content,
        "other_meta": None if row.other is None else row.other.meta,
    }
