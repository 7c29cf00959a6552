"""Writes what US Core and FHIR keep of a client in extensions: race, ethnicity, gender, pronouns, interpreter.

The sex at birth is written nowhere: the administrative sex does not tell it. What was posted of it comes back.

http://hl7.org/fhir/us/core/STU7/StructureDefinition-us-core-patient.html
"""

from collections.abc import Iterable, Iterator

from app.adapters.fhir.projected.values import CORE, OURS, TERMINOLOGY, US_CORE, Json, concept_of, said
from app.domain.clients.demographics import Ethnicity, GenderIdentity, Race
from app.domain.clients.profile import Profile

OMB = "urn:oid:2.16.840.1.113883.6.238"
NULL_FLAVOR = f"{TERMINOLOGY}v3-NullFlavor"
SNOMED_CT = "http://snomed.info/sct"
_RACES = {
    Race.AMERICAN_INDIAN_OR_ALASKA_NATIVE: "American Indian or Alaska Native",
    Race.ASIAN: "Asian",
    Race.BLACK_OR_AFRICAN_AMERICAN: "Black or African American",
    Race.NATIVE_HAWAIIAN_OR_PACIFIC_ISLANDER: "Native Hawaiian or Other Pacific Islander",
    Race.WHITE: "White",
    Race.MIDDLE_EASTERN_OR_NORTH_AFRICAN: "Middle Eastern or North African",
    Race.OTHER: "Other Race",
    Race.UNKNOWN: "unknown",
    Race.DECLINED: "asked but no answer",
}
_ETHNICITIES = {
    Ethnicity.HISPANIC_OR_LATINO: "Hispanic or Latino",
    Ethnicity.NOT_HISPANIC_OR_LATINO: "Not Hispanic or Latino",
    Ethnicity.UNKNOWN: "unknown",
    Ethnicity.DECLINED: "asked but no answer",
}
_GENDERS = {
    GenderIdentity.WOMAN: (SNOMED_CT, "446141000124107", "Identifies as female gender"),
    GenderIdentity.MAN: (SNOMED_CT, "446151000124109", "Identifies as male gender"),
    GenderIdentity.TRANSGENDER_WOMAN: (SNOMED_CT, "407376001", "Male-to-female transsexual"),
    GenderIdentity.TRANSGENDER_MAN: (SNOMED_CT, "407377005", "Female-to-male transsexual"),
    GenderIdentity.NON_BINARY: (SNOMED_CT, "446131000124102", "Identifies as non-conforming gender"),
    GenderIdentity.OTHER: (NULL_FLAVOR, "OTH", "other"),
    GenderIdentity.DECLINED: (f"{TERMINOLOGY}data-absent-reason", "asked-declined", "Asked But Declined"),
}
_WORDS = {GenderIdentity.TWO_SPIRIT: "Two-spirit", GenderIdentity.QUESTIONING: "Questioning"}


def extensions(profile: Profile) -> list[Json]:
    """Write every extension that the profile of a client fills."""
    return list(_extensions(profile))


def _extensions(profile: Profile) -> Iterator[Json]:
    text = said(profile.race_ethnicity_text)
    if profile.races or (text and not profile.ethnicities):
        yield _omb("us-core-race", ((race.value, _RACES[race]) for race in profile.races), text)
    if profile.ethnicities:
        yield _omb("us-core-ethnicity", ((each.value, _ETHNICITIES[each]) for each in profile.ethnicities), text)
    if profile.gender_identity is not None:
        concept = _gender(profile.gender_identity, said(profile.gender_identity_text))
        yield {"url": f"{US_CORE}us-core-genderIdentity", "valueCodeableConcept": concept}
    if pronouns := said(profile.pronouns):
        value = {"url": "value", "valueCodeableConcept": {"text": pronouns}}
        yield {"url": f"{CORE}individual-pronouns", "extension": [value]}
    if any(language.interpreter for language in profile.languages):
        yield {"url": f"{CORE}patient-interpreterRequired", "valueBoolean": True}
    if profile.do_not_contact:
        yield {"url": f"{OURS}extension:do-not-contact", "valueBoolean": True}
    yield from _needs(profile)


def _omb(name: str, found: Iterable[tuple[str, str]], text: str | None) -> Json:
    """Write OMB categories of US Core; its text is required, so that the categories are said where nothing else is."""
    pairs = list(found)
    parts: list[Json] = [
        {
            "url": "ombCategory",
            "valueCoding": {"system": OMB if code[0].isdigit() else NULL_FLAVOR, "code": code, "display": display},
        }
        for code, display in pairs
    ]
    words = text or ", ".join(display for _, display in pairs)
    return {"url": US_CORE + name, "extension": [*parts, {"url": "text", "valueString": words}]}


def _gender(identity: GenderIdentity, text: str | None) -> Json:
    words = text or _WORDS.get(identity)
    known = _GENDERS.get(identity)
    return (concept_of(*known) if known else {}) | ({"text": words} if words else {})


def _needs(profile: Profile) -> Iterator[Json]:
    for each in profile.accessibility:
        yield {"url": f"{OURS}extension:accessibility", "valueCode": each.value.replace("_", "-")}
    for name, text in (
        ("accessibility-text", profile.accessibility_text),
        ("cultural-preferences", profile.cultural_preferences),
        *(("alert", alert.text) for alert in profile.alerts),
    ):
        if words := said(text):
            yield {"url": f"{OURS}extension:{name}", "valueString": words}
