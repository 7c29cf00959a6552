"""Who wrote kept resources, as a Provenance.

https://hl7.org/fhir/R4/provenance.html, http://hl7.org/fhir/us/core/STU7/StructureDefinition-us-core-provenance.html
"""

from app.adapters.fhir.projected.drawing import Drawing, of_record
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import OURS, TERMINOLOGY, US_CORE, Json, concept_of, moment, to, told
from app.domain.resources.authorship import Authorship

PATIENT = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Provenance.patient"
PARTICIPANT = f"{TERMINOLOGY}provenance-participant-type"


def drawings(authorship: Authorship) -> tuple[Drawing, ...]:
    """Draw one deed: read like the resources that it tells of."""
    return (of_record("Provenance", authorship.id, authorship, _provenance(authorship)),)


def _provenance(authorship: Authorship) -> Json:
    operation = concept_of(f"{TERMINOLOGY}v3-DataOperation", authorship.deed.value)
    return told(
        {
            "meta": meta(authorship.sensitivities, [f"{US_CORE}us-core-provenance"]),
            "extension": [{"url": PATIENT, "valueReference": to("Patient", authorship.client)}],
            "target": [to(type_, id_) for type_, id_ in authorship.written],
            "recorded": moment(authorship.at),
            "activity": operation,
            "agent": _agents(authorship),
        }
    )


def _agents(authorship: Authorship) -> list[Json]:
    """Name the author, for whom it acts, and the program that sent it."""
    behalf = to("Organization", authorship.principal or authorship.agency)
    author = to("Practitioner", authorship.worker) or to("Organization", authorship.agency)
    agents = [told({"type": concept_of(PARTICIPANT, "author"), "who": author, "onBehalfOf": behalf})]
    if authorship.api_client is not None:
        program = {"identifier": {"system": f"{OURS}api-client", "value": str(authorship.api_client)}}
        agents.append({"type": concept_of(PARTICIPANT, "transmitter"), "who": program})
    return agents
