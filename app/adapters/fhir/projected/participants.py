"""Refers to who takes part in somebody's care: by reference where FHIR lets the element name them, else by name."""

from app.adapters.fhir.projected.values import Json, said, to
from app.domain.care_plans.participant import Participant, ParticipantKind
from app.domain.identity import ClientId


def person(who: Participant, client: ClientId) -> Json | None:
    """Refer to somebody who speaks; an agency is no person, and is named at most."""
    if who.kind is ParticipantKind.CLIENT:
        return to("Patient", client)
    if who.kind is ParticipantKind.WORKER and who.id is not None:
        return to("Practitioner", who.id, who.name)
    name = said(who.name)
    return {"display": name} if name else None
