"""An assessment as a QuestionnaireResponse, and each of its scores as an Observation.

https://hl7.org/fhir/R4/questionnaireresponse.html, https://hl7.org/fhir/R4/observation.html
"""

from collections.abc import Callable
from uuid import UUID, uuid5

from app.adapters.fhir.projected.answers import items
from app.adapters.fhir.projected.drawing import Drawing, of_record
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import (
    OURS,
    TERMINOLOGY,
    US_CORE,
    Json,
    coding,
    concept_of,
    identifiers,
    moment,
    notes,
    said,
    spelled,
    to,
    told,
)
from app.domain.assessments.assessment import Assessment, InstrumentName
from app.domain.assessments.assessment_moves import AssessmentStatus
from app.domain.assessments.circumstances import AnsweredBy
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.scoring import Band, Score

KnownInstrument = Callable[[Assessment], Instrument | None]
_SCORED = {
    AssessmentStatus.COMPLETED: "final",
    AssessmentStatus.AMENDED: "amended",
    AssessmentStatus.ENTERED_IN_ERROR: "entered-in-error",
}


def drawings(assessment: Assessment, known: KnownInstrument) -> tuple[Drawing, ...]:
    """Draw an assessment with its scores."""
    response = of_record("QuestionnaireResponse", assessment.id, assessment, _response(assessment, known(assessment)))
    status = _SCORED.get(assessment.status, "cancelled")
    scores = (
        of_record("Observation", score_id(assessment.id, each.key), assessment, _score(assessment, each, status))
        for each in assessment.scores
    )
    return (response, *scores)


def score_id(assessment: UUID, key: str) -> UUID:
    """Return the id of the Observation that holds a score."""
    return uuid5(assessment, f"score:{key}")


def canonical(name: InstrumentName, instrument: Instrument | None) -> str:
    """Return the address of the instrument in its version."""
    address = instrument.url if instrument and instrument.url else f"{OURS}questionnaire:{name.key}"
    return f"{address}|{name.version}"


def _response(assessment: Assessment, instrument: Instrument | None) -> Json:
    asked, reason = assessment.circumstances, said(assessment.reason)
    identifier = identifiers(assessment.identifiers)[:1]
    extensions: list[Json] = [{"url": f"{OURS}extension:mode", "valueCode": spelled(asked.mode.value)}]
    for name, text in (("status-reason", reason), ("respondent", said(asked.respondent)), ("note", said(asked.note))):
        extensions += [{"url": f"{OURS}extension:{name}", "valueString": text}] if text else []
    return told(
        {
            "meta": meta(assessment.sensitivities),
            "language": asked.language,
            "extension": extensions,
            "identifier": identifier[0] if identifier else None,
            "questionnaire": canonical(assessment.instrument, instrument),
            "status": spelled(assessment.status.value),
            "subject": to("Patient", assessment.client),
            "authored": moment(asked.asked_at),
            "author": to("Practitioner", asked.asked_by) or to("Organization", assessment.agency),
            "source": to("Patient", assessment.client) if asked.answered_by is AnsweredBy.CLIENT else None,
            "item": items(instrument, assessment.answers, asked.language),
        }
    )


def _score(assessment: Assessment, score: Score, status: str) -> Json:
    language = assessment.circumstances.language
    label = said(score.label.said(language)) or score.key
    code = coding(score.code) if score.code else {}
    band = score.band
    return told(
        {
            "meta": meta(
                assessment.sensitivities, (f"{US_CORE}us-core-observation-screening-assessment",) if code else ()
            ),
            "status": status,
            "category": [concept_of(f"{TERMINOLOGY}observation-category", "survey", "Survey")],
            "code": told({"coding": [code] if "code" in code else [], "text": label}),
            "subject": to("Patient", assessment.client),
            "effectiveDateTime": moment(assessment.circumstances.asked_at),
            "issued": moment(assessment.completed_at),
            "performer": [to("Organization", assessment.agency)],
            **_found(score),
            "interpretation": [_band(band, language)] if band else [],
            "note": notes("Prorated: some answers are missing.") if score.prorated else [],
            "derivedFrom": [to("QuestionnaireResponse", assessment.id)],
        }
    )


def _found(score: Score) -> Json:
    """Write the value, or why there is none (obs-6)."""
    if score.value is None:
        return {"dataAbsentReason": concept_of(f"{TERMINOLOGY}data-absent-reason", "unknown", "Unknown")}
    unit = {"unit": "{score}", "system": "http://unitsofmeasure.org", "code": "{score}"}
    return {"valueQuantity": {"value": score.value, **unit}}


def _band(band: Band, language: str) -> Json:
    code = coding(band.code) if band.code else {}
    return told({"coding": [code] if "code" in code else [], "text": said(band.label.said(language)) or band.key})
