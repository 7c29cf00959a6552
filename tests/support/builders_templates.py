"""A small care plan template that keeps every rule."""

from dataclasses import replace
from typing import Any

from app.domain.assessments.words import Words
from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.review import Cadence, CadenceUnit
from app.domain.care_plans.targets import Value
from app.domain.care_plans.template_content import (
    TemplateActivity,
    TemplateContent,
    TemplateCrisisPlan,
    TemplateGoal,
    TemplateNeed,
    TemplateTarget,
)
from app.domain.codes import Category


def both(english: str, spanish: str) -> Words:
    return Words((("en", english), ("es", spanish)))


def some_template(**fields: Any) -> TemplateContent:
    whole = TemplateContent(
        title=both("Enough to eat", "Suficiente comida"),
        needs=(TemplateNeed(key="food", category=Category.FOOD),),
        goals=(
            TemplateGoal(
                key="eat",
                words=both("I eat every day", "Como todos los días"),
                needs=("food",),
                targets=(
                    TemplateTarget(
                        measure=both("Meals every day", "Comida cada día"), value=Value(truth=True), due_days=90
                    ),
                ),
            ),
        ),
        activities=(
            TemplateActivity(
                key="pantry",
                kind=ActivityKind.REFERRAL,
                title=both("Go to the pantry", "Ir al banco de alimentos"),
                goals=("eat",),
                due_days=7,
            ),
        ),
        crisis_plan=TemplateCrisisPlan(coping=(both("I breathe", "Respiro"),)),
        review_every=Cadence(every=1, unit=CadenceUnit.MONTHS),
        lasts_days=365,
    )
    return replace(whole, **fields)
