"""What stands behind each thing that can be explained: who answers for it, what it is, and what of it is kept back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.domain.access.explanation import (
    AccessRule,
    Asked,
    Explanation,
    Known,
    Withheld,
    explain,
    kept_back,
    told,
)
from app.domain.care_plans.care_plan import CarePlan
from app.domain.caseloads.handover import Handover
from app.domain.clients.access import Tier
from app.domain.clients.disclosure import disclose
from app.domain.errors import NotFound
from app.domain.identity import AgencyId, ClientId, HandoffId, ReferralId, TaskId
from app.domain.networks.roles import OVERSIGHT_ROLES
from app.domain.records import ClientRecord
from app.domain.referrals.asker import Asker
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.referral import Referral
from app.domain.referrals.views import Case, show_handoff
from app.use_cases import handoff_handling, records, referral_sending, tasks
from app.use_cases.core import Context


class ThingType(StrEnum):
    """What can be explained."""

    CLIENT = "client"
    NEED = "need"
    GOAL = "goal"
    CARE_PLAN = "care-plan"
    ASSESSMENT = "assessment"
    APPOINTMENT = "appointment"
    CARE_TEAM = "care-team"
    HANDOVER = "handover"
    REFERRAL = "referral"
    HANDOFF = "handoff"
    TASK = "task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something on record."""

    type: ThingType
    id: UUID


async def explained(context: Context, thing: Thing, client: ClientId, agency: AgencyId, known: Known) -> Explanation:
    """Explain whether an agency may read a thing of a client, and every element of it that is kept back.

    `NotFound` for what is not the client's, and for what the asker may not read: that it is there is not told.
    """
    match thing.type:
        case ThingType.CLIENT:
            return await _client(context, thing, client, agency, known)
        case ThingType.HANDOFF | ThingType.REFERRAL:
            return await _of_referral(context, thing, client, agency, known)
        case ThingType.TASK:
            return await _task(context, thing, client, agency)
        case _:
            return await _record(context, thing, client, agency, known)


async def _client(context: Context, thing: Thing, client: ClientId, agency: AgencyId, known: Known) -> Explanation:
    found = await context.tx.clients.get(client) if thing.id == client else None
    if found is None:
        raise NotFound("client")
    reader = known.reader(agency)
    if reader.network_wide or reader.whole:
        asked = Asked(client=client, agency=None, reader=agency, kinds=frozenset())
        return explain(asked, known)
    open_bases = [each for each in known.bases if each.since <= known.at and not _over(each.until, known)]
    if not any(each.tier >= Tier.IDENTITY for each in open_bases):
        return told(AccessRule.NOT_SERVED)
    withheld = disclose(found.profile, Tier.IDENTITY).withheld
    elements = tuple(kept_back(name, AccessRule.NOT_SERVED) for name in withheld)
    return replace(told(AccessRule.PARTY), elements=elements)


def _over(until: Any, known: Known) -> bool:
    return until is not None and until <= known.at


async def _record(context: Context, thing: Thing, client: ClientId, agency: AgencyId, known: Known) -> Explanation:
    record = await _found(context, thing)
    if record is None or record.client != client:
        raise NotFound(thing.type.value)
    await _check_may_know(context, thing, record)
    explanation = _explained(record, agency, known)
    if not explanation.allowed:
        return explanation
    return replace(explanation, elements=await _kept_back(context, record, agency, known))


async def _found(context: Context, thing: Thing) -> Any:
    shelves: Mapping[ThingType, Any] = {
        ThingType.NEED: context.tx.needs,
        ThingType.GOAL: context.tx.goals,
        ThingType.CARE_PLAN: context.tx.care_plans,
        ThingType.ASSESSMENT: context.tx.assessments,
        ThingType.APPOINTMENT: context.tx.appointments,
        ThingType.CARE_TEAM: context.tx.care_teams,
        ThingType.HANDOVER: context.tx.handovers,
    }
    return await shelves[thing.type].get(thing.id)


