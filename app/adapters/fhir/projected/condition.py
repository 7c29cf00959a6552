"""A need as a Condition.

https://hl7.org/fhir/R4/condition.html,
http://hl7.org/fhir/us/core/STU7/StructureDefinition-us-core-condition-problems-health-concerns.html
"""

from app.adapters.fhir.projected.drawing import Drawing, of_record
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.participants import person
from app.adapters.fhir.projected.values import (
    OURS,
    SDOHCC,
    TERMINOLOGY,
    US_CORE,
    Json,
    category,
    concept,
    concept_of,
    day,
    identifiers,
    moment,
    notes,
    said,
    spelled,
    to,
    told,
)
from app.domain.care_plans.need import SEVERITY_CODES, Need, NeedContent, NeedKind
from app.domain.care_plans.need_moves import ABATED, NeedStatus

WRONG = NeedStatus.ENTERED_IN_ERROR
_KINDS = {
    NeedKind.HEALTH_CONCERN: ("http://hl7.org/fhir/us/core/CodeSystem/condition-category", "health-concern"),
    NeedKind.PROBLEM: (f"{TERMINOLOGY}condition-category", "problem-list-item"),
    NeedKind.DIAGNOSIS: (f"{TERMINOLOGY}condition-category", "encounter-diagnosis"),
}
_PROFILES = {
    NeedKind.HEALTH_CONCERN: "us-core-condition-problems-health-concerns",
    NeedKind.PROBLEM: "us-core-condition-problems-health-concerns",
    NeedKind.DIAGNOSIS: "us-core-condition-encounter-diagnosis",
}


def drawings(need: Need) -> tuple[Drawing, ...]:
    """Draw a need: the assessment that found it is released apart from it."""
    whole = _condition(need)
    if need.source is None:
        return (of_record("Condition", need.id, need, whole),)
    found_by = to("QuestionnaireResponse", need.source.assessment)
    shown = whole | {"meta": meta(need.sensitivities, _profiles(need.content))}
    less = whole | {"meta": meta(need.sensitivities, _profiles(need.content), redacted=True)}
    return (of_record("Condition", need.id, need, shown | {"evidence": [{"detail": [found_by]}]}, less),)


def _condition(need: Need) -> Json:
    content, wrong = need.content, need.status is WRONG
    verification = WRONG.value if wrong else need.verification.value
    severity = content.severity
    return told(
        {
            "meta": meta(need.sensitivities, _profiles(content)),
            "extension": _own(content),
            "identifier": identifiers(content.identifiers),
            "clinicalStatus": None if wrong else _coded("condition-clinical", need.status.value),
            "verificationStatus": _coded("condition-ver-status", verification),
            "category": _categories(content),
            "severity": concept_of("http://snomed.info/sct", SEVERITY_CODES[severity], severity) if severity else None,
            "code": concept(content.concept) or {"text": said(content.title) or "Need"},
            "subject": to("Patient", need.client),
            "onsetDateTime": day(content.onset),
            "abatementDateTime": day(content.abatement) if need.status in ABATED else None,
            "recordedDate": moment(need.created_at),
            "asserter": person(content.asserted_by, need.client),
            "note": notes(content.notes),
        }
    )


def _coded(system: str, value: str) -> Json:
    return concept_of(TERMINOLOGY + system, spelled(value))


def _categories(content: NeedContent) -> list[Json]:
    kind = concept_of(*_KINDS[content.kind])
    if content.category is None:
        return [kind]
    social = concept_of("http://hl7.org/fhir/us/core/CodeSystem/us-core-category", "sdoh", "SDOH")
    return [kind, social, category(content.category.value)]


def _own(content: NeedContent) -> list[Json]:
    """Write the client's own words and order, for which FHIR has no place."""
    found: list[Json] = []
    if words := said(content.words):
        found.append({"url": f"{OURS}extension:own-words", "valueString": words})
    if content.priority is not None:
        found.append({"url": f"{OURS}extension:own-priority", "valuePositiveInt": content.priority})
    return found


def _profiles(content: NeedContent) -> tuple[str, ...]:
    social = content.category and content.concept and content.concept.codings
    problem = content.kind is not NeedKind.DIAGNOSIS
    return (US_CORE + _PROFILES[content.kind], *((f"{SDOHCC}Condition",) if social and problem else ()))
