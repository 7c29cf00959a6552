"""A template for people who do not know where they will eat or sleep next month."""

from app.domain.care_plans.acceptance import GoalPriority
from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.built_in.saying import both
from app.domain.care_plans.review import Cadence, CadenceUnit
from app.domain.care_plans.targets import Value
from app.domain.care_plans.template_content import (
    TemplateActivity,
    TemplateContent,
    TemplateGoal,
    TemplateNeed,
    TemplateTarget,
)
from app.domain.codes import Category
from app.domain.codings import Coding, Concept
from app.domain.sensitivity.value_sets import ICD_10_CM

FOOD_INSECURITY = Concept(codings=(Coding(system=ICD_10_CM, code="Z59.41", display="Food insecurity"),))
HOUSING_INSTABILITY = Concept(
    codings=(Coding(system=ICD_10_CM, code="Z59.819", display="Housing instability, housed unspecified"),)
)

FOOD_AND_HOUSING = TemplateContent(
    title=both("Food and a steady home", "Comida y un hogar estable"),
    description=both(
        "First steps for enough to eat and a place to stay.",
        "Primeros pasos para tener suficiente comida y un lugar donde vivir.",
    ),
    needs=(
        TemplateNeed(key="food", category=Category.FOOD, concept=FOOD_INSECURITY),
        TemplateNeed(key="housing", category=Category.HOUSING_INSTABILITY, concept=HOUSING_INSTABILITY),
    ),
    goals=(
        TemplateGoal(
            key="eat",
            words=both("I have enough food for every day.", "Tengo suficiente comida para cada día."),
            category=Category.FOOD,
            priority=GoalPriority.HIGH,
            needs=("food",),
            targets=(
                TemplateTarget(
                    measure=both("Enough food on every day of a month", "Suficiente comida todos los días de un mes"),
                    value=Value(truth=True),
                    due_days=90,
                ),
            ),
        ),
        TemplateGoal(
            key="home",
            words=both("I have a home that I can keep.", "Tengo un hogar que puedo conservar."),
            category=Category.HOUSING_INSTABILITY,
            priority=GoalPriority.HIGH,
            needs=("housing",),
            targets=(
                TemplateTarget(
                    measure=both("A lease or another safe place to stay", "Un contrato u otro lugar seguro"),
                    value=Value(truth=True),
                    due_days=180,
                ),
            ),
        ),
    ),
    activities=(
        TemplateActivity(
            key="pantry",
            kind=ActivityKind.REFERRAL,
            title=both("Get food from a pantry close by", "Recibir comida de un banco de alimentos cercano"),
            goals=("eat",),
            due_days=7,
        ),
        TemplateActivity(
            key="snap",
            kind=ActivityKind.BENEFIT_APPLICATION,
            title=both("Apply for SNAP (food benefits)", "Solicitar SNAP (ayuda para comida)"),
            details=both(
                "Bring an ID, proof of income and proof of address, if there are any.",
                "Traiga una identificación, un comprobante de ingresos y uno de domicilio, si los tiene.",
            ),
            goals=("eat",),
            due_days=14,
        ),
        TemplateActivity(
            key="housing-help",
            kind=ActivityKind.REFERRAL,
            title=both("Meet somebody who helps people keep a home", "Hablar con quien ayuda a conservar el hogar"),
            goals=("home",),
            due_days=14,
        ),
        TemplateActivity(
            key="rent",
            kind=ActivityKind.TASK,
            title=both("Write down rent, bills and income", "Anotar la renta, las cuentas y los ingresos"),
            goals=("home",),
            due_days=10,
        ),
        TemplateActivity(
            key="call",
            kind=ActivityKind.CONTACT,
            title=both("Talk about how it goes", "Hablar de cómo va todo"),
            goals=("eat", "home"),
            due_days=30,
        ),
    ),
    review_every=Cadence(every=1, unit=CadenceUnit.MONTHS),
    lasts_days=365,
)
