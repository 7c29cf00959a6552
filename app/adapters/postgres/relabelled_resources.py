"""Kept resources that bear further labels now: their meta names them at once, and they are found by them.

So do those that say who wrote them, of which there is no aggregate that could be drawn anew.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import asyncpg

from app.adapters.postgres import resource_writing
from app.adapters.postgres.changes import Written
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.codes import Sensitivity, label_bits, labels_in
from app.domain.resources.reading import ResourceReading
from app.ports.resources import Face, Projector, Target

TICK = timedelta(microseconds=1)
BITE = 500
_KEPT = Statement.text(
    """
    SELECT r.type, r.id, version, updated_at, projected, agency_id, client_id, reading, kinds, sensitivity, hidden,
        content, meta
    FROM unnest($2::text[], $3::uuid[]) AS asked (type, id)
    JOIN resources r ON r.network_id = $1 AND r.type = asked.type AND r.id = asked.id AND NOT r.deleted
    """,
    *("network", "types", "ids"),
)

_LABEL_AUTHORSHIP = Statement.text(
    """
    UPDATE resources r SET sensitivity = r.sensitivity | $3::smallint FROM resource_words w
    WHERE w.network_id = $1 AND w.key = 'Provenance.target' AND w.value = $2
        AND r.network_id = $1 AND r.type = w.type AND r.id = w.id AND NOT r.deleted
        AND r.sensitivity & $3::smallint <> $3::smallint
    RETURNING r.type, r.id
    """,
    *("network", "named", "labels"),
)


async def label_authorship(session: Session, target: Target, labels: Collection[Sensitivity]) -> None:
    """Let whatever says who wrote a resource bear its labels; its meta follows when the call is put on record."""
    rows = await session.fetch(_LABEL_AUTHORSHIP, named=f"{target.type}/{target.id}", labels=label_bits(labels))
    session.changes.labelled.update(Target(type=row["type"], id=row["id"]) for row in rows)


async def write(session: Session, projector: Projector, targets: Collection[Target], at: datetime) -> None:
    """Give each resource whose meta does not name all its labels a version that does, by the batch."""
    listed = sorted(targets, key=lambda target: (target.type, target.id))
    for start in range(0, len(listed), BITE):
        bite = listed[start : start + BITE]
        rows = await session.fetch(_KEPT, types=[each.type for each in bite], ids=[each.id for each in bite])
        written = [_relabelled(projector, row, at) for row in rows]
        await resource_writing.put(session, [each for each in written if each is not None])


def _relabelled(projector: Projector, row: asyncpg.Record, at: datetime) -> Written | None:
    before = Face(content=row["content"], meta=row["meta"])
    face, terms = projector.relabelled(row["type"], before, labels_in(row["sensitivity"]))
    if face == before:
        return None
    return Written(
        type=row["type"],
        id=row["id"],
        version=row["version"] + 1,
        updated_at=max(at, row["updated_at"] + TICK),
        deleted=False,
        projected=row["projected"],
        agency=row["agency_id"],
        client=row["client_id"],
        reading=ResourceReading(row["reading"]),
        parties=frozenset(),
        kinds=row["kinds"],
        sensitivity=row["sensitivity"],
        hidden=row["hidden"],
        face=face,
        terms=terms,
        supersedes=True,
    )
