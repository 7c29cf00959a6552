"""Takes one record over as somebody tells it who may write it here: what imports do for many, asked of one.

What the domain has no place for is not taken, and the door keeps it as it came. What breaks a rule is refused.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.domain.assessments.instrument import Instrument
from app.domain.errors import Conflict, Forbidden, Invalid
from app.domain.identity import ClientId
from app.domain.networks.roles import CARE_ROLES
from app.ports.imports import ClientDraft, Link, Outcome, Taken
from app.ports.resources import Reference, Target
from app.use_cases import records
from app.use_cases.care import served_records
from app.use_cases.clients import clients
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.imports import client_imports
from app.use_cases.imports.assessment_imports import find_canonical, take_assessment, take_instrument
from app.use_cases.imports.need_imports import take_goal, take_need
from app.use_cases.imports.plan_imports import take_plan, take_team
from app.use_cases.imports.record_imports import NotHere, Takeover, digest
from app.use_cases.told.told_orders import check_named

TakeRecord = Callable[[Takeover, Any, ClientId, UUID | None], Awaitable[tuple[Outcome, UUID]]]
Translate = Callable[[Mapping[str, Instrument]], Any]
"""Makes a draft of what was told, None for what has no place here; is given the instruments that were asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One record as it is told: `means` says what its references mean here, by noun and key.

    `references` are all that it names, save the client and what the same call has still to make.
    """

    noun: str
    scope: str
    translate: Translate
    means: Mapping[tuple[str, str], UUID | None] = field(default_factory=dict)
    canonicals: frozenset[str] = frozenset()
    references: tuple[Reference, ...] = ()


_TAKES: Mapping[str, TakeRecord] = {
    "need": take_need,
    "goal": take_goal,
    "care-team": take_team,
    "care-plan": take_plan,
    "assessment": take_assessment,
}


def created(telling: Telling) -> UseCase[[], UUID | None]:
    """Return the use case that makes what is told; it returns None where the domain has no place for it."""

    async def verb(context: Context) -> UUID | None:
        said = await _translated(context, telling)
        await check_named(context, telling.references)
        if telling.noun == "client":
            return (await clients.register(context, _needed(said).profile)).client.id
        if said is None:
            return None
        if telling.noun == "instrument":
            return await _published(context, said)
        try:
            return await _taken(context, telling, said, None)
        except NotHere:
            return None

    return UseCase(verb, _rule(telling, "create", "c"))


def changed(telling: Telling, subject: UUID) -> UseCase[[], None]:
    """Return the use case that makes something say what is told now."""

    async def verb(context: Context) -> None:
        said = _needed(await _translated(context, telling))
        await check_named(context, telling.references, Target(type=telling.scope, id=subject))
        if telling.noun == "client":
            await _change_client(context, ClientId(subject), said)
            return
        await _check_held(context, telling.noun, subject)
        try:
            await _taken(context, telling, said, subject)
        except NotHere as refusal:
            raise Invalid("resource.no-place", str(refusal)) from None

    return UseCase(verb, _rule(telling, "change", "u"))


def _rule(telling: Telling, verb: str, permission: str) -> Rule:
    return Rule(action=f"{telling.noun}.{verb}", resource=telling.scope, permission=permission, roles=CARE_ROLES)


async def _translated(context: Context, telling: Telling) -> Any:
    known: Mapping[str, Instrument] = {}
    if telling.canonicals:
        known = await find_canonical(context, _source(context), telling.canonicals)
    return telling.translate(known)


def _needed(said: Any) -> Any:
    if said is None:
        raise Invalid("resource.no-place", "There is no place here for what this says.")
    return said


async def _taken(context: Context, telling: Telling, said: Any, before: UUID | None) -> UUID:
    takeover = Takeover(context=context, source=_source(context), met=telling.means, dry_run=False)
    client = await _client(context, takeover, said.client)
    _, subject = await _TAKES[telling.noun](takeover, said, client, before)
    context.saw(subject, clients=frozenset({client}))
    return subject


async def _client(context: Context, takeover: Takeover, link: Link) -> ClientId:
    client = await takeover.client_of(link)
    await records.served(context, client)
    return client


async def _change_client(context: Context, client: ClientId, said: ClientDraft) -> None:
    there = await clients.seen(context, client)
    changes = client_imports.replacing(said.profile, there.profile)
    await clients.change(context, client, changes, expected=None)


async def _check_held(context: Context, noun: str, subject: UUID) -> None:
    """Refuse what the actor may read and not write, and what it may not even read."""
    shelves: Mapping[str, Any] = {
        "need": context.tx.needs,
        "goal": context.tx.goals,
        "care-team": context.tx.care_teams,
        "care-plan": context.tx.care_plans,
        "assessment": context.tx.assessments,
    }
    held = await served_records.held(context, noun, await shelves[noun].get(subject), None)
    if held.agency != context.actor.agency and not context.actor.network_wide:
        raise Forbidden("resource.not-yours", "Only the agency that answers for this may tell it anew.")


async def _published(context: Context, said: Any) -> UUID | None:
    """Publish an instrument; None for one that is here already or cannot be asked: it is kept as it came."""
    name = said.url or said.key
    source = _source(context)
    there = await context.tx.source_keys.find("instrument", source, {name})
    if name in there:
        return None
    try:
        _, subject, _ = await take_instrument(context, said, None, dry_run=False)
    except (Conflict, Invalid):
        return None
    if subject is not None:
        await context.tx.source_keys.learn("instrument", source, {name: Taken(subject=subject, said=digest(said))})
    return subject


def _source(context: Context) -> str:
    return f"fhir:{context.actor.agency}"
