"""A handoff as the Task by which a referral is followed (Gravity SDOHCC), and its question as a Task within that.

http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition-SDOHCC-TaskForReferralManagement.html
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from app.adapters.fhir.projected.telling import Told
from app.adapters.fhir.projected.values import (
    OURS,
    SDOHCC,
    WITHHELD,
    Json,
    concept_of,
    day,
    moment,
    period,
    said,
    to,
    told,
)
from app.domain.codes import SDOHCC_CATEGORIES
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.outcomes import Outcome, ServiceReceived
from app.domain.referrals.reasons import Withdrawal
from app.domain.referrals.states import HANDOFF_FACES, HandoffState
from app.domain.referrals.told_moves import status_of

H = HandoffState
PROFILE = f"{SDOHCC}TaskForReferralManagement"
FULFILL = ("http://hl7.org/fhir/CodeSystem/task-code", "fulfill", "Fulfill the focal request")
RESULT = concept_of(SDOHCC_CATEGORIES, "resulting-activity", "Resulting Activity")
_WITHDRAWALS = {
    Withdrawal.FILLED: "filled: another provider was faster",
    Withdrawal.RECALLED: "recalled by the sender",
    Withdrawal.CLIENT: "the client does not want it",
    Withdrawal.CONSENT_REVOKED: "the client took the consent back",
}
_RECORD = re.compile(r"[A-Z][A-Za-z]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A service of which the provider named the record."""
_WAITING = {H.CANCELLED: "cancelled as the sender asked", H.PAUSED: "paused by the provider"}


def task_of(part: Told) -> Json:
    """Write the Task as one side is told of it."""
    view, reason = part.view, _reason(part)
    due = period(None, moment(view.respond_by))
    modified = max(view.updated_at, view.sent_at or view.created_at)
    return told(
        {
            "meta": part.meta((PROFILE,) if part.named and part.provider else ()),
            "basedOn": [to("ServiceRequest", view.referral_id)],
            "groupIdentifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{view.referral_id}"},
            "status": status_of(part.handoff.state, part.handoff.before),
            "statusReason": reason,
            "businessStatus": _business(part),
            "intent": "order",
            "priority": view.priority.value,
            "code": concept_of(*FULFILL),
            "focus": to("ServiceRequest", view.id),
            "for": part.client,
            "authoredOn": moment(view.sent_at or view.created_at),
            "lastModified": moment(modified),
            "requester": to("Organization", view.sender_id),
            "owner": part.provider,
            "restriction": {"period": due} if due else None,
            "output": list(_outputs(part)),
        }
    )


def accepted_before(handoff: Handoff) -> Handoff | None:
    """Return a handoff as it was accepted in the very moment in which it was put on a waitlist.

    The guide knows no way from requested to on-hold: readers must see it accepted first.
    """
    at_once = handoff.state is H.WAITLISTED and handoff.answered_at == handoff.updated_at
    return replace(handoff, state=H.ACCEPTED, waitlist=None) if at_once else None


def question_of(part: Told) -> Json | None:
    """Write the provider's question, and the answer once there is one."""
    view, asked = part.view, said(part.view.question)
    if asked is None:
        return None
    answer = said(view.answer)
    status = "completed" if answer else "requested" if view.state is H.INFO_REQUESTED else "cancelled"
    taken_back = {"text": "no longer asked"} if status == "cancelled" else None
    return told(
        {
            "meta": part.meta(),
            "partOf": [to("Task", view.id)],
            "status": status,
            "statusReason": taken_back,
            "intent": "order",
            "priority": view.priority.value,
            "code": {"text": "Answer the provider's question"},
            "description": asked,
            "focus": to("ServiceRequest", view.id),
            "for": part.client,
            "authoredOn": moment(view.sent_at or view.created_at),
            "requester": part.provider,
            "owner": to("Organization", view.sender_id),
            "output": [{"type": {"text": "Answer"}, "valueString": answer}] if answer else [],
        }
    )


def _business(part: Told) -> Json | None:
    view = part.view
    if view.business_status is None:
        return None
    words = [view.business_status.replace("-", " ")]
    if view.waitlist is not None:
        words += [f"position {view.waitlist.position}"] if view.waitlist.position is not None else []
        words += [f"about {day(view.waitlist.estimate)}"] if view.waitlist.estimate else []
    coding = {"system": f"{OURS}handoff-status", "code": view.business_status}
    return {"coding": [coding], "text": ", ".join(words)}


def _reason(part: Told) -> Json | None:
    """Say why it stands so, wherever the guide wants that said; what is withheld is said to be."""
    view = part.view
    if "reason" in view.withheld and HANDOFF_FACES[view.state].needs_reason:
        return WITHHELD
    if view.state in (H.FAILED, H.DECLINED, H.HANDED_BACK):
        return {"text": said(view.reason.text) if view.reason else view.business_status}
    if view.state is H.WITHDRAWN:
        return {"text": _WITHDRAWALS[view.withdrawal] if view.withdrawal else "withdrawn"}
    if view.state is H.EXPIRED:
        return {"text": f"no response by {moment(view.ended_at or view.updated_at)}"}
    if view.state is H.WAITLISTED or status_of(part.handoff.state, part.handoff.before) == "on-hold":
        return {"text": _WAITING.get(view.state, "on the provider's waitlist")}
    return {"text": _WAITING[view.state]} if view.state in _WAITING else None


def _outputs(part: Told) -> Iterator[Json]:
    """Yield what came of it: at least one where it is completed, though it may be withheld."""
    view = part.view
    if view.outcome is not None:
        yield from (_received(each) for each in view.outcome.services)
        yield {"type": RESULT, "valueCodeableConcept": _result(view.outcome)}
    elif view.state is H.COMPLETED:
        yield {"type": RESULT, "valueCodeableConcept": WITHHELD if "outcome" in view.withheld else {"text": "done"}}


def _result(outcome: Outcome) -> Json:
    words = [outcome.result.value.replace("_", " ")]
    words += [outcome.enrollment.value.replace("_", " ")] if outcome.enrollment else []
    words += [outcome.note] if outcome.note else []
    code = outcome.result.value.replace("_", "-")
    return {"coding": [{"system": f"{OURS}outcome", "code": code}], "text": said(", ".join(words))}


def _received(service: ServiceReceived) -> Json:
    days = " to ".join(str(each) for each in (service.start, service.end) if each)
    if _RECORD.fullmatch(service.code):
        return {"type": RESULT, "valueReference": told({"reference": service.code, "display": days})}
    units = f"{service.units} units" if service.units is not None else ""
    text = ", ".join(part for part in (service.code, days, units) if part)
    return {"type": RESULT, "valueCodeableConcept": {"text": said(text) or "service received"}}
