"""What agencies do with assessments: begin, answer, complete, amend, stop; and what is read of them."""

from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.assessments.answers import Answers
from app.domain.assessments.assessment import Assessment, AssessmentVersion, InstrumentName
from app.domain.assessments.assessment_moves import ASSESSMENTS, AssessmentAction
from app.domain.assessments.circumstances import Circumstances
from app.domain.assessments.plain_answers import PlainAnswers
from app.domain.faults import Faults
from app.domain.identity import AssessmentId, ClientId, Identifier
from app.domain.networks.roles import CARE_ROLES
from app.ports.access import Access
from app.ports.assessments import AssessmentFilter, AssessmentLine, ScorePoint
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.use_cases import records
from app.use_cases.assessments import assessment_filling as filling
from app.use_cases.assessments import assessment_labels
from app.use_cases.assessments.assessment_filling import Sheet, report
from app.use_cases.clients import clients
from app.use_cases.core import Context, use_case


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssessment:
    """Which instrument is asked of whom, in what circumstances, and what is answered already."""

    client: ClientId
    instrument: str
    version: str | None = None
    circumstances: dict[str, Any] = field(default_factory=dict)
    answers: PlainAnswers = field(default_factory=dict)
    identifiers: tuple[Identifier, ...] = ()

    def check(self) -> None:
        """Refuse names of other systems that are no names."""
        faults = Faults()
        faults.identifiers(self.identifiers, "/identifiers")
        faults.refuse("assessment.invalid", "The assessment cannot be as described.")


