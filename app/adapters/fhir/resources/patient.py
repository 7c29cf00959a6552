"""From a FHIR R4 Patient, plain or after US Core, to what is told of a client; nothing is ever guessed."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeVar

from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.patient_contact import addresses, contact_points
from app.domain.clients.demographics import AdministrativeSex, Ethnicity, GenderIdentity, Language, Race
from app.domain.clients.identifiers import VALUE_LENGTH, Identifier
from app.domain.clients.names import PART_LENGTH, Name, NameUse
from app.domain.clients.profile import Profile
from app.domain.faults import Faults
from app.ports.imports import ClientDraft, Severity

US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
CORE = "http://hl7.org/fhir/StructureDefinition/"
V2_TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203"
RESOURCE_ID_SYSTEM = "urn:fhir:Patient.id"
YES = "373066001"
RESTRICTED = frozenset({"R", "V"})
_NAME_USES = {
    "official": NameUse.LEGAL,
    "usual": NameUse.PREFERRED,
    "nickname": NameUse.PREFERRED,
    "old": NameUse.FORMER,
    "maiden": NameUse.FORMER,
}
_BIRTH_SEX = {"F": AdministrativeSex.FEMALE, "M": AdministrativeSex.MALE, "UNK": AdministrativeSex.UNKNOWN}
_GENDER_IDENTITIES = {
    "446141000124107": GenderIdentity.WOMAN,
    "446151000124109": GenderIdentity.MAN,
    "407376001": GenderIdentity.TRANSGENDER_WOMAN,
    "407377005": GenderIdentity.TRANSGENDER_MAN,
    "446131000124102": GenderIdentity.NON_BINARY,
    "33791000087105": GenderIdentity.NON_BINARY,
    "asked-declined": GenderIdentity.DECLINED,
    "asked-but-declined": GenderIdentity.DECLINED,
    "OTH": GenderIdentity.OTHER,
}
V = TypeVar("V", bound=StrEnum)


def read_patient(patient: Element) -> ClientDraft | None:
    """Read one Patient; None, with a remark, when it stands for nobody who could be served."""
    refusal = _refusal(patient)
    if refusal is not None:
        patient.remark(Severity.REJECTED, *refusal)
        return None
    names, identifiers = tuple(dict.fromkeys(_names(patient))), _identifiers(patient)
    if not names:
        patient.remark(Severity.REJECTED, "nameless", "name", "There is no name.")
        return None
    if not identifiers:
        reason = "There is neither an identifier nor an id."
        patient.remark(Severity.REJECTED, "unidentified", "identifier", reason)
        return None
    first = identifiers[0]
    return ClientDraft(
        key=first.value, system=first.system, place=patient.place(), profile=_profile(patient, names, identifiers)
    )


def _refusal(patient: Element) -> tuple[str, str, str] | None:
    if patient.flag("active") is False:
        return "inactive", "active", "The record is marked as not in use."
    if any(link.members.get("type") == "replaced-by" for link in patient.elements("link")):
        return "replaced", "link", "Another record replaces this one."
    return None


def _profile(patient: Element, names: tuple[Name, ...], identifiers: tuple[Identifier, ...]) -> Profile:
    deceased_on = patient.partial_date("deceasedDateTime")
    races, race_words = _omb(patient, "us-core-race", Race)
    ethnicities, ethnicity_words = _omb(patient, "us-core-ethnicity", Ethnicity)
    identity, identity_words = _gender_identity(patient)
    return Profile(
        names=names[:50],
        birth_date=patient.partial_date("birthDate"),
        identifiers=identifiers,
        pronouns=_pronouns(patient),
        gender_identity=identity,
        gender_identity_text=identity_words,
        administrative_sex=_sex(patient),
        races=races,
        ethnicities=ethnicities,
        race_ethnicity_text="; ".join((*race_words, *ethnicity_words))[:500] or None,
        languages=_languages(patient),
        addresses=addresses(patient)[:50],
        contact_points=contact_points(patient)[:50],
        restricted=any(
            label.members.get("code") in RESTRICTED for label in patient.element("meta").elements("security")
        ),
        deceased=bool(patient.flag("deceasedBoolean")) or deceased_on is not None,
        deceased_on=deceased_on,
    )


def _names(patient: Element) -> Iterator[Name]:
    for name in patient.elements("name"):
        family, given = name.text("family", PART_LENGTH), name.texts("given", PART_LENGTH)[:10]
        words, (since, until) = name.text("text", PART_LENGTH), name.period()
        if not (family or given or words):
            name.left_out("nameless", "", "The name says nothing.")
            continue
        yield Name(
            use=_NAME_USES.get(str(name.members.get("use")), NameUse.LEGAL),
            family=family,
            given=given if family or given else (words or "",),
            prefix=" ".join(name.texts("prefix", PART_LENGTH))[:PART_LENGTH] or None,
            suffix=" ".join(name.texts("suffix", PART_LENGTH))[:PART_LENGTH] or None,
            since=since,
            until=until,
        )


def _identifiers(patient: Element) -> tuple[Identifier, ...]:
    found: dict[str, Identifier] = {}
    for identifier in patient.elements("identifier"):
        system, value = identifier.text("system"), identifier.text("value", VALUE_LENGTH)
        if value is None or identifier.members.get("use") == "old":
            continue
        kind = identifier.code("type", V2_TYPES)
        read = Identifier(system=system or "", value=value, type=kind)
        faults = Faults()
        read.check(faults, "")
        if faults.found:
            fault = faults.found[0]
            identifier.left_out("identifier", fault.pointer.strip("/"), f"It {fault.message}.")
        else:
            found.setdefault(read.key, read)
    own = patient.text("id", VALUE_LENGTH)
    if not found and own is not None:
        return (Identifier(system=RESOURCE_ID_SYSTEM, value=own),)
    return tuple(found.values())[:50]


def _sex(patient: Element) -> AdministrativeSex | None:
    text = patient.text("gender")
    if text is not None:
        try:
            return AdministrativeSex(text.casefold())
        except ValueError:
            patient.left_out("code", "gender", "This is no administrative gender.")
    born = next(patient.extensions(US_CORE + "us-core-birthsex"), None)
    return _BIRTH_SEX.get(str(born.members.get("valueCode"))) if born else None


def _omb(patient: Element, extension: str, kind: type[V]) -> tuple[tuple[V, ...], list[str]]:
    """Return the OMB categories, and the words where no category could be told."""
    codes: dict[V, None] = {}
    words = []
    for given in patient.extensions(US_CORE + extension):
        known = len(codes)
        for category in given.extensions("ombCategory"):
            code = category.element("valueCoding").text("code") or ""
            try:
                codes[kind(code)] = None
            except ValueError:
                category.left_out("code", "valueCoding", "This is no OMB category.")
        if len(codes) == known:
            words += [text for part in given.extensions("text") if (text := part.text("valueString", 200))]
    return tuple(codes), words


def _gender_identity(patient: Element) -> tuple[GenderIdentity | None, str | None]:
    for extension in patient.extensions(US_CORE + "us-core-genderIdentity", CORE + "individual-genderIdentity"):
        inner = next(extension.extensions("value"), extension)
        code = inner.code("valueCodeableConcept")
        words = inner.element("valueCodeableConcept").text("text", 100)
        if code or words:
            known = _GENDER_IDENTITIES.get(code or "")
            return known or GenderIdentity.OTHER, words if known is None else None
    return None, None


def _pronouns(patient: Element) -> str | None:
    for extension in patient.extensions(CORE + "individual-pronouns"):
        inner = next(extension.extensions("value"), extension)
        concept = inner.element("valueCodeableConcept")
        display = next((coding.text("display", 50) for coding in concept.elements("coding")), None)
        if words := concept.text("text", 50) or display:
            return words
    return None


def _languages(patient: Element) -> tuple[Language, ...]:
    needed = any(
        extension.flag("valueBoolean") or extension.element("valueCoding").text("code") == YES
        for extension in patient.extensions(
            CORE + "patient-interpreterRequired", US_CORE + "us-core-interpreter-needed"
        )
    )
    found: dict[str, Language] = {}
    for place in patient.elements("communication"):
        tag = place.code("language") or place.element("language").text("text")
        preferred = bool(place.flag("preferred")) and not any(one.preferred for one in found.values())
        language = Language(tag=tag or "", preferred=preferred, interpreter=needed)
        faults = Faults()
        language.check(faults, "")
        if faults.found:
            place.left_out("language", "language", "This is no BCP-47 language.")
        else:
            found.setdefault(language.tag.casefold(), language)
    return tuple(found.values())[:50]
