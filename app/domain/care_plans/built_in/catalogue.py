"""The built-in templates as every network has them, under ids that never change."""

from datetime import UTC, datetime
from uuid import UUID

from app.domain.care_plans.built_in.depression_support import DEPRESSION_SUPPORT
from app.domain.care_plans.built_in.food_and_housing import FOOD_AND_HOUSING
from app.domain.care_plans.built_in.returning_home import RETURNING_HOME
from app.domain.care_plans.template import CarePlanTemplate, TemplateScope
from app.domain.care_plans.template_content import TemplateContent
from app.domain.identity import CarePlanTemplateId, NetworkId

SHIPPED_AT = datetime(2026, 11, 21, tzinfo=UTC)
CONTENTS: dict[CarePlanTemplateId, TemplateContent] = {
    CarePlanTemplateId(UUID("0190c0de-0000-7000-8000-00000000f00d")): FOOD_AND_HOUSING,
    CarePlanTemplateId(UUID("0190c0de-0000-7000-8000-00000000c0de")): DEPRESSION_SUPPORT,
    CarePlanTemplateId(UUID("0190c0de-0000-7000-8000-0000000040e0")): RETURNING_HOME,
}


def built_in(template: CarePlanTemplateId, network: NetworkId) -> CarePlanTemplate | None:
    """Return a built-in template, if it is one."""
    content = CONTENTS.get(template)
    if content is None:
        return None
    return CarePlanTemplate(
        id=template,
        network=network,
        agency=None,
        scope=TemplateScope.BUILT_IN,
        content=content,
        created_at=SHIPPED_AT,
        updated_at=SHIPPED_AT,
    )


def all_built_in(network: NetworkId) -> tuple[CarePlanTemplate, ...]:
    """Return every built-in template."""
    return tuple(template for id_ in CONTENTS if (template := built_in(id_, network)))
