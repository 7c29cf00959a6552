"""One thing that is done for a goal: a referral, a task, a meeting, or what somebody does without any of these."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.domain.care_plans.activity_moves import ACTIVITIES, AGENCY, ActivityAction, ActivityStatus
from app.domain.codings import Concept
from app.domain.errors import Conflict
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import ActivityId, AppointmentId, GoalId, ReferralId, TaskId, WorkerId

DETAILS_LENGTH = 10_000
MOST_GOALS = 100


class ActivityKind(StrEnum):
    """What is done; `other` is for what systems of record bring."""

    REFERRAL = "referral"
    TASK = "task"
    APPOINTMENT = "appointment"
    EDUCATION = "education"
    BENEFIT_APPLICATION = "benefit_application"
    CONTACT = "contact"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The thing that an activity is, at most one; the activity's status follows it."""

    referral: ReferralId | None = None
    task: TaskId | None = None
    appointment: AppointmentId | None = None

    @property
    def kinds(self) -> tuple[ActivityKind, ...]:
        """What it leads to."""
        ends = (
            (self.referral, ActivityKind.REFERRAL),
            (self.task, ActivityKind.TASK),
            (self.appointment, ActivityKind.APPOINTMENT),
        )
        return tuple(kind for end, kind in ends if end is not None)

    @property
    def subject(self) -> UUID | None:
        """The id of the thing."""
        return self.referral or self.task or self.appointment


NO_LINK = Link()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityContent:
    """What is done, for which goals, by whom, when and where; replaced as a whole.

    `who` and `when` say in words what no worker and no date can: “Ana's sister”, “every morning before breakfast”.
    """

    kind: ActivityKind
    title: str
    concept: Concept | None = None
    details: str | None = None
    goals: tuple[GoalId, ...] = ()
    link: Link = NO_LINK
    worker: WorkerId | None = None
    who: str | None = None
    starts: date | None = None
    due: date | None = None
    when: str | None = None
    place: str | None = None

    def check(self) -> None:
        """Refuse content that breaks a rule, naming every place."""
        faults = Faults()
        faults.name(self.title, "/title")
        faults.text(self.details, "/details", most=DETAILS_LENGTH)
        for value, name in ((self.who, "who"), (self.when, "when"), (self.place, "place")):
            faults.text(value, f"/{name}", most=NAME_LENGTH)
        if self.concept is not None:
            self.concept.check(faults, "/concept")
        faults.at_most(self.goals, MOST_GOALS, "/goal_ids")
        faults.distinct(self.goals, "/goal_ids")
        ordered = self.starts is None or self.due is None or self.starts <= self.due
        faults.require(ordered, "/due", "must not be before starts")
        self._check_link(faults)
        faults.refuse("activity.invalid", "The activity cannot be as described.")

    def _check_link(self, faults: Faults) -> None:
        kinds = self.link.kinds
        for place, kind in enumerate(kinds):
            faults.require(place == 0, f"/{kind}_id", "must be null, since it is linked to something else already")
            faults.require(place > 0 or kind is self.kind, "/kind", f"must be {kind}, as what it is linked to")


@dataclass(slots=True, kw_only=True)
class Activity:
    """A part of a care plan that counts its own changes, so that two people can work on two of them."""

    id: ActivityId
    content: ActivityContent
    created_at: datetime
    updated_at: datetime
    status: ActivityStatus = ActivityStatus.NOT_STARTED
    status_reason: str | None = None
    version: int = 1

    @property
    def follows(self) -> ActivityKind | None:
        """The kind of thing that sets its status; None when people do."""
        return next(iter(self.content.link.kinds), None)

    def change(self, content: ActivityContent, at: datetime) -> bool:
        """Describe it anew; False when nothing differs."""
        if content == self.content:
            return False
        self.content = content
        self._changed(at)
        return True

    def act(self, action: ActivityAction, reason: str | None, at: datetime) -> None:
        """Move it by hand; refused when it follows something."""
        if self.follows is not None:
            raise Conflict(
                "activity.follows",
                f"Its status follows the {self.follows} that it is linked to.",
                follows=self.follows.value,
                allowed_actions=[],
            )
        self.status = ACTIVITIES.move(self.status, action, AGENCY)
        self.status_reason = reason
        self._changed(at)

    def follow(self, status: ActivityStatus, at: datetime) -> bool:
        """Stand where the linked thing stands; False when it stood there already."""
        if status is self.status:
            return False
        self.status, self.status_reason = status, None
        self._changed(at)
        return True

    def leave_goal(self, goal: GoalId, at: datetime) -> None:
        """Serve a goal no longer, because it has left the plan."""
        if goal in self.content.goals:
            self.content = replace(self.content, goals=tuple(each for each in self.content.goals if each != goal))
            self._changed(at)

    def _changed(self, at: datetime) -> None:
        self.updated_at = at
        self.version += 1
