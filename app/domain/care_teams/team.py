"""A client's care team: one of the client's own across all agencies, and others that agencies name."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.care_teams.member import KINDS, PRIMARY, Member, MemberKind, NewMember, joined
from app.domain.care_teams.member_moves import MemberAction
from app.domain.care_teams.team_moves import OWNER, TEAMS, TeamAction, TeamStatus
from app.domain.codes import Sensitivity
from app.domain.codings import Concept
from app.domain.consents.scope import DataCategory
from app.domain.errors import Conflict, NotFound
from app.domain.faults import Faults
from app.domain.identity import AgencyId, CareTeamId, ClientId, Identifier, MemberId, NetworkId, WorkerId
from app.domain.lifecycle import Offer, Party

MOST_ACTIVE = 200
MOST_WORDS = 20
ENDED = frozenset({TeamStatus.INACTIVE, TeamStatus.ENTERED_IN_ERROR})
SYSTEM = frozenset({Party.SYSTEM})


class TeamKind(StrEnum):
    """The client's own team, of which there is always one, or one that an agency named."""

    COORDINATION = "coordination"
    NAMED = "named"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamContent:
    """What a team is for; replaced as a whole."""

    name: str
    categories: tuple[Concept, ...] = ()
    reasons: tuple[Concept, ...] = ()
    note: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    identifiers: tuple[Identifier, ...] = ()

    def check(self) -> None:
        """Refuse content that breaks a rule, naming every place."""
        faults = Faults()
        faults.name(self.name, "/name")
        for pointer, concepts in (("/categories", self.categories), ("/reasons", self.reasons)):
            faults.at_most(concepts, MOST_WORDS, pointer)
            for place, concept in enumerate(concepts):
                concept.check(faults, f"{pointer}/{place}")
        faults.text(self.note, "/note")
        late = self.starts is not None and self.ends is not None and self.ends < self.starts
        faults.require(not late, "/ends", "must not be before starts")
        faults.identifiers(self.identifiers, "/identifiers")
        faults.at_most(self.identifiers, MOST_WORDS, "/identifiers")
        faults.refuse("care-team.invalid", "The team cannot be as described.")


OWN = TeamContent(name="Care coordination team")


@dataclass(slots=True, kw_only=True)
class CareTeam:
    """Who works together for a client. The client's own team bears the client's id, and no agency answers for it."""

    id: CareTeamId
    network: NetworkId
    client: ClientId
    kind: TeamKind
    content: TeamContent
    created_at: datetime
    updated_at: datetime
    agency: AgencyId | None = None
    status: TeamStatus = TeamStatus.ACTIVE
    sensitivities: frozenset[Sensitivity] = frozenset()
    members: list[Member] = field(default_factory=list)
    version: int = 1

    @property
    def kinds(self) -> frozenset[DataCategory]:
        """The kinds of data that it is, in the words of consents."""
        return KINDS

    @property
    def active(self) -> list[Member]:
        """Who works with the client now."""
        return [member for member in self.members if member.active]

    def offers(self, parties: frozenset[Party]) -> tuple[Offer, ...]:
        """Say what can be done to it: nothing to the client's own, which is always there."""
        return () if self.kind is TeamKind.COORDINATION else TEAMS.offers(self.status, parties)

    def member(self, member_id: MemberId) -> Member:
        """Return one of its members."""
        found = next((member for member in self.members if member.id == member_id), None)
        if found is None:
            raise NotFound("care-team-member")
        return found

    def describe(self, content: TeamContent, at: datetime) -> bool:
        """Say anew what it is for; return whether anything is different."""
        self._check_own("described anew")
        self._check_open()
        content.check()
        if content == self.content:
            return False
        self.content, self.updated_at = content, at
        return True

    def act(self, action: TeamAction, at: datetime) -> None:
        """Let it begin, rest, go on or end; with its end every member leaves."""
        self._check_own("ended or stopped")
        self.status = TEAMS.move(self.status, action, OWNER)
        if self.status in ENDED:
            for member in self.active:
                member.act(MemberAction.END, SYSTEM, at)
        self.updated_at = at

    def begin_as(self, status: TeamStatus, at: datetime) -> None:
        """Take over a status from elsewhere; of a team that has ended every member has left."""
        self.status = status
        for member in self.active if status in ENDED else ():
            member.act(MemberAction.END, SYSTEM, at)

    def add(self, new: NewMember, member_id: MemberId, at: datetime) -> Member:
        """Take somebody in; nobody is a member twice at once, but by handoffs."""
        self._check_open()
        member = joined(new, id=member_id, team=self.id, client=self.client, at=at)
        if member.active:
            self._check_room(member)
        self.members.append(member)
        self.updated_at = at
        return member

    def make_primary(self, worker: WorkerId, agency: AgencyId, member_id: MemberId, at: datetime) -> Member:
        """Let a worker be the one primary case manager of its agency, taken in under `member_id` if need be."""
        found = next((each for each in self.active if each.worker == worker), None)
        if found is None:
            new = NewMember(kind=MemberKind.WORKER, role=PRIMARY, worker=worker, agency=agency)
            found = self.add(new, member_id, at)
        for member in self.active:
            if member.agency == agency:
                member.set_primary(at, primary=member is found)
        self.updated_at = at
        return found

    def _check_own(self, what: str) -> None:
        if self.kind is TeamKind.COORDINATION:
            raise Conflict("care-team.of-the-client", f"The client's own team cannot be {what}.", allowed_actions=[])

    def _check_open(self) -> None:
        if self.status in ENDED:
            words = self.status.value.replace("_", " ")
            raise Conflict("care-team.ended", f"The team is {words}.", state=self.status.value)

    def _check_room(self, new: Member) -> None:
        if len(self.active) >= MOST_ACTIVE:
            raise Conflict("care-team.full", f"A team has at most {MOST_ACTIVE} active members.")
        for member in self.active:
            if member.handoff is None and _same(member, new):
                raise Conflict(
                    "care-team.already-member", "That is a member of the team already.", member=str(member.id)
                )


def _same(one: Member, other: Member) -> bool:
    if one.kind is not other.kind:
        return False
    if one.kind is MemberKind.WORKER:
        return one.worker == other.worker
    if one.kind is MemberKind.AGENCY:
        return one.agency == other.agency
    return one.kind is MemberKind.CLIENT or one.person == other.person


def own_team(client: ClientId, network: NetworkId, at: datetime) -> CareTeam:
    """Return the client's own team as it is before anybody has joined it."""
    return CareTeam(
        id=CareTeamId(client),
        network=network,
        client=client,
        kind=TeamKind.COORDINATION,
        content=OWN,
        created_at=at,
        updated_at=at,
    )
