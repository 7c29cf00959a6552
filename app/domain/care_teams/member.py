"""One who works with the client: a person or an agency, in which role, since when and until when."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.care_teams.member_moves import LEAVING, MEMBERS, SERVING, MemberAction, MemberStatus
from app.domain.codes import Sensitivity
from app.domain.codings import Concept
from app.domain.consents.scope import DataCategory, Section
from app.domain.errors import Conflict
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, CareTeamId, ClientId, HandoffId, Identifier, MemberId, WorkerId
from app.domain.lifecycle import Party

KINDS: frozenset[DataCategory] = frozenset({Section.CARE_PLANS})
PRIMARY = Concept(text="Primary case manager")
"""The role of who is made primary without having another."""


class MemberKind(StrEnum):
    """Who somebody on a team is."""

    WORKER = "worker"
    AGENCY = "agency"
    CLIENT = "client"
    RELATED_PERSON = "related_person"
    OTHER = "other"


READERS = frozenset({MemberKind.WORKER, MemberKind.AGENCY})
"""The kinds whose agency reads what consent allows."""
NAMED = frozenset({MemberKind.RELATED_PERSON, MemberKind.OTHER})
"""The kinds that the network does not know otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom the network does not know otherwise: a daughter, a parish nurse, a doctor elsewhere."""

    name: str
    relationship: Concept | None = None
    phone: str | None = None
    email: str | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it."""
        faults.name(self.name, f"{pointer}/name")
        if self.relationship is not None:
            self.relationship.check(faults, f"{pointer}/relationship")
        faults.text(self.phone, f"{pointer}/phone", most=NAME_LENGTH)
        faults.email(self.email, f"{pointer}/email")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """Who is to be on a team. `agency` is told for an agency, and for others on whose behalf they are there.

    `since` may lie in the past; when it is left out, it is now. With `until` it is told of one who has left already.
    """

    kind: MemberKind
    role: Concept | None = None
    worker: WorkerId | None = None
    agency: AgencyId | None = None
    person: Person | None = None
    since: datetime | None = None
    until: datetime | None = None
    identifiers: tuple[Identifier, ...] = ()

    def check(self, at: datetime, prefix: str = "") -> None:
        """Refuse a member who is not told as its kind needs."""
        faults = Faults(prefix)
        faults.require((self.worker is not None) is (self.kind is MemberKind.WORKER), "/worker_id", _ONLY_WORKER)
        faults.require(self.kind is not MemberKind.AGENCY or self.agency, "/agency_id", "must name the agency")
        faults.require(self.kind is not MemberKind.CLIENT or not self.agency, "/agency_id", "is none for the client")
        faults.require((self.person is not None) is (self.kind in NAMED), "/person", _ONLY_NAMED)
        if self.person is not None:
            self.person.check(faults, "/person")
        if self.role is not None:
            self.role.check(faults, "/role")
        check_period(faults, self.since, self.until, at)
        faults.identifiers(self.identifiers, "/identifiers")
        faults.refuse("care-team.invalid", "The member cannot be as described.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanges:
    """What is said anew of a member: the fields named in `told`, and the others stay."""

    told: frozenset[str]
    role: Concept | None = None
    person: Person | None = None


_ONLY_WORKER = "names the worker of a member of kind worker, and no other"
_ONLY_NAMED = "says who it is for a related person or another, and for no other"


def check_period(faults: Faults, since: datetime | None, until: datetime | None, at: datetime) -> None:
    """Note a period that begins or ends in the future, or ends before it begins."""
    faults.require(since is None or since <= at, "/since", "must not be in the future")
    faults.require(until is None or until <= at, "/until", "must not be in the future")
    faults.require(until is None or (since is not None and since <= until), "/until", "must not be before since")


@dataclass(slots=True, kw_only=True)
class Member:
    """A membership: a record of its own, which bears the labels of what brought it about.

    `brought_by` is the agency that put it on the team or referred to it: what that did itself it need not be told.
    """

    id: MemberId
    team: CareTeamId
    client: ClientId
    kind: MemberKind
    since: datetime
    created_at: datetime
    updated_at: datetime
    role: Concept | None = None
    worker: WorkerId | None = None
    agency: AgencyId | None = None
    person: Person | None = None
    handoff: HandoffId | None = None
    brought_by: AgencyId | None = None
    primary: bool = False
    until: datetime | None = None
    status: MemberStatus = MemberStatus.ACTIVE
    sensitivities: frozenset[Sensitivity] = frozenset()
    identifiers: tuple[Identifier, ...] = ()
    version: int = 1
    changed: bool = field(default=False, compare=False)
    stored: bool = field(default=False, compare=False)

    @property
    def kinds(self) -> frozenset[DataCategory]:
        """The kinds of data that it is, in the words of consents."""
        return KINDS

    @property
    def active(self) -> bool:
        """Whether it works with the client now."""
        return self.status is MemberStatus.ACTIVE

    @property
    def reader(self) -> AgencyId | None:
        """The agency that reads what consent allows because of this member, while it is active."""
        return self.agency if self.active and self.kind in READERS else None

    @property
    def invited(self) -> bool:
        """Whether it sees the client only because it was put on the team: no handoff shows it the client."""
        return self.reader is not None and self.handoff is None

    def parties(self, agency: AgencyId, *, serves: bool) -> frozenset[Party]:
        """On which side an agency stands: it serves the client, or it is the member's own."""
        own = LEAVING if agency == self.agency else frozenset()
        return own | (SERVING if serves else frozenset())

    @property
    def named(self) -> dict[str, UUID]:
        """The ids that an event tells of it: of its team and client, of whom and what it is there for."""
        ids = {"worker": self.worker, "agency": self.agency, "handoff": self.handoff}
        known = {noun: each for noun, each in ids.items() if each is not None}
        return {"client": self.client, "care-team": self.team, **known}

    def describe(self, changes: MemberChanges, at: datetime) -> None:
        """Say anew in which role, and who it is; the same again leaves no trace."""
        if self.status is MemberStatus.ENTERED_IN_ERROR:
            raise Conflict("care-team.member-in-error", "The member was entered in error.", state=self.status.value)
        role = changes.role if "role" in changes.told else self.role
        person = changes.person if "person" in changes.told else self.person
        faults = Faults()
        faults.require((person is not None) is (self.kind in NAMED), "/person", _ONLY_NAMED)
        if person is not None:
            person.check(faults, "/person")
        if role is not None:
            role.check(faults, "/role")
        faults.refuse("care-team.invalid", "The member cannot be as described.")
        if (role, person) != (self.role, self.person):
            self.role, self.person = role, person
            self._touch(at)

    def act(self, action: MemberAction, parties: frozenset[Party], at: datetime, until: datetime | None = None) -> None:
        """Let it leave, now or as of a moment before, or say that it never was on the team."""
        status = MEMBERS.move(self.status, action, parties)
        faults = Faults()
        check_period(faults, self.since, until or at, at)
        faults.refuse("care-team.invalid", "The member cannot have left then.")
        self.status, self.until, self.primary = status, self.until or until or at, False
        self._touch(at)

    def set_primary(self, at: datetime, *, primary: bool) -> None:
        """Make it the primary case manager of its agency, or one beside."""
        if self.primary is not primary:
            self.primary = primary
            self._touch(at)

    def _touch(self, at: datetime) -> None:
        self.updated_at, self.changed = at, True


def joined(new: NewMember, *, id: MemberId, team: CareTeamId, client: ClientId, at: datetime) -> Member:  # noqa: A002 - the field's name
    """Make a membership of what is told; one who has left already is a former member."""
    new.check(at)
    return Member(
        id=id,
        team=team,
        client=client,
        kind=new.kind,
        since=new.since or at,
        until=new.until,
        status=MemberStatus.FORMER if new.until else MemberStatus.ACTIVE,
        role=new.role,
        worker=new.worker,
        agency=new.agency,
        person=new.person,
        identifiers=new.identifiers,
        created_at=at,
        updated_at=at,
        changed=True,
    )
