"""A care plan: what the client and the team agreed to do, goal by goal, reviewed until it has served its purpose."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.domain.care_plans.activity import Activity, ActivityContent
from app.domain.care_plans.activity_moves import GIVEN_UP, ActivityAction, ActivityStatus
from app.domain.care_plans.agreement import Agreement
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import AGENCY, NEEDS_REASON, PLANS, UNDER_WAY, PlanAction, PlanStatus
from app.domain.care_plans.review import GOES_ON, ReviewContent
from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory, Section
from app.domain.errors import Conflict, NotFound
from app.domain.faults import Faults
from app.domain.identity import (
    ActivityId,
    AgencyId,
    CarePlanId,
    CarePlanTemplateId,
    ClientId,
    GoalId,
    Identifier,
    NetworkId,
)

KINDS: frozenset[DataCategory] = frozenset({Section.CARE_PLANS})
MOST_GOALS = 100
MOST_ACTIVITIES = 200
REASON_LENGTH = 2_000


class PlanBlocker(StrEnum):
    """What stands between a draft and its activation."""

    GOAL_MISSING = "goal_missing"
    AGREEMENT_MISSING = "agreement_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastReview:
    """When the plan was last reviewed, and what was decided."""

    on: date
    outcome: str


@dataclass(slots=True, kw_only=True)
class CarePlan:
    """A client's plan with its activities; its goals are records of their own and are named here.

    `version` counts every change of the plan, of its activities and of its goals. `review_told` is the due date for
    which a task was made already.
    """

    id: CarePlanId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    content: PlanContent
    created_by: UUID
    created_at: datetime
    updated_at: datetime
    status: PlanStatus = PlanStatus.DRAFT
    status_reason: str | None = None
    goals: tuple[GoalId, ...] = ()
    activities: tuple[Activity, ...] = ()
    agreement: Agreement | None = None
    last_review: LastReview | None = None
    review_told: date | None = None
    template: CarePlanTemplateId | None = None
    template_version: int | None = None
    sensitivities: frozenset[Sensitivity] = field(default_factory=frozenset)
    version: int = 1

    @property
    def kinds(self) -> frozenset[DataCategory]:
        """What a consent must name to release it."""
        return KINDS

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """What other systems call it."""
        return self.content.identifiers

    @property
    def review_clock(self) -> date | None:
        """The day on which somebody must be told to review it; None while nobody need be."""
        due = self.content.next_review
        return due if self.status is PlanStatus.ACTIVE and due != self.review_told else None

    def blockers(self) -> tuple[PlanBlocker, ...]:
        """List what stands between a draft and its activation."""
        if self.status is not PlanStatus.DRAFT:
            return ()
        missing = ((self.goals, PlanBlocker.GOAL_MISSING), (self.agreement, PlanBlocker.AGREEMENT_MISSING))
        return tuple(blocker for there, blocker in missing if not there)

    def change(self, content: PlanContent, at: datetime) -> bool:
        """Describe it anew; False when nothing differs."""
        self.check_under_way()
        content.check()
        if content == self.content:
            return False
        self.content, self.updated_at = content, at
        return True

    def act(self, action: PlanAction, reason: str | None, at: datetime) -> None:
        """Activate, hold, resume, revoke or complete it, or say that it should never have been."""
        target = PLANS.move(self.status, action, AGENCY)
        if action is PlanAction.ACTIVATE:
            self._check_unblocked()
        faults = Faults()
        faults.require(reason or action not in NEEDS_REASON, "/reason", "is required")
        faults.text(reason, "/reason", most=REASON_LENGTH)
        faults.refuse("care-plan.invalid", "The care plan cannot move without saying why.")
        self.status, self.status_reason, self.updated_at = target, reason, at
        if action is PlanAction.ACTIVATE:
            self._expect_review(at.date())

    def agree(self, agreement: Agreement, latest: date, at: datetime) -> bool:
        """Record what the client said of it; False when that is known."""
        self.check_under_way()
        agreement.check(latest)
        if agreement == self.agreement:
            return False
        self.agreement, self.updated_at = agreement, at
        return True

    def review(self, review: ReviewContent, latest: date, at: datetime) -> None:
        """Record that it was looked at together, and when that happens next."""
        if self.status not in {PlanStatus.ACTIVE, PlanStatus.ON_HOLD}:
            raise self._refused("Only a plan that is being followed is reviewed.")
        review.check(latest)
        cadence = self.content.review_every
        due = review.next_due
        if due is None and cadence is not None and review.outcome in GOES_ON:
            due = cadence.after(review.on)
        self.content = replace(self.content, next_review=due)
        self.last_review = LastReview(on=review.on, outcome=review.outcome.value)
        self.updated_at = at

    def link_goal(self, goal: GoalId, at: datetime) -> bool:
        """Pursue a goal in this plan; False when it is pursued already."""
        self.check_under_way()
        if goal in self.goals:
            return False
        if len(self.goals) >= MOST_GOALS:
            raise Conflict("care-plan.full", f"A care plan has at most {MOST_GOALS} goals.", most=MOST_GOALS)
        self.goals, self.updated_at = (*self.goals, goal), at
        return True

    def unlink_goal(self, goal: GoalId, at: datetime) -> None:
        """Pursue a goal no longer in this plan; its activities stay, and serve it no longer."""
        if goal not in self.goals:
            raise NotFound("goal")
        self.check_under_way()
        if self.status is not PlanStatus.DRAFT and self.goals == (goal,):
            raise self._refused("The last goal of a plan that is being followed cannot be taken out.")
        self.goals, self.updated_at = tuple(each for each in self.goals if each != goal), at
        for activity in self.activities:
            activity.leave_goal(goal, at)

    def add_activity(self, activity: Activity) -> None:
        """Do one more thing for its goals."""
        self.check_under_way()
        self._check_activity(activity.content)
        if len(self.activities) >= MOST_ACTIVITIES:
            raise Conflict(
                "care-plan.full", f"A care plan has at most {MOST_ACTIVITIES} activities.", most=MOST_ACTIVITIES
            )
        self.activities, self.updated_at = (*self.activities, activity), activity.updated_at

    def change_activity(self, activity: Activity, content: ActivityContent, at: datetime) -> bool:
        """Describe an activity anew; False when nothing differs."""
        self.check_under_way()
        self._check_activity(content)
        if not activity.change(content, at):
            return False
        self.updated_at = at
        return True

    def move_activity(self, activity: Activity, action: ActivityAction, reason: str | None, at: datetime) -> None:
        """Move an activity by hand."""
        self.check_under_way()
        faults = Faults()
        faults.text(reason, "/reason", most=REASON_LENGTH)
        faults.refuse("activity.invalid", "The activity cannot move like that.")
        activity.act(action, reason, at)
        self.updated_at = at

    def remove_activity(self, activity: Activity, at: datetime) -> None:
        """Take an activity out; versions before keep it."""
        self.check_under_way()
        self.activities = tuple(each for each in self.activities if each.id != activity.id)
        self.updated_at = at

    def activity(self, activity: ActivityId) -> Activity:
        """Return an activity of the plan."""
        found = next((each for each in self.activities if each.id == activity), None)
        if found is None:
            raise NotFound("activity")
        return found

    def activities_of(self, goal: GoalId) -> tuple[Activity, ...]:
        """Return what is done for a goal."""
        return tuple(each for each in self.activities if goal in each.content.goals)

    def is_done_for(self, goal: GoalId) -> bool:
        """Whether all that is done for a goal has ended well; what was given up does not count."""
        pursued = [each.status for each in self.activities_of(goal) if each.status not in GIVEN_UP]
        return bool(pursued) and all(status is ActivityStatus.COMPLETED for status in pursued)

    def check_under_way(self) -> None:
        """Refuse to change a plan that has ended."""
        if self.status not in UNDER_WAY:
            raise self._refused("The plan has ended.")

    def _check_unblocked(self) -> None:
        if blockers := self.blockers():
            raise Conflict(
                "care-plan.blocked",
                "A plan becomes active with a goal and the client's agreement, or the reason why there is none.",
                blockers=[blocker.value for blocker in blockers],
                allowed_actions=[action for action in PLANS.allowed(self.status, AGENCY) if action != "activate"],
            )

    def _expect_review(self, today: date) -> None:
        cadence = self.content.review_every
        if cadence is not None and self.content.next_review is None:
            self.content = replace(self.content, next_review=cadence.after(today))

    def _check_activity(self, content: ActivityContent) -> None:
        content.check()
        faults = Faults()
        for place, goal in enumerate(content.goals):
            faults.require(goal in self.goals, f"/goal_ids/{place}", "is no goal of this plan")
        faults.refuse("activity.invalid", "The activity cannot be as described.")

    def _refused(self, message: str) -> Conflict:
        return Conflict(
            "care-plan.not-allowed",
            message,
            status=self.status.value,
            allowed_actions=PLANS.allowed(self.status, AGENCY),
        )
