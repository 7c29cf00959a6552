"""A care plan as it stood at one moment, goals and activities included, in the words in which it is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.domain.care_plans.activity import Activity, ActivityKind
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.agreement import Agreement
from app.domain.care_plans.care_plan import KINDS, CarePlan, LastReview
from app.domain.care_plans.crisis import CrisisPlan
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.need import Need
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.review import Cadence
from app.domain.care_plans.targets import Quantity, Range, Value
from app.domain.codes import Sensitivity
from app.domain.codings import Concept
from app.domain.consents.scope import DataCategory
from app.domain.identity import AgencyId, CarePlanId, ClientId, NetworkId


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """A need as a plan names it."""

    id: UUID
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """What would show that a goal is reached, in words."""

    measure: str | None = None
    value: str | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """A goal as a plan shows it."""

    id: UUID
    words: str
    state: GoalState
    achievement: Achievement | None = None
    priority: str | None = None
    start: date | None = None
    targets: tuple[TargetLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLine:
    """An activity as a plan shows it."""

    id: UUID
    version: int
    kind: ActivityKind
    title: str
    status: ActivityStatus
    status_reason: str | None = None
    concept: Concept | None = None
    details: str | None = None
    goal_ids: tuple[UUID, ...] = ()
    referral_id: UUID | None = None
    task_id: UUID | None = None
    appointment_id: UUID | None = None
    worker_id: UUID | None = None
    who: str | None = None
    starts: date | None = None
    due: date | None = None
    when: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPicture:
    """All of a plan that can change."""

    title: str
    status: PlanStatus
    status_reason: str | None = None
    description: str | None = None
    categories: tuple[Concept, ...] = ()
    starts: date | None = None
    ends: date | None = None
    language: str | None = None
    worker_id: UUID | None = None
    team_ids: tuple[UUID, ...] = ()
    strengths: tuple[str, ...] = ()
    preferences: tuple[str, ...] = ()
    cultural_considerations: tuple[str, ...] = ()
    crisis_plan: CrisisPlan | None = None
    review_every: Cadence | None = None
    next_review: date | None = None
    last_review: LastReview | None = None
    agreement: Agreement | None = None
    notes: str | None = None
    needs: tuple[NeedLine, ...] = ()
    goals: tuple[GoalLine, ...] = ()
    activities: tuple[ActivityLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVersion:
    """What a change left behind: never changed, and read by those who may read what it shows.

    `what` is the verb of its event: `created`, `goal_added`.
    """

    network: NetworkId
    plan: CarePlanId
    number: int
    at: datetime
    by: UUID
    agency: AgencyId
    author_agency: AgencyId
    what: str
    client: ClientId
    sensitivities: frozenset[Sensitivity]
    picture: PlanPicture

    @property
    def id(self) -> UUID:
        """The plan that it is a version of."""
        return self.plan

    @property
    def kinds(self) -> frozenset[DataCategory]:
        """What a consent must name to release it."""
        return KINDS


def picture(plan: CarePlan, goals: Iterable[Goal], needs: Iterable[Need]) -> PlanPicture:
    """Show a plan as it stands, with its goals and needs as they stand."""
    content = plan.content
    by_goal = {goal.id: goal for goal in goals}
    by_need = {need.id: need for need in needs}
    return PlanPicture(
        title=content.title,
        status=plan.status,
        status_reason=plan.status_reason,
        description=content.description,
        categories=content.categories,
        starts=content.starts,
        ends=content.ends,
        language=content.language,
        worker_id=content.worker,
        team_ids=content.teams,
        strengths=content.strengths,
        preferences=content.preferences,
        cultural_considerations=content.cultural_considerations,
        crisis_plan=content.crisis_plan,
        review_every=content.review_every,
        next_review=content.next_review,
        last_review=plan.last_review,
        agreement=plan.agreement,
        notes=content.notes,
        needs=tuple(NeedLine(id=id_, words=by_need[id_].content.title) for id_ in content.needs if id_ in by_need),
        goals=tuple(goal_line(by_goal[id_]) for id_ in plan.goals if id_ in by_goal),
        activities=tuple(map(activity_line, plan.activities)),
    )


def goal_line(goal: Goal) -> GoalLine:
    """Show a goal as a plan does."""
    content = goal.content
    return GoalLine(
        id=goal.id,
        words=content.title,
        state=goal.state,
        achievement=goal.achievement,
        priority=content.priority.value if content.priority else None,
        start=content.start,
        targets=tuple(
            TargetLine(
                measure=target.measure.words if target.measure else None,
                value=value_words(target.value) if target.value else None,
                due=target.due,
            )
            for target in content.targets
        ),
    )


def activity_line(activity: Activity) -> ActivityLine:
    """Show an activity as a plan does."""
    content = activity.content
    return ActivityLine(
        id=activity.id,
        version=activity.version,
        kind=content.kind,
        title=content.title,
        status=activity.status,
        status_reason=activity.status_reason,
        concept=content.concept,
        details=content.details,
        goal_ids=content.goals,
        referral_id=content.link.referral,
        task_id=content.link.task,
        appointment_id=content.link.appointment,
        worker_id=content.worker,
        who=content.who,
        starts=content.starts,
        due=content.due,
        when=content.when,
        place=content.place,
    )


def value_words(value: Value) -> str:
    """Say a wanted value: “< 140 mm[Hg]”, “5 to 7 %”, “yes”."""
    if value.truth is not None:
        return "yes" if value.truth else "no"
    if value.quantity is not None:
        return _quantity_words(value.quantity)
    if value.range is not None:
        return _range_words(value.range)
    return value.text or (value.concept.words if value.concept else "")


def _quantity_words(quantity: Quantity) -> str:
    return " ".join(_said(quantity.comparator, f"{quantity.value:f}", quantity.unit or quantity.code))


def _range_words(span: Range) -> str:
    if span.low is not None and span.high is not None:
        unit = span.low.unit or span.low.code
        return " ".join(_said(f"{span.low.value:f}", "to", f"{span.high.value:f}", unit))
    if span.low is not None:
        return f"from {_quantity_words(span.low)}"
    return f"up to {_quantity_words(span.high)}" if span.high else ""


def _said(*words: str | None) -> Sequence[str]:
    return [word for word in words if word]
