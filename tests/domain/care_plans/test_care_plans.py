"""Holds plans and activities to what is said of them: both tables written out again, agreement, reviews, goals."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.appointments.appointment_moves import AppointmentStatus
from app.domain.care_plans.activity import Activity, ActivityContent, ActivityKind, Link
from app.domain.care_plans.activity_moves import ACTIVITIES, ENDED, ActivityAction, ActivityStatus
from app.domain.care_plans.agreement import NOT_KNOWN, Agreement, AgreementAnswer, AgreementMethod
from app.domain.care_plans.care_plan import CarePlan, PlanBlocker
from app.domain.care_plans.offers import activity_offers, plan_offers
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import AGENCY, HAPPENED, PLANS, PlanAction, PlanStatus
from app.domain.care_plans.review import Cadence, CadenceUnit, ReviewContent, ReviewOutcome
from app.domain.errors import Conflict, DomainError, Invalid, NotFound
from app.domain.following import OF_APPOINTMENT, OF_REFERRAL, OF_TASK
from app.domain.identity import ActivityId, AgencyId, CarePlanId, ClientId, GoalId, NetworkId, TaskId
from app.domain.lifecycle import NotYours, Party, TransitionNotAllowed
from app.domain.networks.roles import Role
from app.domain.referrals.states import ReferralState
from app.domain.work.task import TaskStatus

NOON = datetime(2027, 1, 11, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
YES = Agreement(answer=AgreementAnswer.AGREED, on=TODAY, method=AgreementMethod.SIGNED)

# A draft is activated. An active plan may rest and be resumed. What has not ended may be given up; what is followed, or
# rests, may be completed. Nothing leads back out of an end, and whatever is known to be wrong was entered in error.
PLAN_PROSE = {
    ("draft", "activate"): "active",
    ("active", "hold"): "on_hold",
    ("on_hold", "resume"): "active",
    **{(state, "revoke"): "revoked" for state in ("draft", "active", "on_hold")},
    **{(state, "complete"): "completed" for state in ("active", "on_hold")},
    **{
        (state, "enter_in_error"): "entered_in_error"
        for state in ("draft", "active", "on_hold", "revoked", "completed")
    },
}
# An activity is scheduled, begun, held and done in any sensible order. What has not begun is cancelled, what has begun
# is stopped, and what waits may be either. What has ended is taken up again from the start. Nobody knows where an
# unknown one stands, so that it can go anywhere but on hold.
NOT_ENDED = ("not_started", "scheduled", "in_progress", "on_hold", "unknown")
ACTIVITY_PROSE = {
    **{(state, "schedule"): "scheduled" for state in ("not_started", "on_hold", "unknown")},
    **{(state, "start"): "in_progress" for state in ("not_started", "scheduled", "on_hold", "unknown")},
    **{(state, "hold"): "on_hold" for state in ("not_started", "scheduled", "in_progress")},
    **{(state, "complete"): "completed" for state in NOT_ENDED},
    **{(state, "cancel"): "cancelled" for state in ("not_started", "scheduled", "on_hold", "unknown")},
    **{(state, "stop"): "stopped" for state in ("in_progress", "on_hold", "unknown")},
    **{(state, "reopen"): "not_started" for state in ("completed", "cancelled", "stopped")},
    **{(state, "enter_in_error"): "entered_in_error" for state in (*NOT_ENDED, "completed", "cancelled", "stopped")},
}
REFERRAL_PROSE = {
    "draft": "not_started",
    "awaiting_authorization": "not_started",
    "open": "scheduled",
    "needs_action": "scheduled",
    "placed": "scheduled",
    "in_service": "in_progress",
    "on_hold": "on_hold",
    "cancel_pending": "in_progress",
    "completed": "completed",
    "closed_unmet": "stopped",
    "cancelled": "cancelled",
    "entered_in_error": "entered_in_error",
}


def a_plan(**fields: Any) -> CarePlan:
    whole: dict[str, Any] = {
        "id": CarePlanId(uuid4()),
        "network": NetworkId(uuid4()),
        "client": ClientId(uuid4()),
        "agency": AgencyId(uuid4()),
        "content": PlanContent(title="Food first"),
        "created_by": uuid4(),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return CarePlan(**{**whole, **fields})


def an_activity(status: ActivityStatus = ActivityStatus.NOT_STARTED, **content: Any) -> Activity:
    described = ActivityContent(**{"kind": ActivityKind.EDUCATION, "title": "Class", **content})
    return Activity(id=ActivityId(uuid4()), content=described, created_at=NOON, updated_at=NOON, status=status)


@pytest.mark.parametrize(("state", "action"), list(product(PlanStatus, PlanAction)))
def test_every_action_on_a_plan_ends_where_the_prose_says_or_is_refused(state: PlanStatus, action: PlanAction) -> None:
    plan = a_plan(status=state, goals=(GoalId(uuid4()),), agreement=YES)
    expected = PLAN_PROSE.get((state.value, action.value))
    if expected is None:
        with pytest.raises(TransitionNotAllowed) as refusal:
            plan.act(action, "why", NOON)
        allowed = sorted(name for source, name in PLAN_PROSE if source == state.value)
        assert allowed == sorted(refusal.value.facts["allowed_actions"])  # type: ignore[call-overload]
        assert plan.status is state
        return
    plan.act(action, "why", NOON)
    assert expected == plan.status.value


@pytest.mark.parametrize(("state", "action"), list(product(ActivityStatus, ActivityAction)))
def test_every_action_on_an_activity_ends_where_the_prose_says_or_is_refused(
    state: ActivityStatus, action: ActivityAction
) -> None:
    activity, expected = an_activity(state), ACTIVITY_PROSE.get((state.value, action.value))
    if expected is None:
        with pytest.raises(TransitionNotAllowed):
            activity.act(action, None, NOON)
        assert (activity.status, activity.version) == (state, 1)
        return
    activity.act(action, None, NOON)
    assert (expected, 2) == (activity.status.value, activity.version)


@pytest.mark.parametrize("party", [party for party in Party if party is not Party.AGENCY])
def test_nobody_but_those_who_serve_the_client_moves_anything(party: Party) -> None:
    parties = frozenset({party})
    for state, action in product(PlanStatus, PlanAction):
        with pytest.raises((TransitionNotAllowed, NotYours)):
            PLANS.move(state, action, parties)
    for status, deed in product(ActivityStatus, ActivityAction):
        with pytest.raises((TransitionNotAllowed, NotYours)):
            ACTIVITIES.move(status, deed, parties)


@pytest.mark.parametrize(("status", "action"), list(product(ActivityStatus, ActivityAction)))
def test_what_follows_something_is_moved_by_nobody(status: ActivityStatus, action: ActivityAction) -> None:
    activity = an_activity(status, kind=ActivityKind.TASK, link=Link(task=TaskId(uuid4())))
    with pytest.raises(Conflict) as refusal:
        activity.act(action, None, NOON)
    assert ("activity.follows", status) == (refusal.value.code, activity.status)
    assert not any(offer.allowed for offer in activity_offers(PlanStatus.ACTIVE, status, activity.follows, AGENCY))


def test_an_activity_stands_where_its_referral_task_or_meeting_stands() -> None:
    assert {state.value: status.value for state, status in OF_REFERRAL.items()} == REFERRAL_PROSE
    assert set(TaskStatus) == set(OF_TASK)
    assert set(AppointmentStatus) == set(OF_APPOINTMENT)
    assert set(ReferralState) == set(OF_REFERRAL)
    assert {ActivityStatus.COMPLETED} == {OF_TASK[TaskStatus.DONE], OF_APPOINTMENT[AppointmentStatus.FULFILLED]}


def test_what_is_offered_is_what_is_allowed() -> None:
    everybody = frozenset(Role)
    for status in PlanStatus:
        plan = a_plan(status=status, goals=(GoalId(uuid4()),), agreement=YES)
        for offer in plan_offers(status, AGENCY, everybody, ()):
            assert offer.allowed is ((status.value, offer.action) in PLAN_PROSE), (plan, offer)
            assert offer.allowed or offer.reason
    blocked = {o.action: o for o in plan_offers(PlanStatus.DRAFT, AGENCY, everybody, (PlanBlocker.GOAL_MISSING,))}
    assert (blocked["activate"].allowed, blocked["activate"].reason) == (False, "it has no goal yet")
    managers = {o.action: o for o in plan_offers(PlanStatus.DRAFT, AGENCY, frozenset({Role.CASE_MANAGER}), ())}
    assert (managers["revoke"].allowed, managers["enter_in_error"].allowed) == (True, False)
    for plan_status, status in product(PlanStatus, ActivityStatus):
        for offer in activity_offers(plan_status, status, None, AGENCY):
            goes_on = plan_status.value in {"draft", "active", "on_hold"}
            assert offer.allowed is (goes_on and (status.value, offer.action) in ACTIVITY_PROSE)


def test_every_action_has_a_past_tense_for_its_event() -> None:
    assert set(PlanAction) == set(HAPPENED)


@pytest.mark.parametrize(
    ("goals", "agreement", "blockers"),
    [
        ((), None, ("goal_missing", "agreement_missing")),
        ((GoalId(uuid4()),), None, ("agreement_missing",)),
        ((), YES, ("goal_missing",)),
        ((GoalId(uuid4()),), NOT_KNOWN, ()),
    ],
)
def test_a_draft_is_activated_when_nothing_is_missing(goals: Any, agreement: Any, blockers: tuple[str, ...]) -> None:
    plan = a_plan(goals=goals, agreement=agreement)
    assert blockers == plan.blockers()
    if blockers:
        with pytest.raises(Conflict) as refusal:
            plan.act(PlanAction.ACTIVATE, None, NOON)
        assert list(blockers) == refusal.value.facts["blockers"]
        return
    plan.act(PlanAction.ACTIVATE, None, NOON)
    assert plan.status is PlanStatus.ACTIVE


@pytest.mark.parametrize("action", [PlanAction.REVOKE, PlanAction.ENTER_IN_ERROR])
def test_giving_up_and_correcting_need_a_reason(action: PlanAction) -> None:
    plan = a_plan()
    with pytest.raises(Invalid):
        plan.act(action, None, NOON)
    assert plan.status is PlanStatus.DRAFT


@pytest.mark.parametrize(
    ("agreement", "pointer"),
    [
        (Agreement(answer=AgreementAnswer.AGREED, method=AgreementMethod.VERBAL), "/on"),
        (Agreement(answer=AgreementAnswer.AGREED, on=TODAY), "/method"),
        (replace(YES, method=AgreementMethod.REPRESENTATIVE), "/name"),
        (replace(YES, on=TODAY + timedelta(days=1)), "/on"),
        (Agreement(answer=AgreementAnswer.NOT_AGREED), "/reason"),
        (Agreement(answer=AgreementAnswer.NOT_KNOWN, reason="x", method=AgreementMethod.SIGNED), "/method"),
    ],
)
def test_an_agreement_says_when_and_how_or_why_not(agreement: Agreement, pointer: str) -> None:
    plan = a_plan()
    with pytest.raises(Invalid) as refusal:
        plan.agree(agreement, TODAY, NOON)
    assert [pointer] == [fault.pointer for fault in refusal.value.faults]
    assert plan.agreement is None


@pytest.mark.parametrize(
    ("cadence", "start", "expected"),
    [
        (Cadence(every=10, unit=CadenceUnit.DAYS), date(2027, 2, 25), date(2027, 3, 7)),
        (Cadence(every=2, unit=CadenceUnit.WEEKS), date(2027, 12, 25), date(2028, 1, 8)),
        (Cadence(every=1, unit=CadenceUnit.MONTHS), date(2027, 1, 31), date(2027, 2, 28)),
        (Cadence(every=1, unit=CadenceUnit.MONTHS), date(2028, 1, 31), date(2028, 2, 29)),
        (Cadence(every=11, unit=CadenceUnit.MONTHS), date(2027, 2, 28), date(2028, 1, 28)),
        (Cadence(every=12, unit=CadenceUnit.MONTHS), date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_the_next_review_is_counted_in_days_weeks_and_months(cadence: Cadence, start: date, expected: date) -> None:
    assert expected == cadence.after(start)


@given(
    every=st.integers(1, 366),
    unit=st.sampled_from(CadenceUnit),
    start=st.dates(date(1900, 1, 1), date(2200, 12, 31)),
)
def test_the_next_review_is_always_later(every: int, unit: CadenceUnit, start: date) -> None:
    assert start < Cadence(every=every, unit=unit).after(start)


def test_somebody_is_told_of_a_review_of_an_active_plan_and_once() -> None:
    due = TODAY + timedelta(days=30)
    content = PlanContent(title="x", next_review=due, review_every=Cadence(every=1, unit=CadenceUnit.MONTHS))
    plan = a_plan(content=content, goals=(GoalId(uuid4()),), agreement=YES)
    assert plan.review_clock is None
    plan.act(PlanAction.ACTIVATE, None, NOON)
    assert due == plan.review_clock
    plan.act(PlanAction.HOLD, None, NOON)
    assert plan.review_clock is None
    plan.act(PlanAction.RESUME, None, NOON)
    plan.review_told = due
    assert plan.review_clock is None
    plan.review(ReviewContent(outcome=ReviewOutcome.REVISE, on=TODAY), TODAY, NOON)
    assert (date(2027, 2, 11), date(2027, 2, 11)) == (plan.content.next_review, plan.review_clock)
    plan.review(ReviewContent(outcome=ReviewOutcome.COMPLETE, on=TODAY), TODAY, NOON)
    assert (plan.content.next_review, plan.review_clock) == (None, None)


def test_activation_counts_the_first_review_by_the_cadence() -> None:
    content = PlanContent(title="x", review_every=Cadence(every=2, unit=CadenceUnit.WEEKS))
    plan = a_plan(content=content, goals=(GoalId(uuid4()),), agreement=YES)
    plan.act(PlanAction.ACTIVATE, None, NOON)
    assert date(2027, 1, 25) == plan.content.next_review


def test_the_last_goal_of_a_plan_that_is_followed_stays() -> None:
    goal, other = GoalId(uuid4()), GoalId(uuid4())
    plan = a_plan(goals=(goal,), agreement=YES)
    plan.act(PlanAction.ACTIVATE, None, NOON)
    with pytest.raises(Conflict):
        plan.unlink_goal(goal, NOON)
    assert plan.link_goal(other, NOON)
    assert not plan.link_goal(other, NOON)
    plan.unlink_goal(goal, NOON)
    assert (other,) == plan.goals
    with pytest.raises(NotFound):
        plan.unlink_goal(goal, NOON)


@pytest.mark.parametrize(
    ("statuses", "done"),
    [
        ((), False),
        (("completed",), True),
        (("completed", "in_progress"), False),
        (("completed", "cancelled"), True),
        (("stopped",), False),
        (("completed", "unknown"), False),
    ],
)
def test_a_goal_is_served_when_all_that_was_not_given_up_is_done(statuses: tuple[str, ...], *, done: bool) -> None:
    goal = GoalId(uuid4())
    plan = a_plan(goals=(goal,))
    for status in statuses:
        plan.add_activity(an_activity(ActivityStatus(status), goals=(goal,)))
    assert done is plan.is_done_for(goal)


def test_an_activity_serves_goals_of_its_plan_only() -> None:
    plan = a_plan(goals=(GoalId(uuid4()),))
    with pytest.raises(Invalid) as refusal:
        plan.add_activity(an_activity(goals=(plan.goals[0], GoalId(uuid4()))))
    assert [fault.pointer for fault in refusal.value.faults] == ["/goal_ids/1"]


ACTIONS, DEEDS = st.sampled_from(list(PlanAction)), st.sampled_from(list(ActivityAction))
STANDINGS, REASONS = st.sampled_from(list(ActivityStatus)), st.sampled_from([None, "why"])


class AnythingAtAll(RuleBasedStateMachine):
    """Whatever is done to a plan, in any order: it is never followed without what activating it needs."""

    @initialize()
    def begin(self) -> None:
        self.plan = a_plan(content=PlanContent(title="x", review_every=Cadence(every=1, unit=CadenceUnit.WEEKS)))
        self.ended: Any = None

    def attempt(self, deed: Callable[[], object]) -> None:
        before = self._told()
        try:
            deed()
        except DomainError:
            assert before == self._told()

    def _told(self) -> Any:
        plan = self.plan
        parts = [(each.id, each.status, each.content, each.version) for each in plan.activities]
        return plan.status, plan.content, plan.goals, plan.agreement, plan.last_review, parts

    @rule(action=ACTIONS, reason=REASONS)
    def move(self, action: PlanAction, reason: str | None) -> None:
        self.attempt(lambda: self.plan.act(action, reason, NOON))

    @rule(answer=st.sampled_from(list(AgreementAnswer)))
    def agree(self, answer: AgreementAnswer) -> None:
        self.attempt(lambda: self.plan.agree(replace(YES, answer=answer), TODAY, NOON))

    @rule()
    def link(self) -> None:
        self.attempt(lambda: self.plan.link_goal(GoalId(uuid4()), NOON))

    @rule(place=st.integers(0, 5))
    def unlink(self, place: int) -> None:
        goals = self.plan.goals
        self.attempt(lambda: self.plan.unlink_goal(goals[place % len(goals)] if goals else GoalId(uuid4()), NOON))

    @rule(linked=st.booleans())
    def add(self, *, linked: bool) -> None:
        link = {"kind": ActivityKind.TASK, "link": Link(task=TaskId(uuid4()))} if linked else {}
        self.attempt(lambda: self.plan.add_activity(an_activity(goals=self.plan.goals[:1], **link)))

    @rule(place=st.integers(0, 5), deed=DEEDS, reason=REASONS)
    def work(self, place: int, deed: ActivityAction, reason: str | None) -> None:
        for activity in self._one(place):
            self.attempt(partial(self.plan.move_activity, activity, deed, reason, NOON))

    @rule(place=st.integers(0, 5), status=STANDINGS)
    def follow(self, place: int, status: ActivityStatus) -> None:
        for activity in self._one(place):
            if activity.follows is not None:
                activity.follow(status, NOON)

    @rule(place=st.integers(0, 5))
    def remove(self, place: int) -> None:
        for activity in self._one(place):
            self.attempt(partial(self.plan.remove_activity, activity, NOON))

    @rule(outcome=st.sampled_from(list(ReviewOutcome)))
    def review(self, outcome: ReviewOutcome) -> None:
        self.attempt(lambda: self.plan.review(ReviewContent(outcome=outcome, on=TODAY), TODAY, NOON))

    def _one(self, place: int) -> list[Activity]:
        activities = self.plan.activities
        return [activities[place % len(activities)]] if activities else []

    @invariant()
    def a_plan_that_is_followed_has_a_goal_and_an_answer(self) -> None:
        plan = self.plan
        if plan.status in {PlanStatus.ACTIVE, PlanStatus.ON_HOLD, PlanStatus.COMPLETED}:
            assert plan.goals
            assert plan.agreement is not None

    @invariant()
    def activities_serve_goals_of_the_plan(self) -> None:
        assert all(set(each.content.goals) <= set(self.plan.goals) for each in self.plan.activities)

    @invariant()
    def what_has_ended_stays_as_it_was(self) -> None:
        plan = self.plan
        if plan.status in {PlanStatus.COMPLETED, PlanStatus.REVOKED, PlanStatus.ENTERED_IN_ERROR}:
            now = (plan.content, plan.goals, plan.agreement, len(plan.activities))
            assert self.ended in (None, now)
            self.ended = now

    @invariant()
    def nobody_is_told_of_a_plan_that_is_not_followed(self) -> None:
        assert self.plan.review_clock is None or self.plan.status is PlanStatus.ACTIVE

    @invariant()
    def what_has_ended_is_an_end(self) -> None:
        assert all((each.status in ENDED) is (each.status.value not in NOT_ENDED) for each in self.plan.activities)


TestAnythingAtAll = AnythingAtAll.TestCase
TestAnythingAtAll.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
