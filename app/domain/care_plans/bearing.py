"""How needs and goals take labels on that come from elsewhere: by hand nobody need have added them."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from app.domain.care_plans.goal import Goal
from app.domain.care_plans.need import Need
from app.domain.codes import Sensitivity

R = TypeVar("R", Need, Goal)


def bear(record: R, labels: frozenset[Sensitivity], at: datetime) -> bool:
    """Let a record bear further labels, in whatever state it is; tell whether that changed anything."""
    if labels <= record.content.labels:
        return False
    record.content = replace(record.content, labels=record.content.labels | labels)
    record.sensitivities |= labels
    record.updated_at = at
    return True
