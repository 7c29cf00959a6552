"""Referrals and handoffs through the core, on the database: modes, consents, room, access, tasks, families."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from app.domain.clients.access import Tier
from app.domain.codes import Category
from app.domain.consents.scope import Direction
from app.domain.directory.eligibility import Eligibility
from app.domain.directory.service import ServiceProfile
from app.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Stale
from app.domain.identity import AgencyId, ClientId, HandoffId, ReferralId
from app.domain.lifecycle import NotYours, TransitionNotAllowed
from app.domain.networks.agency import Membership
from app.domain.networks.network import Policies
from app.domain.networks.roles import Role
from app.domain.referrals.answers import Waitlist
from app.domain.referrals.blockers import BlockerCode
from app.domain.referrals.content import Content, Destination, ReferralChanges
from app.domain.referrals.reasons import Withdrawal
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import HandoffState as H
from app.domain.referrals.states import ReferralState as R
from app.domain.work.task import TaskAction, TaskContent, TaskKind, TaskStatus
from app.ports.referrals import HandoffFilter, Order, ReferralFilter
from app.ports.tasks import TaskFilter
from app.use_cases.care import tasks
from app.use_cases.clients import clients
from app.use_cases.consents import consents
from app.use_cases.networks import networks
from app.use_cases.referrals import handoffs, referrals
from tests.support.builders_referrals import FULL, MET
from tests.support.scenes_referrals import Scene, agreed, who


async def open_tasks(scene: Scene, *, at: int | None = None) -> list[TaskKind]:
    call = scene.at_sender() if at is None else scene.at(at)
    page = await scene.core.run(
        call, tasks.browse, TaskFilter(status=TaskStatus.OPEN), Order.NEWEST, after=None, limit=9
    )
    return [task.kind for task in page.items]


async def sees_client(scene: Scene, place: int) -> bool:
    try:
        await scene.core.run(scene.at(place), clients.read, scene.client)
    except NotFound:
        return False
    return True


async def blocked(scene: Scene, **fields: object) -> set[str]:
    with pytest.raises(Conflict) as refusal:
        await scene.sent(**fields)  # type: ignore[arg-type]
    assert refusal.value.code == "referral.blocked"
    return {str(each["code"]) for each in refusal.value.facts["blockers"]}  # type: ignore[attr-defined]


async def test_a_referral_is_sent_accepted_worked_and_closed(scene: Scene) -> None:
    view = await scene.sent()
    assert (view.state, view.handoffs[0].state, view.version) == (R.OPEN, H.SENT, 2)
    handoff = await scene.accepted(view)
    assert handoff.state == H.ACCEPTED
    assert (await scene.read(view.id)).state == R.PLACED
    handoff = await scene.core.run(scene.at(0), handoffs.start, handoff.id, expected=handoff.version)
    handoff = await scene.core.run(scene.at(0), handoffs.complete, handoff.id, MET, expected=handoff.version)
    again = await scene.read(view.id)
    assert (again.state, again.handoffs[0].outcome) == (R.IN_SERVICE, MET)
    assert await open_tasks(scene) == [TaskKind.REFERRAL_CLOSE]
    closed = await scene.core.run(scene.at_sender(), referrals.complete, view.id, MET, expected=again.version)
    assert closed.state == R.COMPLETED
    assert await open_tasks(scene) == []


async def test_what_is_read_again_is_what_was_answered(scene: Scene) -> None:
    view = await scene.sent(Routing.FIRST_ACCEPT, 3)
    assert await scene.read(view.id) == view
    accepted = await scene.accepted(view, 1)
    assert await scene.read_at(1, accepted.id) == accepted


async def test_a_decline_gives_the_case_manager_a_task_and_the_reroute_takes_it_away(scene: Scene) -> None:
    view = await scene.sent()
    await scene.core.run(scene.at(0), handoffs.decline, view.handoffs[0].id, FULL, expected=None)
    assert ((await scene.read(view.id)).state, await open_tasks(scene)) == (
        R.NEEDS_ACTION,
        [TaskKind.REFERRAL_NEEDS_ACTION],
    )
    onward = referrals.Onward(destinations=(Destination(service=scene.offered[1].id),))
    again = await scene.core.run(scene.at_sender(), referrals.reroute, view.id, onward, expected=None)
    assert (again.state, [each.state for each in again.handoffs]) == (R.OPEN, [H.DECLINED, H.SENT])
    assert await open_tasks(scene) == []
    await scene.core.run(scene.at(1), handoffs.accept, again.handoffs[1].id, expected=None)


async def test_a_sequence_sends_one_after_the_other(scene: Scene) -> None:
    view = await scene.sent(Routing.SEQUENTIAL, 3)
    assert [each.state for each in view.handoffs] == [H.SENT, H.QUEUED, H.QUEUED]
    with pytest.raises(NotFound):
        await scene.read_at(1, view.handoffs[1].id)
    await scene.core.run(scene.at(0), handoffs.decline, view.handoffs[0].id, FULL, expected=None)
    assert (await scene.read_at(1, view.handoffs[1].id)).state == H.SENT
    await scene.core.run(scene.at(1), handoffs.accept, view.handoffs[1].id, expected=None)
    assert [each.state for each in (await scene.read(view.id)).handoffs] == [H.DECLINED, H.ACCEPTED, H.QUEUED]


async def test_a_sequence_passes_over_a_service_without_room(scene: Scene) -> None:
    await scene.room(1, total=2, available=0)
    view = await scene.sent(Routing.SEQUENTIAL, 3)
    await scene.core.run(scene.at(0), handoffs.decline, view.handoffs[0].id, FULL, expected=None)
    assert [each.state for each in (await scene.read(view.id)).handoffs] == [H.DECLINED, H.QUEUED, H.SENT]


async def test_of_fifty_that_accept_at_once_one_wins(scene: Scene) -> None:
    await scene.core.run(
        scene.world.by(Role.NETWORK_ADMIN),
        networks.agree,
        scene.world.network.id,
        None,
        "Wide",
        Policies(max_concurrent_handoffs=50),
    )
    agencies = [await scene.world.an_agency(f"Pantry {place}") for place in range(50)]
    wanted = tuple(Destination(agency=agency.id) for agency in agencies)
    view = await scene.sent(Routing.FIRST_ACCEPT, destinations=wanted)
    by_provider = {each.provider_id: each for each in view.handoffs}

    async def attempt(agency: AgencyId) -> str:
        handoff = by_provider[agency]
        call = scene.world.by(Role.INTAKE, agency=agency)
        try:
            accepted = await scene.core.run(call, handoffs.accept, handoff.id, expected=handoff.version)
        except DomainError as refusal:
            return refusal.code
        return accepted.state

    answers = await asyncio.gather(*(attempt(agency.id) for agency in agencies))
    assert sorted(answers) == ["accepted", *["handoff.already-filled"] * 49]
    withdrawn = [each for each in (await scene.read(view.id)).handoffs if each.state == H.WITHDRAWN]
    assert {each.withdrawal for each in withdrawn} == {Withdrawal.FILLED}
    assert len(withdrawn) == 49


async def test_accepting_takes_a_place_and_every_end_gives_it_back(scene: Scene) -> None:
    await scene.room(0, total=2, available=1)
    view = await scene.sent()
    handoff = await scene.accepted(view)
    assert await scene.room_left(0) == 0
    second = await scene.sent(override_reason="for the winter too")
    with pytest.raises(Conflict) as refusal:
        await scene.accepted(second)
    assert refusal.value.code == "service.full"
    waiting = await scene.core.run(
        scene.at(0), handoffs.accept, second.handoffs[0].id, expected=None, waitlist=Waitlist(position=1)
    )
    assert waiting.state == H.WAITLISTED
    await scene.core.run(scene.at(0), handoffs.hand_back, handoff.id, FULL, expected=None)
    assert await scene.room_left(0) == 1
    started = await scene.core.run(scene.at(0), handoffs.start, waiting.id, expected=waiting.version)
    assert (started.state, await scene.room_left(0)) == (H.IN_PROGRESS, 0)


async def test_a_provider_opens_the_record_while_it_may_know_the_client(scene: Scene) -> None:
    view = await scene.sent()
    assert await sees_client(scene, 0)
    await scene.core.run(scene.at(0), handoffs.decline, view.handoffs[0].id, FULL, expected=None)
    assert not await sees_client(scene, 0)


async def test_where_the_first_accept_wins_nobody_knows_the_client_before(scene: Scene) -> None:
    view = await scene.sent(Routing.FIRST_ACCEPT, 2)
    asked = await scene.read_at(0, view.handoffs[0].id)
    assert (asked.tier, asked.client, asked.client_id, asked.details) == (Tier.SUMMARY, None, None, None)
    assert asked.summary is not None
    assert (asked.summary.language, asked.summary.interpreter, asked.category) == ("es", True, Category.FOOD)
    assert not await sees_client(scene, 0)
    accepted = await scene.accepted(view)
    assert accepted.client is not None
    assert (accepted.client.id, accepted.details) == (scene.client, "Two children, no stove.")
    assert (await sees_client(scene, 0), await sees_client(scene, 1)) == (True, False)
    lost = await scene.read_at(1, view.handoffs[1].id)
    assert (lost.state, lost.client, lost.client_id) == (H.WITHDRAWN, None, None)


async def test_only_permitted_ways_to_reach_the_client_are_told_and_none_under_do_not_contact(scene: Scene) -> None:
    view = await scene.sent()
    told = await scene.read_at(0, view.handoffs[0].id)
    assert told.client is not None
    assert [point.value for point in told.client.contact_points] == ["305-555-0134"]
    silent = await scene.core.run(scene.at_sender(), clients.register, replace(who(), do_not_contact=True))
    scene.client = silent.client.id
    await scene.agree()
    draft = await scene.core.run(scene.at_sender(), referrals.create, scene.a_new_referral())
    assert [each.code for each in draft.blockers] == [BlockerCode.DO_NOT_CONTACT]
    sent = await scene.core.run(scene.at_sender(), referrals.send, draft.id, expected=None)
    told = await scene.read_at(0, sent.handoffs[0].id)
    assert told.client is not None
    assert (told.client.contact_points, told.client.do_not_contact) == ((), True)


async def test_without_consent_nothing_goes_out(scene: Scene) -> None:
    await scene.revoke()
    assert await blocked(scene) == {"consent_missing"}
    draft = await scene.core.run(scene.at_sender(), referrals.create, scene.a_new_referral())
    assert [(each.code, each.handoff) for each in draft.blockers] == [
        (BlockerCode.CONSENT_MISSING, str(draft.handoffs[0].id))
    ]


async def test_a_consent_for_feedback_only_is_no_consent_to_send(scene: Scene) -> None:
    await scene.revoke()
    await scene.agree(direction=Direction.FEEDBACK)
    assert await blocked(scene) == {"consent_missing"}


async def test_a_consent_for_another_agency_is_none_for_this_one(scene: Scene) -> None:
    await scene.revoke()
    await scene.agree(recipient_classes=(), recipients=(scene.pantries[1].id,))
    assert await blocked(scene) == {"consent_missing"}
    assert await blocked(scene, routing=Routing.SEQUENTIAL, pantries=2) == {"consent_missing"}


async def test_a_second_referral_of_a_category_needs_a_reason(scene: Scene) -> None:
    await scene.sent()
    assert await blocked(scene) == {"duplicate_open"}
    second = await scene.sent(override_reason="the first one is for the other household")
    assert second.override_reason == "the first one is for the other household"


async def test_a_client_that_is_not_eligible_is_sent_only_with_a_reason(scene: Scene) -> None:
    elderly = ServiceProfile(name="Meals", categories=(Category.FOOD,), eligibility=Eligibility(minimum_age=60))
    meals = await scene.world.a_service(scene.pantries[0], elderly)
    wanted = (Destination(service=meals.id),)
    assert await blocked(scene, destinations=wanted) == {"ineligible"}
    assert (await scene.sent(destinations=wanted, override_reason="agreed by phone")).state == R.OPEN


async def test_a_referral_waits_for_the_payer(scene: Scene) -> None:
    content = Content(category=Category.FOOD, authorization_required=True)
    waiting = await scene.sent(content=content)
    assert (waiting.state, [each.code for each in waiting.blockers]) == (
        R.AWAITING_AUTHORIZATION,
        [BlockerCode.AUTHORIZATION_REQUIRED],
    )
    with pytest.raises(Conflict):
        await scene.core.run(scene.at_sender(), referrals.send, waiting.id, expected=None)
    changes = ReferralChanges(content={"authorization_number": "A-17"})
    await scene.core.run(scene.at_sender(), referrals.change, waiting.id, changes, expected=None)
    sent = await scene.core.run(scene.at_sender(), referrals.send, waiting.id, expected=None)
    assert sent.state == R.OPEN


async def test_a_revoked_consent_withdraws_what_nobody_has_accepted(scene: Scene) -> None:
    view = await scene.sent()
    await scene.revoke()
    after = await scene.read(view.id)
    assert (after.state, after.handoffs[0].withdrawal) == (R.NEEDS_ACTION, Withdrawal.CONSENT_REVOKED)
    assert not await sees_client(scene, 0)


async def test_a_revoked_consent_leaves_accepted_work_to_people_and_tells_nothing_new(scene: Scene) -> None:
    view = await scene.sent()
    await scene.accepted(view)
    await scene.revoke()
    assert (await scene.read(view.id)).state == R.PLACED
    assert (await open_tasks(scene), await open_tasks(scene, at=0)) == (
        [TaskKind.CONSENT_REVOKED],
        [TaskKind.CONSENT_REVOKED],
    )
    assert not await sees_client(scene, 0)
    await scene.agree()
    assert await sees_client(scene, 0)


async def test_a_revoked_consent_withdraws_every_handoff_that_was_asked_at_once(scene: Scene) -> None:
    await scene.revoke()
    await scene.agree(recipient_classes=(), recipients=(scene.pantries[0].id, scene.pantries[1].id))
    view = await scene.sent(Routing.FIRST_ACCEPT, 2)
    await scene.revoke()
    assert [each.state for each in (await scene.read(view.id)).handoffs] == [H.WITHDRAWN, H.WITHDRAWN]


async def test_without_feedback_consent_the_sender_hears_no_reason_and_no_outcome(scene: Scene) -> None:
    await scene.revoke()
    await scene.agree(direction=Direction.SEND)
    view = await scene.sent()
    await scene.core.run(scene.at(0), handoffs.decline, view.handoffs[0].id, FULL, expected=None, note="she moved")
    told = (await scene.read(view.id)).handoffs[0]
    assert (told.state, told.reason, told.withheld) == (H.DECLINED, None, ("outcome", "reason"))
    assert (await scene.read_at(0, told.id)).reason == FULL
    page = await scene.core.run(scene.at_sender(), referrals.history, view.id, after=None, limit=50)
    assert {(each.reason, each.note) for each in page.items if each.action == "decline"} == {(None, None)}
    own = await scene.core.run(scene.at(0), handoffs.history, told.id, after=None, limit=50)
    assert [each.note for each in own.items if each.action == "decline"] == ["she moved"]
    await scene.agree()
    assert (await scene.read(view.id)).handoffs[0].reason == FULL


async def test_nobody_else_knows_that_there_is_a_referral(scene: Scene) -> None:
    view = await scene.sent()
    for call in (scene.at(0), scene.at(1)):
        with pytest.raises(NotFound):
            await scene.core.run(call, referrals.read, view.id)
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(1), handoffs.accept, view.handoffs[0].id, expected=None)
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(1), handoffs.accept, HandoffId(uuid4()), expected=None)


async def test_neither_side_does_what_is_the_others(scene: Scene) -> None:
    view = await scene.sent()
    handoff = view.handoffs[0].id
    with pytest.raises(NotYours):
        await scene.core.run(scene.at_sender(), handoffs.accept, handoff, expected=None)
    with pytest.raises(NotYours):
        await scene.core.run(scene.at(0), handoffs.recall, handoff, expected=None)
    with pytest.raises(TransitionNotAllowed) as refusal:
        await scene.core.run(scene.at(0), handoffs.start, handoff, expected=None)
    assert set(refusal.value.facts["allowed_actions"]) == {"view", "ask", "accept", "decline"}  # type: ignore[call-overload]


async def test_a_refusal_names_the_actions_that_the_thing_itself_offers(scene: Scene) -> None:
    view = await scene.sent()
    handoff = view.handoffs[0].id
    shown = await scene.read_at(0, handoff)
    refusals = []
    for refused in (handoffs.offer, handoffs.start, handoffs.pause):
        with pytest.raises(Conflict) as told:
            await scene.core.run(scene.at(0), refused, handoff, expected=None)
        refusals.append(told.value.facts["allowed_actions"])
    assert refusals == [[each.action for each in shown.available_actions if each.allowed]] * 3

    for role, more in ((Role.CASE_MANAGER, set[str]()), (Role.SUPERVISOR, {"enter_in_error"})):
        with pytest.raises(TransitionNotAllowed) as stands:
            await scene.core.run(scene.at_sender(role), referrals.resume, view.id, expected=None)
        assert set(stands.value.facts["allowed_actions"]) == {"hold", "cancel"} | more  # type: ignore[call-overload]


async def test_an_error_is_entered_by_supervisors_only(scene: Scene) -> None:
    view = await scene.sent()
    with pytest.raises(Forbidden):
        await scene.core.run(scene.at_sender(), referrals.enter_in_error, view.id, expected=None, note="wrong client")
    call = scene.at_sender(Role.SUPERVISOR)
    with pytest.raises(Invalid):
        await scene.core.run(call, referrals.enter_in_error, view.id, expected=None, note=None)
    wrong = await scene.core.run(call, referrals.enter_in_error, view.id, expected=None, note="wrong client")
    assert (wrong.state, wrong.comment) == (R.ENTERED_IN_ERROR, "wrong client")
    assert not await sees_client(scene, 0)


async def test_a_coordinator_records_an_answer_in_the_providers_name(scene: Scene) -> None:
    view = await scene.sent()
    call = scene.as_coordinator()
    accepted = await scene.core.run(call, handoffs.accept, view.handoffs[0].id, expected=None, note="by fax")
    assert accepted.state == H.ACCEPTED
    page = await scene.core.run(scene.at(0), handoffs.history, accepted.id, after=None, limit=50)
    line = page.items[-1]
    assert (line.actor, line.agency, line.principal, line.note) == (
        call.actor.id,
        call.actor.agency,
        scene.pantries[0].id,
        "by fax",
    )


async def test_who_has_read_an_older_version_is_told(scene: Scene) -> None:
    view = await scene.sent()
    await scene.core.run(scene.at(0), handoffs.view, view.handoffs[0].id, expected=2)
    with pytest.raises(Stale):
        await scene.core.run(scene.at(0), handoffs.accept, view.handoffs[0].id, expected=2)
    assert (await scene.read(view.id)).version == view.version


async def test_drafts_change_and_sent_referrals_do_not(scene: Scene) -> None:
    draft = await scene.core.run(scene.at_sender(), referrals.create, scene.a_new_referral())
    changes = ReferralChanges(
        content={"details": "Three children."},
        routing=Routing.SEQUENTIAL,
        destinations=(Destination(service=scene.offered[1].id), Destination(agency=scene.pantries[2].id)),
    )
    changed = await scene.core.run(scene.at_sender(), referrals.change, draft.id, changes, expected=draft.version)
    assert (changed.details, changed.routing, [each.provider_id for each in changed.handoffs]) == (
        "Three children.",
        Routing.SEQUENTIAL,
        [scene.pantries[1].id, scene.pantries[2].id],
    )
    await scene.core.run(scene.at_sender(), referrals.send, draft.id, expected=changed.version)
    with pytest.raises(Conflict) as refusal:
        await scene.core.run(scene.at_sender(), referrals.change, draft.id, changes, expected=None)
    assert refusal.value.code == "referral.not-a-draft"


async def test_a_draft_is_known_to_its_sender_only(scene: Scene) -> None:
    await scene.core.run(scene.at_sender(), referrals.create, scene.a_new_referral())
    mine = HandoffFilter(provider=scene.pantries[0].id)
    page = await scene.core.run(scene.at(0), handoffs.browse, mine, Order.NEWEST, after=None, limit=9)
    assert page.items == ()


@pytest.mark.parametrize("wrong", ["nowhere", "listed", "twice", "another's service"])
async def test_providers_must_be_reachable(scene: Scene, wrong: str) -> None:
    listed = await scene.world.an_agency("Directory only", Membership.LISTED)
    wanted = {
        "nowhere": (Destination(agency=AgencyId(uuid4())),),
        "listed": (Destination(agency=listed.id),),
        "twice": (Destination(service=scene.offered[0].id),) * 2,
        "another's service": (Destination(agency=scene.pantries[1].id, service=scene.offered[0].id),),
    }
    with pytest.raises(Invalid) as refusal:
        await scene.sent(Routing.SEQUENTIAL, destinations=wanted[wrong])
    assert refusal.value.faults[0].pointer.startswith("/handoffs")


async def test_only_clients_that_one_may_see_are_referred(scene: Scene) -> None:
    with pytest.raises(Invalid) as refusal:
        await scene.sent(client=ClientId(uuid4()))
    assert refusal.value.faults[0].pointer == "/client_id"
    with pytest.raises(Invalid):
        await scene.core.run(scene.at(1), referrals.create, scene.a_new_referral())


async def test_a_provider_refers_on_and_never_back_in_a_circle(scene: Scene) -> None:
    view = await scene.sent()
    await scene.accepted(view)
    await scene.core.run(scene.at(0, Role.CASE_MANAGER), consents.grant, scene.client, agreed())
    onward = scene.a_new_referral(destinations=(Destination(service=scene.offered[1].id),), parent=view.id)
    onward = replace(onward, override_reason="part of the same need")
    child = await scene.core.run(scene.at(0), referrals.create, onward, send=True)
    assert child.parent_id == view.id
    back = replace(onward, destinations=(Destination(agency=scene.sender.id),))
    with pytest.raises(Invalid) as refusal:
        await scene.core.run(scene.at(0), referrals.create, back)
    assert refusal.value.faults[0].pointer == "/handoffs"
    with pytest.raises(Invalid):
        await scene.sent(parent=view.id)


async def test_a_closed_referral_is_reopened_by_a_new_one(scene: Scene) -> None:
    view = await scene.sent()
    with pytest.raises(Invalid):
        await scene.sent(replaces=view.id, override_reason="again")
    await scene.core.run(scene.at_sender(), referrals.cancel, view.id, FULL, expected=None)
    assert (await scene.sent(replaces=view.id)).replaces_id == view.id


async def test_cancelling_asks_a_provider_at_work(scene: Scene) -> None:
    view = await scene.sent()
    await scene.accepted(view)
    pending = await scene.core.run(scene.at_sender(), referrals.cancel, view.id, FULL, expected=None)
    assert (pending.state, pending.handoffs[0].state) == (R.CANCEL_PENDING, H.CANCEL_REQUESTED)
    await scene.core.run(scene.at(0), handoffs.confirm_cancel, view.handoffs[0].id, expected=None)
    assert (await scene.read(view.id)).state == R.CANCELLED
    assert not await sees_client(scene, 0)


async def test_a_hold_keeps_providers_from_accepting_until_it_ends(scene: Scene) -> None:
    view = await scene.sent()
    held = await scene.core.run(scene.at_sender(), referrals.hold, view.id, expected=None)
    assert (held.state, held.before, held.handoffs[0].on_hold) == (R.ON_HOLD, R.OPEN, True)
    with pytest.raises(Conflict) as refusal:
        await scene.accepted(held)
    assert refusal.value.code == "referral.on-hold"
    resumed = await scene.core.run(scene.at_sender(), referrals.resume, view.id, expected=None)
    assert (resumed.state, resumed.handoffs[0].on_hold) == (R.OPEN, False)
    await scene.accepted(resumed)


async def test_lists_show_each_side_its_own(scene: Scene) -> None:
    first = await scene.sent(Routing.FIRST_ACCEPT, 2)
    second = await scene.sent(override_reason="for the winter too")
    page = await scene.core.run(
        scene.at_sender(), referrals.browse, ReferralFilter(), Order.OLDEST, after=None, limit=1
    )
    rest = await scene.core.run(
        scene.at_sender(), referrals.browse, ReferralFilter(), Order.OLDEST, after=page.next, limit=1
    )
    assert [each.id for each in (*page.items, *rest.items)] == [first.id, second.id]
    assert rest.next is None
    for place, expected in ((0, 2), (1, 1), (2, 0)):
        which = HandoffFilter(provider=scene.pantries[place].id, states=(H.SENT, H.VIEWED))
        inbox = await scene.core.run(scene.at(place), handoffs.browse, which, Order.NEWEST, after=None, limit=9)
        assert len(inbox.items) == expected
    others = HandoffFilter(provider=scene.pantries[0].id)
    assert (await scene.core.run(scene.at(1), handoffs.browse, others, Order.NEWEST, after=None, limit=9)).items == ()
    outbox = HandoffFilter(sender=scene.sender.id)
    page_out = await scene.core.run(scene.at_sender(), handoffs.browse, outbox, Order.NEWEST, after=None, limit=9)
    assert len(page_out.items) == 3


async def test_what_two_others_have_between_them_is_not_listed(scene: Scene) -> None:
    await scene.sent()
    between = HandoffFilter(provider=scene.pantries[0].id, sender=scene.sender.id)
    page = await scene.core.run(scene.at(1), handoffs.browse, between, Order.NEWEST, after=None, limit=9)
    assert page.items == ()
    mine = await scene.core.run(scene.at(0), handoffs.browse, between, Order.NEWEST, after=None, limit=9)
    assert len(mine.items) == 1


async def test_both_boxes_and_many_states_are_paged_as_one_list(scene: Scene) -> None:
    views = [await scene.sent(override_reason="one more") for _ in range(4)]
    await scene.accepted(views[1])
    call, which = scene.at(0), HandoffFilter(states=(H.SENT, H.ACCEPTED, H.DECLINED))
    found, after = [], None
    while True:
        page = await scene.core.run(call, handoffs.browse, which, Order.OLDEST, after=after, limit=1)
        found += [item.id for item in page.items]
        after = page.next
        if after is None:
            break
    expected = [views[place].handoffs[0].id for place in (0, 2, 3, 1)]
    assert found == expected


async def test_nothing_of_another_network_is_found(scene: Scene) -> None:
    with pytest.raises(NotFound):
        await scene.core.run(scene.at_sender(), referrals.read, ReferralId(uuid4()))


async def test_a_task_is_made_worked_and_ticked_off(scene: Scene) -> None:
    task = await scene.core.run(scene.at_sender(), tasks.create, TaskContent(title="Call her"), scene.client)
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(0), tasks.read, task.id)
    with pytest.raises(Invalid):
        await scene.core.run(scene.at(0), tasks.create, TaskContent(title="Call her"), scene.client)
    done = await scene.core.run(scene.at_sender(), tasks.act, task.id, TaskAction.COMPLETE, expected=1)
    assert (done.status, done.version) == (TaskStatus.DONE, 2)
    with pytest.raises(TransitionNotAllowed):
        await scene.core.run(scene.at_sender(), tasks.act, task.id, TaskAction.COMPLETE, expected=None)


async def test_an_agency_that_asks_itself_sees_as_the_sender(scene: Scene) -> None:
    own = await scene.world.a_service(scene.sender)
    view = await scene.sent(Routing.FIRST_ACCEPT, destinations=(Destination(service=own.id),))
    assert view.handoffs[0].client_id == scene.client
    which = HandoffFilter(provider=scene.sender.id)
    inbox = await scene.core.run(scene.at_sender(), handoffs.browse, which, Order.NEWEST, after=None, limit=9)
    assert [item.client_id for item in inbox.items] == [scene.client]
    accepted = await scene.core.run(scene.at_sender(), handoffs.accept, view.handoffs[0].id, expected=None)
    assert accepted.state == H.ACCEPTED
