"""A household told in words of another standard, whose teller names some of its members and leaves the others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.domain.clients.household import HouseholdContent, HouseholdMember, Relationship
from app.domain.identity import ClientId, HouseholdId
from app.ports.resources import Reference, Target
from app.use_cases.bundles import asked as ask
from app.use_cases.clients import households
from app.use_cases.core import Context, UseCase
from app.use_cases.told.told_orders import check_named

TYPE = "Group"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMember:
    """A client, or somebody else by name; `left` says that it is a member no more."""

    client: ClientId | None
    name: str | None
    relationship: Relationship | None
    head: bool | None
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldHousehold:
    """What is told anew, by field; of the members all are told who are no clients, where any are."""

    fields: Mapping[str, Any]
    members: tuple[ToldMember, ...] | None
    references: tuple[Reference, ...]


def recorded(told: ToldHousehold) -> UseCase[[], UUID | None]:
    """Return the use case that records it."""

    async def verb(context: Context) -> UUID:
        await check_named(context, told.references)
        members = _members(told.members or (), ())
        content = HouseholdContent(**told.fields, members=members)
        return (await ask(context, households.record, content)).household.id

    return UseCase(verb, households.record.rule)


def described(told: ToldHousehold, subject: UUID) -> UseCase[[], None]:
    """Return the use case that describes it anew."""

    async def verb(context: Context) -> None:
        id_ = HouseholdId(subject)
        there = (await households.read(context, id_)).household.content
        await check_named(context, told.references, Target(type=TYPE, id=subject))
        content = replace(there, **told.fields)
        if told.members is not None:
            content = replace(content, members=_members(told.members, there.members))
        if content != there:
            await ask(context, households.describe, id_, content, expected=None)

    return UseCase(verb, households.describe.rule)


def _members(told: tuple[ToldMember, ...], there: tuple[HouseholdMember, ...]) -> tuple[HouseholdMember, ...]:
    """Return who is in it then: clients come and go as is told of them, of the others those stay who are told of."""
    named = {each.client or each.name: each for each in told}
    gone = {name for name, each in named.items() if each.left}
    stay = [each for each in there if each.client is not None or each.name in named]
    held = {each.client or each.name: each for each in stay if (each.client or each.name) not in gone}
    come = [HouseholdMember(client=each.client, name=each.name) for each in told if not each.left]
    joined = {**held, **{name: each for each in come if (name := each.client or each.name) not in held}}
    return tuple(_as_told(each, named.get(name)) for name, each in joined.items())


def _as_told(member: HouseholdMember, told: ToldMember | None) -> HouseholdMember:
    if told is None:
        return member
    relationship = member.relationship if told.relationship is None else told.relationship
    return replace(member, relationship=relationship, head=member.head if told.head is None else told.head)
