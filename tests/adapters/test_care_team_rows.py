"""Care teams as they are stored, and shares against the decision about consents that they must always agree with."""

import asyncio
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.care_teams.member import Member, MemberKind, Person
from app.domain.care_teams.member_moves import MemberStatus
from app.domain.care_teams.team import CareTeam, TeamContent, TeamKind
from app.domain.care_teams.team_moves import TeamStatus
from app.domain.codes import Category, Sensitivity
from app.domain.codings import Coding, Concept
from app.domain.consents.consent import Consent, ConsentType, Revocation, RevocationMethod, Terms
from app.domain.consents.decision import Question, decide
from app.domain.consents.scope import DataCategory, Direction, Purpose, RecipientClass, Section
from app.domain.identity import AgencyId, CareTeamId, ClientId, ConsentId, HandoffId, Identifier, MemberId
from app.domain.records import Unreleased
from app.ports.access import Access
from tests.support.scenes_referrals import Scene, agreed

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
ROLE = Concept(codings=(Coding(system="http://snomed.info/sct", code="106292003", display="Nurse"),), text="Nurse")


def a_member(team: CareTeam, **more: object) -> Member:
    whole = Member(
        id=MemberId(uuid4()),
        team=team.id,
        client=team.client,
        kind=MemberKind.OTHER,
        since=AT,
        created_at=AT,
        updated_at=AT,
    )
    return replace(whole, **more)  # type: ignore[arg-type]


def a_team(scene: Scene, **more: object) -> CareTeam:
    content = TeamContent(
        name="Visits",
        categories=(ROLE,),
        reasons=(Concept(text="Asthma"),),
        note="Twice a week.",
        starts=AT - timedelta(days=9),
        ends=AT,
        identifiers=(Identifier(system="urn:x", value=str(uuid4())),),
    )
    team = CareTeam(
        id=CareTeamId(uuid4()),
        network=scene.world.network.id,
        client=scene.client,
        kind=TeamKind.NAMED,
        content=content,
        agency=scene.sender.id,
        status=TeamStatus.SUSPENDED,
        sensitivities=frozenset({Sensitivity.HIV}),
        created_at=AT,
        updated_at=AT,
    )
    return replace(team, **more)  # type: ignore[arg-type]


async def test_a_team_comes_back_as_it_was_kept(scene: Scene, transactions: PostgresTransactions) -> None:
    sent = await scene.sent()
    team = a_team(scene)
    whole = a_member(
        team,
        role=ROLE,
        agency=scene.sender.id,
        person=Person(name="Rosa", relationship=ROLE, phone="1", email="rosa@mail.example"),
        handoff=HandoffId(sent.handoffs[0].id),
        brought_by=scene.sender.id,
        primary=True,
        until=AT,
        status=MemberStatus.FORMER,
        sensitivities=frozenset({Sensitivity.MH}),
        identifiers=(Identifier(system="urn:x", value="7"),),
    )
    team.members = [whole, a_member(team)]
    assert {each.name for each in fields(whole) if not getattr(whole, each.name)} == {"worker", "changed", "stored"}
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.care_teams.add(team)
        kept = await tx.care_teams.get(team.id)
        known = await tx.care_teams.lock_known("urn:x", [team.content.identifiers[0].value])
    assert kept == replace(team, members=sorted(team.members, key=lambda each: each.id))
    assert [kept] == list(known.values())


async def test_what_changed_is_kept_one_version_on(scene: Scene, transactions: PostgresTransactions) -> None:
    team = a_team(scene, status=TeamStatus.ACTIVE)
    team.members = [a_member(team, kind=MemberKind.CLIENT), a_member(team, person=Person(name="Rosa"))]
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.care_teams.add(team)
        found = await tx.care_teams.lock(team.id, AT)
        assert found is not None
        found.members[0].set_primary(AT, primary=True)
        found.members.append(a_member(found, person=Person(name="Ines")))
        await tx.care_teams.save(found)
        kept = await tx.care_teams.get(team.id)
    assert kept is not None
    assert (kept.version, sorted(each.version for each in kept.members)) == (2, [1, 1, 2])


async def test_the_clients_own_team_begins_with_the_first_who_locks_or_joins_it(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    own = CareTeamId(scene.client)
    async with transactions.begin(scene.world.network.id) as tx:
        assert await tx.care_teams.get(own) is None
        locked = await tx.care_teams.lock(own, AT)
        assert locked is not None
        assert (locked.id, locked.client, locked.kind, locked.version) == (own, scene.client, TeamKind.COORDINATION, 1)
        await tx.care_teams.join(a_member(locked, kind=MemberKind.CLIENT))
        joined = await tx.care_teams.get(own)
        assert await tx.care_teams.lock(CareTeamId(uuid4()), AT) is None
        assert await tx.care_teams.leave(HandoffId(uuid4()), scene.client, AT) is None
    assert joined is not None
    assert (joined.version, [each.kind for each in joined.members]) == (2, [MemberKind.CLIENT])


KINDS: tuple[DataCategory, ...] = (Section.CARE_PLANS, Section.CONDITIONS, Category.FOOD)
LABELS = (Sensitivity.MH, Sensitivity.HIV, Sensitivity.SDV)
some_kinds = st.frozensets(st.sampled_from(KINDS))
some_labels = st.frozensets(st.sampled_from(LABELS), max_size=2)


Drawn = tuple[dict[str, object], bool, tuple[int, ...] | None]


@st.composite
def some_consents(draw: st.DrawFn, agencies: int = 3) -> list[Drawn]:
    """Terms, whether they were revoked, and which agencies they name: None for the whole network."""
    drawn = []
    for _ in range(draw(st.integers(0, 4))):
        starts = AT + timedelta(days=draw(st.integers(-3, 2)))
        ends = draw(st.none() | st.integers(1, 4).map(lambda days, begun=starts: begun + timedelta(days=days)))
        terms: dict[str, object] = {
            "type": draw(st.sampled_from([ConsentType.GENERAL, ConsentType.VERBAL, ConsentType.VSP_RELEASE])),
            "purposes": tuple(draw(st.sets(st.sampled_from([Purpose.CARE_COORDINATION, Purpose.TREATMENT])))),
            "categories": tuple(draw(some_kinds)),
            "sensitivities": tuple(draw(some_labels)),
            "direction": draw(st.sampled_from(Direction)),
            "starts": starts,
            "ends": ends,
        }
        names = draw(st.none() | st.sets(st.integers(0, agencies - 1)).map(tuple))
        drawn.append((terms, draw(st.booleans()), names))
    return drawn


def consent_of(scene: Scene, terms: Terms, revoked: bool) -> Consent:  # noqa: FBT001 - drawn
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


class RolledBack(Exception):
    """Ends a transaction whose rows nobody needs any more."""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=some_consents(), days=st.integers(0, 5))
