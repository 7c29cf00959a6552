"""Writes the activities of a care plan: those that are requests of their own by reference, the others in detail.

https://hl7.org/fhir/R4/careplan-definitions.html#CarePlan.activity
"""

from app.adapters.fhir.projected.values import Json, concept, day, every, period, said, spelled, to, told
from app.domain.care_plans.activity import Activity, ActivityContent, ActivityKind, Link

_KINDS = {
    ActivityKind.REFERRAL: "ServiceRequest",
    ActivityKind.TASK: "Task",
    ActivityKind.APPOINTMENT: "Appointment",
    ActivityKind.CONTACT: "CommunicationRequest",
}


def activity(each: Activity) -> Json:
    """Write an activity; what it is linked to stands for all that is told of it (cpl-3)."""
    linked = _linked(each.content.link, each.content.title)
    if linked is not None:
        return {"id": str(each.id), "reference": linked}
    return {"id": str(each.id), "detail": _detail(each)}


def _linked(link: Link, title: str) -> Json | None:
    return (
        to("ServiceRequest", link.referral, title)
        or to("Task", link.task, title)
        or to("Appointment", link.appointment, title)
    )


def _detail(each: Activity) -> Json:
    content, reason, place = each.content, said(each.status_reason), said(each.content.place)
    return told(
        {
            "kind": _KINDS.get(content.kind),
            "code": (concept(content.concept) or {}) | {"text": said(content.title)},
            "goal": every("Goal", content.goals),
            "status": spelled(each.status.value),
            "statusReason": {"text": reason} if reason else None,
            **_schedule(content),
            "location": {"display": place} if place else None,
            "performer": _performers(content),
            "description": said(content.details),
        }
    )


def _schedule(content: ActivityContent) -> Json:
    """Write when it is: the days where they are known, since FHIR holds no words beside them."""
    days = period(day(content.starts), day(content.due))
    return {"scheduledPeriod": days} if days else {"scheduledString": said(content.when)}


def _performers(content: ActivityContent) -> list[Json]:
    who = said(content.who)
    return [each for each in (to("Practitioner", content.worker), {"display": who} if who else None) if each]
