"""Which elements stand in which columns of an export: it shows rows as they are kept, by the same table as all else."""

from collections.abc import Mapping
from types import MappingProxyType

from app.domain.disclosure.elements import ELEMENTS, Noun, Standing
from app.domain.disclosure.withholding import tells

Columns = Mapping[str, tuple[Noun, tuple[str, ...]]]

_PLAN_PARTS = (Noun.CARE_PLAN, tuple(sorted(ELEMENTS[Noun.CARE_PLAN])))
_ACTIVITY = (Noun.CARE_PLAN, ("activities",))
_POINTS = tuple(sorted(set(ELEMENTS[Noun.HANDOVER]) - {"note"}))

EXPORTED: Mapping[str, Columns] = MappingProxyType(
    {
        "needs": {"assessment_id": (Noun.NEED, ("assessment_id",)), "links": (Noun.NEED, ("link_ids",))},
        "goals": {"needs": (Noun.GOAL, ("need_ids",))},
        "care_plans": {"need_ids": (Noun.CARE_PLAN, ("needs",))},
        "care_plan_goals": {"goal_id": (Noun.CARE_PLAN, ("goals",))},
        "care_plan_activities": dict.fromkeys(
            ("goal_ids", "referral_id", "task_id", "appointment_id", "title", "details", "concept"), _ACTIVITY
        ),
        "care_plan_versions": {"picture": _PLAN_PARTS},
        "assessments": {"suggestions": (Noun.SUGGESTION, ("made",))},
        "referral_history": {"note": (Noun.HISTORY, ("note",)), "reason": (Noun.HISTORY, ("reason",))},
        "handoffs": {name: (Noun.HANDOFF, (name,)) for name in ("meeting", "outcome", "reason", "waitlist")},
        "handoff_messages": {"text": (Noun.MESSAGE, ("text",))},
        "handovers": {"points": (Noun.HANDOVER, _POINTS), "note": (Noun.HANDOVER, ("note",))},
    }
)
"""By the member of an export, the columns that are not told to everybody who finds the row in one."""


def withheld_columns(member: str, standing: Standing, there: Mapping[str, object]) -> tuple[str, ...]:
    """Name the columns of a row, of those that hold something, that somebody of this standing is not told; sorted."""
    columns = EXPORTED.get(member, {})
    return tuple(sorted(name for name in columns if there.get(name) and not _told(columns[name], standing)))


def _told(column: tuple[Noun, tuple[str, ...]], standing: Standing) -> bool:
    noun, elements = column
    return all(tells(noun, element, standing) for element in elements)