async def test_shares_agree_with_the_decision_at_every_moment(
    scene: Scene, transactions: PostgresTransactions, drawn: list[Drawn], days: int
) -> None:
    """One agency is an active member, one a former one, one was never on the team."""
    at = AT + timedelta(days=days)
    active, former, never = (pantry.id for pantry in scene.pantries)
    agencies = (active, former, never)
    consents = []
    for terms, revoked, names in drawn:
        named = () if names is None else tuple(agencies[name] for name in names)
        everybody = (RecipientClass.NETWORK,) if names is None else ()
        given_terms = agreed(**terms, recipients=named, recipient_classes=everybody)
        consents.append(consent_of(scene, given_terms, revoked))
    team = a_team(scene, status=TeamStatus.ACTIVE)
    team.members = [
        a_member(team, kind=MemberKind.AGENCY, agency=active),
        a_member(team, kind=MemberKind.AGENCY, agency=former, status=MemberStatus.FORMER, until=AT),
        a_member(team, kind=MemberKind.OTHER, person=Person(name="Rosa"), agency=never),
    ]

    async def ask() -> None:
        async with transactions.begin(scene.world.network.id) as tx:
            for consent in consents:
                await tx.consents.add(consent)
            await tx.care_teams.add(team)
            await tx.shares.renew(team, AT)
            for record, agency in product(_records(scene), agencies):
                seen = await tx.shares.sees(Access(agency=agency, network_wide=False, at=at), record)
                known = [scene.consent.consent, *consents] if scene.consent else consents
                assert (agency == active and _released(known, record, agency, at)) == seen
                assert seen == (agency in await tx.shares.audience(record, at))
            raise RolledBack

    with pytest.raises(RolledBack):
        await ask()


def _records(scene: Scene) -> list[Unreleased]:
    nobody = AgencyId(uuid4())
    return [
        Unreleased(client=scene.client, agency=nobody, kinds=frozenset(kinds), sensitivities=frozenset(labels))
        for kinds, labels in product(((KINDS[0],), KINDS[1:]), ((), (LABELS[0],), LABELS[1:]))
    ]


def _released(consents: list[Consent], record: Unreleased, agency: AgencyId, at: datetime) -> bool:
    """Whether a single consent releases any one of the record's kinds and all of its labels."""
    return any(
        decide(
            consents,
            Question(
                client=record.client,
                discloser=AgencyId(UUID(int=0)),
                recipient=agency,
                direction=Direction.SEND,
                categories=frozenset({kind}),
                sensitivities=record.sensitivities,
            ),
            at,
        ).allowed
        for kind in record.kinds
    )


async def test_who_accepts_while_the_client_revokes_keeps_nothing(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    """One transaction takes the agency in while another takes the consent back: the second waits for the first."""
    network, pantry = scene.world.network.id, scene.pantries[0].id
    consent = consent_of(scene, agreed(categories=(Section.CARE_PLANS,), starts=AT), revoked=False)
    async with transactions.begin(network) as tx:
        await tx.consents.add(consent)
    own = CareTeam(
        id=CareTeamId(scene.client),
        network=network,
        client=ClientId(scene.client),
        kind=TeamKind.COORDINATION,
        content=TeamContent(name="Own"),
        created_at=AT,
        updated_at=AT,
    )
    member = a_member(own, kind=MemberKind.AGENCY, agency=pantry)
    joined = asyncio.Event()

    async def accept() -> None:
        async with transactions.begin(network) as tx:
            await tx.care_teams.join(member)
            await tx.shares.renew(member, AT)
            joined.set()
            await asyncio.sleep(0.2)  # the revocation is under way, and nothing of this is to be seen yet

    async def revoke() -> None:
        await joined.wait()
        async with transactions.begin(network) as tx:
            consent.revoke(Revocation(at=AT, by=uuid4(), how=RevocationMethod.PHONE))
            await tx.consents.save(consent)
            await tx.shares.hold(scene.client)
            await tx.shares.renew(own, AT)

    await asyncio.gather(accept(), revoke())
    async with transactions.begin(network) as tx:
        later = Access(agency=pantry, network_wide=False, at=AT + timedelta(seconds=1))
        other = replace(own, agency=AgencyId(uuid4()))
        assert not await tx.shares.sees(later, other)
