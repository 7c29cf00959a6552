"""The rule of sight in SQL against the same rule in Python, over drawn networks, consents, bases, teams and moments."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.access.rule import Reader, Share, shares_of, sight, whole_bases
from app.domain.care_teams.member import Member, MemberKind
from app.domain.care_teams.member_moves import MemberStatus
from app.domain.care_teams.team import CareTeam, TeamContent, TeamKind
from app.domain.care_teams.team_moves import TeamStatus
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.codes import Category, Sensitivity
from app.domain.consents.consent import Consent, ConsentType, Revocation, RevocationMethod, Terms
from app.domain.consents.scope import Direction, Purpose, RecipientClass, Section
from app.domain.identity import AgencyId, CareTeamId, ConsentId, MemberId
from app.domain.networks.agency import Agency, AgencyProfile, ProgramType
from app.domain.networks.roles import Role
from app.domain.records import Unreleased
from app.ports.access import Access
from app.ports.transactions import Transaction
from app.use_cases.networks import agencies
from tests.support.scenes_referrals import Scene, agreed

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
PLACES = range(4)
KINDS = (Section.CARE_PLANS, Section.CONDITIONS, Category.FOOD)
CLASSES = (RecipientClass.NETWORK, RecipientClass.CARE_TEAM, RecipientClass.MENTAL_HEALTH)
some_labels = st.frozensets(st.sampled_from(Sensitivity), max_size=3)


@dataclass(frozen=True, slots=True)
class Membering:
    """Whether and how an agency is on a team."""

    kind: MemberKind
    member: MemberStatus
    team: TeamStatus

    @property
    def works(self) -> bool:
        reads = self.kind in {MemberKind.AGENCY, MemberKind.WORKER}
        return reads and self.member is MemberStatus.ACTIVE and self.team is TeamStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Drawn:
    """Four agencies: what each has with the client, and what the client allows."""

    consents: list[tuple[dict[str, Any], tuple[int, ...], bool]]
    grants: dict[int, tuple[Basis, Tier, int | None]]
    teams: dict[int, Membering]
    record: tuple[int | None, frozenset[Any], frozenset[Sensitivity]]


mostly_not = st.sampled_from([False, False, False, True])


def some_terms() -> st.SearchStrategy[dict[str, Any]]:
    begun = st.integers(-3, 2).map(lambda days: AT + timedelta(days=days))
    return st.fixed_dictionaries(
        {
            "type": st.sampled_from(ConsentType),
            "disclosers": st.sets(st.sampled_from(PLACES), max_size=2).map(tuple),
            "recipient_classes": st.sets(st.sampled_from(CLASSES), max_size=1).map(tuple),
            "purposes": st.sampled_from([(Purpose.CARE_COORDINATION,), (Purpose.TREATMENT,)]),
            "categories": st.sets(st.sampled_from(KINDS), min_size=1).map(tuple),
            "sensitivities": some_labels.map(tuple),
            "direction": st.sampled_from([Direction.BOTH, Direction.SEND, Direction.FEEDBACK]),
            "starts": begun,
            "ends": st.none() | st.integers(3, 5).map(lambda days: AT + timedelta(days=days)),
        }
    )


some_worlds = st.builds(
    Drawn,
    consents=st.lists(
        st.tuples(some_terms(), st.sets(st.sampled_from(PLACES), max_size=2).map(tuple), mostly_not),
        max_size=4,
    ),
    grants=st.dictionaries(
        st.sampled_from(PLACES),
        st.tuples(
            st.sampled_from([Basis.CASELOAD, Basis.BREAK_GLASS, Basis.HANDOFF]),
            st.sampled_from([Tier.FULL, Tier.FULL, Tier.IDENTITY]),
            st.none() | st.integers(1, 4),
        ),
    ),
    teams=st.dictionaries(
        st.sampled_from(PLACES),
        st.builds(
            Membering,
            st.sampled_from([MemberKind.AGENCY, MemberKind.AGENCY, MemberKind.OTHER]),
            st.sampled_from([MemberStatus.ACTIVE, MemberStatus.ACTIVE, MemberStatus.FORMER]),
            st.sampled_from([TeamStatus.ACTIVE, TeamStatus.ACTIVE, TeamStatus.SUSPENDED]),
        ),
    ),
    record=st.tuples(
        st.none() | st.sampled_from(PLACES), st.frozensets(st.sampled_from(KINDS), max_size=2), some_labels
    ),
)


class RolledBack(Exception):
    """Ends a transaction whose rows nobody needs any more."""


@pytest.fixture
async def four(scene: Scene) -> list[AgencyId]:
    """Four agencies, of which the second and the third run programs for mental health."""
    for place, agency in enumerate(scene.pantries[1:]):
        await _runs_a_program(scene, agency, place)
    fourth = await scene.world.an_agency("Bay Home")
    return [*(agency.id for agency in scene.pantries), fourth.id]


async def _runs_a_program(scene: Scene, agency: Agency, place: int) -> None:
    profile = AgencyProfile(name=f"Minds {place}", program_types=(ProgramType.MENTAL_HEALTH,))
    call = scene.world.by(Role.NETWORK_ADMIN)
    await scene.core.run(call, agencies.describe, agency.id, agency.version, profile)


def consent_of(scene: Scene, terms: Terms, *, revoked: bool) -> Consent:
    by = Revocation(at=AT - timedelta(days=9), by=uuid4(), how=RevocationMethod.PHONE)
    return Consent(
        id=ConsentId(uuid4()),
        network=scene.world.network.id,
        client=scene.client,
        agency=scene.sender.id,
        terms=terms,
        recorded_by=uuid4(),
        created_at=AT - timedelta(days=9),
        updated_at=AT - timedelta(days=9),
        revocation=by if revoked else None,
    )


def a_team(scene: Scene, agency: AgencyId, how: Membering) -> CareTeam:
    team = CareTeam(
        id=CareTeamId(uuid4()),
        network=scene.world.network.id,
        client=scene.client,
        kind=TeamKind.NAMED,
        content=TeamContent(name="Visits"),
        agency=scene.sender.id,
        status=how.team,
        created_at=AT,
        updated_at=AT,
    )
    member = Member(
        id=MemberId(uuid4()),
        team=team.id,
        client=team.client,
        kind=how.kind,
        agency=agency,
        status=how.member,
        since=AT,
        created_at=AT,
        updated_at=AT,
    )
    team.members = [member]
    return team


async def held(
    tx: Transaction, scene: Scene, four: list[AgencyId], drawn: Drawn
) -> tuple[list[Consent], list[AccessGrant]]:
    """Put a drawn world into the database, and let its shares follow."""
    consents = []
    for terms, named, revoked in drawn.consents:
        parties = {"recipients": named, "disclosers": terms["disclosers"]}
        ids = {name: tuple(four[place] for place in places) for name, places in parties.items()}
        consents.append(consent_of(scene, agreed(**(terms | ids)), revoked=revoked))
    grants = [
        AccessGrant(
            agency=four[place],
            client=scene.client,
            basis=basis,
            source=uuid4(),
            since=AT,
            tier=tier,
            until=None if days is None else AT + timedelta(days=days),
        )
        for place, (basis, tier, days) in drawn.grants.items()
    ]
    for consent in consents:
        await tx.consents.add(consent)
    for grant in grants:
        await tx.access.grant(grant)
    for place, how in drawn.teams.items():
        await tx.care_teams.add(a_team(scene, four[place], how))
    await tx.shares.renew(Unreleased(client=scene.client, agency=four[0]), AT)
    return consents, grants


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=some_worlds, days=st.integers(0, 5))
async def test_sql_and_python_say_the_same(
    scene: Scene, four: list[AgencyId], transactions: PostgresTransactions, drawn: Drawn, days: int
) -> None:
    at = AT + timedelta(days=days)
    place, kinds, labels = drawn.record
    owner = None if place is None else four[place]
    record = Unreleased(client=scene.client, agency=owner or AgencyId(uuid4()), kinds=kinds, sensitivities=labels)
    assert scene.consent is not None

    async def ask() -> None:
        async with transactions.begin(scene.world.network.id) as tx:
            consents, grants = await held(tx, scene, four, drawn)
            consents = [scene.consent.consent, *consents] if scene.consent else consents
            hearing = await tx.shares.audience(record, at)
            for (number, agency), network_wide in product(enumerate(four), (False, True)):
                shares = shares_for(drawn, consents, number, agency, at)
                reader = Reader(agency=agency, network_wide=network_wide, whole=whole_bases(grants, agency, at))
                told = sight(reader, record, shares) is not None
                access = Access(agency=agency, network_wide=network_wide, at=at)
                assert told == await tx.shares.sees(access, record), (
                    number,
                    network_wide,
                    sight(reader, record, shares),
                )
                assert network_wide or told == (agency in hearing), number
            raise RolledBack

    with pytest.raises(RolledBack):
        await ask()


def shares_for(drawn: Drawn, consents: list[Consent], number: int, agency: AgencyId, at: datetime) -> tuple[Share, ...]:
    """Return the shares of an agency by the domain's own words."""
    how = drawn.teams.get(number)
    programs = (ProgramType.MENTAL_HEALTH,) if number in {1, 2} else ()
    return shares_of(consents, agency, at, on_team=how is not None and how.works, programs=programs)
