"""Resources as a door reads them: what every test of kept resources begins with."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.domain.codings import Coding
from app.ports.resources import Draft, Face, Reference, Span, Target, Terms, Word

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
BLOOD_PRESSURE = Coding(system="http://loinc.org", code="85354-9", display="Blood pressure panel")
METHADONE = Coding(system="http://www.nlm.nih.gov/research/umls/rxnorm", code="6813", display="Methadone")
VITAL_SIGNS = Coding(system="http://terminology.hl7.org/CodeSystem/observation-category", code="vital-signs")


def a_face(**members: Any) -> Face:
    """A face that says some members."""
    return Face(content=json.dumps(members, separators=(",", ":")).encode())


def some_terms(code: str = "85354-9", type_: str = "Observation") -> Terms:
    """A code and a date."""
    words = (Word(key=f"{type_}.code", value=f"{code}|http://loinc.org"),)
    return Terms(words=words, spans=(Span(key=f"{type_}.date", since=AT, until=AT + timedelta(days=1)),))


def a_reference(type_: str, id_: UUID, expression: str) -> Reference:
    """A reference to one of ours."""
    return Reference(target=Target(type=type_, id=id_), expression=expression)


def an_observation(client: UUID | None, *others: Reference, **fields: Any) -> Draft:
    """A vital sign of a client."""
    subject = None if client is None else a_reference("Patient", client, "Observation.subject")
    whole: dict[str, Any] = {
        "type": "Observation",
        "face": a_face(status="final", valueQuantity={"value": 72.5}),
        "terms": some_terms(),
        "client": subject,
        "references": (*((subject,) if subject else ()), *others),
        "codings": (BLOOD_PRESSURE,),
        "categories": (VITAL_SIGNS,),
    }
    return Draft(**{**whole, **fields})
