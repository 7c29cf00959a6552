"""A referral as the ServiceRequest of its sender, and a handoff as the ServiceRequest that fills it.

https://hl7.org/fhir/R4/servicerequest.html,
http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition-SDOHCC-ServiceRequest.html
"""

from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.telling import Told
from app.adapters.fhir.projected.values import (
    SDOHCC,
    US_CORE,
    Json,
    category,
    coding,
    concept_of,
    moment,
    notes,
    period,
    said,
    to,
    told,
)
from app.domain.codes import Category
from app.domain.codings import Coding
from app.domain.identity import AgencyId
from app.domain.referrals.referral import Referral
from app.domain.referrals.states import AGREED, LIVE, REFERRAL_FACES, HandoffState

SOCIAL_SERVICE = ("http://snomed.info/sct", "410606002", "Social service procedure")
_STATUS = {
    **dict.fromkeys(LIVE | AGREED, "active"),
    HandoffState.QUEUED: "draft",
    HandoffState.PAUSED: "on-hold",
    HandoffState.COMPLETED: "completed",
    HandoffState.ENTERED_IN_ERROR: "entered-in-error",
}
ENDED_OTHERWISE = "revoked"


def original_order(referral: Referral) -> Json:
    """Write what the sender asks for."""
    content = referral.content
    return told(
        {
            "meta": meta(referral.sensitivity, profiles(content.code)),
            "status": REFERRAL_FACES[referral.state].service_request_status,
            "intent": "original-order",
            "category": categories(content.category),
            "priority": content.priority.value,
            "code": code_of(content.code, content.category),
            "subject": to("Patient", referral.client),
            "authoredOn": moment(referral.sent_at or referral.created_at),
            "requester": to("Practitioner", content.worker) or to("Organization", referral.sender),
            "performer": [to("Organization", id_) for id_ in _providers(referral)],
            "basedOn": [to("ServiceRequest", referral.parent)] if referral.parent else [],
            "replaces": [to("ServiceRequest", referral.replaces)] if referral.replaces else [],
            "note": notes(content.details, referral.comment, referral.reason.text if referral.reason else None),
        }
    )


def filler_order(part: Told) -> Json:
    """Write one provider's share of it, as one side is told of it."""
    view = part.view
    written = (profiles(view.code) if view.client_id else ()) if view.category else ()
    return told(
        {
            "meta": part.meta(written),
            "contained": [part.summary] if part.summary else [],
            "basedOn": [to("ServiceRequest", view.referral_id)],
            "requisition": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{view.referral_id}"},
            "status": "on-hold" if view.on_hold else _STATUS.get(view.state, ENDED_OTHERWISE),
            "intent": "filler-order",
            "category": categories(view.category) if view.category else [],
            "priority": view.priority.value,
            "code": code_of(view.code, view.category) if view.category else None,
            "subject": part.subject,
            **_occurrence(part),
            "authoredOn": moment(view.sent_at or view.created_at),
            "requester": to("Organization", view.sender_id),
            "performer": [who for who in (part.provider, to("HealthcareService", view.service_id)) if who],
            "locationCode": [{"text": place}] if view.meeting and (place := said(view.meeting.place)) else [],
            "note": notes(view.details),
        }
    )


def categories(kind: Category) -> list[Json]:
    """Write of which kind the service is."""
    return [concept_of(*SOCIAL_SERVICE), category(kind.value)]


def code_of(asked: Coding | None, kind: Category) -> Json:
    """Write what is asked for: in its code, else in the words of its category."""
    written = coding(asked) if asked else {}
    words = said(asked.display) if asked and asked.display else kind.value.replace("-", " ")
    return told({"coding": [written] if "code" in written else [], "text": words})


def profiles(asked: Coding | None) -> tuple[str, ...]:
    """Return the profiles to which an order conforms that has a code."""
    return (f"{US_CORE}us-core-servicerequest", f"{SDOHCC}ServiceRequest") if asked else ()


def _occurrence(part: Told) -> Json:
    meeting = part.view.meeting
    if meeting is None:
        return {}
    if meeting.ends is None or meeting.ends < meeting.starts:
        return {"occurrenceDateTime": moment(meeting.starts)}
    return {"occurrencePeriod": period(moment(meeting.starts), moment(meeting.ends))}


def _providers(referral: Referral) -> list[AgencyId]:
    """Return the agencies that work on it, each once."""
    return list(dict.fromkeys(each.provider for each in referral.handoffs if each.works))
