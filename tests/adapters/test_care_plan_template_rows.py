"""Templates come back from the database as they went in, whatever stands in them."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from app.adapters.postgres.repositories import care_plan_templates as rows
from app.domain.care_plans.acceptance import GoalPriority
from app.domain.care_plans.built_in.catalogue import CONTENTS
from app.domain.care_plans.targets import Comparator, Quantity, Range, Value
from app.domain.care_plans.template import CarePlanTemplate, TemplateScope, TemplateStatus
from app.domain.care_plans.template_content import TemplateContent, TemplateTarget
from app.domain.codes import Category, Sensitivity
from app.domain.codings import Coding, Concept
from app.domain.identity import AgencyId, CarePlanTemplateId, NetworkId
from tests.support.builders_templates import both, some_template

CONCEPT = Concept(codings=(Coding(system="urn:x", code="1", display="One"),), text="One")
VALUES = (
    Value(quantity=Quantity(value=Decimal("1.50"), comparator=Comparator.LESS, unit="h")),
    Value(range=Range(low=Quantity(value=Decimal(1)), high=Quantity(value=Decimal(2)))),
    Value(concept=CONCEPT),
    Value(text="home"),
    Value(truth=False),
)


def full_template() -> TemplateContent:
    """A template in which everything is told."""
    content = some_template(description=both("More", "Más"), categories=(CONCEPT,))
    need = replace(content.needs[0], concept=CONCEPT, words=both("Food", "Comida"), labels=frozenset({Sensitivity.MH}))
    targets = tuple(TemplateTarget(measure=both("It", "Eso"), value=value, due_days=1) for value in VALUES)
    goal = replace(
        content.goals[0], concept=CONCEPT, category=Category.FOOD, priority=GoalPriority.LOW, targets=targets
    )
    activity = replace(content.activities[0], details=both("How", "Cómo"), concept=CONCEPT)
    return replace(content, needs=(need,), goals=(goal,), activities=(activity,))


@pytest.mark.parametrize("content", [full_template(), *CONTENTS.values()], ids=lambda content: content.title.original)
def test_a_template_comes_back_as_it_went_in(content: TemplateContent) -> None:
    template = CarePlanTemplate(
        id=CarePlanTemplateId(uuid4()),
        network=NetworkId(uuid4()),
        agency=AgencyId(uuid4()),
        scope=TemplateScope.NETWORK,
        content=content,
        status=TemplateStatus.RETIRED,
        version=7,
        created_at=datetime(2027, 1, 1, tzinfo=UTC),
        updated_at=datetime(2027, 1, 2, tzinfo=UTC),
    )
    assert rows.template_of(rows._values(template)) == template  # type: ignore[arg-type]
