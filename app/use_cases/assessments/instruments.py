"""What a network can ask: the instruments that come with the software, and those that its agencies publish."""

from dataclasses import dataclass, field

from app.domain.assessments import answer_checks
from app.domain.assessments.answers import Answers
from app.domain.assessments.findings import Findings, find
from app.domain.assessments.instrument import Instrument, InstrumentStatus
from app.domain.assessments.own_instrument import Definition, OwnInstrument, check_name
from app.domain.assessments.plain_answers import PlainAnswers, read_answers
from app.domain.errors import Conflict, NotFound
from app.domain.events import Happening
from app.domain.faults import Faults
from app.domain.networks.roles import ADMIN_ROLES, CARE_ROLES
from app.ports.assessments import Published
from app.ports.instruments import Edition
from app.ports.queries import Cursor, Page
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.standing import check_own

READERS = CARE_ROLES | ADMIN_ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An instrument that somebody writes: what it shall be called, and what it is written in."""

    key: str
    version: str
    definition: Definition
    answers: PlainAnswers = field(default_factory=dict)
    part2: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a draft would ask, and what its sample answers would come to; `faults` are those of the answers."""

    instrument: Instrument
    faults: Faults
    findings: Findings


@use_case(action="instrument.list", resource="Questionnaire", permission="s", roles=READERS)
async def browse(
    context: Context, *, status: InstrumentStatus | None, after: Cursor | None, limit: int
) -> Page[Published]:
    """List what can be asked, every version, in the order of keys."""
    return await context.tx.instruments.page(key=None, status=status, after=after, limit=limit)


@use_case(action="instrument.read", resource="Questionnaire", permission="r", roles=READERS)
async def read(context: Context, key: str, version: str | None = None) -> Published:
    """Show a version of an instrument, or its newest that is active."""
    published = await context.tx.instruments.find(key, version)
    if published is None:
        raise NotFound("instrument")
    return published


@use_case(action="instrument.versions", resource="Questionnaire", permission="s", roles=READERS)
async def versions(context: Context, key: str, *, after: Cursor | None, limit: int) -> Page[Published]:
    """List the versions of an instrument."""
    if not context.tx.instruments.is_shipped(key) and await context.tx.instruments.owner(key) is None:
        raise NotFound("instrument")
    return await context.tx.instruments.page(key=key, status=None, after=after, limit=limit)


@use_case(action="instrument.publish", resource="Questionnaire", permission="c", roles=ADMIN_ROLES)
async def publish(context: Context, draft: Draft) -> Published:
    """Publish a version of an instrument; only the agency that published the first adds others."""
    check_name(draft.key, draft.version)
    await check_free(context, draft.key)
    instrument = context.tx.instruments.read(draft.key, draft.version, draft.definition)
    own = OwnInstrument(
        id=context.new_id(),
        network=context.actor.network,
        agency=context.actor.agency,
        key=draft.key,
        edition=draft.version,
        title=instrument.title.original,
        definition=draft.definition,
        created_at=context.now,
        updated_at=context.now,
    )
    await context.tx.instruments.add(own)
    report(context, own, "instrument.published")
    return Published(edition=Edition(instrument=instrument, definition=draft.definition), own=own)


@use_case(action="instrument.retire", resource="Questionnaire", permission="u", roles=ADMIN_ROLES)
async def retire(context: Context, key: str, version: str, *, expected: int | None) -> Published:
    """Let no new assessment begin with a version; those begun are finished with it."""
    published = await read(context, key, version)
    own = await context.tx.instruments.lock(key, version)
    if own is None:
        raise Conflict("instrument.shipped", "Instruments that come with the software are not retired.")
    check_own(context.actor, own.agency)
    check_version("instrument", own, expected)
    own.retire(context.now)
    await context.tx.instruments.save(own)
    report(context, own, "instrument.retired")
    return Published(edition=published.edition, own=own)


@use_case(action="instrument.check", resource="Questionnaire", permission="s", roles=READERS)
async def check(context: Context, draft: Draft) -> Trial:
    """Read a draft without publishing it, and say what sample answers would come to."""
    check_name(draft.key, draft.version)
    instrument = context.tx.instruments.read(draft.key, draft.version, draft.definition)
    faults = Faults()
    answers = Answers().changed(read_answers(instrument, draft.answers, faults))
    faults.refuse("instrument.answers-invalid", "Some sample answers cannot be taken.")
    return Trial(
        instrument=instrument,
        faults=answer_checks.check(instrument, answers, complete=True),
        findings=find(instrument, answers, part2=draft.part2),
    )


async def check_free(context: Context, key: str) -> None:
    """Refuse a key that another agency's instrument, or one of the software, has."""
    if context.tx.instruments.is_shipped(key):
        raise Conflict("instrument.shipped", "An instrument that comes with the software has this key; take another.")
    owner = await context.tx.instruments.owner(key)
    if owner is not None:
        check_own(context.actor, owner)


def report(context: Context, own: OwnInstrument, name: str) -> None:
    """Put on record what happened to an instrument."""
    context.happened(
        Happening(
            type=name,
            subject_type="instrument",
            subject=own.id,
            version=own.version,
            stream=own.id,
            audience=frozenset({own.agency}),
        )
    )
