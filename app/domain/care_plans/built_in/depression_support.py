"""A template for people who live with depression, beside the care that a clinic gives."""

from decimal import Decimal

from app.domain.care_plans.acceptance import GoalPriority
from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.built_in.saying import both
from app.domain.care_plans.review import Cadence, CadenceUnit
from app.domain.care_plans.targets import Comparator, Quantity, Value
from app.domain.care_plans.template_content import (
    TemplateActivity,
    TemplateContent,
    TemplateCrisisPlan,
    TemplateGoal,
    TemplateNeed,
    TemplateTarget,
)
from app.domain.codes import Category, Sensitivity

DEPRESSION_SUPPORT = TemplateContent(
    title=both("Feeling better", "Sentirse mejor"),
    description=both(
        "Support with low mood, with a plan for hard days.",
        "Apoyo para el ánimo bajo, con un plan para los días difíciles.",
    ),
    needs=(
        TemplateNeed(
            key="mood",
            words=both("I feel low most of the time.", "Casi siempre me siento sin ánimo."),
            labels=frozenset({Sensitivity.MH}),
        ),
        TemplateNeed(key="alone", category=Category.SOCIAL_CONNECTION),
    ),
    goals=(
        TemplateGoal(
            key="better",
            words=both("I feel better on most days.", "Me siento mejor la mayoría de los días."),
            priority=GoalPriority.HIGH,
            needs=("mood",),
            targets=(
                TemplateTarget(
                    measure=both("PHQ-9 score", "Puntaje del PHQ-9"),
                    value=Value(quantity=Quantity(value=Decimal(4), comparator=Comparator.AT_MOST)),
                    due_days=180,
                ),
            ),
        ),
        TemplateGoal(
            key="people",
            words=both("I see people who are good for me every week.", "Cada semana veo a personas que me hacen bien."),
            category=Category.SOCIAL_CONNECTION,
            priority=GoalPriority.MEDIUM,
            needs=("alone",),
            targets=(
                TemplateTarget(
                    measure=both("Visits or talks in a week", "Visitas o pláticas por semana"),
                    value=Value(quantity=Quantity(value=Decimal(1), comparator=Comparator.AT_LEAST)),
                    due_days=60,
                ),
            ),
        ),
    ),
    activities=(
        TemplateActivity(
            key="counseling",
            kind=ActivityKind.REFERRAL,
            title=both("Talk with a counselor", "Hablar con un consejero"),
            goals=("better",),
            due_days=14,
        ),
        TemplateActivity(
            key="screen",
            kind=ActivityKind.TASK,
            title=both("Fill in the PHQ-9 again", "Llenar otra vez el PHQ-9"),
            goals=("better",),
            due_days=28,
        ),
        TemplateActivity(
            key="learn",
            kind=ActivityKind.EDUCATION,
            title=both("Learn what helps on hard days", "Aprender qué ayuda en los días difíciles"),
            goals=("better",),
            due_days=21,
        ),
        TemplateActivity(
            key="group",
            kind=ActivityKind.REFERRAL,
            title=both("Visit a group that meets close by", "Visitar un grupo que se reúne cerca"),
            goals=("people",),
            due_days=30,
        ),
        TemplateActivity(
            key="check-in",
            kind=ActivityKind.CONTACT,
            title=both("A call every week to see how it goes", "Una llamada cada semana para ver cómo va"),
            goals=("better", "people"),
            due_days=7,
        ),
    ),
    crisis_plan=TemplateCrisisPlan(
        warning_signs=(both("Signs that a hard time is coming: …", "Señales de que viene un momento difícil: …"),),
        coping=(both("What I can do by myself: …", "Lo que puedo hacer por mi cuenta: …"),),
        safe_places=(both("Where I can go: …", "A dónde puedo ir: …"),),
        safety_steps=(
            both(
                "Things that could hurt me are kept by somebody I trust: …",
                "Alguien de confianza guarda lo que me puede hacer daño: …",
            ),
        ),
    ),
    review_every=Cadence(every=4, unit=CadenceUnit.WEEKS),
    lasts_days=365,
)
