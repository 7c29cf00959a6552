"""Lets hypothesis do whatever can be done to a team, in any order, and looks for two primaries or a lost member."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.care_teams.member import READERS, MemberChanges, MemberKind, NewMember, Person
from app.domain.care_teams.member_moves import MemberAction
from app.domain.care_teams.team import ENDED, MOST_ACTIVE, OWN, CareTeam, TeamContent, TeamKind
from app.domain.care_teams.team_moves import TeamAction, TeamStatus
from app.domain.codings import Concept
from app.domain.errors import DomainError
from app.domain.identity import AgencyId, CareTeamId, ClientId, MemberId, NetworkId, WorkerId
from app.domain.lifecycle import Party

AGENCIES = [AgencyId(UUID(int=n)) for n in (1, 2)]
WORKERS = {WorkerId(UUID(int=10 + n)): AGENCIES[n % 2] for n in range(4)}
AT = datetime(2027, 3, 1, tzinfo=UTC)


class AnyTeam(RuleBasedStateMachine):
    @initialize(kind=st.sampled_from(TeamKind), status=st.sampled_from(TeamStatus))
    def begin(self, kind: TeamKind, status: TeamStatus) -> None:
        self.at = AT
        client = ClientId(uuid4())
        self.team = CareTeam(
            id=CareTeamId(client),
            network=NetworkId(uuid4()),
            client=client,
            kind=kind,
            content=OWN,
            created_at=AT,
            updated_at=AT,
        )
        if kind is TeamKind.NAMED:
            self.team.begin_as(status, AT)

    def attempt(self, verb: Callable[[], object]) -> None:
        self.at += timedelta(minutes=1)
        before = (self.team.status, [(m.id, m.status, m.primary, m.until) for m in self.team.members])
        try:
            verb()
        except DomainError:
            assert before == (self.team.status, [(m.id, m.status, m.primary, m.until) for m in self.team.members])

    @rule(kind=st.sampled_from(MemberKind), place=st.integers(0, 3), back=st.integers(-2, 2))
    def add(self, kind: MemberKind, place: int, back: int) -> None:
        worker = list(WORKERS)[place]
        new = NewMember(
            kind=kind,
            worker=worker if kind is MemberKind.WORKER else None,
            agency=WORKERS[worker] if kind in READERS else None,
            person=Person(name=f"P{place}") if kind in (MemberKind.RELATED_PERSON, MemberKind.OTHER) else None,
            since=self.at + timedelta(minutes=back),
        )
        self.attempt(lambda: self.team.add(new, MemberId(uuid4()), self.at))

    @rule(place=st.integers(0, 3))
    def make_primary(self, place: int) -> None:
        worker = list(WORKERS)[place]
        self.attempt(lambda: self.team.make_primary(worker, WORKERS[worker], MemberId(uuid4()), self.at))

    @rule(place=st.integers(0, 9), action=st.sampled_from(MemberAction), party=st.sampled_from(Party))
    def move_member(self, place: int, action: MemberAction, party: Party) -> None:
        if self.team.members:
            member = self.team.members[place % len(self.team.members)]
            self.attempt(lambda: member.act(action, frozenset({party}), self.at))

    @rule(place=st.integers(0, 9), told=st.sampled_from(["role", "person"]))
    def describe_member(self, place: int, told: str) -> None:
        if self.team.members:
            member = self.team.members[place % len(self.team.members)]
            changes = MemberChanges(told=frozenset({told}), role=Concept(text="Nurse"), person=Person(name="Rosa"))
            self.attempt(lambda: member.describe(changes, self.at))

    @rule(action=st.sampled_from(TeamAction))
    def act(self, action: TeamAction) -> None:
        self.attempt(lambda: self.team.act(action, self.at))

    @rule(name=st.sampled_from(["One", " ", "Two"]))
    def describe(self, name: str) -> None:
        self.attempt(lambda: self.team.describe(TeamContent(name=name), self.at))

    @invariant()
    def each_agency_has_at_most_one_primary_who_is_an_active_worker(self) -> None:
        primaries = [member for member in self.team.members if member.primary]
        assert len(primaries) == len({member.agency for member in primaries})
        assert all(member.active and member.kind is MemberKind.WORKER for member in primaries)

    @invariant()
    def who_is_gone_has_an_end_and_who_is_there_has_none(self) -> None:
        for member in self.team.members:
            assert (member.until is None) == member.active
            assert member.until is None or member.since <= member.until

    @invariant()
    def a_team_that_has_ended_has_nobody_left(self) -> None:
        if self.team.status in ENDED:
            assert self.team.active == []
        assert len(self.team.active) <= MOST_ACTIVE

    @invariant()
    def nobody_is_there_twice(self) -> None:
        who = [(m.kind, m.worker, m.person if not m.worker else None, m.agency) for m in self.team.active]
        assert len(who) == len(set(who))

    @invariant()
    def the_clients_own_team_is_always_there(self) -> None:
        if self.team.kind is TeamKind.COORDINATION:
            assert self.team.status is TeamStatus.ACTIVE


AnyTeam.TestCase.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
TestAnyTeam = AnyTeam.TestCase
