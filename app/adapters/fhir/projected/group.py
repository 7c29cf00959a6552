"""A household as a Group, for the agency that recorded it.

https://hl7.org/fhir/R4/group.html

Members who are clients are left out: who may know of each of them differs from asker to asker, and one stored face
cannot say that. REST shows each asker those whom it sees.
"""

from app.adapters.fhir.projected.drawing import Drawing
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import OURS, Json, identifiers, ours, said, spelled, to, told
from app.domain.clients.household import Household, HouseholdMember, Relationship
from app.domain.resources.reading import ResourceReading


def drawings(household: Household) -> tuple[Drawing, ...]:
    """Draw a household."""
    content = household.content
    others = (_member(member) for member in content.members if member.client is None and said(member.name))
    whole = told(
        {
            "meta": meta(redacted=bool(content.clients)),
            "identifier": identifiers(content.identifiers),
            "type": "person",
            "actual": True,
            "code": ours("household-kind", content.kind.value),
            "name": said(content.name),
            "managingEntity": to("Organization", household.agency),
            "member": list(others),
        }
    )
    return (Drawing(type="Group", id=household.id, reading=ResourceReading.OWN, agency=household.agency, whole=whole),)


def _member(member: HouseholdMember) -> Json:
    """Write somebody who is no client, and what they are to the head of the household."""
    found: list[Json] = []
    if member.relationship is not Relationship.UNKNOWN:
        found.append({"url": f"{OURS}extension:relationship", "valueCode": spelled(member.relationship.value)})
    if member.head:
        found.append({"url": f"{OURS}extension:head", "valueBoolean": True})
    return told({"extension": found, "entity": {"display": said(member.name)}})
