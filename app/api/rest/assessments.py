"""Assessments over REST."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.actions import actions
from app.api.rest.schemas.answers import answers_view, number_view, score_view
from app.api.rest.schemas.assessments import (
    AmendmentIn,
    AssessmentChangesIn,
    AssessmentIn,
    AssessmentItemOut,
    AssessmentOut,
    AssessmentReasonIn,
    AssessmentVersionOut,
    ScorePointOut,
)
from app.domain.assessments.assessment import Assessment, AssessmentVersion
from app.domain.assessments.assessment_moves import ASSESSMENTS, AssessmentStatus
from app.domain.assessments.suggestion_moves import SuggestionState
from app.domain.identity import AssessmentId, ClientId
from app.ports.assessments import AssessmentFilter, AssessmentLine, ScorePoint
from app.ports.referrals import Order
from app.ports.transactions import Rendered
from app.use_cases.assessments import assessments
from app.use_cases.assessments.assessment_filling import Sheet

PATH = "/v1/assessments"
operations = Operations("Assessments", PATH)
router = operations.router
client_operations = Operations("Assessments", "/v1/clients")
client_router = client_operations.router

ClientQuery = Annotated[UUID | None, Query(description="Only of this client: of every agency, as far as you may.")]
InstrumentQuery = Annotated[
    str | None, Query(min_length=1, max_length=64, description="Only of the instrument of this key.")
]
StatusQuery = Annotated[AssessmentStatus | None, Query(description="Only of this status.")]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only changed since then.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]
ScoreQuery = Annotated[str | None, Query(min_length=1, max_length=64, description="Only the score of this key.")]
LanguageQuery = Annotated[
    str | None,
    Query(max_length=40, description="The language of names and labels, where they have it.", examples=["es"]),
]


@operations.get("", assessments.browse, answers=PageOf[AssessmentItemOut], refuses=[404])
async def list_assessments(
    desk: AtDesk,
    page: Paged,
    client_id: ClientQuery = None,
    instrument: InstrumentQuery = None,
    status: StatusQuery = None,
    updated_since: SinceQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List assessments, without their answers.

    Without a client: those of your agency. With one: all of the client's that you may read.
    """
    which = AssessmentFilter(
        client=ClientId(client_id) if client_id else None,
        instrument=instrument,
        status=status,
        updated_since=updated_since,
    )
    return await desk.answer(
        lambda found: page.answer(found, _item), assessments.browse, which, sort, after=page.after, limit=page.limit
    )


@operations.post("", assessments.begin, answers=AssessmentOut, status=201)
async def create_assessment(desk: AtDesk, assessment: AssessmentIn) -> Response:
    """Begin an assessment, or take in one that is filled in already.

    For agencies that serve the client. With `complete: true` it is completed, scored, and what must be done at once
    is done; answers that are missing or wrong are told in `errors`.
    """
    return await desk.answer(_made, assessments.begin, assessment.new(), complete=assessment.complete)


@operations.get("/{assessment_id}", assessments.read, answers=AssessmentOut)
async def read_assessment(desk: AtDesk, assessment_id: UUID, language: LanguageQuery = None) -> Response:
    """Read an assessment with its answers and scores."""
    return await desk.answer(lambda sheet: _shown(sheet, language), assessments.read, AssessmentId(assessment_id))


@operations.patch("/{assessment_id}", assessments.answer, answers=AssessmentOut)
async def change_assessment(
    desk: AtDesk, assessment_id: UUID, expected: Expected, changes: AssessmentChangesIn
) -> Response:
    """Keep what was answered so far.

    Questions that are not named keep their answers; null takes one back. `declined` and `unknown` are answers too.
    """
    return await desk.answer(
        _shown, assessments.answer, AssessmentId(assessment_id), changes.plain(), changes.told(), expected=expected
    )


@operations.post("/{assessment_id}/complete", assessments.complete, answers=AssessmentOut)
async def complete_assessment(desk: AtDesk, assessment_id: UUID, expected: Expected) -> Response:
    """Complete an assessment: score it, and find what it suggests.

    Required questions must be answered or declined. A safety task that a rule demands is made in the same moment.
    """
    return await desk.answer(_shown, assessments.complete, AssessmentId(assessment_id), expected=expected)


@operations.post("/{assessment_id}/amend", assessments.amend, answers=AssessmentOut)
async def amend_assessment(desk: AtDesk, assessment_id: UUID, expected: Expected, amendment: AmendmentIn) -> Response:
    """Correct answers of a completed assessment; the former version stays in its history.

    Scores are computed anew. Suggestions that the answers no longer cause are withdrawn, unless somebody has decided
    about them.
    """
    return await desk.answer(
        _shown,
        assessments.amend,
        AssessmentId(assessment_id),
        amendment.plain(),
        amendment.reason,
        expected=expected,
    )


@operations.post("/{assessment_id}/stop", assessments.stop, answers=AssessmentOut)
async def stop_assessment(desk: AtDesk, assessment_id: UUID, expected: Expected, why: AssessmentReasonIn) -> Response:
    """Break an assessment off; what was answered stays, and is not scored."""
    return await desk.answer(_shown, assessments.stop, AssessmentId(assessment_id), why.reason, expected=expected)


