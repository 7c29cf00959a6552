"""What every step of an assessment needs: who may take it, what the answers come to, and what follows at once."""

from dataclasses import dataclass, replace

from app.domain.assessments import answer_checks
from app.domain.assessments.answers import Answers
from app.domain.assessments.assessment import Assessment, AssessmentVersion, Deed
from app.domain.assessments.circumstances import Circumstances
from app.domain.assessments.findings import Findings, find
from app.domain.assessments.instrument import Instrument, InstrumentStatus
from app.domain.assessments.plain_answers import PlainAnswers, read_answers
from app.domain.codes import Sensitivity
from app.domain.errors import Conflict, Fault, Invalid, NotFound
from app.domain.events import Happening
from app.domain.faults import Faults
from app.domain.identity import AgencyId, AssessmentId
from app.domain.lifecycle import NotYours, Party
from app.domain.networks.roles import Role
from app.ports.assessments import Published
from app.use_cases import records
from app.use_cases.assessments import assessment_tasks
from app.use_cases.care.tasks import check_colleague
from app.use_cases.core import Context, check_version
from app.use_cases.records import labels_of_agency

SPEAKING_FOR_ALL = frozenset({Role.COORDINATOR, Role.SYSTEM})
MINE = frozenset({Party.AGENCY})
NOT_MINE: frozenset[Party] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An assessment as somebody reads it: beside the instrument that it fills in, and what the reader is to it."""

    assessment: Assessment
    instrument: Instrument
    parties: frozenset[Party] = MINE


async def seen(context: Context, assessment: Assessment | None) -> Assessment:
    """Return an assessment that the actor may read; `NotFound` for every other."""
    await records.check_seen(context, "assessment", assessment)
    if assessment is None:
        raise NotFound("assessment")
    return assessment


async def sheet_of(context: Context, assessment: Assessment) -> Sheet:
    """Put an assessment beside its instrument."""
    actor, name = context.actor, assessment.instrument
    published = await context.tx.instruments.find(name.key, name.version)
    if published is None:
        raise Conflict("instrument.unknown", "This version of the service does not know the instrument.")
    mine = actor.agency == assessment.agency or actor.roles & SPEAKING_FOR_ALL
    return Sheet(assessment=assessment, instrument=published.instrument, parties=MINE if mine else NOT_MINE)


async def held(context: Context, assessment_id: AssessmentId, expected: int | None) -> Sheet:
    """Lock an assessment of a client whom the actor's agency serves, as the actor read it."""
    assessment = await seen(context, await context.tx.assessments.lock(assessment_id))
    await records.served(context, assessment.client)
    check_version("assessment", assessment, expected)
    return await sheet_of(context, assessment)


async def askable(context: Context, key: str, version: str | None) -> Published:
    """Return an instrument with which a new assessment may begin."""
    published = await context.tx.instruments.find(key, version)
    if published is None:
        place = "/instrument" if version is None else "/instrument_version"
        fault = Fault(pointer=place, message="is no instrument that can be asked here")
        raise Invalid("assessment.invalid", "The assessment cannot be as described.", faults=(fault,))
    if published.status is not InstrumentStatus.ACTIVE:
        raise Conflict("instrument.not-active", f"The instrument is {published.status}; begin with another version.")
    return published


async def fill(
    context: Context, sheet: Sheet, answers: PlainAnswers, told: Circumstances, *, complete: bool = False
) -> Findings:
    """Take answers into an assessment that is in progress, and return what they come to; `complete` lacks none."""
    assessment = sheet.assessment
    if not sheet.parties:
        raise NotYours("assessment.not-yours", "Only the agency that asks may answer.", allowed_actions=[])
    if told.asked_by is not None and told.asked_by != assessment.circumstances.asked_by:
        await check_colleague(context, told.asked_by, assessment.agency, "/asked_by")
    filled = changed(sheet.instrument, assessment.answers, answers, complete=complete)
    found = await come_to(context, sheet.instrument, filled, assessment.agency)
    assessment.save(filled, told, found, context.now)
    return found


def changed(instrument: Instrument, before: Answers, plain: PlainAnswers, *, complete: bool) -> Answers:
    """Return answers with some answered anew, or refuse with every wrong place."""
    faults = Faults()
    after = before.changed(read_answers(instrument, plain, faults))
    unread = [fault.pointer for fault in faults.found]
    found = answer_checks.check(instrument, after, complete=complete).found
    faults.found += [fault for fault in found if not any(place.startswith(fault.pointer) for place in unread)]
    faults.refuse("assessment.answers-invalid", "Some answers cannot be taken.")
    return after


async def come_to(context: Context, instrument: Instrument, answers: Answers, agency: AgencyId) -> Findings:
    """Return what answers come to, with the labels that the agency's programs bring."""
    labels = await labels_of_agency(context, agency)
    found = find(instrument, answers, part2=Sensitivity.SUD in labels)
    return replace(found, labels=found.labels | labels)


async def finish(context: Context, sheet: Sheet) -> None:
    """Close an assessment that lacks no answer; what must be done at once is done."""
    assessment = sheet.assessment
    changed(sheet.instrument, assessment.answers, {}, complete=True)
    found = await come_to(context, sheet.instrument, assessment.answers, assessment.agency)
    await keep(context, sheet, assessment.complete(found, deed_of(context, sheet), context.new_id))


async def keep(context: Context, sheet: Sheet, version: AssessmentVersion) -> None:
    """Keep an assessment and what it was, and make at once what nobody is asked about."""
    await _make_at_once(context, sheet.assessment)
    await context.tx.assessments.save(sheet.assessment)
    await context.tx.assessments.keep(version)


async def begin_finished(context: Context, sheet: Sheet, found: Findings) -> None:
    """Keep an assessment that came complete: written once, told as begun and as completed."""
    assessment = sheet.assessment
    begun = happening(assessment, "assessment.created", frozenset())
    version = assessment.complete(found, deed_of(context, sheet), context.new_id)
    assessment.version += 1
    await _make_at_once(context, assessment)
    await context.tx.assessments.add(assessment)
    await context.tx.assessments.keep(version)
    audience = await records.audience(context, assessment)
    context.happened(replace(begun, audience=audience), happening(assessment, "assessment.completed", audience))


async def _make_at_once(context: Context, assessment: Assessment) -> None:
    for kept in assessment.due_at_once():
        await assessment_tasks.make_at_once(context, assessment, kept)


def deed_of(context: Context, sheet: Sheet, reason: str | None = None) -> Deed:
    """Return who acts now."""
    actor = context.actor
    return Deed(at=context.now, actor=actor.id, agency=actor.agency, parties=sheet.parties, reason=reason)


async def report(context: Context, assessment: Assessment, name: str) -> None:
    """Tell those who may read an assessment what happened to it."""
    context.happened(happening(assessment, name, await records.audience(context, assessment)))


def happening(assessment: Assessment, name: str, audience: frozenset[AgencyId]) -> Happening:
    """Return what happened to an assessment."""
    return Happening(
        type=name,
        subject_type="assessment",
        subject=assessment.id,
        version=assessment.version,
        stream=assessment.id,
        related={"client": assessment.client},
        audience=audience,
        record=assessment,
        facts={"status": assessment.status.value, "instrument": assessment.instrument.key},
    )
