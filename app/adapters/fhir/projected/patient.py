"""A client as a Patient: whole for who serves the client, and as the tier of identity tells for everybody else.

https://hl7.org/fhir/R4/patient.html, http://hl7.org/fhir/us/core/STU7/StructureDefinition-us-core-patient.html
"""

from app.adapters.fhir.projected.drawing import Drawing
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.patient_extensions import extensions
from app.adapters.fhir.projected.persons import home, human_name, language, telecom
from app.adapters.fhir.projected.values import TERMINOLOGY, US_CORE, Json, concept_of, day, said, to, told, uri
from app.domain.clients.access import Tier
from app.domain.clients.client import Client
from app.domain.clients.demographics import Race
from app.domain.clients.identifiers import Identifier
from app.domain.clients.profile import Profile
from app.domain.disclosure.clients import disclose
from app.domain.resources.reading import ResourceReading

PROFILE = f"{US_CORE}us-core-patient"
NOT_BOUND = frozenset({Race.OTHER, Race.MIDDLE_EASTERN_OR_NORTH_AFRICAN})
"""Races that are no category of US Core 7."""


def drawings(client: Client) -> tuple[Drawing, ...]:
    """Draw a client."""
    less = disclose(client.profile, Tier.IDENTITY)
    return (
        Drawing(
            type="Patient",
            id=client.id,
            client=client.id,
            reading=ResourceReading.CLIENT,
            hidden=client.profile.restricted,
            whole=_patient(client, client.profile, redacted=False),
            other=_patient(client, less.profile, redacted=True) if less.withheld else None,
        ),
    )


def _patient(client: Client, profile: Profile, *, redacted: bool) -> Json:
    link = client.link
    sex = profile.administrative_sex
    return told(
        {
            "meta": meta(profiles=_conforms(profile), restricted=client.profile.restricted, redacted=redacted),
            "extension": extensions(profile),
            "identifier": [_identifier(each) for each in profile.identifiers],
            "active": link is None,
            "name": [human_name(name) for name in profile.names],
            "telecom": [telecom(point) for point in profile.contact_points],
            "gender": sex.value if sex else None,
            "birthDate": day(profile.birth_date),
            **_death(profile),
            "address": [home(address) for address in profile.addresses],
            "communication": [_communication(each.tag, preferred=each.preferred) for each in profile.languages],
            "link": [{"other": to("Patient", link.target), "type": "replaced-by"}] if link else [],
        }
    )


def _conforms(profile: Profile) -> tuple[str, ...]:
    """Return US Core's profile where what it requires is told, in no other codes than it binds."""
    required = profile.identifiers and profile.names and profile.administrative_sex
    bound = NOT_BOUND.isdisjoint(profile.races) and len(profile.ethnicities) <= 1
    return (PROFILE,) if required and bound else ()


def _identifier(each: Identifier) -> Json:
    kind = concept_of(f"{TERMINOLOGY}v2-0203", each.type) if each.type else None
    return told({"type": kind, "system": uri(each.system), "value": said(each.value)})


def _death(profile: Profile) -> Json:
    if profile.deceased_on is not None:
        return {"deceasedDateTime": day(profile.deceased_on)}
    return {"deceasedBoolean": True} if profile.deceased else {}


def _communication(tag: str, *, preferred: bool) -> Json:
    return {"language": language(tag)} | ({"preferred": True} if preferred else {})
