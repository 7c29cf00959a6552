"""What happens when nobody answers: reminders, expiry, the next in line, and the supervisor at last."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.codes import Category
from app.domain.directory.service import ServiceProfile
from app.domain.errors import Conflict
from app.domain.networks.calendar import Span, SpanUnit
from app.domain.networks.clocks import OwnClocks
from app.domain.networks.network import Policies
from app.domain.networks.roles import Role
from app.domain.referrals.content import Destination
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState as H
from app.domain.referrals.states import ReferralState as R
from app.domain.work.task import TaskKind, TaskStatus
from app.ports.referrals import Order
from app.ports.tasks import TaskFilter
from app.use_cases.care import tasks
from app.use_cases.networks import networks
from app.use_cases.referrals import handoffs, referrals
from app.use_cases.referrals.handoff_clocks import expire_overdue
from tests.support.builders_referrals import FULL, MET
from tests.support.clocks import HandMovedClock
from tests.support.scenes_referrals import Scene

MONDAY = datetime(2027, 3, 1, 10, tzinfo=UTC)


@pytest.fixture
def clock(scene: Scene) -> HandMovedClock:
    """The clock of the scene: the calendars of its agencies are open on working days from nine to five, UTC."""
    clock = HandMovedClock(MONDAY)
    scene.world.core = replace(scene.world.core, clock=clock)
    return clock


async def strike(scene: Scene) -> int:
    return await scene.core.run(scene.world.by(Role.SYSTEM), expire_overdue)


async def kinds(scene: Scene, place: int | None) -> list[TaskKind]:
    call = scene.at_sender() if place is None else scene.at(place)
    which = TaskFilter(status=TaskStatus.OPEN)
    page = await scene.core.run(call, tasks.browse, which, Order.NEWEST, after=None, limit=9)
    return [task.kind for task in page.items]


async def test_the_provider_is_reminded_and_then_the_handoff_expires(scene: Scene, clock: HandMovedClock) -> None:
    view = await scene.sent()
    assert (view.handoffs[0].respond_by, view.handoffs[0].expires_at) == (
        MONDAY + timedelta(days=2),
        MONDAY + timedelta(days=4),
    )
    assert await strike(scene) == 0
    clock.move(timedelta(days=1))
    assert (await strike(scene), await strike(scene)) == (1, 0)
    clock.move(timedelta(days=1))
    assert (await strike(scene), await kinds(scene, 0)) == (1, [TaskKind.HANDOFF_REMINDER])
    clock.move(timedelta(days=2))
    assert await strike(scene) == 1
    after = await scene.read(view.id)
    assert (after.state, after.handoffs[0].state) == (R.NEEDS_ACTION, H.EXPIRED)
    assert await kinds(scene, None) == [TaskKind.REFERRAL_NEEDS_ACTION]
    history = await scene.core.run(scene.at_sender(), referrals.history, view.id, after=None, limit=50)
    assert "no response by 2027-03-05T10:00:00Z" in [line.reason for line in history.items]


async def test_an_expired_handoff_sends_the_next_in_line(scene: Scene, clock: HandMovedClock) -> None:
    view = await scene.sent(Routing.SEQUENTIAL, 2)
    clock.move(timedelta(days=4))
    await strike(scene)
    after = await scene.read(view.id)
    assert [each.state for each in after.handoffs] == [H.EXPIRED, H.SENT]
    assert after.handoffs[1].sent_at == clock.at


async def test_no_clock_strikes_on_hold(scene: Scene, clock: HandMovedClock) -> None:
    view = await scene.sent()
    await scene.core.run(scene.at_sender(), referrals.hold, view.id, expected=None)
    clock.move(timedelta(days=7))
    assert await strike(scene) == 0
    resumed = await scene.core.run(scene.at_sender(), referrals.resume, view.id, expected=None)
    assert resumed.handoffs[0].expires_at == MONDAY + timedelta(days=7 + 4)


async def test_whoever_does_nothing_is_nudged_and_then_the_sender_hears(scene: Scene, clock: HandMovedClock) -> None:
    view = await scene.sent()
    handoff = await scene.accepted(view)
    await scene.core.run(scene.at(0), handoffs.start, handoff.id, expected=None)
    clock.move(timedelta(days=7))
    assert (await strike(scene), await kinds(scene, 0)) == (1, [TaskKind.HANDOFF_STALLED])
    assert TaskKind.HANDOFF_STALLED not in await kinds(scene, None)
    clock.move(timedelta(days=7))
    assert (await strike(scene), await kinds(scene, None)) == (1, [TaskKind.HANDOFF_STALLED])
    assert await strike(scene) == 0
    await scene.core.run(scene.at(0), handoffs.pause, handoff.id, expected=None)
    assert (await kinds(scene, 0), await kinds(scene, None)) == ([], [])


async def test_an_answer_takes_the_reminder_off_the_list(scene: Scene, clock: HandMovedClock) -> None:
    view = await scene.sent()
    clock.move(timedelta(days=2))
    await strike(scene)
    assert await kinds(scene, 0) == [TaskKind.HANDOFF_REMINDER]
    await scene.accepted(await scene.read(view.id))
    assert await kinds(scene, 0) == []


async def test_a_cancellation_that_nobody_confirms_confirms_itself(scene: Scene, clock: HandMovedClock) -> None:
    view = await scene.sent()
    await scene.accepted(view)
    await scene.core.run(scene.at_sender(), referrals.cancel, view.id, FULL, expected=None)
    clock.move(timedelta(days=7))
    await strike(scene)
    assert (await scene.read(view.id)).state == R.CANCELLED


async def test_a_consent_that_has_run_out_tells_nobody_who_the_client_is(scene: Scene, clock: HandMovedClock) -> None:
    await scene.revoke()
    await scene.agree(starts=MONDAY - timedelta(days=1), ends=MONDAY + timedelta(days=1))
    view = await scene.sent(Routing.FIRST_ACCEPT, 2)
    clock.move(timedelta(days=1))
    with pytest.raises(Conflict) as refusal:
        await scene.accepted(view)
    assert refusal.value.code == "handoff.consent-missing"


async def test_a_referral_that_its_sender_does_not_close_closes_itself_where_that_is_agreed(
    scene: Scene, clock: HandMovedClock
) -> None:
    weeks = Policies(auto_close_after=Span(amount=14, unit=SpanUnit.DAYS))
    call = scene.world.by(Role.NETWORK_ADMIN)
    await scene.core.run(call, networks.agree, scene.world.network.id, None, "Agreed", weeks)
    view = await scene.sent()
    handoff = await scene.accepted(view)
    await scene.core.run(scene.at(0), handoffs.complete, handoff.id, MET, expected=None)
    clock.move(timedelta(days=14))
    await strike(scene)
    after = await scene.read(view.id)
    assert (after.state, after.outcome, await kinds(scene, None)) == (R.COMPLETED, MET, [])


async def test_a_service_answers_in_its_own_time(scene: Scene, clock: HandMovedClock) -> None:
    slow = ServiceProfile(
        name="Pantry by mail",
        categories=(Category.FOOD,),
        clocks=OwnClocks(routine=Span(amount=4), grace=Span(amount=0), stalled_after=Span(amount=0)),
    )
    service = await scene.world.a_service(scene.pantries[0], slow)
    view = await scene.sent(destinations=(Destination(service=service.id),))
    assert view.handoffs[0].expires_at == MONDAY + timedelta(days=4)
    accepted = await scene.accepted(view)
    await scene.core.run(scene.at(0), handoffs.start, accepted.id, expected=None)
    clock.move(timedelta(days=99))
    assert await strike(scene) == 0
