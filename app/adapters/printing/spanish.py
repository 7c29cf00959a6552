"""The printed plan in Spanish, with the same short sentences."""

from datetime import date

from app.adapters.printing.words import Headings, Lines, Said, Words
from app.domain.care_plans.printed_plan import Bound, GoalStanding, PlanStanding, StepKind, StepStanding
from app.domain.codes import Category

MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)


def written(day: date) -> str:
    """Write a date out."""
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


SPANISH = Words(
    tag="es",
    headings=Headings(
        plan="Su plan",
        call="A quién llamar",
        needs="Lo que queremos mejorar",
        goals="Sus metas",
        goal="Meta {number}",
        steps="Pasos",
        other_steps="Otros pasos",
        about_you="Sobre usted",
        strengths="Lo que usted hace bien",
        preferences="Cómo le gusta que se hagan las cosas",
        culture="Su cultura y sus creencias",
        crisis="Cuando las cosas se ponen difíciles",
        warning_signs="Señales de alerta",
        coping="Lo que le ayuda",
        people="Personas a quienes puede llamar",
        safe_places="Lugares donde se siente a salvo",
        safety_steps="Cómo hacer más seguro su lugar",
        emergency="Si necesita ayuda ahora mismo",
        team="Su equipo",
        review="Cuándo nos reunimos para ver este plan",
        sign="Firme aquí",
    ),
    lines=Lines(
        for_client="Este plan es para {client}.",
        from_agency="{agency} trabaja en él con usted.",
        printed="Impreso el {date}.",
        starts="Empieza el {start}.",
        starts_and_ends="Empieza el {start} y termina el {end}.",
        ends="Termina el {end}.",
        intro="Usted hizo este plan con su equipo. Dice lo que usted quiere y quién le va a ayudar. Avísenos si quiere "
        "cambiarlo.",
        why="Por qué: {needs}.",
        target="Sabrá que llegó a la meta así: {aim}.",
        target_due="Sabrá que llegó a la meta, a más tardar el {date}, así: {aim}.",
        between="de {low} a {high}",
        yes="sí",
        no="no",
        who="Quién lo hace: {who}.",
        when="Cuándo: {when}.",
        place="Dónde: {place}.",
        due="Para cuándo: {date}.",
        told_at="Vea la meta {number}.",
        last_note="El {date} escribimos: {note}",
        phone="Teléfono: {phone}",
        email="Correo electrónico: {email}",
        no_goals="Todavía no hay metas.",
        no_steps="Todavía no hay pasos.",
        next_review="Vamos a revisar este plan con usted el {date}.",
        no_review="Todavía no hay fecha. Pídanos una.",
        late_review="Queríamos revisar este plan con usted el {date}. Pídanos otra fecha.",
        leads="Está a cargo de su caso",
        helps_with="Ayuda con: {need}",
        agreed="Usted aceptó este plan el {date}.",
        not_agreed="Usted todavía no ha aceptado este plan. Si lo acepta, firme abajo. Puede decir que no.",
        withheld="Esta hoja quizás no muestra todo su plan. Pregunte a su equipo por el resto.",
        emergency=(
            "Llame al 911 si usted u otra persona está en peligro.",
            "Llame al 988 y oprima el 2 si piensa en hacerse daño o necesita hablar.",
            "También puede enviar la palabra AYUDA al 988. Es gratis, de día y de noche.",
        ),
        client_signs="Su nombre",
        worker_signs="Nombre de quien le atiende",
        date_signed="Fecha",
        page="Página {page} de {pages}",
    ),
    plan={
        PlanStanding.DRAFT: "Este es un borrador. Todavía puede cambiar.",
        PlanStanding.IN_USE: None,
        PlanStanding.ON_HOLD: "Este plan está en pausa. Seguimos cuando usted quiera.",
        PlanStanding.FINISHED: "Este plan terminó.",
        PlanStanding.STOPPED: "Este plan se detuvo. Ya no lo usamos.",
    },
    goals={
        GoalStanding.TALKING: Said(
            on="Hablamos de esta meta desde el {date}.", ever="Todavía estamos hablando de esta meta."
        ),
        GoalStanding.AGREED: Said(on="Usted eligió esta meta el {date}.", ever="Usted eligió esta meta."),
        GoalStanding.UNDER_WAY: Said(
            on="Usted trabaja en esta meta desde el {date}.", ever="Usted está trabajando en esta meta."
        ),
        GoalStanding.IMPROVING: Said(
            on="El {date} usted estaba más cerca de esta meta.", ever="Usted está más cerca de esta meta."
        ),
        GoalStanding.NO_CHANGE: Said(on="El {date} las cosas seguían igual.", ever="Las cosas siguen igual."),
        GoalStanding.WORSENING: Said(
            on="El {date} las cosas estaban más difíciles. Hablemos de qué puede ayudar.",
            ever="Las cosas están más difíciles. Hablemos de qué puede ayudar.",
        ),
        GoalStanding.REACHED: Said(on="Usted alcanzó esta meta el {date}.", ever="Usted alcanzó esta meta."),
        GoalStanding.KEPT: Said(
            on="Usted alcanzó esta meta. El {date} la seguía manteniendo.",
            ever="Usted alcanzó esta meta y la mantiene.",
        ),
        GoalStanding.NOT_REACHED: Said(
            on="El {date} usted no había alcanzado esta meta. Podemos probar de otra manera.",
            ever="Usted no ha alcanzado esta meta. Podemos probar de otra manera.",
        ),
        GoalStanding.NOT_POSSIBLE: Said(
            on="El {date} vimos que por ahora no se puede alcanzar esta meta. Podemos elegir otra.",
            ever="Por ahora no se puede alcanzar esta meta. Podemos elegir otra.",
        ),
        GoalStanding.ON_HOLD: Said(on="Esta meta está en pausa desde el {date}.", ever="Esta meta está en pausa."),
        GoalStanding.FINISHED: Said(
            on="El trabajo en esta meta terminó el {date}.", ever="El trabajo en esta meta terminó."
        ),
    },
    steps={
        StepStanding.NOT_STARTED: Said(on="Todavía no empezamos.", ever="Todavía no empezamos."),
        StepStanding.SET: Said(on="Ya tiene fecha: {date}.", ever="Ya tiene fecha."),
        StepStanding.UNDER_WAY: Said(on="Trabajamos en esto desde el {date}.", ever="Estamos trabajando en esto."),
        StepStanding.ON_HOLD: Said(on="Está en pausa desde el {date}.", ever="Está en pausa."),
        StepStanding.DONE: Said(on="Se hizo el {date}.", ever="Ya se hizo."),
        StepStanding.CANCELLED: Said(on="Se canceló el {date}.", ever="Se canceló."),
        StepStanding.STOPPED: Said(on="Se detuvo el {date}.", ever="Se detuvo."),
        StepStanding.UNKNOWN: None,
    },
    kinds={
        StepKind.REFERRAL: "Ayuda de otro lugar",
        StepKind.TASK: "Algo por hacer",
        StepKind.APPOINTMENT: "Una cita o visita",
        StepKind.EDUCATION: "Algo por aprender",
        StepKind.BENEFIT_APPLICATION: "Pedir un beneficio",
        StepKind.CONTACT: "Una conversación",
        StepKind.OTHER: None,
    },
    categories={
        Category.UNSPECIFIED: "La vida diaria",
        Category.FOOD: "Suficiente comida",
        Category.HOUSING_INSTABILITY: "Un hogar seguro",
        Category.HOMELESSNESS: "Un lugar donde vivir",
        Category.INADEQUATE_HOUSING: "Un hogar mejor",
        Category.TRANSPORTATION: "El transporte",
        Category.FINANCIAL: "El dinero",
        Category.MATERIAL_HARDSHIP: "Lo que hace falta en casa",
        Category.UTILITIES: "Las cuentas de luz, agua y teléfono",
        Category.EDUCATION: "La escuela",
        Category.EMPLOYMENT: "El trabajo",
        Category.VETERAN: "Ayuda para veteranos",
        Category.STRESS: "El estrés",
        Category.SOCIAL_CONNECTION: "Tiempo con otras personas",
        Category.INTIMATE_PARTNER_VIOLENCE: "Su seguridad",
        Category.ELDER_ABUSE: "Su seguridad",
        Category.HEALTH_LITERACY: "Entender mejor su salud",
        Category.HEALTH_INSURANCE: "El seguro de salud",
        Category.MEDICAL_COST: "Pagar la atención médica",
        Category.DIGITAL_LITERACY: "Usar la computadora o el teléfono",
        Category.DIGITAL_ACCESS: "Tener internet",
        Category.INCARCERATION: "La vida después de la cárcel",
        Category.LANGUAGE_ACCESS: "Ayuda en su idioma",
    },
    bounds={
        Bound.EXACTLY: "{value}",
        Bound.AT_LEAST: "{value} o más",
        Bound.AT_MOST: "{value} o menos",
        Bound.MORE_THAN: "más de {value}",
        Bound.LESS_THAN: "menos de {value}",
    },
    date=written,
    borrowed="Todavía no tenemos estos títulos en su idioma ({language}). Pida a su equipo que lea el plan con usted.",
)