@use_case(action="assessment.list", resource="QuestionnaireResponse", permission="s", roles=CARE_ROLES)
async def browse(
    context: Context, which: AssessmentFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[AssessmentLine]:
    """List a client's assessments as far as the actor may read them, or those of the actor's agency."""
    if which.client is not None:
        await clients.check_seen(context, which.client)
    access = Access.of(context.actor, context.now)
    page = await context.tx.assessment_list.page(access, which, order, after=after, limit=limit)
    context.saw(*(each.id for each in page.items), clients=frozenset(each.client for each in page.items))
    return page


@use_case(action="assessment.scores", resource="QuestionnaireResponse", permission="s", roles=CARE_ROLES)
async def scores(
    context: Context,
    client_id: ClientId,
    *,
    instrument: str | None,
    score: str | None,
    after: Cursor | None,
    limit: int,
) -> Page[ScorePoint]:
    """List the scores of a client over time, the newest first."""
    await clients.check_seen(context, client_id)
    access = Access.of(context.actor, context.now)
    page = await context.tx.assessment_list.scores(
        access, client_id, instrument=instrument, score=score, after=after, limit=limit
    )
    context.saw(*{point.assessment for point in page.items}, clients=frozenset({client_id}))
    return page


@use_case(action="assessment.read", resource="QuestionnaireResponse", permission="r", roles=CARE_ROLES)
async def read(context: Context, assessment_id: AssessmentId) -> Sheet:
    """Show an assessment that the actor may read."""
    assessment = await filling.seen(context, await context.tx.assessments.get(assessment_id))
    return await filling.sheet_of(context, assessment)


@use_case(action="assessment.history", resource="QuestionnaireResponse", permission="r", roles=CARE_ROLES)
async def history(
    context: Context, assessment_id: AssessmentId, *, after: Cursor | None, limit: int
) -> Page[AssessmentVersion]:
    """Show what an assessment was after each step, in order."""
    await filling.seen(context, await context.tx.assessments.get(assessment_id))
    return await context.tx.assessment_list.history(assessment_id, after=after, limit=limit)


@use_case(action="assessment.begin", resource="QuestionnaireResponse", permission="c", roles=CARE_ROLES)
async def begin(context: Context, new: NewAssessment, *, complete: bool = False) -> Sheet:
    """Begin an assessment of a client whom the actor's agency serves, or take in one that is filled in already."""
    new.check()
    await records.served(context, new.client)
    instrument = (await filling.askable(context, new.instrument, new.version)).instrument
    told = Circumstances(**{"asked_at": context.now, "asked_by": context.actor.worker} | new.circumstances)
    assessment = Assessment(
        id=AssessmentId(context.new_id()),
        network=context.actor.network,
        client=new.client,
        agency=context.actor.agency,
        instrument=InstrumentName(key=instrument.key, version=instrument.version),
        circumstances=replace(told, asked_by=context.actor.worker),
        answers=Answers(),
        identifiers=new.identifiers,
        created_at=context.now,
        updated_at=context.now,
    )
    sheet = Sheet(assessment=assessment, instrument=instrument)
    found = await filling.fill(context, sheet, new.answers, told, complete=complete)
    if complete:
        await filling.begin_finished(context, sheet, found)
        return sheet
    await context.tx.assessments.add(assessment)
    await report(context, assessment, "assessment.created")
    return sheet


@use_case(action="assessment.answer", resource="QuestionnaireResponse", permission="u", roles=CARE_ROLES)
async def answer(
    context: Context,
    assessment_id: AssessmentId,
    answers: PlainAnswers,
    circumstances: dict[str, Any],
    *,
    expected: int | None,
) -> Sheet:
    """Keep what was answered so far: each question named is answered anew, None takes its answer back."""
    sheet = await filling.held(context, assessment_id, expected)
    assessment = sheet.assessment
    before = (assessment.answers, assessment.circumstances, assessment.updated_at)
    await filling.fill(context, sheet, answers, replace(assessment.circumstances, **circumstances))
    if before[:2] == (assessment.answers, assessment.circumstances):
        assessment.updated_at = before[2]
        return sheet
    await context.tx.assessments.save(assessment)
    await report(context, assessment, "assessment.answered")
    return sheet


@use_case(action="assessment.complete", resource="QuestionnaireResponse", permission="u", roles=CARE_ROLES)
async def complete(context: Context, assessment_id: AssessmentId, *, expected: int | None) -> Sheet:
    """Close an assessment whose required questions are answered or declined; what must be done at once is done."""
    sheet = await filling.held(context, assessment_id, expected)
    ASSESSMENTS.row(sheet.assessment.status, AssessmentAction.COMPLETE, sheet.parties)
    await filling.finish(context, sheet)
    await report(context, sheet.assessment, "assessment.completed")
    return sheet


@use_case(action="assessment.amend", resource="QuestionnaireResponse", permission="u", roles=CARE_ROLES)
async def amend(
    context: Context, assessment_id: AssessmentId, answers: PlainAnswers, reason: str, *, expected: int | None
) -> Sheet:
    """Correct answers of a completed assessment, with a reason; the former version is kept.

    What was made of it bears the labels that the amended answers bring.
    """
    sheet = await filling.held(context, assessment_id, expected)
    assessment = sheet.assessment
    ASSESSMENTS.row(assessment.status, AssessmentAction.AMEND, sheet.parties)
    amended = filling.changed(sheet.instrument, assessment.answers, answers, complete=True)
    found = await filling.come_to(context, sheet.instrument, amended, assessment.agency)
    deed = filling.deed_of(context, sheet, reason)
    await filling.keep(context, sheet, assessment.amend(amended, found, deed, context.new_id))
    await report(context, assessment, "assessment.amended")
    await assessment_labels.follow(context, sheet)
    return sheet


@use_case(action="assessment.stop", resource="QuestionnaireResponse", permission="u", roles=CARE_ROLES)
async def stop(context: Context, assessment_id: AssessmentId, reason: str, *, expected: int | None) -> Sheet:
    """Break an assessment off, with a reason."""
    sheet = await filling.held(context, assessment_id, expected)
    await filling.keep(context, sheet, sheet.assessment.stop(filling.deed_of(context, sheet, reason)))
    await report(context, sheet.assessment, "assessment.stopped")
    return sheet


@use_case(action="assessment.enter_in_error", resource="QuestionnaireResponse", permission="u", roles=CARE_ROLES)
async def enter_in_error(context: Context, assessment_id: AssessmentId, reason: str, *, expected: int | None) -> Sheet:
    """Say that an assessment should never have been, and why."""
    sheet = await filling.held(context, assessment_id, expected)
    await filling.keep(context, sheet, sheet.assessment.enter_in_error(filling.deed_of(context, sheet, reason)))
    await report(context, sheet.assessment, "assessment.entered_in_error")
    return sheet
