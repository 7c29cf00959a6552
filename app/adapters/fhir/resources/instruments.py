"""From FHIR R4 Questionnaires and QuestionnaireResponses of other systems to drafts of instruments and assessments."""

import re
from datetime import datetime
from typing import Any

from app.adapters.fhir.resources.concepts import read_code, read_identifiers, spelled
from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.questionnaire_response import read_answers
from app.adapters.fhir.resources.reading import Reading, kind_of
from app.domain.assessments.assessment import InstrumentName
from app.domain.assessments.assessment_moves import AssessmentStatus
from app.domain.assessments.circumstances import AnsweredBy, Circumstances, Mode
from app.domain.assessments.own_instrument import Definition
from app.domain.faults import NAME_LENGTH, URL_LENGTH, is_language
from app.domain.identity import Identifier
from app.ports.imports import Severity
from app.ports.record_drafts import AssessmentDraft, InstrumentDraft

SLUG_LENGTH = 60
FIRST_EDITION = "1"
_STATUS = spelled(AssessmentStatus)
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_NOT_EDITION = re.compile(r"[^A-Za-z0-9.-]+")
_BESIDE = frozenset({"id", "meta", "text", "contained"})


def read_instrument(reading: Reading) -> InstrumentDraft:
    """Read one Questionnaire; whether it can be asked is judged when it is taken over."""
    resource = reading.resource
    url = resource.text("url", URL_LENGTH)
    named = resource.text("name") or resource.text("title") or (url or reading.key).rpartition("/")[2]
    slug = _NOT_SLUG.sub("-", _spaced(named).casefold()).strip("-")[:SLUG_LENGTH].strip("-")
    edition = _NOT_EDITION.sub("-", resource.text("version") or FIRST_EDITION).strip("-.")[:SLUG_LENGTH].strip("-.")
    written: dict[str, Any] = {name: value for name, value in resource.members.items() if name not in _BESIDE}
    contained = [each for each in resource.members.get("contained") or () if isinstance(each, dict)]
    if contained:
        written["contained"] = contained
    return InstrumentDraft(
        key=reading.key,
        place=resource.place(),
        url=url,
        slug=slug or "questionnaire",
        edition=edition or FIRST_EDITION,
        definition=Definition(questionnaire=written, scoring=[], rules=[]),
    )


def read_assessment(reading: Reading) -> AssessmentDraft | None:
    """Read one QuestionnaireResponse; None, with a remark, when whose it is, or what was asked, is not known."""
    response, client = reading.resource, reading.subject()
    canonical = response.text("questionnaire", URL_LENGTH)
    instrument = reading.instruments.get(canonical or "")
    if instrument is None:
        said = f"The questionnaire {canonical} is not known here." if canonical else "It does not say what was asked."
        response.remark(Severity.REJECTED, "no-questionnaire", "questionnaire", said)
    status, authored = read_code(response, "status", _STATUS), response.moment("authored")
    if status is None:
        response.remark(Severity.REJECTED, "no-status", "status", "It does not say how it stands.")
    if authored is None:
        response.remark(Severity.REJECTED, "no-time", "authored", "It does not say when it was answered.")
    if client is None or instrument is None or status is None or authored is None:
        return None
    reading.not_taken("basedOn", "partOf", "encounter")
    return AssessmentDraft(
        key=reading.key,
        place=response.place(),
        client=client,
        instrument=InstrumentName(key=instrument.key, version=instrument.version),
        circumstances=_circumstances(reading, authored),
        answers=read_answers(response, instrument),
        status=status,
        identifiers=(Identifier(system=reading.source, value=reading.key), *_identifier(response)),
    )


def _circumstances(reading: Reading, authored: datetime) -> Circumstances:
    response = reading.resource
    language = response.text("language")
    source = reading.references.link(response, "source")
    kind = kind_of(source) if source else None
    answered_by = {"RelatedPerson": AnsweredBy.PROXY, "Practitioner": AnsweredBy.STAFF}.get(
        kind or "", AnsweredBy.CLIENT
    )
    named = reading.names.of(source) or (source.key if source else None)
    author = reading.names.of(reading.references.link(response, "author"))
    return Circumstances(
        asked_at=authored,
        language=language if language and is_language(language) else "en",
        answered_by=answered_by,
        respondent=None if answered_by is AnsweredBy.CLIENT or named is None else named[:NAME_LENGTH],
        mode=Mode.RECORD,
        note=f"Recorded by {author}." if author else None,
    )


def _identifier(response: Element) -> tuple[Identifier, ...]:
    members = {"identifier": [response.members.get("identifier") or {}]}
    return read_identifiers(Element(members, response.path, response.file, response.line, response.remarks))


def _spaced(name: str) -> str:
    """Part the words of a computer name: `HungerVitalSign`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "-", name)