async def _check_may_know(context: Context, thing: Thing, record: Any) -> None:
    """Privacy officers may know that a record is there; everybody else must be able to read it."""
    if not context.actor.roles & OVERSIGHT_ROLES:
        await records.check_seen(context, thing.type.value, record)
    context.saw(thing.id, clients=frozenset({record.client}))


def _explained(record: ClientRecord, agency: AgencyId, known: Known) -> Explanation:
    asked = Asked(
        client=record.client,
        agency=record.agency,
        reader=agency,
        kinds=record.kinds,
        sensitivities=record.sensitivities,
    )
    return explain(asked, known)


async def _kept_back(context: Context, record: ClientRecord, agency: AgencyId, known: Known) -> tuple[Withheld, ...]:
    if isinstance(record, Handover):
        withheld = record.told_to(agency, network_wide=known.network_wide)[2]
        return tuple(kept_back(name, AccessRule.NOT_PARTY) for name in withheld)
    if isinstance(record, CarePlan):
        return await _parts_of_plan(context, record, agency, known)
    return ()


async def _parts_of_plan(context: Context, plan: CarePlan, agency: AgencyId, known: Known) -> tuple[Withheld, ...]:
    """Explain each goal and need of a plan that the agency may not read by itself."""
    goals = await context.tx.goals.get_many(plan.goals)
    needs = await context.tx.needs.get_many(plan.content.needs)
    parts: list[tuple[str, Any]] = [("goals", goals[each]) for each in plan.goals if each in goals]
    parts += [("needs", need) for need in needs.values()]
    answers = [(element, part, _explained(part, agency, known)) for element, part in parts]
    return tuple(
        Withheld(element=element, rule=answer.rule, reason=answer.reason, subject=part.id)
        for element, part, answer in answers
        if not answer.allowed
    )


async def _task(context: Context, thing: Thing, client: ClientId, agency: AgencyId) -> Explanation:
    task = await tasks.read(context, TaskId(thing.id))
    if task.about.client != client:
        raise NotFound("task")
    return told(AccessRule.PARTY if task.agency == agency else AccessRule.NOT_PARTY)


async def _of_referral(context: Context, thing: Thing, client: ClientId, agency: AgencyId, known: Known) -> Explanation:
    referral = await _referral(context, thing)
    if referral.client != client:
        raise NotFound(thing.type.value)
    context.saw(thing.id, clients=frozenset({client}))
    if thing.type is ThingType.REFERRAL:
        return told(AccessRule.PARTY if agency == referral.sender else AccessRule.NOT_PARTY)
    handoff = referral.handoff(HandoffId(thing.id))
    if agency not in {handoff.sender, handoff.provider}:
        return told(AccessRule.NOT_PARTY)
    return replace(told(AccessRule.PARTY), elements=_of_handoff(referral, handoff, agency, known))


async def _referral(context: Context, thing: Thing) -> Referral:
    watching = context.actor.roles & OVERSIGHT_ROLES
    if thing.type is ThingType.REFERRAL:
        found = await context.tx.referrals.get(ReferralId(thing.id))
        if found is None or not watching:
            return await referral_sending.own(context, found)
        return found
    of_handoff = await context.tx.referrals.of_handoff(HandoffId(thing.id))
    if of_handoff is None or not watching:
        return (await handoff_handling.seen_of(context, of_handoff, HandoffId(thing.id))).referral
    return of_handoff


def _of_handoff(referral: Referral, handoff: Handoff, agency: AgencyId, known: Known) -> tuple[Withheld, ...]:
    asker = Asker(agency=agency, roles=frozenset(), network_wide=False)
    case = Case(state=referral.state, summary=None, details=referral.content.details, code=referral.content.code)
    withheld = show_handoff(handoff, asker, case).withheld
    sending = Asked(
        client=referral.client,
        agency=handoff.sender,
        reader=handoff.provider,
        kinds=frozenset({referral.content.category}),
        sensitivities=referral.sensitivity,
    )
    closed = explain(sending, known)
    return tuple(
        kept_back(name, AccessRule.FEEDBACK)
        if agency == handoff.sender
        else Withheld(element=name, rule=closed.rule, reason=closed.reason)
        for name in withheld
    )
