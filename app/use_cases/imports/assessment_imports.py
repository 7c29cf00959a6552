"""Takes instruments and filled-in instruments over from another system; what was answered scores as it does here."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.assessments import answer_checks
from app.domain.assessments.assessment import Assessment, AssessmentVersion, Deed
from app.domain.assessments.assessment_moves import AssessmentStatus
from app.domain.assessments.findings import Findings
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.own_instrument import OwnInstrument, check_name
from app.domain.errors import Conflict, Invalid
from app.domain.identity import AssessmentId, ClientId
from app.domain.lifecycle import Party
from app.domain.networks.roles import CARE_ROLES
from app.ports.imports import Outcome, Result, Taken
from app.ports.record_drafts import AssessmentDraft, InstrumentDraft
from app.use_cases.assessments import assessment_filling as filling
from app.use_cases.assessments import assessment_tasks, instruments
from app.use_cases.assessments.instruments import READERS
from app.use_cases.core import Context, use_case
from app.use_cases.imports.imports import reason_of
from app.use_cases.imports.record_imports import Met, NotHere, Takeover, check_whose, digest

STILL_NEWS = timedelta(days=30)
"""How old answers may be to suggest anything: what was answered years ago was dealt with, or is asked again."""

MOVED = "Taken over as it stands in another system."
"""The reason on record of the moves by which an assessment comes to stand as it does there."""


@use_case(action="instrument.import", resource="Questionnaire", permission="c", roles=READERS)
async def take_instruments(
    context: Context, source: str, drafts: Sequence[InstrumentDraft], *, met: Met, dry_run: bool
) -> tuple[Result, ...]:
    """Take questionnaires over as instruments of the network; those that the software brings are kept as they are."""
    del met
    names = {draft.url or draft.key for draft in drafts}
    there = await context.tx.source_keys.find("instrument", source, names)
    results: list[Result] = []
    learned: dict[str, Taken] = {}
    for draft in drafts:
        name = draft.url or draft.key
        before = there.get(name) or learned.get(name)
        try:
            outcome, subject, reason = await take_instrument(context, draft, before, dry_run=dry_run)
        except (Invalid, Conflict) as refusal:
            said = reason_of(refusal) if isinstance(refusal, Invalid) else refusal.message
            outcome, subject, reason = Outcome.REJECTED, None, said
        if subject is not None:
            learned[name] = Taken(subject=subject, said=digest(draft))
        results.append(
            Result(noun="instrument", key=draft.key, place=draft.place, outcome=outcome, reason=reason, subject=subject)
        )
    if not dry_run:
        await context.tx.source_keys.learn("instrument", source, learned)
    return tuple(results)


@use_case(action="instrument.find-canonical", resource="Questionnaire", permission="r", roles=READERS)
async def find_canonical(context: Context, source: str, urls: Collection[str]) -> dict[str, Instrument]:
    """Return the instruments of canonical addresses: those taken over from the source, else those shipped."""
    plain = {url: url.partition("|")[0] for url in urls}
    taken = await context.tx.source_keys.find("instrument", source, set(plain.values()))
    found = {}
    for url, name in plain.items():
        published = await context.tx.instruments.by_id(taken[name].subject) if name in taken else None
        published = published or context.tx.instruments.recognised(name)
        if published is not None:
            found[url] = published.instrument
    return found


@use_case(action="assessment.import", resource="QuestionnaireResponse", permission="c", roles=CARE_ROLES)
async def take_assessments(
    context: Context, source: str, drafts: Sequence[AssessmentDraft], *, met: Met, dry_run: bool
) -> tuple[Result, ...]:
    """Take filled-in instruments over for clients on the caseload of the actor's agency. A dry run writes nothing."""
    takeover = Takeover(context=context, source=source, met=met, dry_run=dry_run)
    return await takeover.of("assessment", drafts, take_assessment)


async def take_instrument(
    context: Context, draft: InstrumentDraft, before: Taken | None, *, dry_run: bool
) -> tuple[Outcome, UUID | None, str | None]:
    """Publish an instrument; a reason is returned where it is not taken."""
    shipped = context.tx.instruments.recognised(draft.url) if draft.url else None
    if shipped is not None:
        return Outcome.KEPT, None, f"The software brings it: {shipped.instrument.key}."
    if before is not None and before.said == digest(draft):
        return Outcome.UNCHANGED, before.subject, None
    if before is not None:
        raise Conflict("instrument.version-exists", "A published version never changes: give it another version.")
    check_name(draft.slug, draft.edition)
    definition = context.tx.instruments.lent(draft.definition)
    instrument = context.tx.instruments.read(draft.slug, draft.edition, definition)
    own = OwnInstrument(
        id=context.new_id(),
        network=context.actor.network,
        agency=context.actor.agency,
        key=draft.slug,
        edition=draft.edition,
        title=instrument.title.original,
        definition=definition,
        created_at=context.now,
        updated_at=context.now,
    )
    if not dry_run:
        await instruments.check_free(context, draft.slug)
        await context.tx.instruments.add(own)
        instruments.report(context, own, "instrument.published")
    return Outcome.CREATED, own.id, None


