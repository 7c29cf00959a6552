"""Assessments to rows and back, with what they were before and the scores that trends are read from."""

from collections.abc import Collection, Sequence
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import bindparam, delete, insert

from app.adapters.postgres.repositories.answers import answers_json, answers_of
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.repositories.suggestions import suggestion_json, suggestion_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.assessments import AssessmentRow, AssessmentScoreRow, AssessmentVersionRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.assessments.assessment import Assessment, AssessmentVersion, Deed, InstrumentName
from app.domain.assessments.assessment_moves import AssessmentAction, AssessmentStatus
from app.domain.assessments.circumstances import AnsweredBy, Circumstances, Mode
from app.domain.assessments.scoring import Score
from app.domain.codes import label_bits, labels_in
from app.domain.consents.scope import kind_bits
from app.domain.identity import AgencyId, AssessmentId, ClientId, Identifier, NetworkId, WorkerId

_V = table_of(AssessmentVersionRow)
_P = table_of(AssessmentScoreRow)
_KEEP = Statement.of(insert(_V))
_POINTS = Statement.of(insert(_P))
_NO_POINTS = Statement.of(
    delete(_P).where(_P.c.network_id == bindparam("network"), _P.c.assessment_id == bindparam("assessment"))
)


def _values(assessment: Assessment) -> dict[str, Any]:
    return {
        "network_id": assessment.network,
        "id": assessment.id,
        "client_id": assessment.client,
        "agency_id": assessment.agency,
        "kinds": kind_bits(assessment.kinds),
        "sensitivity": label_bits(assessment.sensitivities),
        "instrument_key": assessment.instrument.key,
        "instrument_version": assessment.instrument.version,
        "status": assessment.status,
        **_circumstances(assessment.circumstances),
        "reason": assessment.reason,
        "answers": answers_json(assessment.answers),
        "scores": msgspec.to_builtins(assessment.scores),
        "suggestions": [suggestion_json(kept) for kept in assessment.suggestions],
        "identifiers": msgspec.to_builtins(assessment.identifiers),
        "completed_at": assessment.completed_at,
        "revision": assessment.revision,
        "version": assessment.version,
        "created_at": assessment.created_at,
        "updated_at": assessment.updated_at,
    }


def _circumstances(told: Circumstances) -> dict[str, Any]:
    return {
        "language": told.language,
        "answered_by": told.answered_by,
        "respondent": told.respondent,
        "asked_by": told.asked_by,
        "asked_at": told.asked_at,
        "mode": told.mode,
        "note": told.note,
    }


def _entity(row: asyncpg.Record) -> Assessment:
    return Assessment(
        id=AssessmentId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        instrument=InstrumentName(key=row["instrument_key"], version=row["instrument_version"]),
        circumstances=Circumstances(
            language=row["language"],
            answered_by=AnsweredBy(row["answered_by"]),
            respondent=row["respondent"],
            asked_by=None if row["asked_by"] is None else WorkerId(row["asked_by"]),
            asked_at=row["asked_at"],
            mode=Mode(row["mode"]),
            note=row["note"],
        ),
        answers=answers_of(row["answers"]),
        status=AssessmentStatus(row["status"]),
        sensitivities=labels_in(row["sensitivity"]),
        scores=msgspec.convert(row["scores"], tuple[Score, ...]),
        suggestions=[suggestion_of(each) for each in row["suggestions"]],
        identifiers=msgspec.convert(row["identifiers"], tuple[Identifier, ...]),
        reason=row["reason"],
        completed_at=row["completed_at"],
        revision=row["revision"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def version_of(row: asyncpg.Record) -> AssessmentVersion:
    """Read back what an assessment was."""
    deed = Deed(
        at=row["at"],
        actor=row["actor_id"],
        agency=AgencyId(row["agency_id"]),
        parties=frozenset(),
        reason=row["reason"],
    )
    return AssessmentVersion(
        assessment=AssessmentId(row["assessment_id"]),
        number=row["number"],
        action=AssessmentAction(row["action"]),
        deed=deed,
        status=AssessmentStatus(row["status"]),
        answers=answers_of(row["answers"]),
        scores=msgspec.convert(row["scores"], tuple[Score, ...]),
    )


ASSESSMENTS = Shelf("assessment", AssessmentRow, _values, _entity, lambda assessment: assessment.identifiers)


class AssessmentRepository:
    """The assessments of the network's clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, assessment: AssessmentId) -> Assessment | None:
        """Return an assessment."""
        return await ASSESSMENTS.get(self.session, assessment)

    async def lock(self, assessment: AssessmentId) -> Assessment | None:
        """Return an assessment and lock its row."""
        return await ASSESSMENTS.lock(self.session, assessment)

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Assessment]:
        """Return and lock those that another system calls by these values."""
        return await ASSESSMENTS.lock_known(self.session, system, values)

    async def add(self, *assessments: Assessment) -> None:
        """Insert assessments, with the scores of those that stand."""
        await ASSESSMENTS.add(self.session, *assessments)
        await self._count(assessments)

    async def save(self, assessment: Assessment) -> None:
        """Write what changed, one version on, and let its scores follow."""
        await ASSESSMENTS.save(self.session, assessment)
        if assessment.revision:
            await self.session.execute(_NO_POINTS, assessment=assessment.id)
            await self._count([assessment])

    async def keep(self, *versions: AssessmentVersion) -> None:
        """Insert what assessments were."""
        await self.session.execute_many(_KEEP, [_version_values(self.session, version) for version in versions])

    async def _count(self, assessments: Sequence[Assessment]) -> None:
        points = [point for assessment in assessments if assessment.stands for point in _points(assessment)]
        if points:
            await self.session.execute_many(_POINTS, points)


def _points(assessment: Assessment) -> list[dict[str, Any]]:
    return [
        {
            "network_id": assessment.network,
            "assessment_id": assessment.id,
            "score": score.key,
            "client_id": assessment.client,
            "agency_id": assessment.agency,
            "kinds": kind_bits(assessment.kinds),
            "sensitivity": label_bits(assessment.sensitivities),
            "instrument_key": assessment.instrument.key,
            "instrument_version": assessment.instrument.version,
            "at": assessment.circumstances.asked_at,
            "value": score.value,
            "band": score.band.key if score.band else None,
        }
        for score in assessment.scores
        if score.value is not None
    ]


def _version_values(session: Session, version: AssessmentVersion) -> dict[str, Any]:
    return {
        "network_id": session.network,
        "assessment_id": version.assessment,
        "number": version.number,
        "at": version.deed.at,
        "actor_id": version.deed.actor,
        "agency_id": version.deed.agency,
        "action": version.action,
        "status": version.status,
        "reason": version.deed.reason,
        "answers": answers_json(version.answers),
        "scores": msgspec.to_builtins(version.scores),
    }
