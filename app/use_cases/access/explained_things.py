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
    explain,
    kept_back,
    told,
)
from app.domain.clients.access import Tier
from app.domain.disclosure.clients import disclose
from app.domain.disclosure.elements import Noun
from app.domain.errors import NotFound
from app.domain.identity import AgencyId, ClientId, HandoffId, ReferralId, TaskId
from app.domain.networks.roles import OVERSIGHT_ROLES
from app.domain.referrals.referral import Referral
from app.use_cases import records
from app.use_cases.access import explained_elements
from app.use_cases.care import tasks
from app.use_cases.core import Context
from app.use_cases.referrals import handoff_handling, referral_sending


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
    elements = tuple(kept_back(Noun.CLIENT, name) for name in withheld)
    return replace(told(AccessRule.PARTY), elements=elements)


def _over(until: Any, known: Known) -> bool:
    return until is not None and until <= known.at


async def _record(context: Context, thing: Thing, client: ClientId, agency: AgencyId, known: Known) -> Explanation:
    record = await _found(context, thing)
    if record is None or record.client != client:
        raise NotFound(thing.type.value)
    await _check_may_know(context, thing, record)
    explanation = explained_elements.of_record(record, agency, known)
    if not explanation.allowed:
        return explanation
    return replace(explanation, elements=await explained_elements.withheld(context, record, agency, known))


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
    return replace(told(AccessRule.PARTY), elements=explained_elements.of_handoff(referral, handoff, agency, known))


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
