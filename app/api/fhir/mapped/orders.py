"""ServiceRequest: an order that is kept as it came until a Task asks for it to be fulfilled, then a referral.

https://hl7.org/fhir/R4/servicerequest.html,
http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition-SDOHCC-ServiceRequest.html
"""

from typing import Any
from uuid import UUID

from app.api.fhir.mapped.beside import keeping, refusing_delete
from app.api.fhir.mapped.elements import (
    all_named,
    codings_of,
    content_of,
    extension_of,
    id_of,
    notes_of,
    pointing,
    words_of,
)
from app.api.fhir.mapped.outcomes import OUTCOME_URL, outcome_coded, reason_of
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.codes import SDOHCC_CATEGORIES, Category, Priority
from app.domain.identity import AgencyId, ClientId, ServiceId, WorkerId
from app.domain.referrals.content import Content
from app.ports.resources import Face
from app.use_cases.core import UseCase
from app.use_cases.told.told_handoffs import ToldReferral, referral_moved
from app.use_cases.told.told_orders import ToldOrder

TYPE = "ServiceRequest"
LIVING = ("active", "draft")
STATUS_REASON = "http://hl7.org/fhir/StructureDefinition/request-statusReason"
PLACES = {
    "/category": "ServiceRequest.category",
    "/code": "ServiceRequest.code",
    "/details": "ServiceRequest.note",
    "/reason": "ServiceRequest.extension",
}


def read_order(face: Face) -> ToldOrder | None:
    """Read what an order asks for; None for one that is over, that forbids, or that is about no client."""
    resource = content_of(face)
    client = id_of(resource, "subject", "Patient")
    if client is None or resource.get("status") not in LIVING or resource.get("doNotPerform"):
        return None
    if "modifierExtension" in resource:
        return None
    agency, worker = id_of(resource, "requester", "Organization"), None
    if agency is None:
        worker = id_of(resource, "requester", "Practitioner", "PractitionerRole")
    above = all_named(resource, "basedOn", TYPE)
    replaced = all_named(resource, "replaces", TYPE)
    return ToldOrder(
        client=ClientId(client),
        content=content_told(resource),
        services=tuple(map(ServiceId, all_named(resource, "performer", "HealthcareService"))),
        above=above[0] if above else None,
        replaces=replaced[0] if replaced else None,
        agencies=frozenset({AgencyId(agency)} if agency else ()),
        worker=WorkerId(worker) if worker else None,
    )


def content_told(resource: dict[str, Any]) -> Content:
    """Read of which kind it is, how urgent, and what is asked for in whose words."""
    reasons = (words_of(each) for each in resource.get("reasonCode", ()))
    instruction = resource.get("patientInstruction")
    said = [*notes_of(resource), *(words for words in reasons if words), *([instruction] if instruction else [])]
    return Content(
        category=category_of(resource),
        priority=Priority(resource.get("priority", "routine")),
        code=next(codings_of(resource.get("code")), None),
        details="\n\n".join(said) or None,
    )


def category_of(resource: dict[str, Any]) -> Category:
    """Return the SDOHCC category; an order that has none is of a kind that is not said."""
    known = {category.value: category for category in Category}
    coded = codings_of(*resource.get("category", ()))
    ours = (known.get(each.code) for each in coded if each.system == SDOHCC_CATEGORIES)
    return next((each for each in ours if each is not None), Category.UNSPECIFIED)


def writer() -> Writer:
    """Return the writer: nothing posted is a referral before a Task asks for it."""

    def update(subject: UUID, posted: Posted) -> UseCase[[], None]:
        return pointing(referral_moved(subject, _told(posted)), PLACES)

    return Writer(create=keeping(TYPE).create, update=update, delete=lambda _: refusing_delete(TYPE))


def _told(posted: Posted) -> ToldReferral:
    resource = posted.resource
    why = extension_of(resource, STATUS_REASON) or {}
    met = extension_of(resource, OUTCOME_URL) or {}
    words = notes_of(resource)
    return ToldReferral(
        status=resource["status"],
        content=content_told(resource),
        reason=reason_of(why.get("valueCodeableConcept")),
        note=words_of(why.get("valueCodeableConcept")) or (words[-1] if words else None),
        outcome=outcome_coded(met.get("valueCode")),
        references=posted.draft.references,
    )
