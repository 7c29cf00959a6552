"""What of a plan is shown to somebody: as much as may be read of each of its parts by itself."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.care_plans.snapshot import ActivityLine, PlanPicture
from app.domain.disclosure.elements import ELEMENTS, READER, Noun
from app.domain.disclosure.withholding import withheld

GOALS = "goal_ids"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDisclosure:
    """A plan as one asker may see it; `withheld` names the members of which something was left out."""

    picture: PlanPicture
    withheld: tuple[str, ...] = ()


def disclose_plan(picture: PlanPicture, hidden: Collection[UUID]) -> PlanDisclosure:
    """Leave out of a plan what is hidden: needs, goals, and the referrals, tasks and appointments that activities are.

    An activity that serves hidden goals only is left out with them.
    """
    secret = {goal.id for goal in picture.goals} & set(hidden) | {
        thing for each in picture.activities if (thing := thing_of(each)) in hidden and thing is not None
    }
    shown = replace(
        picture,
        needs=tuple(need for need in picture.needs if need.id not in hidden),
        goals=tuple(goal for goal in picture.goals if goal.id not in hidden),
        activities=tuple(_shown(each, secret) for each in picture.activities if not _is_hidden(each, secret)),
    )
    less = [name for name in ELEMENTS[Noun.CARE_PLAN] if getattr(shown, name) != getattr(picture, name)]
    return PlanDisclosure(picture=shown, withheld=withheld(Noun.CARE_PLAN, READER, less))


def withheld_of_activity(shown: Collection[UUID], served: Collection[UUID]) -> tuple[str, ...]:
    """Name what is withheld of an activity that is shown with these goals, and serves those."""
    less = [GOALS] if set(shown) != set(served) else []
    return withheld(Noun.PLAN_ACTIVITY, READER, less)


def thing_of(activity: ActivityLine) -> UUID | None:
    """Return the referral, task or appointment that an activity is."""
    return activity.referral_id or activity.task_id or activity.appointment_id


def _is_hidden(activity: ActivityLine, secret: Collection[UUID]) -> bool:
    only_for_hidden = bool(activity.goal_ids) and all(goal in secret for goal in activity.goal_ids)
    return only_for_hidden or thing_of(activity) in secret


def _shown(activity: ActivityLine, secret: Collection[UUID]) -> ActivityLine:
    return replace(activity, goal_ids=tuple(goal for goal in activity.goal_ids if goal not in secret))
