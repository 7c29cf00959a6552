"""Shows that somebody is asked, once, before a consent ends, and what renewing it makes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.adapters.postgres.housekeeping import PostgresHousekeeping
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.consents.consent import ConsentState, ConsentType, Signature, Signer, SigningMethod, Terms
from app.domain.consents.recording import renewal_of
from app.domain.consents.renewal import Renewal
from app.domain.consents.scope import Statement
from app.domain.errors import Conflict, Invalid
from app.domain.networks.consent_policies import ConsentPolicies
from app.domain.networks.network import Policies
from app.domain.networks.roles import Role
from app.domain.work.task import Task, TaskKind, TaskStatus
from app.ports.referrals import Order
from app.ports.tasks import TaskFilter
from app.use_cases.care import tasks
from app.use_cases.consents import consent_renewals, consents
from app.use_cases.consents.consents import Standing
from app.use_cases.core import Core
from app.use_cases.networks import networks
from app.use_cases.rounds import Renewals
from tests.support.builders_clients import NOW, some_terms
from tests.support.clocks import HandMovedClock
from tests.support.scenes_referrals import Scene, agreed

YEAR = timedelta(days=365)
TOLD = (Statement.RIGHT_TO_REVOKE, Statement.NOT_CONDITIONED)


@pytest.fixture
def clock(scene: Scene) -> HandMovedClock:
    return HandMovedClock(scene.core.clock.now())


@pytest.fixture
def later(scene: Scene, transactions: PostgresTransactions, clock: HandMovedClock) -> Core:
    return Core(transactions=transactions, clock=clock, ids=scene.core.ids, seal=scene.core.seal)


def signed(at: datetime) -> Signature:
    return Signature(name="Ana Lima", signer=Signer.CLIENT, method=SigningMethod.PAPER, signed_at=at)


async def given(scene: Scene, later: Core, **fields: object) -> Standing:
    terms: Terms = agreed(**{"ends": later.clock.now() + YEAR} | fields)
    return await later.run(scene.at_sender(), consents.grant, scene.client, terms)


async def asked(scene: Scene, later: Core, status: TaskStatus = TaskStatus.OPEN) -> list[Task]:
    page = await later.run(
        scene.at_sender(), tasks.browse, TaskFilter(status=status), Order.NEWEST, after=None, limit=20
    )
    return [task for task in page.items if task.kind is TaskKind.CONSENT_RENEWAL]


async def rounds(later: Core, transactions: PostgresTransactions, scene: Scene) -> None:
    renewals = Renewals(later, PostgresHousekeeping(transactions))
    while await renewals._remind(scene.world.network.id):
        pass


async def test_somebody_is_asked_once_thirty_days_before_the_end(
    scene: Scene, later: Core, clock: HandMovedClock, transactions: PostgresTransactions
) -> None:
    consent = (await given(scene, later)).consent
    clock.move(timedelta(days=334))
    await rounds(later, transactions, scene)
    assert await asked(scene, later) == []
    clock.move(timedelta(days=2))
    for _ in range(2):
        await rounds(later, transactions, scene)
    (task,) = await asked(scene, later)
    assert (task.about.consent, task.about.client, task.content.due) == (consent.id, scene.client, consent.terms.ends)


async def test_a_renewal_makes_another_consent_and_ends_the_task(
    scene: Scene, later: Core, clock: HandMovedClock, transactions: PostgresTransactions
) -> None:
    before = (await given(scene, later, language="es")).consent
    clock.move(timedelta(days=350))
    await rounds(later, transactions, scene)
    renewal = Renewal(signature=signed(clock.now()))
    after = await later.run(scene.at_sender(), consent_renewals.renew, before.id, renewal)
    assert (after.consent.renews, after.state, after.consent.terms.language) == (before.id, ConsentState.ACTIVE, "es")
    assert after.consent.terms.starts == clock.now()
    same = {"starts": None, "ends": None, "signature": None}
    assert replace(after.consent.terms, **same) == replace(before.terms, **same)
    assert (await asked(scene, later), len(await asked(scene, later, TaskStatus.DONE))) == ([], 1)
    again = Renewal(signature=signed(clock.now()))
    with pytest.raises(Conflict) as refusal:
        await later.run(scene.at_sender(), consent_renewals.renew, before.id, again)
    assert refusal.value.code == "consent.already-renewed"


async def test_what_was_renewed_or_taken_back_in_time_asks_nobody(
    scene: Scene, later: Core, clock: HandMovedClock, transactions: PostgresTransactions
) -> None:
    renewed, revoked = (await given(scene, later)).consent, (await given(scene, later)).consent
    clock.move(timedelta(days=300))
    renewal = Renewal(signature=signed(clock.now()), ends=clock.now() + YEAR)
    await later.run(scene.at_sender(), consent_renewals.renew, renewed.id, renewal)
    await later.run(scene.at_sender(), consents.revoke, revoked.id, "phone", None, expected=None)
    clock.move(timedelta(days=60))
    await rounds(later, transactions, scene)
    assert await asked(scene, later) == []


async def test_taking_a_consent_back_takes_the_reminder_off_the_list(
    scene: Scene, later: Core, clock: HandMovedClock, transactions: PostgresTransactions
) -> None:
    consent = (await given(scene, later)).consent
    clock.move(timedelta(days=350))
    await rounds(later, transactions, scene)
    await later.run(scene.at_sender(), consents.revoke, consent.id, "phone", None, expected=None)
    assert (await asked(scene, later), len(await asked(scene, later, TaskStatus.CANCELLED))) == ([], 1)
    with pytest.raises(Conflict) as refusal:
        await later.run(scene.at_sender(), consent_renewals.renew, consent.id, Renewal(signature=signed(clock.now())))
    assert refusal.value.code == "consent.already-revoked"


async def test_a_renewal_needs_what_its_law_asks_anew_and_who_may_tell_stays(scene: Scene, later: Core) -> None:
    release = {
        "type": ConsentType.VSP_RELEASE,
        "recipients": (scene.pantries[0].id,),
        "recipient_classes": (),
        "statements": TOLD,
    }
    before = (await given(scene, later, **release)).consent
    with pytest.raises(Invalid) as refusal:
        await later.run(scene.at_sender(), consent_renewals.renew, before.id, Renewal())
    assert [fault.pointer for fault in refusal.value.faults] == ["/signature"]
    renewal = Renewal(signature=signed(later.clock.now()))
    elsewhere = scene.pantries[0].id
    call = scene.world.by(Role.COORDINATOR, agency=elsewhere)
    after = await later.run(call, consent_renewals.renew, before.id, renewal)
    assert (after.consent.terms.disclosers, after.consent.agency) == ((scene.sender.id,), elsewhere)


async def test_a_consent_without_an_end_has_nothing_to_renew(scene: Scene, later: Core) -> None:
    consent = (await given(scene, later, ends=None)).consent
    with pytest.raises(Conflict) as refusal:
        await later.run(
            scene.at_sender(), consent_renewals.renew, consent.id, Renewal(signature=signed(later.clock.now()))
        )
    assert refusal.value.code == "consent.endless"


async def test_a_network_may_want_no_renewals(
    scene: Scene, later: Core, clock: HandMovedClock, transactions: PostgresTransactions
) -> None:
    none = Policies(consents=ConsentPolicies(renewal_days=0))
    network = scene.world.network
    await later.run(scene.world.by(Role.NETWORK_ADMIN), networks.agree, network.id, None, network.name, none)
    await given(scene, later)
    clock.move(timedelta(days=360))
    await rounds(later, transactions, scene)
    assert await asked(scene, later) == []


@pytest.mark.parametrize(("lasts", "expected"), [(365, 335), (30, 22.5), (4, 3)])
def test_renewal_is_asked_for_late_in_the_time_of_a_consent(lasts: int, expected: float) -> None:
    terms = some_terms(starts=NOW, ends=NOW + timedelta(days=lasts))
    assert renewal_of(terms, NOW, ConsentPolicies()) == NOW + timedelta(days=expected)
