"""What agencies do with the needs of the clients they serve."""

from dataclasses import replace

from app.domain.care_plans.need import Beginning, Need, NeedContent, NeedSource, recorded
from app.domain.care_plans.need_history import NeedStep
from app.domain.care_plans.need_moves import NEED_PAST, NeedAction, Verification, VerificationAction
from app.domain.disclosure.elements import READER, Noun
from app.domain.disclosure.withholding import withheld
from app.domain.errors import Fault, Invalid
from app.domain.events import Happening
from app.domain.identity import ClientId, NeedId
from app.domain.networks.roles import CARE_ROLES
from app.domain.partial_date import PartialDate
from app.ports.access import Access
from app.ports.needs import NeedFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.use_cases import participants, records
from app.use_cases.care import goals, served_records
from app.use_cases.care.care_plan_versions import need_changed
from app.use_cases.care.served_records import Shown, hand_of
from app.use_cases.clients import clients
from app.use_cases.core import Context, use_case
from app.use_cases.records import labels_of_agency

FOUND_BY, ANSWERS = "assessment_id", "link_ids"
STARTING = frozenset(Verification) - {Verification.REFUTED}


@use_case(action="need.list", resource="Condition", permission="s", roles=CARE_ROLES)
async def browse(context: Context, which: NeedFilter, order: Order, *, after: Cursor | None, limit: int) -> Page[Need]:
    """List a client's needs as far as the actor may read them, or those that the actor's agency keeps."""
    if which.client is not None:
        await clients.check_seen(context, which.client)
    access = Access.of(context.actor, context.now)
    page = await context.tx.need_list.page(access, which, order, after=after, limit=limit)
    context.saw(*(need.id for need in page.items), clients=frozenset(need.client for need in page.items))
    return page


@use_case(action="need.read", resource="Condition", permission="r", roles=CARE_ROLES)
async def read(context: Context, need_id: NeedId) -> Shown[Need]:
    """Show a need that the actor may read, with the assessment that found it if the actor may read that too."""
    shown = await served_records.shown(context, "need", await context.tx.needs.get(need_id))
    return await _without_hidden_source(context, shown)


@use_case(action="need.history", resource="Condition", permission="r", roles=CARE_ROLES)
async def history(context: Context, need_id: NeedId, *, after: Cursor | None, limit: int) -> Page[NeedStep]:
    """Show how a need stood from when on."""
    await served_records.shown(context, "need", await context.tx.needs.get(need_id))
    return await context.tx.need_list.history(need_id, after=after, limit=limit)


@use_case(action="need.record", resource="Condition", permission="c", roles=CARE_ROLES)
async def record(
    context: Context,
    client_id: ClientId,
    content: NeedContent,
    *,
    verification: Verification = Verification.UNCONFIRMED,
    source: NeedSource | None = None,
) -> Need:
    """Record a need of a client whom the actor's agency serves; `source` is the assessment that found it."""
    _, labels = await context.tx.at_once(
        records.served(context, client_id), labels_of_agency(context, context.actor.agency)
    )
    await participants.check_known(context, content.asserted_by, "/asserted_by", client_id)
    _check_starting(verification)
    need = recorded(
        content,
        id=NeedId(context.new_id()),
        network=context.actor.network,
        client=client_id,
        hand=hand_of(context),
        labels=labels,
        beginning=Beginning(verification=verification, source=source),
    )
    await context.tx.needs.add(need)
    await report(context, need, "created")
    return need


@use_case(action="need.change", resource="Condition", permission="u", roles=CARE_ROLES)
async def change(context: Context, need_id: NeedId, content: NeedContent, *, expected: int | None) -> Need:
    """Describe a need anew; the same description again leaves no trace."""
    need = await _held(context, need_id, expected)
    await participants.check_known(context, content.asserted_by, "/asserted_by", need.client)
    before = need.sensitivities
    if not need.change(content, await records.labels_kept(context, need), hand_of(context)):
        return need
    await _save(context, need, "changed")
    if need.sensitivities != before:
        await goals.follow_labels(context, need)
    await need_changed(context, need)
    return need


@use_case(action="need.act", resource="Condition", permission="u", roles=CARE_ROLES)
async def act(
    context: Context,
    need_id: NeedId,
    action: NeedAction,
    *,
    note: str | None = None,
    on: PartialDate | None = None,
    expected: int | None,
) -> Need:
    """Resolve a need, or say how else it goes."""
    need = await _held(context, need_id, expected)
    need.act(action, hand_of(context), note=note, on=on)
    return await _save(context, need, NEED_PAST[action])


@use_case(action="need.judge", resource="Condition", permission="u", roles=CARE_ROLES)
async def judge(
    context: Context, need_id: NeedId, action: VerificationAction, *, note: str | None = None, expected: int | None
) -> Need:
    """Confirm, doubt or refute a need."""
    need = await _held(context, need_id, expected)
    need.judge(action, hand_of(context), note=note)
    return await _save(context, need, NEED_PAST[action])


async def _held(context: Context, need_id: NeedId, expected: int | None) -> Need:
    return await served_records.held(context, "need", await context.tx.needs.lock(need_id), expected)


async def _save(context: Context, need: Need, what: str) -> Need:
    await context.tx.needs.save(need)
    await report(context, need, what)
    return need


async def report(context: Context, need: Need, what: str) -> None:
    """Put on record what happened to a need."""
    related = {"assessment": need.source.assessment} if need.source else {}
    facts = {"status": need.status.value, "verification": need.verification.value}
    context.happened(
        Happening(
            type=f"need.{what}",
            subject_type="need",
            subject=need.id,
            version=need.version,
            stream=need.id,
            related={"client": need.client, **related},
            audience=await records.audience(context, need),
            record=need,
            facts=facts | ({"category": need.content.category.value} if need.content.category else {}),
        )
    )


async def _without_hidden_source(context: Context, shown: Shown[Need]) -> Shown[Need]:
    """Leave out where a need was found, for who may not read that by itself."""
    source = shown.record.source
    if shown.whole or source is None:
        return shown
    assessment = await context.tx.assessments.get(source.assessment)
    if assessment is not None and await context.tx.shares.sees(clients.reach(context), assessment):
        return shown
    there = [FOUND_BY, *([ANSWERS] if source.links else [])]
    return replace(shown, record=replace(shown.record, source=None), withheld=withheld(Noun.NEED, READER, there))


def _check_starting(verification: Verification) -> None:
    if verification not in STARTING:
        fault = Fault(pointer="/verification", message="must not be refuted from the beginning")
        raise Invalid("need.invalid", "The need cannot be as described.", faults=(fault,))
