"""An entry of the audit log as an AuditEvent, drawn when it is read: the log is kept once, and sealed.

https://hl7.org/fhir/R4/auditevent.html, IHE Basic Audit Log Patterns 1.1 (https://profiles.ihe.net/ITI/BALP)
"""

from uuid import UUID

from app.adapters.fhir.projected.drawing import face_of
from app.adapters.fhir.projected.values import ABSENT, OURS, TERMINOLOGY, Json, concept_of, moment, ours, to, told
from app.adapters.fhir.search.trails import (
    ACTION_OF,
    ACTIONS,
    API_CLIENT,
    INTERACTION_OF,
    INTERACTIONS,
    SUCCESS,
    TYPE,
    URIS,
    URN,
)
from app.domain.identity import NetworkId
from app.ports.audit_trail import RecordedEntry
from app.ports.resources import Face

BALP = "https://profiles.ihe.net/ITI/BALP/"
PROFILES = {"c": "Create", "r": "Read", "u": "Update", "d": "Delete"}
"""Of searches none: their profiles ask for the query, which is person data and not in the log (decision 0046)."""
DICOM, PARTICIPATION = "http://dicom.nema.org/resources/ontology/DCM", f"{TERMINOLOGY}v3-ParticipationType"
SENDER, RECEIVER = (("110153", "Source Role ID"), ("110152", "Destination Role ID"))
ENTITY_TYPE, ROLE = f"{TERMINOLOGY}audit-entity-type", f"{TERMINOLOGY}object-role"
PERSON = {
    "type": {"system": ENTITY_TYPE, "code": "1", "display": "Person"},
    "role": {"system": ROLE, "code": "1", "display": "Patient"},
}
THING = {
    "type": {"system": ENTITY_TYPE, "code": "2", "display": "System Object"},
    "role": {"system": ROLE, "code": "4", "display": "Domain Resource"},
}
REQUEST = {"system": f"{BALP}CodeSystem/BasicAuditEntityType", "code": "XrequestId"}
UNKNOWN = {"extension": [{"url": ABSENT, "valueCode": "unknown"}]}
URI_OF_NETWORK = "5"
READ = ".read"
NOUNS = {
    "agency": "Organization",
    "appointment": "Appointment",
    "assessment": "QuestionnaireResponse",
    "audit": "AuditEvent",
    "care-plan": "CarePlan",
    "care-team": "CareTeam",
    "client": "Patient",
    "consent": "Consent",
    "goal": "Goal",
    "handoff": "Task",
    "household": "Group",
    "location": "Location",
    "need": "Condition",
    "proxy": "RelatedPerson",
    "referral": "ServiceRequest",
    "service": "HealthcareService",
    "task": "Task",
    "worker": "Practitioner",
}
OWNED = frozenset((*NOUNS.values(), "Bundle", "PractitionerRole", "Questionnaire"))


def audit_event(entry: RecordedEntry, network: NetworkId, base: str) -> Face:
    """Draw an entry of a network; `base` is the address of the FHIR door, which stands for this service."""
    return face_of(_resource(entry, network, base))


def _resource(entry: RecordedEntry, network: NetworkId, base: str) -> Json:
    system, code = TYPE
    interaction = {"system": INTERACTIONS, "code": INTERACTION_OF[entry.permission]}
    return told(
        {
            "meta": told({"profile": _profiles(entry)}),
            "type": {"system": system, "code": code, "display": "RESTful Operation"},
            "subtype": [interaction, {"system": ACTIONS, "code": entry.action}],
            "action": ACTION_OF[entry.permission],
            "recorded": moment(entry.at),
            "outcome": SUCCESS,
            "agent": [*_agents(entry, base), *_agency(entry, network)],
            "source": {"observer": _service(base)},
            "entity": _entities(entry),
        }
    )


def _profiles(entry: RecordedEntry) -> list[str]:
    """Name the profile that an entry meets: one thing, and nobody or one person whom it is about."""
    name = PROFILES.get(entry.permission)
    people = len(set(entry.clients))
    if name is None or len(set(entry.subjects)) != 1 or people > 1:
        return []
    return [f"{BALP}StructureDefinition/IHE.BasicAudit.{'Patient' if people else ''}{name}"]


def _agents(entry: RecordedEntry, base: str) -> list[Json]:
    """Name the program and this service, then the person and the agency; who asked is the person, if there was one."""
    reads = entry.permission == "r"
    sent, received = (RECEIVER, SENDER) if reads else (SENDER, RECEIVER)
    asked = {"requestor": entry.worker is None, "network": UNKNOWN}
    server = {"address": base, "type": URI_OF_NETWORK}
    found: list[Json] = [
        {"type": concept_of(DICOM, *sent), "who": _program(entry, base), **asked},
        {"type": concept_of(DICOM, *received), "who": _service(base), "requestor": False, "network": server},
    ]
    if entry.worker is not None:
        kind = "AUT" if entry.permission in "cud" else "IRCP"
        who = to("Practitioner", entry.worker)
        found.append({"type": concept_of(PARTICIPATION, kind), "who": who, "requestor": True})
    found[-1 if entry.worker else 0]["role"] = [ours("role", role) for role in entry.roles]
    return [told(each) for each in found]


def _program(entry: RecordedEntry, base: str) -> Json:
    if entry.api_client is None:
        return _service(base)
    return {"identifier": {"system": API_CLIENT, "value": str(entry.api_client)}}


def _agency(entry: RecordedEntry, network: NetworkId) -> list[Json]:
    """Name the agency that acted; the service itself acts for none."""
    if entry.agency == network:
        return []
    principal = to("Organization", entry.principal)
    extension = [] if principal is None else [{"url": f"{OURS}extension:principal", "valueReference": principal}]
    who = to("Organization", entry.agency)
    return [told({"extension": extension, "type": concept_of(PARTICIPATION, "RESP"), "who": who, "requestor": False})]


def _service(base: str) -> Json:
    return {"identifier": {"system": URIS, "value": base}, "display": "Throughline"}


def _entities(entry: RecordedEntry) -> list[Json]:
    subjects = list(dict.fromkeys(entry.subjects))
    found: list[Json] = [{"what": to("Patient", each), **PERSON} for each in sorted(set(entry.clients))]
    found += [{"what": _what(entry, each), **THING} for each in subjects]
    if entry.request_id:
        found.append({"what": {"identifier": {"value": entry.request_id}}, "type": REQUEST})
    return found


def _what(entry: RecordedEntry, subject: UUID) -> Json:
    """Name a thing by its type where the log tells it, else by its id alone: an entry tells one noun of many things."""
    if subject in entry.clients:
        return {"reference": f"Patient/{subject}"}
    type_ = _type_of(entry) if len(set(entry.subjects)) == 1 else None
    if type_ is None:
        return {"identifier": {"system": URIS, "value": f"{URN}{subject}"}}
    return {"reference": f"{type_}/{subject}"}


def _type_of(entry: RecordedEntry) -> str | None:
    """Return of which type the one thing is: writes of what the domain owns may change another than was asked for."""
    noun = entry.subject_type
    if noun in NOUNS:
        return NOUNS[noun] if entry.action == f"{noun}{READ}" else None
    if not noun[:1].isupper() or (entry.permission in "cud" and noun in OWNED):
        return None
    return noun
