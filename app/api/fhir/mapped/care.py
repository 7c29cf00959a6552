"""Clients and the records of their care: posted resources read as drafts, for the use cases that take one over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.adapters.fhir.resources.care_plan import read_care_plan
from app.adapters.fhir.resources.care_team import read_care_team
from app.adapters.fhir.resources.condition import read_condition
from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.goal import read_goal
from app.adapters.fhir.resources.instruments import read_assessment, read_instrument
from app.adapters.fhir.resources.patient import RESOURCE_ID_SYSTEM, read_patient
from app.adapters.fhir.resources.reading import Reading
from app.adapters.fhir.resources.references import Names, References
from app.api.fhir.mapped.beside import refusing_delete, refusing_update
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.assessments.instrument import Instrument
from app.domain.errors import Fault, Invalid
from app.ports.imports import ClientDraft, Remark, Severity
from app.use_cases.core import UseCase
from app.use_cases.told import told_records
from app.use_cases.told.told_records import Telling

NEW = "new"
"""What a resource is called that has no id yet."""
POSTED = "urn:throughline:posted"
"""The source that the translators are told."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type, the noun that it is here, and what reads it."""

    noun: str
    read: Callable[[Reading], Any]
    changes: bool = True


def _read_client(reading: Reading) -> ClientDraft:
    """Read a Patient, who must be somebody to serve; an identifier is not asked of who is told of here."""
    members = {"id": NEW} | dict(reading.resource.members)
    draft = read_patient(replace(reading.resource, members=members))
    if draft is None:
        raise Invalid("patient.unfit", "This Patient cannot be served.", faults=_faults(reading.resource.remarks))
    identifiers = tuple(each for each in draft.profile.identifiers if each.system != RESOURCE_ID_SYSTEM)
    return replace(draft, profile=replace(draft.profile, identifiers=identifiers))


def _faults(remarks: list[Remark]) -> tuple[Fault, ...]:
    rejected = (remark for remark in remarks if remark.severity is Severity.REJECTED)
    return tuple(Fault(pointer=remark.place.column or "Patient", message=remark.reason) for remark in rejected)


KINDS: Mapping[str, Kind] = {
    "Patient": Kind("client", _read_client),
    "Condition": Kind("need", read_condition),
    "Goal": Kind("goal", read_goal),
    "CareTeam": Kind("care-team", read_care_team),
    "CarePlan": Kind("care-plan", read_care_plan),
    "Questionnaire": Kind("instrument", read_instrument, changes=False),
    "QuestionnaireResponse": Kind("assessment", read_assessment),
}


def writer_of(type_: str) -> Writer:
    """Return the writer of a type; a Questionnaire that is published never changes."""
    kind = KINDS[type_]

    def create(posted: Posted) -> UseCase[[], UUID | None]:
        return told_records.created(_telling(type_, kind, posted))

    def update(subject: UUID, posted: Posted) -> UseCase[[], None]:
        if not kind.changes:
            return refusing_update(type_)
        return told_records.changed(_telling(type_, kind, posted), subject)

    return Writer(create=create, update=update, delete=lambda _: refusing_delete(type_))


def _telling(type_: str, kind: Kind, posted: Posted) -> Telling:
    def translate(instruments: Mapping[str, Instrument]) -> Any:
        key = f"{type_}/{posted.resource.get('id', NEW)}"
        element = Element(posted.resource, type_, "", None, [])
        return _plain(kind.read(Reading(key, POSTED, element, References(()), Names(), instruments)))

    known = {*posted.coming, *([posted.draft.client.target] if posted.draft.client else ())}
    canonical = posted.resource.get("questionnaire") if kind.noun == "assessment" else None
    return Telling(
        noun=kind.noun,
        scope=type_,
        translate=translate,
        means=_meanings(posted),
        canonicals=frozenset({canonical} if canonical else ()),
        references=tuple(each for each in posted.draft.references if each.target not in known),
    )


def _plain(draft: Any) -> Any:
    """Take away the name that the translators give to what a file holds: here it has an id."""
    if hasattr(draft, "content"):
        return replace(draft, content=_plain(draft.content))
    if hasattr(draft, "identifiers"):
        return replace(draft, identifiers=tuple(each for each in draft.identifiers if each.system != POSTED))
    return draft


def _meanings(posted: Posted) -> dict[tuple[str, str], UUID | None]:
    """Say what the references to resources of ours mean."""
    targets = [reference.target for reference in posted.draft.references]
    return {
        (KINDS[target.type].noun, f"{target.type}/{target.id}"): target.id for target in targets if target.type in KINDS
    }
