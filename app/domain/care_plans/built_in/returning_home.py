"""A template for the first weeks at home after a hospital, a shelter or a jail."""

from decimal import Decimal

from app.domain.care_plans.acceptance import GoalPriority
from app.domain.care_plans.activity import ActivityKind
from app.domain.care_plans.built_in.saying import both
from app.domain.care_plans.review import Cadence, CadenceUnit
from app.domain.care_plans.targets import Comparator, Quantity, Value
from app.domain.care_plans.template_content import (
    TemplateActivity,
    TemplateContent,
    TemplateGoal,
    TemplateNeed,
    TemplateTarget,
)
from app.domain.codes import Category

RETURNING_HOME = TemplateContent(
    title=both("Coming home", "Volver a casa"),
    description=both(
        "The first three months back at home: care, rides, papers and money.",
        "Los primeros tres meses de vuelta en casa: salud, transporte, papeles y dinero.",
    ),
    needs=(
        TemplateNeed(key="care", words=both("I need care after I leave.", "Necesito atención después de salir.")),
        TemplateNeed(key="rides", category=Category.TRANSPORTATION),
        TemplateNeed(key="money", category=Category.FINANCIAL),
    ),
    goals=(
        TemplateGoal(
            key="well",
            words=both("I stay well at home.", "Sigo bien de salud en casa."),
            priority=GoalPriority.HIGH,
            needs=("care",),
            targets=(
                TemplateTarget(
                    measure=both("Seen by a doctor or nurse", "Visita con el médico o la enfermera"),
                    value=Value(truth=True),
                    due_days=7,
                ),
                TemplateTarget(
                    measure=both("Nights back in the hospital", "Noches de vuelta en el hospital"),
                    value=Value(quantity=Quantity(value=Decimal(0), comparator=Comparator.AT_MOST)),
                    due_days=30,
                ),
            ),
        ),
        TemplateGoal(
            key="get-around",
            words=both("I get to my visits on time.", "Llego a tiempo a mis citas."),
            category=Category.TRANSPORTATION,
            priority=GoalPriority.MEDIUM,
            needs=("rides",),
            targets=(TemplateTarget(measure=both("A ride to every visit", "Transporte a cada cita"), due_days=14),),
        ),
        TemplateGoal(
            key="papers",
            words=both("I have my papers and some income.", "Tengo mis papeles y algún ingreso."),
            category=Category.FINANCIAL,
            priority=GoalPriority.MEDIUM,
            needs=("money",),
            targets=(
                TemplateTarget(measure=both("ID and health card", "Identificación y tarjeta de salud"), due_days=60),
            ),
        ),
    ),
    activities=(
        TemplateActivity(
            key="first-call",
            kind=ActivityKind.CONTACT,
            title=both("A call in the first two days at home", "Una llamada en los dos primeros días en casa"),
            goals=("well",),
            due_days=2,
        ),
        TemplateActivity(
            key="follow-up",
            kind=ActivityKind.APPOINTMENT,
            title=both("First visit with a doctor or nurse", "Primera visita con el médico o la enfermera"),
            goals=("well",),
            due_days=7,
        ),
        TemplateActivity(
            key="medicines",
            kind=ActivityKind.EDUCATION,
            title=both("Go over all medicines together", "Revisar juntos todas las medicinas"),
            goals=("well",),
            due_days=3,
        ),
        TemplateActivity(
            key="ride",
            kind=ActivityKind.REFERRAL,
            title=both("Set up rides to visits", "Organizar el transporte a las citas"),
            goals=("get-around",),
            due_days=5,
        ),
        TemplateActivity(
            key="coverage",
            kind=ActivityKind.BENEFIT_APPLICATION,
            title=both("Apply for Medicaid or keep it active", "Solicitar Medicaid o mantenerlo activo"),
            goals=("papers",),
            due_days=30,
        ),
        TemplateActivity(
            key="id-card",
            kind=ActivityKind.TASK,
            title=both("Get an ID card", "Obtener una identificación"),
            goals=("papers",),
            due_days=45,
        ),
    ),
    review_every=Cadence(every=2, unit=CadenceUnit.WEEKS),
    lasts_days=90,
)
