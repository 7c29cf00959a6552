"""Timeline entries as plain sentences in English and Spanish, because a client may read over the worker's shoulder."""

from collections.abc import Mapping
from enum import StrEnum


class TimelineLanguage(StrEnum):
    """A language in which entries can be told."""

    ENGLISH = "en"
    SPANISH = "es"


WORDS: Mapping[str, tuple[str, str]] = {
    "acuity.changed": ("The client's need for attention was judged", "Se valoró cuánta atención necesita la persona"),
    "appointment.arrived": ("The client came to an appointment", "La persona llegó a la cita"),
    "appointment.booked": ("An appointment was agreed on", "Se confirmó una cita"),
    "appointment.cancelled": ("An appointment was cancelled", "Se canceló una cita"),
    "appointment.changed": ("An appointment was changed", "Se cambió una cita"),
    "appointment.created": ("An appointment was made", "Se hizo una cita"),
    "appointment.entered_in_error": ("An appointment was entered by mistake", "Una cita se anotó por error"),
    "appointment.fulfilled": ("An appointment took place", "La cita se llevó a cabo"),
    "appointment.no_show": ("The client missed an appointment", "La persona no llegó a la cita"),
    "appointment.rescheduled": ("An appointment was moved to another time", "Se cambió la hora de una cita"),
    "assessment.amended": ("An assessment was corrected", "Se corrigió una evaluación"),
    "assessment.answered": ("Questions of an assessment were answered", "Se contestaron preguntas de una evaluación"),
    "assessment.completed": ("An assessment was completed", "Se completó una evaluación"),
    "assessment.created": ("An assessment was begun", "Se empezó una evaluación"),
    "assessment.entered_in_error": ("An assessment was entered by mistake", "Una evaluación se anotó por error"),
    "assessment.stopped": ("An assessment was stopped", "Se dejó una evaluación sin terminar"),
    "assessment.suggestion_accepted": ("A suggestion was taken up", "Se aceptó una sugerencia"),
    "assessment.suggestion_dismissed": ("A suggestion was set aside", "Se descartó una sugerencia"),
    "break-glass.ended": (
        "Emergency access to the record was closed",
        "Se cerró un acceso de emergencia al expediente",
    ),
    "break-glass.opened": (
        "Somebody opened the record in an emergency",
        "Alguien abrió el expediente por una emergencia",
    ),
    "break-glass.reviewed": ("An emergency access was reviewed", "Se revisó un acceso de emergencia"),
    "care-plan.activated": ("A care plan took effect", "Empezó un plan de cuidado"),
    "care-plan.activity_added": ("A step was added to a care plan", "Se añadió un paso al plan de cuidado"),
    "care-plan.activity_changed": ("A step of a care plan was changed", "Se cambió un paso del plan de cuidado"),
    "care-plan.activity_moved": ("A step of a care plan moved on", "Avanzó un paso del plan de cuidado"),
    "care-plan.activity_removed": ("A step was taken out of a care plan", "Se quitó un paso del plan de cuidado"),
    "care-plan.agreed": ("The client's agreement to a care plan was noted", "Se anotó el acuerdo con el plan"),
    "care-plan.changed": ("A care plan was changed", "Se cambió un plan de cuidado"),
    "care-plan.completed": ("A care plan was completed", "Se completó un plan de cuidado"),
    "care-plan.created": ("A care plan was begun", "Se empezó a preparar un plan de cuidado"),
    "care-plan.entered_in_error": ("A care plan was entered by mistake", "Un plan de cuidado se anotó por error"),
    "care-plan.goal_added": ("A goal was added to a care plan", "Se añadió una meta al plan de cuidado"),
    "care-plan.goal_changed": ("A goal of a care plan changed", "Cambió una meta del plan de cuidado"),
    "care-plan.goal_removed": ("A goal was taken out of a care plan", "Se quitó una meta del plan de cuidado"),
    "care-plan.held": ("A care plan was paused", "Se pausó un plan de cuidado"),
    "care-plan.need_changed": ("A need in a care plan changed", "Cambió una necesidad del plan de cuidado"),
    "care-plan.resumed": ("A care plan was taken up again", "Se retomó un plan de cuidado"),
    "care-plan.reviewed": ("A care plan was reviewed", "Se revisó un plan de cuidado"),
    "care-plan.revoked": ("A care plan was given up", "Se dejó un plan de cuidado"),
    "care-team-member.changed": ("A role in the care team changed", "Cambió un papel en el equipo de cuidado"),
    "care-team-member.entered_in_error": (
        "A care team member was entered by mistake",
        "Alguien se anotó por error en el equipo de cuidado",
    ),
    "care-team-member.joined": ("Somebody joined the care team", "Alguien se unió al equipo de cuidado"),
    "care-team-member.left": ("Somebody left the care team", "Alguien dejó el equipo de cuidado"),
    "care-team-member.made_primary": ("The main case manager changed", "Cambió la persona a cargo del caso"),
    "care-team.activated": ("A care team began its work", "Un equipo de cuidado empezó a trabajar"),
    "care-team.changed": ("A care team was changed", "Se cambió un equipo de cuidado"),
    "care-team.closed": ("A care team ended its work", "Un equipo de cuidado terminó su trabajo"),
    "care-team.created": ("A care team was formed", "Se formó un equipo de cuidado"),
    "care-team.entered_in_error": ("A care team was entered by mistake", "Un equipo de cuidado se anotó por error"),
    "care-team.resumed": ("A care team took up its work again", "Un equipo de cuidado retomó su trabajo"),
    "care-team.suspended": ("A care team paused its work", "Un equipo de cuidado pausó su trabajo"),
    "client.changed": ("The client's details were changed", "Se cambiaron los datos de la persona"),
    "client.linked": ("The record was linked to another", "El expediente se unió a otro"),
    "client.registered": ("The client was registered", "Se registró a la persona"),
    "client.unlinked": ("The link to another record was undone", "El expediente se separó de otro"),
    "client-export.failed": ("An export of the record failed", "No se pudo hacer una copia del expediente"),
    "client-export.made": ("An export of the record was made", "Se hizo una copia del expediente"),
    "client-export.requested": ("An export of the record was asked for", "Se pidió una copia del expediente"),
    "consent-override.approved": (
        "Going on without a consent was allowed by a second person",
        "Otra persona permitió seguir sin consentimiento",
    ),
    "consent-override.ended": ("Going on without a consent ended", "Terminó el permiso de seguir sin consentimiento"),
    "consent-override.refused": (
        "Going on without a consent was refused",
        "No se permitió seguir sin consentimiento",
    ),
    "consent-override.requested": (
        "Somebody asked to go on without a consent",
        "Alguien pidió seguir sin consentimiento",
    ),
    "consent-override.withdrawn": (
        "Going on without a consent is not asked for any more",
        "Ya no se pide seguir sin consentimiento",
    ),
    "consent.document_attached": ("A signed consent was kept on file", "Se guardó un consentimiento firmado"),
    "consent.document_removed": ("A signed consent was taken off file", "Se quitó un consentimiento firmado"),
    "consent.granted": ("The client gave a consent", "La persona dio un consentimiento"),
    "consent.revoked": ("The client took a consent back", "La persona retiró un consentimiento"),
    "goal.accepted": ("A goal was accepted", "Se aceptó una meta"),
    "goal.activated": ("Work on a goal began", "Se empezó a trabajar en una meta"),
    "goal.answered": ("Somebody said what they think of a goal", "Alguien opinó sobre una meta"),
    "goal.cancelled": ("A goal was given up", "Se dejó una meta"),
    "goal.changed": ("A goal was changed", "Se cambió una meta"),
    "goal.completed": ("A goal was completed", "Se completó una meta"),
    "goal.created": ("A goal was set", "Se fijó una meta"),
    "goal.entered_in_error": ("A goal was entered by mistake", "Una meta se anotó por error"),
    "goal.held": ("A goal was paused", "Se pausó una meta"),
    "goal.planned": ("A goal was planned", "Se planeó una meta"),
    "goal.progressed": ("Progress towards a goal was noted", "Se anotó el avance hacia una meta"),
    "goal.rejected": ("A goal was rejected", "Se rechazó una meta"),
    "goal.reopened": ("A goal was taken up again", "Se retomó una meta"),
    "goal.resumed": ("Work on a goal was resumed", "Se volvió a trabajar en una meta"),
    "handoff.accepted": ("A provider took a referral", "Un proveedor aceptó una remisión"),
    "handoff.appointment_cancelled": ("A provider's appointment was cancelled", "Se canceló la cita con un proveedor"),
    "handoff.cancel_requested": ("A provider was asked to stop", "Se pidió a un proveedor que no siga"),
    "handoff.cancelled": ("A provider's work was cancelled", "Se canceló el trabajo de un proveedor"),
    "handoff.completed": ("A provider finished its work", "Un proveedor terminó su trabajo"),
    "handoff.declined": ("A provider declined a referral", "Un proveedor no aceptó una remisión"),
    "handoff.due": ("A provider's answer is due", "Un proveedor debe responder"),
    "handoff.entered_in_error": ("A handoff was entered by mistake", "Un envío se anotó por error"),
    "handoff.escalated": ("A standstill was brought to a supervisor", "Se avisó a la supervisión de un retraso"),
    "handoff.expired": ("A provider did not answer in time", "Un proveedor no respondió a tiempo"),
    "handoff.failed": ("A provider could not help", "Un proveedor no pudo ayudar"),
    "handoff.handed_back": ("A provider gave a referral back", "Un proveedor devolvió una remisión"),
    "handoff.info_answered": ("A provider's question was answered", "Se contestó la pregunta de un proveedor"),
    "handoff.info_requested": ("A provider asked a question", "Un proveedor hizo una pregunta"),
    "handoff.messaged": ("A message about a referral", "Un mensaje sobre una remisión"),
    "handoff.no_show": ("The client missed a provider's appointment", "La persona no llegó a la cita con un proveedor"),
    "handoff.paused": ("A provider paused its work", "Un proveedor pausó su trabajo"),
    "handoff.reminded": ("A provider was reminded", "Se recordó a un proveedor"),
    "handoff.resumed": ("A provider went on with its work", "Un proveedor siguió con su trabajo"),
    "handoff.scheduled": ("A provider made an appointment", "Un proveedor hizo una cita"),
    "handoff.sent": ("A referral was sent to a provider", "Se envió una remisión a un proveedor"),
    "handoff.stalled": ("Nothing has happened with a provider for days", "Un proveedor lleva días sin avanzar"),
    "handoff.started": ("A provider began its work", "Un proveedor empezó su trabajo"),
    "handoff.unscheduled": ("No appointment was made in time", "No se hizo una cita a tiempo"),
    "handoff.viewed": ("A provider looked at a referral", "Un proveedor vio una remisión"),
    "handoff.waitlisted": ("The client was put on a waiting list", "La persona quedó en lista de espera"),
    "handoff.willing": ("A provider offered to help", "Un proveedor se ofreció a ayudar"),
    "handoff.withdrawn": ("A referral was taken back from a provider", "Se retiró una remisión a un proveedor"),
    "handover.acknowledged": ("A handover was confirmed", "Se confirmó una entrega del caso"),
    "handover.given": ("The case was handed over", "Se entregó el caso a otra persona"),
    "need.changed": ("A need was described anew", "Se cambió una necesidad"),
    "need.confirmed": ("A need was confirmed", "Se confirmó una necesidad"),
    "need.created": ("A need was noted", "Se anotó una necesidad"),
    "need.doubted": ("A need was put in doubt", "Se puso en duda una necesidad"),
    "need.entered_in_error": ("A need was entered by mistake", "Una necesidad se anotó por error"),
    "need.inactivated": ("A need is not pressing now", "Una necesidad no apremia por ahora"),
    "need.reactivated": ("A need is pressing again", "Una necesidad vuelve a apremiar"),
    "need.recurred": ("A need came back", "Volvió una necesidad"),
    "need.refuted": ("A need turned out to be none", "Resultó que no había tal necesidad"),
    "need.relapsed": ("A need came back after it had eased", "Volvió una necesidad que se había aliviado"),
    "need.remitted": ("A need eased", "Se alivió una necesidad"),
    "need.resolved": ("A need was met", "Se resolvió una necesidad"),
    "proxy.changed": ("Who speaks for the client was described anew", "Se cambió quién habla por la persona"),
    "proxy.created": ("Somebody may speak for the client", "Alguien puede hablar por la persona"),
    "proxy.ended": ("Somebody no longer speaks for the client", "Alguien ya no habla por la persona"),
    "referral.authorization_awaited": ("A referral waits for the payer", "Una remisión espera autorización"),
    "referral.cancelled": ("A referral was cancelled", "Se canceló una remisión"),
    "referral.changed": ("A referral was changed", "Se cambió una remisión"),
    "referral.closed_unmet": ("A referral ended without help", "Una remisión terminó sin ayuda"),
    "referral.completed": ("A referral was completed", "Se completó una remisión"),
    "referral.created": ("A referral was drafted", "Se preparó una remisión"),
    "referral.entered_in_error": ("A referral was entered by mistake", "Una remisión se anotó por error"),
    "referral.held": ("A referral was paused", "Se pausó una remisión"),
    "referral.in_service": ("The service of a referral began", "Empezó el servicio de una remisión"),
    "referral.needs_action": ("A referral has no provider", "Una remisión se quedó sin proveedor"),
    "referral.placed": ("A provider was found", "Se encontró un proveedor"),
    "referral.reopened": ("A referral is open again", "Una remisión se reabrió"),
    "referral.rerouted": ("A referral went to other providers", "Una remisión pasó a otros proveedores"),
    "referral.resumed": ("A referral was taken up again", "Se retomó una remisión"),
    "referral.sent": ("A referral was sent", "Se envió una remisión"),
    "resource.changed": ("A clinical record was changed", "Se cambió un dato clínico"),
    "resource.created": ("A clinical record was added", "Se añadió un dato clínico"),
    "resource.deleted": ("A clinical record was deleted", "Se borró un dato clínico"),
    "task.cancelled": ("A task was cancelled", "Se canceló una tarea"),
    "task.changed": ("A task was changed", "Se cambió una tarea"),
    "task.created": ("A task was made", "Se creó una tarea"),
    "task.done": ("A task was done", "Se hizo una tarea"),
    "task.reopened": ("A task was taken up again", "Se retomó una tarea"),
    "task.started": ("A task was begun", "Se empezó una tarea"),
}
ACHIEVEMENTS: Mapping[str, tuple[str, str]] = {
    "in_progress": ("under way", "en camino"),
    "improving": ("getting better", "va mejorando"),
    "worsening": ("getting worse", "va empeorando"),
    "no_change": ("no change", "sin cambio"),
    "achieved": ("reached", "lograda"),
    "sustaining": ("reached and kept up", "lograda y se mantiene"),
    "not_achieved": ("not reached", "no lograda"),
    "no_progress": ("no progress", "sin avance"),
    "not_attainable": ("cannot be reached", "no se puede lograr"),
}
TELLS_ACHIEVEMENT = frozenset({"goal.progressed", "goal.completed"})
PLACES = {language: place for place, language in enumerate(TimelineLanguage)}
KINDS = tuple(dict.fromkeys(type_.partition(".")[0] for type_ in WORDS))


def sentence(type_: str, facts: Mapping[str, str], language: TimelineLanguage) -> str:
    """Say what happened; a type without words of its own is told by its name."""
    place = PLACES[language]
    words = WORDS.get(type_)
    if words is None:
        return type_.replace(".", ": ").replace("_", " ").replace("-", " ").capitalize()
    achieved = ACHIEVEMENTS.get(facts.get("achievement", "")) if type_ in TELLS_ACHIEVEMENT else None
    return words[place] if achieved is None else f"{words[place]}: {achieved[place]}"


def language_of(accepted: str | None) -> TimelineLanguage:
    """Choose the language that a caller likes best (RFC 9110, section 12.5.4); English for everybody else."""
    best, liking = TimelineLanguage.ENGLISH, 0.0
    for part in (accepted or "").split(","):
        tag, _, weight = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        liked = _weight(weight)
        if language in set(TimelineLanguage) and liked > liking:
            best, liking = TimelineLanguage(language), liked
    return best


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