async def take_assessment(
    takeover: Takeover, draft: AssessmentDraft, client: ClientId, before: UUID | None
) -> tuple[Outcome, UUID]:
    """Take one filled-in instrument over; `NotHere` when what was asked is not known."""
    context = takeover.context
    published = await context.tx.instruments.find(draft.instrument.key, draft.instrument.version)
    if published is None:
        raise NotHere("What was asked is not known here.")
    draft.circumstances.check(context.now)
    faults = answer_checks.check(published.instrument, draft.answers, complete=False)
    faults.refuse("assessment.answers-invalid", "Some answers cannot be taken.")
    found = await filling.come_to(context, published.instrument, draft.answers, context.actor.agency)
    if context.now - draft.circumstances.asked_at > STILL_NEWS:
        found = Findings(scores=found.scores, labels=found.labels, suggestions=())
    there = await context.tx.assessments.lock(AssessmentId(before)) if before else None
    if there is not None:
        check_whose(client, there.client)
        return await _retell(takeover, there, draft, found)
    assessment = Assessment(
        id=AssessmentId(context.new_id()),
        network=context.actor.network,
        client=client,
        agency=context.actor.agency,
        instrument=draft.instrument,
        circumstances=draft.circumstances,
        answers=draft.answers,
        sensitivities=found.labels,
        identifiers=draft.identifiers,
        created_at=context.now,
        updated_at=context.now,
    )
    versions = _moved(context, assessment, draft, found)
    if not takeover.dry_run:
        await _make_at_once(context, assessment)
        await context.tx.assessments.add(assessment)
        await context.tx.assessments.keep(*versions)
        await filling.report(context, assessment, "assessment.created")
    return Outcome.CREATED, assessment.id


async def _retell(
    takeover: Takeover, there: Assessment, draft: AssessmentDraft, found: Findings
) -> tuple[Outcome, UUID]:
    """Follow what the source says now: answers in progress are saved, completed ones amended."""
    context = takeover.context
    if (there.answers, there.status) == (draft.answers, draft.status):
        return Outcome.UNCHANGED, there.id
    if there.status is AssessmentStatus.IN_PROGRESS:
        there.save(draft.answers, draft.circumstances, found, context.now)
        versions = _moved(context, there, draft, found)
    else:
        versions = _corrected(context, there, draft, found)
    if not takeover.dry_run:
        await _make_at_once(context, there)
        await context.tx.assessments.save(there)
        await context.tx.assessments.keep(*versions)
        await filling.report(context, there, "assessment.amended" if there.stands else "assessment.answered")
    return Outcome.CHANGED, there.id


def _moved(
    context: Context, assessment: Assessment, draft: AssessmentDraft, found: Findings
) -> list[AssessmentVersion]:
    """Let an assessment in progress come to stand as it does in its source."""
    deed = _deed(context, draft.circumstances.asked_at)
    if draft.status is AssessmentStatus.STOPPED:
        return [assessment.stop(deed)]
    if draft.status is AssessmentStatus.IN_PROGRESS:
        return []
    versions = [assessment.complete(found, deed, context.new_id)]
    if draft.status is AssessmentStatus.AMENDED:
        versions.append(assessment.amend(draft.answers, found, deed, context.new_id))
    if draft.status is AssessmentStatus.ENTERED_IN_ERROR:
        versions.append(assessment.enter_in_error(deed))
    return versions


def _corrected(context: Context, there: Assessment, draft: AssessmentDraft, found: Findings) -> list[AssessmentVersion]:
    """Follow a completed assessment that was corrected in its source."""
    deed, versions = _deed(context, context.now), []
    if there.stands and there.answers != draft.answers:
        versions.append(there.amend(draft.answers, found, deed, context.new_id))
    if there.stands and draft.status is AssessmentStatus.ENTERED_IN_ERROR:
        versions.append(there.enter_in_error(deed))
    if not versions:
        raise NotHere(f"It is {there.status.value.replace('_', ' ')} here.")
    return versions


async def _make_at_once(context: Context, assessment: Assessment) -> None:
    for kept in assessment.due_at_once():
        await assessment_tasks.make_at_once(context, assessment, kept)


def _deed(context: Context, at: datetime) -> Deed:
    actor = context.actor
    return Deed(at=at, actor=actor.id, agency=actor.agency, parties=frozenset({Party.AGENCY}), reason=MOVED)
