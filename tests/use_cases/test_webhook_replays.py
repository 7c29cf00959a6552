"""Replays of a stretch of the log: in steps, in order, under the same ids, only what may be heard now."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.identity import AgencyId
from app.domain.networks.roles import Role
from app.domain.webhooks import replay as replays
from app.domain.webhooks.delivery import DeliveryState
from app.domain.webhooks.endpoint import Webhook, WebhookChanges
from app.domain.webhooks.replay import NewReplay, Replay, Replayable, ReplayStatus
from app.use_cases.events import events
from app.use_cases.rounds import system_call
from app.use_cases.webhooks import webhook_replays, webhooks
from tests.support.builders_events import an_actor
from tests.support.halls import Hall, a_hall
from tests.support.postgres import Database
from tests.support.receiver import Receiver, Reply, a_receiver

HOUR = timedelta(hours=1)
MISSED, DEAD, DELIVERED = Replayable.MISSED, Replayable.DEAD, Replayable.DELIVERED


@pytest.fixture
async def hall(database: Database) -> AsyncIterator[Hall]:
    async with a_hall(database) as hall:
        yield hall


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with a_receiver() as receiver:
        yield receiver


async def begun(hall: Hall, webhook: Webhook, *states: Replayable, **wanted: Any) -> Replay:
    since = wanted.pop("since", hall.clock.now() - 24 * HOUR)
    stretch = {"until": None, "after": None, "types": (), "states": states or (DEAD, MISSED)} | wanted
    new = NewReplay(since=since, **stretch)
    return await hall.core.run(hall.call(), webhook_replays.start, webhook.id, new)


async def shown(hall: Hall, replay: Replay) -> Replay:
    return await hall.core.run(hall.call(), webhook_replays.read, replay.webhook, replay.id)


async def switched(hall: Hall, webhook: Webhook, *, on: bool) -> None:
    await hall.core.run(hall.call(), webhooks.enable if on else webhooks.disable, webhook.id, None)


def told(receiver: Receiver) -> list[str]:
    return [request.headers["webhook-id"] for request in receiver.received]


async def test_what_happened_while_a_webhook_was_disabled_is_told_in_the_order_of_the_log(
    hall: Hall, receiver: Receiver
) -> None:
    webhook = await hall.register(receiver.url)
    stream = uuid4()
    await hall.happen("handoff.sent", stream=stream)
    await hall.work()
    await switched(hall, webhook, on=False)
    missed = await hall.happen("handoff.viewed", "handoff.accepted", stream=stream)
    await hall.happen("handoff.declined", audience=[AgencyId(uuid4())])
    await hall.happen("referral.completed")
    await switched(hall, webhook, on=True)
    replay = await begun(hall, webhook)
    assert (replay.status, replay.percent) == (ReplayStatus.RUNNING, 0)
    await hall.replay()
    await hall.work()
    assert told(receiver)[1:] == [str(event) for event in missed]
    done = await shown(hall, replay)
    assert (done.status, done.percent, done.lined_up, done.looked_at) == (ReplayStatus.DONE, 100, 2, 6), (
        "with the two of the webhook itself"
    )
    await begun(hall, webhook)
    await hall.replay()
    await hall.work()
    assert len(receiver.received) == 3, "what was told is missed no more"


async def test_dead_letters_are_told_again_with_a_fresh_schedule_and_what_was_delivered_only_when_asked(
    hall: Hall, receiver: Receiver
) -> None:
    webhook = await hall.register(receiver.url)
    [delivered] = await hall.happen("handoff.sent")
    await hall.work()
    [dead] = await hall.happen("handoff.viewed")
    await switched(hall, webhook, on=False)
    await switched(hall, webhook, on=True)
    receiver.received.clear()
    for states, heard in (((DEAD,), [dead]), ((DELIVERED,), [delivered, dead]), ((MISSED,), [])):
        await begun(hall, webhook, *states)
        await hall.replay()
        assert {entry.tries for entry in await hall.entries(webhook, DeliveryState.WAITING)} <= {0}
        await hall.work()
        assert sorted(told(receiver)) == sorted(map(str, heard))
        receiver.received.clear()
    assert len(await hall.entries(webhook, DeliveryState.DELIVERED)) == 2, "one delivery for each event, as before"


async def test_only_the_types_and_the_time_that_were_asked_for_are_told(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url, "*")
    await switched(hall, webhook, on=False)
    await hall.happen("handoff.sent")
    hall.clock.move(HOUR)
    begin = hall.clock.now()
    [wanted] = await hall.happen("handoff.sent")
    await hall.happen("need.created")
    hall.clock.move(HOUR)
    end = hall.clock.now()
    await hall.happen("handoff.sent")
    await switched(hall, webhook, on=True)
    await begun(hall, webhook, since=begin, until=end, types=("handoff.*",))
    await hall.replay()
    await hall.work()
    assert told(receiver) == [str(wanted)]


async def test_a_stretch_may_begin_after_an_event_instead_of_at_a_time(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    await switched(hall, webhook, on=False)
    await hall.happen("handoff.sent")
    place = await hall.core.run(hall.call(), events.find_end)
    second, third = await hall.happen("handoff.viewed", "handoff.accepted")
    await switched(hall, webhook, on=True)
    await begun(hall, webhook, since=None, after=place)
    await hall.replay()
    await hall.work()
    assert sorted(told(receiver)) == sorted([str(second), str(third)])


async def test_a_large_stretch_is_lined_up_step_by_step_and_waits_while_the_webhook_has_enough_to_hear(
    hall: Hall, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.adapters.postgres.repositories.webhook_replays.DELIVERIES_IN_A_STEP", 4)
    monkeypatch.setattr("app.adapters.postgres.repositories.webhook_replays.EVENTS_IN_A_STEP", 7)
    monkeypatch.setattr(webhook_replays, "MOST_LINES", 6)
    webhook = await hall.register(receiver.url)
    await switched(hall, webhook, on=False)
    happened = [event for _ in range(11) for event in await hall.happen("handoff.sent", "need.created")]
    await switched(hall, webhook, on=True)
    replay = await begun(hall, webhook)
    await hall.replay()
    waiting = await shown(hall, replay)
    assert (waiting.status, waiting.lined_up) == (ReplayStatus.RUNNING, 6)
    assert 0 < waiting.percent < 100
    await hall.work()
    await hall.replay()
    assert (await shown(hall, replay)).lined_up == 6, "it comes back after a while"
    hall.clock.move(replays.WAIT_FOR_LINES)
    await hall.replay()
    await hall.work()
    done = await shown(hall, replay)
    assert (done.status, done.lined_up, done.looked_at) == (ReplayStatus.DONE, 11, 24)
    assert sorted(told(receiver)) == sorted(str(event) for event in happened[::2])


async def test_many_workers_take_the_steps_of_a_replay_once_each(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    await switched(hall, webhook, on=False)
    happened = [event for _ in range(10) for event in await hall.happen("handoff.sent")]
    await switched(hall, webhook, on=True)
    replay = await begun(hall, webhook)
    await asyncio.gather(*(hall.replay() for _ in range(4)))
    await hall.work()
    assert (await shown(hall, replay)).lined_up == 10
    assert sorted(told(receiver)) == sorted(map(str, happened))


async def test_a_replay_does_not_cut_short_the_wait_of_what_is_being_retried(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    stream = uuid4()
    [first] = await hall.happen("handoff.sent", stream=stream)
    await hall.work()
    receiver.answer(500)
    await hall.happen("handoff.viewed", stream=stream)
    await hall.work()
    [waiting] = await hall.entries(webhook, DeliveryState.WAITING)
    await switched_meanwhile(hall, webhook, stream)
    receiver.received.clear()
    await begun(hall, webhook, MISSED)
    await hall.replay()
    await hall.work()
    assert told(receiver) == [], "its turn comes after that of what waits"
    await begun(hall, webhook, DELIVERED)
    receiver.answer(204)
    await hall.replay()
    await hall.work()
    assert told(receiver)[0] == str(first), "what comes before it is told at once, and lets it go on"
    assert waiting.next_attempt_at == hall.clock.now() + timedelta(seconds=5)
    hall.clock.move(timedelta(seconds=5))
    await hall.work()
    assert [request.json["type"] for request in receiver.received] == [
        "handoff.sent",
        "handoff.viewed",
        "handoff.accepted",
    ]


async def switched_meanwhile(hall: Hall, webhook: Webhook, stream: UUID) -> None:
    """Let the webhook miss an event of the stream though another one of it waits."""
    changes = WebhookChanges(types=("need.*",))
    await hall.core.run(hall.call(), webhooks.change, webhook.id, changes, None)
    await hall.happen("handoff.accepted", stream=stream)
    await hall.core.run(hall.call(), webhooks.change, webhook.id, WebhookChanges(types=("handoff.*",)), None)


async def test_a_receiver_that_fails_again_is_retried_like_any_other(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    await switched(hall, webhook, on=False)
    [event] = await hall.happen("handoff.sent")
    await switched(hall, webhook, on=True)
    failures = iter([Reply(503), Reply(204)])
    receiver.behaviour = lambda _: next(failures)
    await begun(hall, webhook)
    await hall.replay()
    await hall.work()
    hall.clock.move(timedelta(seconds=5))
    await hall.work()
    assert told(receiver) == [str(event)] * 2
    [entry] = await hall.entries(webhook)
    assert [attempt.status for attempt in entry.attempts] == [503, 204]


async def test_a_replay_ends_when_its_webhook_is_disabled_or_somebody_cancels_it(hall: Hall) -> None:
    webhook = await hall.register("http://127.0.0.1:9/")
    await hall.happen("handoff.sent")
    replay = await begun(hall, webhook)
    await switched(hall, webhook, on=False)
    await hall.replay()
    stopped = await shown(hall, replay)
    assert (stopped.status, stopped.ended_at) == (ReplayStatus.STOPPED, hall.clock.now())
    with pytest.raises(Conflict):
        await begun(hall, webhook)
    await switched(hall, webhook, on=True)
    again = await begun(hall, webhook)
    cancelled = await hall.core.run(hall.call(), webhook_replays.cancel, webhook.id, again.id)
    assert cancelled.status is ReplayStatus.CANCELLED
    with pytest.raises(Conflict):
        await hall.core.run(hall.call(), webhook_replays.cancel, webhook.id, again.id)
    await hall.replay()
    assert (await shown(hall, again)).lined_up == 0


async def test_one_replay_of_a_webhook_runs_at_a_time_and_the_refusal_names_it(hall: Hall) -> None:
    webhook = await hall.register("http://127.0.0.1:9/")
    replay = await begun(hall, webhook)
    with pytest.raises(Conflict) as refusal:
        await begun(hall, webhook)
    assert (refusal.value.code, refusal.value.facts) == ("webhook-replay.running", {"replay_id": replay.id})


async def test_anothers_replay_does_not_exist_and_a_deleted_webhook_takes_its_own_along(hall: Hall) -> None:
    webhook = await hall.register("http://127.0.0.1:9/")
    replay = await begun(hall, webhook)
    stranger = an_actor(hall.admin.network, role=Role.AGENCY_ADMIN)
    for use_case in (webhook_replays.read, webhook_replays.cancel):
        with pytest.raises(NotFound):
            await hall.core.run(hall.call(stranger), use_case, webhook.id, replay.id)
    await hall.core.run(hall.call(), webhooks.remove, webhook.id, None)
    await hall.replay()
    with pytest.raises(NotFound):
        await shown(hall, replay)
    assert not await hall.worker_core.run(system_call(hall.admin.network, "replays"), webhook_replays.go_on)


@pytest.mark.parametrize(
    ("wanted", "pointer"),
    [
        ({"since": None}, "/since"),
        ({"since": "later"}, "/since"),
        ({"until": "earlier"}, "/until"),
        ({"types": ("handoff.acepted",)}, "/types/0"),
        ({"types": ("*", "*")}, "/types"),
        ({"states": ()}, "/states"),
        ({"states": (DEAD, DEAD)}, "/states"),
    ],
)
async def test_a_stretch_that_cannot_be_is_refused_at_its_place(
    hall: Hall, wanted: dict[str, Any], pointer: str
) -> None:
    webhook = await hall.register("http://127.0.0.1:9/")
    moments = {"later": hall.clock.now() + HOUR, "earlier": hall.clock.now() - 25 * HOUR}
    given = {name: moments.get(value, value) if isinstance(value, str) else value for name, value in wanted.items()}
    with pytest.raises(Invalid) as refusal:
        await begun(hall, webhook, **given)
    assert [fault.pointer for fault in refusal.value.faults] == [pointer]


async def test_the_networks_own_webhook_is_told_the_events_of_every_agency(hall: Hall, receiver: Receiver) -> None:
    wide = await hall.register_wide(receiver.url)
    happened = await hall.happen("handoff.sent", audience=[AgencyId(uuid4())])
    await hall.work()
    receiver.received.clear()
    await begun(hall, wide, DELIVERED)
    await hall.replay()
    await hall.work()
    assert told(receiver) == [str(event) for event in happened]