@operations.post("/{assessment_id}/enter-in-error", assessments.enter_in_error, answers=AssessmentOut)
async def enter_assessment_in_error(
    desk: AtDesk, assessment_id: UUID, expected: Expected, why: AssessmentReasonIn
) -> Response:
    """Say that an assessment should never have been; it counts no more, and stays readable."""
    return await desk.answer(
        _shown, assessments.enter_in_error, AssessmentId(assessment_id), why.reason, expected=expected
    )


@operations.get("/{assessment_id}/history", assessments.history, answers=PageOf[AssessmentVersionOut])
async def list_assessment_history(desk: AtDesk, page: Paged, assessment_id: UUID) -> Response:
    """List what an assessment was after each step, with its answers and scores then."""
    return await desk.answer(
        lambda found: page.answer(found, _version),
        assessments.history,
        AssessmentId(assessment_id),
        after=page.after,
        limit=page.limit,
    )


@client_operations.get("/{client_id}/scores", assessments.scores, answers=PageOf[ScorePointOut])
async def list_client_scores(
    desk: AtDesk, page: Paged, client_id: UUID, instrument: InstrumentQuery = None, score: ScoreQuery = None
) -> Response:
    """List the scores of a client over time, the newest first.

    Of completed assessments that you may read; amended ones count as amended.
    """
    return await desk.answer(
        lambda found: page.answer(found, _point),
        assessments.scores,
        ClientId(client_id),
        instrument=instrument,
        score=score,
        after=page.after,
        limit=page.limit,
    )


@client_operations.get("/{client_id}/assessments", assessments.browse, answers=PageOf[AssessmentItemOut])
async def list_client_assessments(
    desk: AtDesk,
    page: Paged,
    client_id: UUID,
    instrument: InstrumentQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List the assessments of a client that you may read, without their answers."""
    which = AssessmentFilter(client=ClientId(client_id), instrument=instrument)
    return await desk.answer(
        lambda found: page.answer(found, _item), assessments.browse, which, sort, after=page.after, limit=page.limit
    )


def assessment_view(sheet: Sheet, language: str | None) -> dict[str, Any]:
    """Put an assessment into the words of `AssessmentOut`."""
    assessment, told = sheet.assessment, sheet.assessment.circumstances
    return {
        **_item(_line(assessment)),
        "title": sheet.instrument.title.said(language),
        "respondent": told.respondent,
        "note": told.note,
        "reason": assessment.reason,
        "answers": answers_view(assessment.answers),
        "scores": [score_view(score, language) for score in assessment.scores],
        "open_suggestions": sum(kept.state is SuggestionState.OPEN for kept in assessment.suggestions),
        "sensitivity": sorted(assessment.sensitivities),
        "identifiers": [{"system": each.system, "value": each.value} for each in assessment.identifiers],
        "created_at": assessment.created_at,
        "available_actions": actions(PATH, assessment.id, ASSESSMENTS.offers(assessment.status, sheet.parties)),
    }


def _line(assessment: Assessment) -> AssessmentLine:
    told = assessment.circumstances
    return AssessmentLine(
        id=assessment.id,
        version=assessment.version,
        client=assessment.client,
        agency=assessment.agency,
        instrument=assessment.instrument,
        status=assessment.status,
        language=told.language,
        answered_by=told.answered_by,
        asked_by=told.asked_by,
        asked_at=told.asked_at,
        mode=told.mode,
        completed_at=assessment.completed_at,
        updated_at=assessment.updated_at,
    )


def _item(line: AssessmentLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "version": line.version,
        "client_id": line.client,
        "agency_id": line.agency,
        "instrument": line.instrument.key,
        "instrument_version": line.instrument.version,
        "status": line.status,
        "language": line.language,
        "answered_by": line.answered_by,
        "asked_by": line.asked_by,
        "asked_at": line.asked_at,
        "mode": line.mode,
        "completed_at": line.completed_at,
        "updated_at": line.updated_at,
    }


def _version(version: AssessmentVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "at": version.deed.at,
        "action": version.action,
        "status": version.status,
        "actor_id": version.deed.actor,
        "agency_id": version.deed.agency,
        "reason": version.deed.reason,
        "answers": answers_view(version.answers),
        "scores": [score_view(score, None) for score in version.scores],
    }


def _point(point: ScorePoint) -> dict[str, Any]:
    return {
        "assessment_id": point.assessment,
        "instrument": point.instrument.key,
        "instrument_version": point.instrument.version,
        "score": point.score,
        "value": number_view(point.value),
        "band": point.band,
        "at": point.at,
    }


def _shown(sheet: Sheet, language: str | None = None) -> Rendered:
    return disclosed(assessment_view(sheet, language), version=sheet.assessment.version)


def _made(sheet: Sheet) -> Rendered:
    assessment = sheet.assessment
    return disclosed_new(assessment_view(sheet, None), version=assessment.version, location=f"{PATH}/{assessment.id}")
