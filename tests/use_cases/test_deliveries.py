"""Webhooks from the committed event to the receiver's socket: retries, order, leases, rotation, dead letters."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.domain.errors import Conflict
from app.domain.identity import AgencyId
from app.domain.webhooks.delivery import SCHEDULE, DeliveryState
from app.domain.webhooks.endpoint import DisabledBecause
from app.domain.webhooks.keys import SignatureScheme
from app.use_cases.webhooks import webhooks
from app.use_cases.webhooks.deliveries import LEASE
from tests.support.halls import KEYS, Hall, a_hall
from tests.support.postgres import Database
from tests.support.receiver import BREAK, HANG, Received, Receiver, Reply, a_receiver, verifies


@pytest.fixture
async def hall(database: Database) -> AsyncIterator[Hall]:
    async with a_hall(database) as hall:
        yield hall


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with a_receiver() as receiver:
        yield receiver


async def test_an_event_reaches_the_endpoints_that_may_and_want_to_hear_it(hall: Hall, receiver: Receiver) -> None:
    await hall.register(f"{receiver.url}/handoffs", "handoff.*")
    await hall.register(f"{receiver.url}/all", "handoff.*", "referral.*")
    await hall.register(f"{receiver.url}/referrals", "referral.completed")
    [event] = await hall.happen("handoff.accepted")
    await hall.happen("handoff.declined", audience=[AgencyId(uuid4())])
    await hall.work()
    heard = [
        (request.path, request.json["type"]) for request in receiver.received if "webhook" not in request.json["type"]
    ]
    assert sorted(heard) == [("/all", "handoff.accepted"), ("/handoffs", "handoff.accepted")]
    assert {request.headers["webhook-id"] for request in receiver.received if request.path == "/handoffs"} == {
        str(event)
    }


async def test_a_failing_receiver_is_tried_on_schedule_for_three_days_and_then_the_delivery_is_dead(
    hall: Hall, receiver: Receiver
) -> None:
    webhook = await hall.register(receiver.url)
    begun = hall.clock.now()
    receiver.answer(500)
    [event] = await hall.happen("handoff.sent")
    for wait in SCHEDULE:
        hall.clock.move(wait - timedelta(microseconds=1) if wait else wait)
        if wait:
            await hall.work()
            hall.clock.move(timedelta(microseconds=1))
        await hall.work()
    [entry] = await hall.entries(webhook)
    assert [attempt.at - begun for attempt in entry.attempts] == [
        sum(SCHEDULE[: number + 1], timedelta()) for number in range(10)
    ]
    assert (entry.state, entry.tries, entry.next_attempt_at) == (DeliveryState.DEAD, 10, None)
    assert [attempt.status for attempt in entry.attempts] == [500] * 10
    assert {request.headers["webhook-id"] for request in receiver.received} == {str(event)}
    assert len({request.headers["webhook-timestamp"] for request in receiver.received}) == 10


async def test_a_dead_letter_is_replayed_under_its_id_with_a_fresh_schedule(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    receiver.answer(500)
    [event] = await hall.happen("handoff.sent")
    for _ in SCHEDULE:
        await hall.work()
        hall.clock.move(timedelta(hours=25))
    [dead] = await hall.entries(webhook, DeliveryState.DEAD)
    receiver.answer(200)
    replayed = await hall.core.run(hall.call(), webhooks.replay, webhook.id, dead.id)
    assert (replayed.state, replayed.tries) == (DeliveryState.WAITING, 0)
    await hall.work()
    assert [entry.event_id for entry in await hall.entries(webhook, DeliveryState.DELIVERED)] == [event]
    assert receiver.received[-1].headers["webhook-id"] == str(event)


async def test_a_receiver_that_hangs_breaks_and_redirects_hears_in_the_end(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    replies = iter([Reply(HANG), Reply(BREAK), Reply(302, {"location": "/elsewhere"}), Reply(204)])
    receiver.behaviour = lambda _request: next(replies)
    await hall.happen("handoff.sent")
    for _ in range(4):
        await hall.work()
        hall.clock.move(timedelta(hours=3))
    [entry] = await hall.entries(webhook)
    assert entry.state is DeliveryState.DELIVERED
    assert [(attempt.status, attempt.error) for attempt in entry.attempts] == [
        (None, "timeout"),
        (None, "protocol"),
        (302, None),
        (204, None),
    ]
    assert {request.path for request in receiver.received} == {"/"}


async def test_a_receiver_in_every_trouble_is_tried_on_schedule_and_hears_when_it_comes_back(hall: Hall) -> None:
    async with a_receiver() as receiver:
        webhook = await hall.register(f"{receiver.url}/troubled")
        troubles = iter([Reply(500), Reply(HANG), Reply(307, {"location": "/"}), Reply(429, {"retry-after": "10800"})])
        receiver.behaviour = lambda _request: next(troubles)
        begun = hall.clock.now()
        [event] = await hall.happen("handoff.sent")
        await hall.work()
        for wait in (*SCHEDULE[1:4], timedelta(hours=3)):
            hall.clock.move(wait - timedelta(microseconds=1))
            await hall.work()
            hall.clock.move(timedelta(microseconds=1))
            if wait != timedelta(hours=3):
                await hall.work()
    await hall.work()
    async with a_receiver(receiver):
        receiver.behaviour = lambda _request: Reply()
        hall.clock.move(SCHEDULE[5])
        await hall.work()
    [entry] = await hall.entries(webhook)
    assert [(attempt.status, attempt.error) for attempt in entry.attempts] == [
        (500, None),
        (None, "timeout"),
        (307, None),
        (429, None),
        (None, "connect"),
        (204, None),
    ]
    waits = [timedelta(), *SCHEDULE[1:4], timedelta(hours=3), SCHEDULE[5]]
    assert [attempt.at - begun for attempt in entry.attempts] == [
        sum(waits[: number + 1], timedelta()) for number in range(6)
    ]
    assert {request.headers["webhook-id"] for request in receiver.received} == {str(event)}
    assert entry.state is DeliveryState.DELIVERED


async def test_retry_after_is_waited_for(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    receiver.answer(503, retry_after="3600")
    await hall.happen("handoff.sent")
    await hall.work()
    [entry] = await hall.entries(webhook)
    assert entry.next_attempt_at == hall.clock.now() + timedelta(hours=1)
    receiver.answer(200)
    hall.clock.move(timedelta(minutes=59))
    await hall.work()
    assert len(receiver.received) == 1
    hall.clock.move(timedelta(minutes=1))
    await hall.work()
    assert len(receiver.received) == 2


async def test_410_disables_the_webhook_says_why_and_buries_what_is_in_line(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    stream = uuid4()
    await hall.happen("handoff.sent", "handoff.viewed", stream=stream)
    receiver.answer(410)
    await hall.work()
    after = await hall.core.run(hall.call(), webhooks.read, webhook.id)
    assert (after.enabled, after.disabled_because, after.version) == (False, DisabledBecause.GONE, 2)
    assert [entry.state for entry in await hall.entries(webhook)] == [DeliveryState.DEAD, DeliveryState.DEAD]
    await hall.happen("handoff.accepted")
    await hall.work()
    assert len(receiver.received) == 1
    with pytest.raises(Conflict):
        await hall.core.run(hall.call(), webhooks.test, webhook.id)


async def test_the_events_of_one_referral_arrive_in_order_while_others_overtake_it(
    hall: Hall, receiver: Receiver
) -> None:
    webhook = await hall.register(receiver.url)
    stuck, free = uuid4(), uuid4()
    failing = True

    def behaviour(request: Received) -> Reply:
        return Reply(500 if failing and request.json["data"]["related"]["referral"] == str(stuck) else 200)

    receiver.behaviour = behaviour
    await hall.happen("handoff.sent", "handoff.viewed", "handoff.accepted", stream=stuck)
    await hall.happen("handoff.sent", "handoff.declined", stream=free)
    await hall.work()
    assert [entry.type for entry in await hall.entries(webhook, DeliveryState.DELIVERED)] != []
    assert [request.json["type"] for request in of(receiver, stuck)] == ["handoff.sent"]
    assert [request.json["type"] for request in of(receiver, free)] == ["handoff.sent", "handoff.declined"]
    failing = False
    hall.clock.move(timedelta(seconds=5))
    await hall.work()
    assert [request.json["type"] for request in of(receiver, stuck)][1:] == [
        "handoff.sent",
        "handoff.viewed",
        "handoff.accepted",
    ]


def of(receiver: Receiver, stream: UUID) -> list[Received]:
    return [request for request in receiver.received if request.json["data"]["related"]["referral"] == str(stream)]


async def test_a_dead_head_lets_its_line_go_on(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    await hall.happen("handoff.sent", "handoff.viewed", stream=uuid4())
    receiver.answer(500)
    for _ in SCHEDULE:
        await hall.work()
        hall.clock.move(timedelta(hours=25))
    receiver.answer(200)
    await hall.work()
    assert {entry.type: entry.state for entry in await hall.entries(webhook)} == {
        "handoff.sent": DeliveryState.DEAD,
        "handoff.viewed": DeliveryState.DELIVERED,
    }


async def test_an_endpoint_that_fails_on_end_rests_and_costs_the_others_nothing(hall: Hall, receiver: Receiver) -> None:
    await hall.register(f"{receiver.url}/dead")
    alive = await hall.register(f"{receiver.url}/alive")
    receiver.behaviour = lambda request: Reply(500 if request.path == "/dead" else 200)
    for _ in range(40):
        await hall.happen("handoff.sent")
    await hall.work()
    calls = [request.path for request in receiver.received]
    assert len(await hall.entries(alive, DeliveryState.DELIVERED)) == 40
    assert calls.count("/dead") <= 12
    hall.clock.move(timedelta(seconds=5))
    await hall.work()
    assert [request.path for request in receiver.received][len(calls) :] == ["/dead"]


async def test_an_acknowledgement_without_the_lease_changes_nothing_and_the_delivery_comes_again(
    hall: Hall, receiver: Receiver
) -> None:
    webhook = await hall.register(receiver.url)
    await hall.happen("handoff.sent")
    now = hall.clock.now()
    [lost] = await hall.queue.claim(hall.admin.network, now=now, until=now + LEASE, limit=10)
    assert not await hall.queue.claim(hall.admin.network, now=now, until=now + LEASE, limit=10)
    hall.clock.move(LEASE)
    [found] = await hall.queue.claim(hall.admin.network, now=hall.clock.now(), until=hall.clock.now() + LEASE, limit=10)
    assert found.delivery == lost.delivery
    await hall.deliveries()._deliver(lost)
    [entry] = await hall.entries(webhook)
    assert (entry.state, entry.attempts) == (DeliveryState.WAITING, ())
    await hall.deliveries()._deliver(found)
    [entry] = await hall.entries(webhook)
    assert (entry.state, len(entry.attempts)) == (DeliveryState.DELIVERED, 1)


async def test_an_event_that_joins_a_line_while_its_last_delivery_is_acknowledged_is_not_left_behind(
    hall: Hall, receiver: Receiver
) -> None:
    await hall.register(receiver.url)
    stream = uuid4()
    for round_ in range(25):
        await hall.happen("handoff.sent", stream=stream)
        now = hall.clock.now()
        [parcel] = await hall.queue.claim(hall.admin.network, now=now, until=now + LEASE, limit=10)
        await asyncio.gather(hall.deliveries()._deliver(parcel), hall.happen("handoff.viewed", stream=stream))
        await hall.work()
        assert len(receiver.received) == 2 * (round_ + 1)


async def test_old_and_new_secret_sign_for_a_day_after_a_rotation(hall: Hall, receiver: Receiver) -> None:
    old = KEYS.new()
    webhook = await hall.register(receiver.url, key=old)
    new = await hall.core.run(hall.call(), webhooks.rotate_secret, webhook.id, KEYS, None, 1)

    async def verified() -> tuple[bool, bool]:
        await hall.happen("handoff.sent")
        await hall.work()
        request, now = receiver.received[-1], int(hall.clock.now().timestamp())
        old_, new_ = (verifies(request.headers, request.body, each, now=now) for each in (old.secret, new.secret))
        return old_, new_

    assert await verified() == (True, True)
    hall.clock.move(timedelta(hours=24))
    assert await verified() == (False, True)


async def test_a_receiver_without_any_secret_believes_the_public_key_that_it_can_read_at_any_time(
    hall: Hall, receiver: Receiver
) -> None:
    secret = KEYS.new()
    webhook = await hall.register(receiver.url, key=secret)
    scheme = SignatureScheme.ED25519
    done = await hall.core.run(hall.call(), webhooks.rotate_secret, webhook.id, KEYS, scheme, 1)
    assert done.secret is None
    await hall.happen("handoff.sent")
    await hall.work()
    hall.clock.move(timedelta(hours=24))
    await hall.happen("handoff.viewed")
    await hall.work()
    [public] = (await hall.core.run(hall.call(), webhooks.read, webhook.id)).live_secrets(hall.clock.now())
    during, after = receiver.received
    for request, by_secret in ((during, True), (after, False)):
        now = int(request.headers["webhook-timestamp"])
        assert verifies(request.headers, request.body, public.key.public, now=now)
        assert verifies(request.headers, request.body, secret.secret, now=now) is by_secret
    again = await hall.core.run(hall.call(), webhooks.rotate_secret, webhook.id, KEYS, None, 2)
    assert [each.key.scheme for each in again.webhook.live_secrets(hall.clock.now())] == [scheme, scheme]


async def test_a_test_message_is_delivered_and_stands_in_no_log(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    entry = await hall.core.run(hall.call(), webhooks.test, webhook.id)
    await hall.work()
    told = receiver.received[0].json
    assert (told["type"], told["data"]["subject_id"]) == ("webhook.test", str(webhook.id))
    shown = await hall.core.run(hall.call(), webhooks.read_delivery, webhook.id, entry.id)
    assert shown.state is DeliveryState.DELIVERED


async def test_a_deleted_webhook_is_silent(hall: Hall, receiver: Receiver) -> None:
    webhook = await hall.register(receiver.url)
    await hall.happen("handoff.sent")
    await hall.core.run(hall.call(), webhooks.remove, webhook.id, 1)
    await hall.happen("handoff.viewed")
    await hall.work()
    assert receiver.received == []


async def test_many_workers_share_the_work_and_send_nothing_twice(hall: Hall, receiver: Receiver) -> None:
    await hall.register(receiver.url)
    sent = [event for _ in range(30) for event in await hall.happen("handoff.sent", "handoff.viewed", stream=uuid4())]
    await asyncio.gather(*(hall.work() for _ in range(4)))
    await hall.work()
    assert sorted(request.headers["webhook-id"] for request in receiver.received) == sorted(map(str, sent))


async def test_many_slow_receivers_leave_room_for_a_quick_one(hall: Hall, receiver: Receiver) -> None:
    receiver.behaviour = lambda request: Reply(HANG if request.path.startswith("/slow") else 204)
    for number in range(20):
        await hall.register(f"{receiver.url}/slow/{number}")
    quick = await hall.register(f"{receiver.url}/quick")
    for _ in range(8):
        await hall.happen("handoff.sent")
    deliveries = hall.deliveries()
    async with asyncio.timeout(10):
        while len(await hall.entries(quick, DeliveryState.DELIVERED)) < 8:
            await deliveries._begin(hall.admin.network, deliveries._calls.room)
            await asyncio.sleep(0.02)
    calls = [request.path for request in receiver.received]
    assert calls.count("/quick") == 8
    assert len(calls) < 20 * 8
    await deliveries.close()
