"""Households: people who live or are enrolled together, some of them clients, whoever serves each of them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.domain.clients.contact import Address
from app.domain.errors import Conflict
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ClientId, HouseholdId, Identifier, NetworkId
from app.domain.partial_date import PartialDate

MOST_MEMBERS = 50


class HouseholdKind(StrEnum):
    """What holds people together."""

    FAMILY = "family"
    COUPLE = "couple"
    SHARED = "shared"  # people who share a home and are no family
    TEMPORARY = "temporary"  # people who stay together for a while, as guests or in a shelter
    OTHER = "other"


class Relationship(StrEnum):
    """What a member is to the head of the household."""

    SPOUSE = "spouse"
    PARTNER = "partner"
    CHILD = "child"
    STEPCHILD = "stepchild"
    FOSTER_CHILD = "foster_child"
    GRANDCHILD = "grandchild"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    OTHER_RELATIVE = "other_relative"
    CAREGIVER = "caregiver"
    FRIEND = "friend"
    ROOMMATE = "roommate"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdMember:
    """Somebody of a household: a client of the network, or another person by name.

    `lives_here` and `enrolled` are apart: a child away at school is enrolled, a guest only lives here.
    """

    client: ClientId | None = None
    name: str | None = None
    birth_date: PartialDate | None = None
    relationship: Relationship = Relationship.UNKNOWN
    head: bool = False
    lives_here: bool = True
    enrolled: bool = True

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with the member."""
        if self.client is None:
            if faults.require(self.name is not None, pointer, "must have client_id, or the name of somebody else"):
                faults.name(self.name or "", f"{pointer}/name")
            return
        faults.require(self.name is None, f"{pointer}/name", "is told in the client's record")
        faults.require(self.birth_date is None, f"{pointer}/birth_date", "is told in the client's record")


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdContent:
    """What is told of a household; replaced as a whole."""

    kind: HouseholdKind = HouseholdKind.FAMILY
    name: str | None = None
    address: Address | None = None
    members: tuple[HouseholdMember, ...] = ()
    identifiers: tuple[Identifier, ...] = ()

    @property
    def clients(self) -> frozenset[ClientId]:
        """The members who are clients."""
        return frozenset(member.client for member in self.members if member.client is not None)

    def check(self) -> None:
        """Refuse content that breaks a rule, naming every place."""
        faults = Faults()
        if self.name is not None:
            faults.name(self.name, "/name")
        if self.address is not None:
            self.address.check(faults, "/address")
        faults.at_most(self.members, MOST_MEMBERS, "/members")
        for place, member in enumerate(self.members):
            member.check(faults, f"/members/{place}")
        faults.distinct([member.client for member in self.members if member.client], "/members")
        heads = sum(member.head for member in self.members)
        faults.require(heads <= 1, "/members", "must have at most one head")
        faults.identifiers(self.identifiers, "/identifiers")
        faults.refuse("household.invalid", "The household cannot be as described.")

    def shown_to(self, seen: AbstractSet[ClientId]) -> "HouseholdContent":
        """Leave out the clients whom the asker does not see, and all that would tell of them."""
        shown = tuple(member for member in self.members if member.client is None or member.client in seen)
        return replace(self, members=shown)


@dataclass(slots=True, kw_only=True)
class Household:
    """People who live or are enrolled together; `agency` recorded it. A client is in one household at a time."""

    id: HouseholdId
    network: NetworkId
    agency: AgencyId
    content: HouseholdContent
    created_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def clients(self) -> frozenset[ClientId]:
        """The members who are clients."""
        return self.content.clients

    def describe(self, content: HouseholdContent, seen: AbstractSet[ClientId], at: datetime) -> bool:
        """Replace what the asker sees of it; members whom the asker does not see stay. Return whether it changed."""
        content.check()
        hidden = [each for each in self.content.members if each.client is not None and each.client not in seen]
        if any(member.head for member in content.members):
            hidden = [replace(member, head=False) for member in hidden]
        told = replace(content, members=(*content.members, *hidden))
        if told == self.content:
            return False
        self.content, self.updated_at = told, at
        return True

    def join(self, client: ClientId, at: datetime) -> None:
        """Take a client in, of whom no more is known than that."""
        if len(self.content.members) >= MOST_MEMBERS:
            raise Conflict("household.full", f"A household has at most {MOST_MEMBERS} members.")
        self.content = replace(self.content, members=(*self.content.members, HouseholdMember(client=client)))
        self.updated_at = at

    def leave(self, client: ClientId, at: datetime) -> None:
        """Let a client go."""
        staying = tuple(member for member in self.content.members if member.client != client)
        self.content, self.updated_at = replace(self.content, members=staying), at


def recorded(
    content: HouseholdContent,
    *,
    id: HouseholdId,  # noqa: A002 - the field's name
    network: NetworkId,
    agency: AgencyId,
    at: datetime,
) -> Household:
    """Begin the record of a household; `Invalid` names what may not stand so."""
    faults = Faults()
    faults.require(content.clients, "/members", "must name at least one client")
    faults.refuse("household.invalid", "The household cannot be as described.")
    content.check()
    return Household(id=id, network=network, agency=agency, content=content, created_at=at, updated_at=at)
